import type { Schema } from '../catalogue/models';
import { describeJsonError } from '../options/json-error';
import { isJsonObject } from '../options/json-object';
import { MAX_ERRORS } from '../options/max-errors';
import type { Option, Problem } from '../options/option';
import { type ExampleFault, schemaOfExample } from './answer-example';
import { parseFields } from './field-parser';
import type { FieldFault } from './field-scanner';
import { objectOf } from './field-types';

/** The fields of an answer, in place of a JSON schema. */
export type OutputFields = string | unknown[] | Record<string, unknown>;

export const output_fields: Option = {
  type: ['string', 'array', 'object'],
  title: 'Output fields',
  description:
    'Fields of the answer: name or name: type, such as text, number, date, a | b, list of text; ? after a name: may be null. ' +
    'Or an example as JSON. Returned as data in parsed.',
  examples: [
    'total: number, vendor, category: travel | food | other, items: list of { name, price: number }, due_date?: date',
  ],
  items: { type: ['string', 'object'] },
  long: true,
};

/** The schema of the fields, and what of them cannot be read. */
interface ReadFields {
  schema: Schema;
  problems: Problem[];
}

/** A schema in place of fields is used as it is. */
export function isWrittenSchema(option: OutputFields): option is Record<string, unknown> {
  if (!isJsonObject(option)) return false;
  return '$schema' in option || (option['type'] === 'object' && isJsonObject(option['properties']));
}

let last: { option: OutputFields; read: ReadFields } | undefined;

/** Reads fields in any form. Many rows ask for the same, so the last ones are remembered. */
export function readOutputFields(option: OutputFields): ReadFields {
  if (last?.option !== option) last = { option, read: read(option) };
  return last.read;
}

function read(option: OutputFields): ReadFields {
  if (typeof option === 'string') return readText(option);
  if (!Array.isArray(option)) return readExample(option);
  if (option.every(entry => typeof entry === 'string')) return readText(option.join('\n'));
  return option.every(isFieldEntry) ? readEntries(option) : readExample({ items: option });
}

function readText(text: string): ReadFields {
  const { fields, faults } = parseFields(text);
  const problems = faults.slice(0, MAX_ERRORS).map(fault => problem(`${placeOf(text, fault)}: ${fault.reason}`));
  const broken = faults.length > 0 ? jsonFault(text) : undefined;
  if (broken) return { schema: {}, problems: [problem(broken)] };
  if (fields.size === 0 && faults.length === 0)
    problems.push(problem('has no fields; write fields such as total: number, vendor'));
  return { schema: objectOf(fields), problems };
}

/** A text that is meant as JSON is best explained as JSON. */
function jsonFault(text: string): string | undefined {
  if (!/^\s*[[{]\s*[{"]/.test(text)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `is not valid JSON${describeJsonError(error)}`;
  }
}

function placeOf(text: string, { at }: FieldFault): string {
  const before = text.slice(0, at);
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}

function readExample(example: Record<string, unknown>): ReadFields {
  const faults: ExampleFault[] = [];
  const schema = schemaOfExample(example, faults, '');
  return { schema, problems: faults.map(({ path, message }) => problem(path === '' ? message : `${path} ${message}`)) };
}

/** A field as an object: `{ name, type?, description?, required? }`. */
interface FieldEntry {
  name: string;
  type?: unknown;
  description?: unknown;
  required?: unknown;
}

function isFieldEntry(entry: unknown): entry is FieldEntry & Record<string, unknown> {
  if (!isJsonObject(entry) || typeof entry['name'] !== 'string') return false;
  const known = ['name', 'type', 'description', 'required'];
  return Object.keys(entry).every(key => known.includes(key)) && ('type' in entry || Object.keys(entry).length === 1);
}

function readEntries(entries: FieldEntry[]): ReadFields {
  const fields = new Map<string, Schema>();
  const problems: Problem[] = [];
  entries.forEach(({ name, type = 'text', description, required }, index) => {
    const text = `${JSON.stringify(name)}${required === false ? '?' : ''}: ${typeof type === 'string' ? type : '?'}`;
    const { fields: parsed, faults } = parseFields(text);
    for (const { reason } of faults) problems.push(problem(`[${index}].type: ${reason}`));
    if (parsed.size > 1) problems.push(problem(`[${index}].type: must be one type; write an entry for each field`));
    if (fields.has(name)) problems.push(problem(`[${index}].name: the field "${name}" is there twice`));
    for (const schema of parsed.values())
      fields.set(name, { ...schema, ...(typeof description === 'string' && description && { description }) });
  });
  return { schema: objectOf(fields), problems };
}

function problem(reason: string): Problem {
  const separator = reason.startsWith('[') ? '' : ' ';
  return {
    field: 'output_fields',
    message: `output_fields${separator}${reason}`,
    allowed: ['fields such as total: number, vendor', 'an example of the answer as JSON'],
  };
}
