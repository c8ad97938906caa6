import type { ResponseOutputText } from 'openai/resources/responses/responses';

export type Annotation = ResponseOutputText['annotations'][number];

/** A text, and the places in it that name a source. */
export interface CitedText {
  text: string;
  annotations: Annotation[];
}

export interface WebSource {
  url: string;
  /** Empty for a page without one. */
  title: string;
}

function move(annotation: Annotation, by: number): Annotation {
  if ('index' in annotation) return { ...annotation, index: annotation.index + by };
  return { ...annotation, start_index: annotation.start_index + by, end_index: annotation.end_index + by };
}

/** Puts texts one after the other; the annotations still point at their words. */
export function join(pieces: (CitedText | string)[], separator = ''): CitedText {
  const whole: CitedText = { text: '', annotations: [] };
  for (const [index, piece] of pieces.entries()) {
    const { text, annotations } = typeof piece === 'string' ? { text: piece, annotations: [] } : piece;
    if (index > 0) whole.text += separator;
    whole.annotations.push(...annotations.map(annotation => move(annotation, whole.text.length)));
    whole.text += text;
  }
  return whole;
}

/** A link in brackets, as models write them. */
export function citePage({ url, title }: WebSource): CitedText {
  const address = `${url}?utm_source=openai`;
  const text = `([${title || new URL(url).host}](${address}))`;
  const annotation: Annotation = { type: 'url_citation', start_index: 0, end_index: text.length, title, url: address };
  return { text, annotations: [annotation] };
}

/** A file is cited by a mark that nobody sees, behind the last letter of what it says. */
export function citeFile(words: string, file: { file_id: string; filename: string }): CitedText {
  return { text: words, annotations: [{ type: 'file_citation', index: words.length, ...file }] };
}

/** Where an annotation ends. */
export function endOf(annotation: Annotation): number {
  return 'index' in annotation ? annotation.index : annotation.end_index;
}
