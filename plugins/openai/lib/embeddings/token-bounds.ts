/** Bounds on the number of tokens of text, without the model's tokenizer. */

/** Runs of letters, or of up to three digits; OpenAI's encodings never merge two of them into one token. */
const PIECE = /\p{L}+|\p{N}{1,3}/gu;

/** A lower bound. */
export function countTokensAtLeast(text: string): number {
  let count = 0;
  const pieces = text.matchAll(PIECE);
  while (!pieces.next().done) count += 1;
  return count;
}

/** An upper bound: every token has at least one byte. */
function countTokensAtMost(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * Splits texts, in order, into groups that cannot exceed `maxTokens` and `maxTexts`; a text that might is a group of its
 * own.
 */
export function groupTexts(texts: string[], maxTexts: number, maxTokens: number): string[][] {
  const groups: string[][] = [];
  let tokens = 0;
  for (const text of texts) {
    const more = countTokensAtMost(text);
    const last = groups.at(-1);
    if (last && last.length < maxTexts && tokens + more <= maxTokens) {
      last.push(text);
      tokens += more;
    } else {
      groups.push([text]);
      tokens = more;
    }
  }
  return groups;
}
