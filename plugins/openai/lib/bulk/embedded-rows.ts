import type { Context } from '../operation';
import { inspectEntries } from '../options/max-errors';
import type { Problem } from '../options/option';
import { joinRows, withoutResult } from './join-rows';
import { storedFingerprint } from './row-requests';
import { type RowResult, toRowObject } from './rows';
import { inspectTemplate, readTemplate } from './template';
import { fingerprintOfText } from './tracked-vectors';

/** The rows to embed: their texts are in a field, or come of a template. */
export interface EmbeddedRows {
  model: string;
  rows?: unknown[];
  field?: string;
  input?: string | string[];
  dimensions?: number;
  fingerprint_field?: string;
}

/** The text of each row, and which of them need a vector. */
export interface RowTexts {
  texts: string[];
  fingerprints: string[];
  due: number[];
}

/** Whether rows are asked for: a host keeps those of other operations in the query, beside an input. */
export function hasRows({ rows, input }: EmbeddedRows): boolean {
  if (rows === undefined) return false;
  return input === undefined || (typeof input === 'string' && readTemplate(input).fields.length > 0);
}

/** Rows without text are problems of the query, as they are of ranking. */
export function inspectEmbeddedRows(options: EmbeddedRows): Problem[] {
  const { rows = [], field, input } = options;
  if (typeof input === 'string') return inspectTemplate('input', input, rows.map(toRowObject), true);
  return inspectEntries('rows', rows, row => findFault(row, field), ALLOWED);
}

const ALLOWED = ['a string', 'an object with text in field'];

function findFault(row: unknown, field: string | undefined): string | undefined {
  if (typeof row === 'string') return row.trim() === '' ? 'must not be empty' : undefined;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'must be a string or an object';
  if (field === undefined)
    return 'is an object; set field to the name of its text, or input to a template such as [[name]]';
  const text = readField(row, field);
  if (typeof text === 'object' && text !== null) return `must have text in "${field.slice(0, 60)}"`;
  return text === undefined || text === null || String(text).trim() === ''
    ? `has no text in "${field.slice(0, 60)}"`
    : undefined;
}

const readField = (row: object, field: string): unknown =>
  Object.hasOwn(row, field) ? Reflect.get(row, field) : undefined;

/** The texts of rows that `inspectEmbeddedRows` has found right. */
export function listRowTexts({ rows = [], field = '', input, fingerprint_field }: EmbeddedRows): string[] {
  const template = typeof input === 'string' ? readTemplate(input) : undefined;
  return rows.map(row => {
    if (template) return template.fill(withoutResult(toRowObject(row), fingerprint_field));
    return typeof row === 'string' ? row : String(readField(toRowObject(row), field));
  });
}

/** The same, and which of them need a vector. */
export function readRowTexts(options: EmbeddedRows, { extra_parameters }: Pick<Context, 'extra_parameters'>): RowTexts {
  const { rows = [], fingerprint_field, field: _, input: __, ...parameters } = options;
  const texts = listRowTexts(options);
  const fingerprints = texts.map(text => fingerprintOfText(text, parameters, extra_parameters));
  const due = rows.flatMap((row, index) =>
    storedFingerprint(toRowObject(row), fingerprint_field) === fingerprints[index] ? [] : [index]
  );
  return { texts, fingerprints, due };
}

/** The rows with their vectors; those that need none keep what they have. */
export function joinVectors(
  { rows = [], fingerprint_field }: EmbeddedRows,
  { due, fingerprints }: RowTexts,
  vectors: number[][],
  warn: Context['warn']
): object[] {
  const results = rows.map((_, index): RowResult => ({ status: 'unchanged', fingerprint: fingerprints[index] }));
  due.forEach((index, place) => {
    results[index] = { status: 'ok', embedding: vectors[place], fingerprint: fingerprints[index] };
  });
  return joinRows(rows.map(toRowObject), results, { fingerprint_field }, warn);
}
