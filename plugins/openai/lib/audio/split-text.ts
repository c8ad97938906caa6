/** Where a text may be cut, the best places first. */
const CUTS = ['sentence', 'word', 'grapheme'] as const;

/** Characters behind a part that tell whether it may end there. */
const AHEAD = 200;

/**
 * Cuts a text at ends of sentences; a longer sentence at words, a longer word between characters. Blanks at the cuts
 * are dropped; a text that is short enough stays as it is.
 *
 * @param most Characters of a part, counted as JavaScript does, so that no other way of counting finds more.
 */
export function splitText(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    // Node's segmenter takes minutes for the whole of a long text: each step costs it what the text is long.
    const end = text.length - at <= most ? text.length : at + findCut(text.slice(at, at + most + AHEAD), most);
    parts.push(text.slice(at, end).trim());
    at = end;
  }
  return parts.filter(part => part !== '');
}

/** The best place to cut that leaves no more than `most` characters before it. */
function findCut(text: string, most: number): number {
  for (const granularity of CUTS) {
    let cut = 0;
    for (const { index } of new Intl.Segmenter('en', { granularity }).segment(text)) {
      if (index > most) break;
      cut = index;
    }
    if (cut > 0) return cut;
  }
  // One character can be longer: a letter with thousands of marks.
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
}
