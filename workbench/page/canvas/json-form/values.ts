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

function toEntry({ shape, schema, fields, alternatives, isRequired }: JsonField, given: unknown): unknown {
  // What can be nothing else need not be entered.
  const value = given ?? schema['default'] ?? (isRequired ? schema['const'] : undefined);
  if (shape === 'alternatives') {
    const chosen = value === undefined ? -1 : alternatives.findIndex(({ field }) => fits(field, value));
    const entries = alternatives.map(({ field }, index) => [
      index,
      toEntry(field, index === chosen ? value : undefined),
    ]);
    return { chosen: chosen === -1 ? '' : String(chosen), entries: Object.fromEntries(entries) };
  }
  if (shape === 'group') return toEntries(fields, value);
  if (shape === 'checkbox') return value === true;
  if (shape === 'lines') return Array.isArray(value) ? value.map(toText).join('\n') : toText(value);
  return shape === 'json' && isObject(value) ? JSON.stringify(value, null, 2) : toText(value);
}

/** Whether a value is one that the field gives. */
function fits(field: JsonField, value: unknown): boolean {
  if (field.shape === 'group' && !isObject(value)) return false;
  if (field.shape === 'checkbox' && typeof value !== 'boolean') return false;
  const read = readField(field, toEntry(field, value));
  return Object.keys(read.errors).length === 0 && JSON.stringify(read.value) === JSON.stringify(value);
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
    const read = readField(field, at(entries, field.key));
    if (read.value !== undefined) value.push([field.key, read.value]);
    Object.assign(errors, read.errors);
  }
  return { value: Object.fromEntries(value), errors };
}

/** The value of one field, and what is wrong with it and with what it consists of. */
function readField(field: JsonField, entry: unknown): { value: unknown; errors: Record<string, string> } {
  if (field.shape === 'group')
    return !field.isRequired && isEmpty(field, entry)
      ? { value: undefined, errors: {} }
      : readEntries(field.fields, entry);
  const chosen = chosenOf(field, entry);
  if (chosen) return readField(chosen.field, chosen.entry);
  const value = readEntry(field, field.shape === 'alternatives' ? '' : entry);
  const problem = findProblem(field, value);
  return { value, errors: problem === undefined ? {} : { [field.path]: problem } };
}

/** Of alternatives, the one that was chosen, and what was entered of it. */
export function chosenOf(
  { alternatives }: JsonField,
  entry: unknown
): { key: string; title: string; field: JsonField; entry: unknown } | undefined {
  const key = toText(at(entry, 'chosen'));
  const alternative = key === '' ? undefined : alternatives[Number(key)];
  return alternative && { ...alternative, key, entry: at(entry, 'entries', key) };
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
  field.shape === 'alternatives'
    ? chosenOf(field, entry) === undefined
    : field.shape === 'group'
      ? field.fields.every(below => isEmpty(below, at(entry, below.key)))
      : entry === false || toText(entry).trim() === '';
