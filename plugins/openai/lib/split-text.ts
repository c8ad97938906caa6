/** Where a text may be cut, the best places first. */
const CUTS = ['sentence', 'word', 'grapheme'] as const;

/**
 * Cuts a text at ends of sentences; a longer sentence at words, a longer word between characters. Blanks at the cuts
 * are dropped; a text that is short enough stays as it is.
 *
 * @param most Characters of a part, counted as JavaScript does, so that no other way of counting finds more.
 */
export function splitText(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  return fill(text, most, CUTS)
    .map(part => part.trim())
    .filter(part => part !== '');
}

function fill(text: string, most: number, [cut, ...finer]: readonly (typeof CUTS)[number][]): string[] {
  const parts: string[] = [];
  let open = '';
  for (const piece of cut ? segment(text, cut) : text) {
    if (open.length + piece.length > most) {
      parts.push(open);
      open = '';
    }
    if (piece.length > most) {
      parts.push(...fill(piece, most, finer));
      open = parts.pop() ?? '';
    } else open += piece;
  }
  return [...parts, open];
}

function* segment(text: string, granularity: (typeof CUTS)[number]): Generator<string> {
  for (const { segment: piece } of new Intl.Segmenter('en', { granularity }).segment(text)) yield piece;
}
