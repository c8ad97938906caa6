import type { Option, Problem } from '../options/option';

/** The options of decisions besides their questions. */

export const input: Option = {
  type: 'string',
  title: 'Input',
  description: 'The text to decide on.',
  examples: ['{{components.message1.value}}'],
  pattern: '\\S',
  long: true,
  tall: true,
};

export const review_below: Option = {
  type: 'number',
  title: 'Review below',
  description: '0 to 1: answers with less confidence are marked by needs_review.',
  examples: ['0.8'],
  minimum: 0,
  maximum: 1,
};

/** Checks that there is one thing to decide on: an input or images, or rows with a prompt. */
export function inspectSubject(options: {
  input?: unknown;
  images?: unknown;
  rows?: unknown;
  prompt?: unknown;
}): Problem[] {
  const { input: text, images, rows, prompt } = options;
  if (rows === undefined) {
    if (prompt !== undefined)
      return [{ field: 'rows', message: 'rows is required when prompt is set; for a single text, use input' }];
    if (text !== undefined || images !== undefined) return [];
    return [{ field: 'input', message: 'input is required, or images, or rows with a prompt' }];
  }
  if (text !== undefined) return [{ field: 'input', message: 'input and rows cannot be combined; set one of them' }];
  if (prompt !== undefined) return [];
  return [{ field: 'prompt', message: 'prompt is required when rows is set, such as "[[subject]] [[body]]"' }];
}
