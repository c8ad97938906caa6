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

export const fingerprint_field: Option = {
  type: 'string',
  trim: true,
  title: 'Fingerprint field',
  description:
    'The field with the fingerprint of an earlier result. Rows whose fingerprint still matches are not sent again.',
  examples: ['fingerprint'],
};

export const spread: Option = {
  type: 'boolean',
  title: 'Fields as columns',
  description: 'Puts each field of parsed into a column of the row.',
};

export const concurrency: Option = {
  type: 'integer',
  title: 'Concurrency',
  description: 'How many rows at a time, 1 to 100; if empty, as many as the server accepts.',
  examples: ['10'],
  minimum: 1,
  maximum: 100,
};

/** Why the request for a row failed. */
export interface RowError {
  code: string;
  category: string;
  message: string;
}

/** The fields that are added to a row: `not_run` means that it has no response, `unchanged` that it needs none, `sent` that it comes later. */
export interface RowResult {
  status: 'ok' | 'error' | 'not_run' | 'unchanged' | 'sent';
  error?: RowError;
  [field: string]: unknown;
}

/** Why the request for a row cannot be made; `reason` says what is wrong with the row. */
export const toUnsendable = (reason: string): RowError => ({
  code: 'invalid_options',
  category: 'invalid_options',
  message: `The request was not sent: ${reason}`,
});

/** How many rows ended so. */
export const countStatus = (results: RowResult[], status: RowResult['status']): number =>
  results.filter(result => result.status === status).length;

/** A row as an object; a text, or whatever else it is, as `{ text }`. */
export const toRowObject = (row: unknown): object => (typeof row === 'object' && row !== null ? row : { text: row });
