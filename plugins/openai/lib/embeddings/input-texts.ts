import { inspectEntries } from '../options/max-errors';
import type { Option, Problem } from '../options/option';

/** Text or a list of texts, as several operations accept it; `inspectTexts` checks the entries of a list. */
export const texts: Option = {
  type: ['string', 'array'],
  title: 'Input',
  description: 'Text, or a list of texts.',
  examples: ['{{queries.products.data.map(row => row.name)}}'],
  pattern: '\\S',
  minItems: 1,
  accepts: 'a string or a list of strings, none of them empty',
};

/** The input as a list. */
export function listTexts(input: string | string[]): string[] {
  return typeof input === 'string' ? [input] : input;
}

/** Checks the texts of a list. */
export function inspectTexts(field: string, input: unknown): Problem[] {
  return Array.isArray(input) ? inspectEntries(field, input, findFault, ['a string']) : [];
}

function findFault(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry.trim() === '' ? 'must not be empty' : undefined;
  if (entry === null || entry === undefined) return 'must not be empty';
  if (Array.isArray(entry)) return 'must be a string; got a list';
  if (typeof entry !== 'object') return `must be a string; got a ${typeof entry}`;
  const [key = 'name'] = Object.keys(entry);
  return `must be a string; got an object. Pass only its text, such as {{queries.query1.data.map(row => row.${key})}}`;
}
