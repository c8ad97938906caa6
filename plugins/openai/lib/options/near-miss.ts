/** The word that a typing error was meant to be, such as "high" for "hihg"; undefined for a word of its own. */
export function findMeantWord(written: string, words: readonly unknown[]): string | undefined {
  const known = words.filter(word => typeof word === 'string');
  if (known.includes(written)) return undefined;
  const plain = simplify(written);
  const same = known.find(word => simplify(word) === plain);
  return same ?? known.find(word => isNearMiss(plain, simplify(word)));
}

const simplify = (word: string) =>
  word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/** No word with more typing errors is recognizable. */
const MAX_ERRORS = 2;
/** From this length on, two typing errors still leave a word recognizable. */
const LONG = 8;
/** Up to this length, a different letter is usually a different word: png, jpg, svg. */
const SHORT = 3;

/**
 * Whether a word is a typing error of another. New values of the API often extend old ones, such as "xhigh" and "mp4", so
 * a prefix or a digit makes a different word.
 */
function isNearMiss(written: string, word: string): boolean {
  if (isSwapped(written, word) || isDoubled(written, word)) return true;
  if (word.length <= SHORT || digitsOf(written) !== digitsOf(word)) return false;
  if (written.endsWith(word) || word.endsWith(written)) return false;
  if (written[0] !== word[0] && (written.length !== word.length || word.length < 6)) return false;
  return countErrors(written, word) <= (word.length >= LONG ? MAX_ERRORS : 1);
}

const digitsOf = (word: string) => word.replace(/\D/g, '');

/** Two neighbouring letters have changed places. */
function isSwapped(written: string, word: string): boolean {
  if (written.length !== word.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== written[index]);
  const swapped = word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2);
  return at >= 0 && written === swapped;
}

/** A letter was typed twice. */
function isDoubled(written: string, word: string): boolean {
  if (written.length !== word.length + 1) return false;
  return [...word].some((letter, index) => written === word.slice(0, index) + letter + word.slice(index));
}

/** The number of letters to insert, leave out or replace (Levenshtein); not counted beyond two, since a text may be long. */
export function countErrors(written: string, word: string): number {
  if (Math.abs(written.length - word.length) > MAX_ERRORS) return MAX_ERRORS + 1;
  let row = Array.from({ length: word.length + 1 }, (_, index) => index);
  for (let at = 1; at <= written.length; at += 1) {
    const next = [at];
    for (let index = 1; index <= word.length; index += 1) {
      const replaced = (row[index - 1] ?? 0) + (written[at - 1] === word[index - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[word.length] ?? 0;
}
