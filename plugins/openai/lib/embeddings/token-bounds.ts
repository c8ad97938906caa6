/** What can be said for sure of a text's tokens without the model's own table of them. */

/** Runs of letters, and of up to three digits: OpenAI's encodings never put two of them into one token. */
const PIECE = /\p{L}+|\p{N}{1,3}/gu;

/** So many tokens at least. */
export function countTokensAtLeast(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(PIECE)) count += 1;
  return count;
}

/** So many tokens at most: each holds one byte or more. */
function countTokensAtMost(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * Splits texts, in their order, into groups that surely hold no more than `maxTokens` and `maxTexts`; a text that might be
 * longer stands alone.
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
