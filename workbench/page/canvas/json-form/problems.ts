import { isObject, listAt } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import type { JsonField } from './fields';
import { matchPattern } from './patterns';
import { choicesOf, isDate, type Schema } from './schema';

/**
 * What is wrong with the value of a field, in a sentence. Checks what forms need: that it is there, its type, choices,
 * limits, formats and pattern. A validator that compiles schemas is of no use here: the page may not run what it makes.
 */
export function findProblem(field: JsonField, value: unknown): string | undefined {
  const { label, isRequired, isNullable, shape, schema } = field;
  if (value === undefined) return isRequired ? `${label} is required` : undefined;
  if (value === null && isNullable) return undefined;
  const expected = shape === 'lines' ? expectedLines(field, value) : expectedOne(schema, value);
  return expected && `${label} ${expected}`;
}

/** What a value has to be, if it is not. */
function expectedOne(schema: Schema, value: unknown): string | undefined {
  const choices = choicesOf(schema);
  if (choices.length > 0)
    return choices.includes(value) ? undefined : `must be one of: ${choices.map(toText).join(', ')}`;
  const { type } = schema;
  if (type === 'integer' || type === 'number') return expectedNumber(schema, value);
  if (type === 'string') return expectedText(schema, value);
  if (type === 'array')
    return Array.isArray(value) ? expectedLength(schema, value) : 'must be a list in JSON, such as []';
  if (type === 'object') return isObject(value) ? undefined : 'must be a JSON object, such as {}';
  return undefined;
}

function expectedNumber(schema: Schema, value: unknown): string | undefined {
  const least = limitOf(schema, 'minimum');
  const most = limitOf(schema, 'maximum');
  const above = limitOf(schema, 'exclusiveMinimum');
  const below = limitOf(schema, 'exclusiveMaximum');
  const isInteger = schema['type'] === 'integer';
  const isRight =
    typeof value === 'number' &&
    (!isInteger || Number.isInteger(value)) &&
    value >= (least ?? value) &&
    value <= (most ?? value) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below);
  if (isRight) return expectedMultiple(schema, value);
  const range = describeRange(least, most);
  const limits = [
    range.startsWith('at ') ? `of ${range}` : range,
    above === undefined ? '' : `above ${format(above)}`,
    below === undefined ? '' : `below ${format(below)}`,
  ];
  return ['must be', isInteger ? 'an integer' : 'a number', limits.filter(Boolean).join(' and ')].join(' ').trim();
}

function expectedMultiple(schema: Schema, value: number): string | undefined {
  const step = limitOf(schema, 'multipleOf');
  if (step === undefined || step <= 0) return undefined;
  const count = value / step;
  // 0.3 is three times 0.1, though not to a computer.
  const isMultiple = Math.abs(count - Math.round(count)) <= 1e-9 * Math.max(1, Math.abs(count));
  return isMultiple ? undefined : `must be a multiple of ${format(step)}; got ${format(value)}`;
}

function expectedText(schema: Schema, value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  const least = limitOf(schema, 'minLength') ?? 0;
  const most = limitOf(schema, 'maxLength');
  const length = [...value].length;
  if (length < least || length > (most ?? length))
    return `must have ${describeRange(least || undefined, most)} characters; it has ${format(length)}`;
  if (schema['format'] === 'date' && !isDate(value)) return 'must be a date, such as 2026-12-31';
  if (schema['format'] === 'email' && !/^\S+@\S+$/.test(value)) return 'must be an email address';
  if (schema['format'] === 'uri' && !URL.canParse(value)) return 'must be a URL, such as https://example.com';
  return expectedMatch(schema, value);
}

function expectedMatch(schema: Schema, value: string): string | undefined {
  const { pattern } = schema;
  if (typeof pattern !== 'string') return undefined;
  const matches = matchPattern(pattern, value);
  if (matches === 'unsupported')
    return `cannot be checked: its pattern ${pattern} is invalid, or has a part that is not supported, such as (?=`;
  const [example] = listAt(schema, 'examples');
  const such = typeof example === 'string' ? `, such as ${example}` : '';
  return matches
    ? undefined
    : `must match the pattern ${pattern}${such}; got ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
}

function expectedLines({ schema, items }: JsonField, value: unknown): string | undefined {
  const list = Array.isArray(value) ? value : [];
  const place = list.findIndex(item => expectedOne(items, item) !== undefined);
  return place === -1 ? expectedLength(schema, list) : `line ${place + 1} ${expectedOne(items, list[place])}`;
}

function expectedLength(schema: Schema, list: unknown[]): string | undefined {
  const least = limitOf(schema, 'minItems');
  const most = limitOf(schema, 'maxItems');
  const isRight = list.length >= (least ?? 0) && list.length <= (most ?? list.length);
  return isRight ? undefined : `must have ${describeRange(least, most)} items; it has ${format(list.length)}`;
}

function limitOf(schema: Schema, key: string): number | undefined {
  const limit = schema[key];
  return typeof limit === 'number' ? limit : undefined;
}

function describeRange(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `between ${format(least)} and ${format(most)}`;
  if (least !== undefined) return `at least ${format(least)}`;
  return most === undefined ? '' : `at most ${format(most)}`;
}

const format = (number: number): string => number.toLocaleString('en-US', { maximumFractionDigits: 20 });
