import type { Context } from '../operation';
import type { Option } from '../options/option';
import * as shared from '../options/shared-options';

/** Options of what is asked of many rows. */

export const rows: Option = {
  type: 'array',
  title: 'Rows',
  description: 'List of objects, such as the result of another query.',
  examples: ['{{queries.tickets.data}}'],
  items: { type: 'object' },
  minItems: 1,
};

export const prompt: Option = {
  ...shared.prompt,
  title: 'Prompt for each row',
  description: '[[name]] stands for a field of the row, [[row]] for all of it as JSON.',
  examples: ['Classify this ticket: [[subject]] [[body]]'],
};

export const system_prompt: Option = {
  ...shared.system_prompt,
  description: 'May hold [[fields]] too.',
  examples: ['Answer with one word: bug, question or praise.'],
};

export const json_schema: Option = {
  ...shared.json_schema,
  description: 'What each answer follows, as in Chat; it comes as data in parsed.',
  examples: [
    '{ "type": "object", "properties": { "kind": { "enum": ["bug", "question"] } }, "required": ["kind"], "additionalProperties": false }',
  ],
};

/** How the request for a row ended. */
export interface RowError {
  code: string;
  category: string;
  message: string;
}

/** Fields that a row gets; `not_run` says that nothing came back for it. */
export interface RowResult {
  status: 'ok' | 'error' | 'not_run';
  error?: RowError;
  [field: string]: unknown;
}

/** The given rows with what came of them; what the answer says stands in the place of a field of the same name. */
export function joinRows(given: object[], results: RowResult[], warn: Context['warn']): object[] {
  const hidden = new Set<string>();
  const joined = given.map((row, index) => {
    const result = results[index] ?? { status: 'not_run' };
    for (const name of Object.keys(result)) if (Object.hasOwn(row, name)) hidden.add(name);
    return { ...row, ...result };
  });
  for (const name of hidden)
    warn('rows', `The rows have a field "${name}" of their own; the result's stands in its place`);
  return joined;
}
