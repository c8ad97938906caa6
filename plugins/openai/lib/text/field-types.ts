import { bare } from '../catalogue/bare';
import type { Schema } from '../catalogue/models';
import { countErrors } from '../options/near-miss';

/** What can be written as the type of a field. */
export const TYPES_IN_WORDS =
  'text, number, integer, boolean, date, datetime, time, email, url, 1..5, a | b | c, list of text, or { name, price: number }';

const TYPES: [schema: Schema, names: string[]][] = [
  [{ type: 'string' }, ['text', 'texts', 'string', 'strings', 'str', 'varchar', 'char']],
  [{ type: 'number' }, ['number', 'numbers', 'num', 'float', 'floats', 'double', 'decimal', 'decimals', 'numeric']],
  [{ type: 'integer' }, ['integer', 'integers', 'int', 'ints', 'bigint', 'whole number', 'whole numbers']],
  [{ type: 'boolean' }, ['boolean', 'booleans', 'bool', 'yes/no', 'true/false']],
  [{ type: 'string', format: 'date' }, ['date', 'dates', 'day']],
  [{ type: 'string', format: 'date-time' }, ['datetime', 'datetimes', 'date-time', 'timestamp', 'date and time']],
  [{ type: 'string', format: 'time' }, ['time', 'times']],
  [{ type: 'string', format: 'email' }, ['email', 'emails', 'e-mail']],
  [{ type: 'string', format: 'uuid' }, ['uuid', 'uuids', 'guid']],
  // Strict schemas have no format for it.
  [{ type: 'string', description: 'A complete URL' }, ['url', 'urls', 'uri', 'link']],
];

const byName: Record<string, Schema> = bare(
  Object.fromEntries(TYPES.flatMap(([schema, names]) => names.map(name => [name, schema])))
);

const RANGE = /^(?:(number|float|decimal|integer|int) )?(-?\d+(?:\.\d+)?)(?:\.\.\.?|\u2013|-)(-?\d+(?:\.\d+)?)$/;

/** The schema of a type in words, such as "number" or "1..5"; undefined for other words. */
export function readTypeName(words: string): Schema | undefined {
  const name = words.toLowerCase();
  return byName[name] ? { ...byName[name] } : readRange(name);
}

function readRange(name: string): Schema | undefined {
  const [, stated, from = '', to = ''] = RANGE.exec(name) ?? [];
  if (from === '' || Number(from) > Number(to)) return undefined;
  const isWhole = stated ? stated.startsWith('int') : !/\./.test(from + to);
  return { type: isWhole ? 'integer' : 'number', minimum: Number(from), maximum: Number(to) };
}

/** The type that a mistyped one is nearest to. */
export function nearestType(words: string): string | undefined {
  const name = words.toLowerCase();
  if (name.length < 3) return undefined;
  const near = Object.keys(byName).map(known => ({ known, errors: countErrors(name, known) }));
  const [best] = near.toSorted((one, other) => one.errors - other.errors);
  return best && best.errors <= (name.length > 4 ? 2 : 1) ? best.known : undefined;
}

/** An object with these fields, closed and with every field required, as strict schemas are. */
export function objectOf(fields: ReadonlyMap<string, Schema>): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    required: [...fields.keys()],
    additionalProperties: false,
  };
}

export const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** The same, or null: strict schemas have no other way for what may be missing. */
export function orNull(schema: Schema): Schema {
  const { type, enum: values, anyOf } = schema;
  if (Array.isArray(anyOf)) {
    const hasNull = anyOf.some((branch: Schema) => branch['type'] === 'null');
    return hasNull ? schema : { ...schema, anyOf: [...anyOf, { type: 'null' }] };
  }
  if (Array.isArray(type)) return schema;
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

/** One of several values, as numbers where all of them are. */
export function oneOfValues(values: string[], areWords: boolean): Schema {
  const unique = [...new Set(values)];
  const isNumeric = areWords && unique.every(value => /^-?\d+(?:\.\d+)?$/.test(value));
  if (!isNumeric) return { type: 'string', enum: unique };
  const numbers = [...new Set(unique.map(Number))];
  return { type: numbers.every(Number.isInteger) ? 'integer' : 'number', enum: numbers };
}
