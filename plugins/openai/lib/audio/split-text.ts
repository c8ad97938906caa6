/** Where text may be split, in order of preference. */
const BOUNDARIES = ['sentence', 'word', 'grapheme'] as const;

/** Characters after a part that decide whether it may end there. */
const LOOKAHEAD = 200;

/**
 * Splits text between sentences, or if a sentence is too long, between words or characters. Whitespace around the
 * parts is removed; text that is short enough is returned unchanged.
 *
 * @param most The length limit of a part in UTF-16 units, which no other way of counting exceeds.
 */
export function splitText(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    // On long text, each step of Node's segmenter takes time in proportion to the whole length.
    const end = text.length - at <= most ? text.length : at + findCut(text.slice(at, at + most + LOOKAHEAD), most);
    parts.push(text.slice(at, end).trim());
    at = end;
  }
  return parts.filter(part => part !== '');
}

/** The last boundary of the best kind within the first `most` characters. */
function findCut(text: string, most: number): number {
  for (const granularity of BOUNDARIES) {
    const { index = 0 } = new Intl.Segmenter('en', { granularity }).segment(text).containing(most) ?? {};
    if (index > 0) return index;
  }
  // A single character, such as a letter with thousands of combining marks, can be longer.
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
}
