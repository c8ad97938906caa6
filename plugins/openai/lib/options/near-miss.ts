/** The word that a typing error was meant to be, such as "high" for "hihg"; undefined for a word of its own. */
export function findMeantWord(written: string, words: readonly unknown[]): string | undefined {
  const known = words.filter(word => typeof word === 'string');
  if (known.includes(written)) return undefined;
  const plain = simplify(written);
  const same = known.find(word => simplify(word) === plain);
  return same ?? known.find(word => isNearMiss(plain, simplify(word)));
}

const simplify = (word: string) => word.toLowerCase().replace(/[\s_-]+/g, '');

/** From this length on, two typing errors still leave a word recognizable. */
const LONG = 8;
/** Up to this length, a different letter is usually a different word: png, jpg, svg. */
const SHORT = 3;

/**
 * Whether a word is a typing error of another. New values of the API often extend old ones, such as "xhigh" and "mp4", so
 * a letter before it or a digit makes a different word.
 */
function isNearMiss(written: string, word: string): boolean {
  // A whole document may stand in the wrong field, and to look for the digits of it takes long.
  if (written.length > word.length + 2) return false;
  if (isSwapped(written, word) || isDoubled(written, word)) return true;
  if (word.length <= SHORT || digitsOf(written) !== digitsOf(word)) return false;
  if (written[0] !== word[0] && (written.length !== word.length || word.length < 6)) return false;
  return isWithin(word.length >= LONG ? 2 : 1, written, word);
}

const digitsOf = (word: string) => word.replace(/\D/g, '');

/** Two neighbouring letters have changed places. */
const isSwapped = (written: string, word: string): boolean =>
  [...word].some(
    (letter, at) => written === word.slice(0, at) + word.slice(at + 1, at + 2) + letter + word.slice(at + 2)
  );

/** A letter was typed twice. */
const isDoubled = (written: string, word: string): boolean =>
  [...word].some((letter, at) => written === word.slice(0, at) + letter + word.slice(at));

/** How many letters are to insert, leave out or replace (Levenshtein): up to two, and three where it is more. */
export function countErrors(written: string, word: string): number {
  return [0, 1, 2].find(errors => isWithin(errors, written, word)) ?? 3;
}

function isWithin(errors: number, written: string, word: string): boolean {
  if (written === word) return true;
  if (errors === 0) return false;
  const first = [...word].findIndex((letter, at) => letter !== written[at]);
  const at = first < 0 ? word.length : first;
  const [left, rest] = [written.slice(at), word.slice(at)];
  const [shorter, shorterRest] = [left.slice(1), rest.slice(1)];
  return (
    isWithin(errors - 1, shorter, shorterRest) ||
    isWithin(errors - 1, shorter, rest) ||
    isWithin(errors - 1, left, shorterRest)
  );
}
