import { at, isObject } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import type { JsonField } from './fields';
import { findProblem } from './problems';
import { choicesOf, parseJson } from './schema';

/** What the boxes of a form hold, by the properties' keys: texts, whether boxes are checked, and groups. */
type Entries = Record<string, unknown>;

/** What a form gives. */
interface FormValue {
  value: Record<string, unknown>;
  /** Sentences, by the properties' paths. */
  errors: Record<string, string>;
}

/** What the boxes hold at first. */
export function toEntries(fields: JsonField[], value: unknown): Entries {
  return Object.fromEntries(fields.map(field => [field.key, toEntry(field, at(value, field.key))]));
}

function toEntry({ shape, schema, fields }: JsonField, given: unknown): unknown {
  const value = given ?? schema['default'];
  if (shape === 'group') return toEntries(fields, value);
  if (shape === 'checkbox') return value === true;
  if (shape === 'lines') return Array.isArray(value) ? value.map(toText).join('\n') : toText(value);
  return shape === 'json' && isObject(value) ? JSON.stringify(value, null, 2) : toText(value);
}

/** With another entry in one box. */
export function changeEntry(entries: Entries, [key = '', ...below]: string[], entry: unknown): Entries {
  const old = entries[key];
  return { ...entries, [key]: below.length === 0 ? entry : changeEntry(isObject(old) ? old : {}, below, entry) };
}

/** Reads what was entered. Empty boxes give no property, or null where the schema requires one that may be null. */
export function readEntries(fields: JsonField[], entries: unknown): FormValue {
  const value: [string, unknown][] = [];
  const errors: Record<string, string> = {};
  for (const field of fields) {
    const entry = at(entries, field.key);
    if (field.shape === 'group') {
      if (!field.isRequired && isEmpty(field, entry)) continue;
      const group = readEntries(field.fields, entry);
      value.push([field.key, group.value]);
      Object.assign(errors, group.errors);
      continue;
    }
    const read = readEntry(field, entry);
    if (read !== undefined) value.push([field.key, read]);
    const problem = findProblem(field, read);
    if (problem !== undefined) errors[field.path] = problem;
  }
  return { value: Object.fromEntries(value), errors };
}

function readEntry({ shape, schema, items, isRequired, isNullable }: JsonField, entry: unknown): unknown {
  if (shape === 'checkbox') return entry === true;
  const text = toText(entry);
  if (shape === 'lines') {
    const lines = text.split('\n').filter(line => line.trim() !== '');
    if (lines.length > 0) return lines.map(line => (items['type'] === 'string' ? line : toNumber(line)));
    return isRequired ? [] : undefined;
  }
  if (text.trim() === '') return isRequired && isNullable ? null : undefined;
  if (shape === 'number') return toNumber(text);
  if (shape === 'choice') return choicesOf(schema).find(choice => toText(choice) === text) ?? text;
  return shape === 'json' ? parseJson(text) : text;
}

/** A text that is no number stays what it is, so that it can be called wrong. */
function toNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

/** Whether nothing was entered; a box that is not checked says nothing. */
const isEmpty = (field: JsonField, entry: unknown): boolean =>
  field.shape === 'group'
    ? field.fields.every(below => isEmpty(below, at(entry, below.key)))
    : entry === false || toText(entry).trim() === '';
