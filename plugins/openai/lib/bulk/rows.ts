import type { Context } from '../operation';
import type { Option } from '../options/option';
import * as shared from '../options/shared-options';
import { output_fields as fields } from '../text/output-fields';

/** The options of requests for many rows. */

export const rows: Option = {
  type: 'array',
  title: 'Rows',
  description: 'A list of objects, such as the result of another query.',
  examples: ['{{queries.tickets.data}}'],
  items: { type: 'object' },
  minItems: 1,
};

export const prompt: Option = {
  ...shared.prompt,
  title: 'Prompt for each row',
  description: '[[name]] inserts a field of the row, [[row]] the whole row as JSON.',
  examples: ['Classify this ticket: [[subject]] [[body]]'],
};

export const system_prompt: Option = {
  ...shared.system_prompt,
  description: 'May contain [[fields]] too.',
  examples: ['Answer with one word: bug, question or praise.'],
};

export const output_fields: Option = {
  ...fields,
  examples: ['kind: bug | question | praise, urgency: 1..5, product?'],
};

export const json_schema: Option = {
  ...shared.json_schema,
  description: 'The schema of each answer, as in Chat; the data is returned in parsed.',
  examples: [
    '{ "type": "object", "properties": { "kind": { "enum": ["bug", "question"] } }, "required": ["kind"], "additionalProperties": false }',
  ],
};

/** Why the request for a row failed. */
export interface RowError {
  code: string;
  category: string;
  message: string;
}

/** The fields that are added to a row; `not_run` means that it has no response. */
export interface RowResult {
  status: 'ok' | 'error' | 'not_run';
  error?: RowError;
  [field: string]: unknown;
}

/** Adds the results to their rows, replacing fields of the same name. */
export function joinRows(inputRows: object[], results: RowResult[], warn: Context['warn']): object[] {
  const replaced = new Set<string>();
  const joined = inputRows.map((row, index) => {
    const result = results[index] ?? { status: 'not_run' };
    for (const name of Object.keys(result)) if (Object.hasOwn(row, name)) replaced.add(name);
    return { ...row, ...result };
  });
  for (const name of replaced) warn('rows', `The field "${name}" of the rows was replaced by that of the results`);
  return joined;
}
