import { modelsFor, type ResolvedModel } from '../catalogue/models';
import { countOf } from '../options/count';
import { inspectEntries, MAX_ERRORS } from '../options/max-errors';
import type { Problem } from '../options/option';
import { inspectLengths, needs } from './embeddings';

/** What a row is compared by: its stored vector, or its text, which is embedded first. */
export type Comparable = { vector: number[] } | { text: string };

/** The rows to rank, and the names of their text and vector fields. */
export interface RankedRows {
  rows: unknown[];
  field?: string;
  vector_field?: string;
}

/** A row that cannot be compared; the message completes "rows[2] ...". */
class Incomparable extends Error {}

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/**
 * Reads the text or vector of each row.
 *
 * @throws Incomparable for rows that `inspectRows` reports.
 */
export function readRows({ rows, ...fields }: RankedRows): Comparable[] {
  return rows.map(row => readRow(row, fields));
}

/**
 * Reads the text of a row, also of one with a stored vector; nothing where it has none.
 *
 * @throws Incomparable for rows that `inspectRows` reports.
 */
export function readOwnText(row: unknown, field: string | undefined): string | undefined {
  if (typeof row === 'string') return row;
  if (field === undefined || typeof row !== 'object' || row === null || isBlank(pick(row, field))) return undefined;
  return readText(pick(row, field), field);
}

function readRow(row: unknown, { field, vector_field }: Omit<RankedRows, 'rows'>): Comparable {
  if (isBlank(row)) throw new Incomparable('must not be empty');
  if (typeof row === 'string') return { text: row };
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new Incomparable(`must be a string or an object; got a ${Array.isArray(row) ? 'list' : typeof row}`);
  }
  const stored: unknown = vector_field === undefined ? undefined : pick(row, vector_field);
  if (!isBlank(stored)) return { vector: readVector(stored, vector_field ?? '') };
  if (field !== undefined) return { text: readText(pick(row, field), field) };
  if (vector_field !== undefined)
    throw new Incomparable(`has no vector in "${shorten(vector_field)}", and field is not set`);
  throw new Incomparable(
    'is an object; set field to the name of its text, or vector_field to the name of its stored vector'
  );
}

/** Only own fields, since every object inherits others such as "constructor". */
const pick = (row: object, name: string): unknown => (Object.hasOwn(row, name) ? Reflect.get(row, name) : undefined);

function readText(value: unknown, field: string): string {
  if (isBlank(value)) throw new Incomparable(`has no text in "${shorten(field)}"`);
  if (typeof value === 'object')
    throw new Incomparable(
      `must have text in "${shorten(field)}"; got ${Array.isArray(value) ? 'a list' : 'an object'}`
    );
  return String(value);
}

/** Databases return vectors as lists or as JSON text. */
function readVector(stored: unknown, name: string): number[] {
  const vector: unknown = typeof stored === 'string' ? parseList(stored) : stored;
  const isVector = Array.isArray(vector) && vector.every(value => typeof value === 'number' && Number.isFinite(value));
  if (!isVector || vector.length === 0) throw new Incomparable(`must have a list of numbers in "${shorten(name)}"`);
  if (vector.every(value => value === 0)) throw new Incomparable(`has only zeros in "${shorten(name)}"`);
  return vector;
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports that it is not a list.
    return undefined;
  }
}

/** Checks the rows. */
export function inspectRows(options: RankedRows, model: ResolvedModel): Problem[] {
  const texts = new Map<number, string>();
  let first: { index: number; length: number } | undefined;
  const { rows, ...fields } = options;
  const find = (row: unknown, index: number): string | undefined => {
    try {
      const compared = readRow(row, fields);
      if ('text' in compared) {
        texts.set(index, compared.text);
        return undefined;
      }
      const { length } = compared.vector;
      first ??= { index, length };
      if (length === first.length) return undefined;
      return `must have a vector of ${first.length} numbers, as rows[${first.index}] has; got ${length}`;
    } catch (error) {
      if (error instanceof Incomparable) return error.message;
      throw error;
    }
  };
  const problems = inspectEntries('rows', rows, find, ALLOWED);
  if (problems.length === MAX_ERRORS) return problems;
  const indexes = [...texts.keys()];
  const tooLong = inspectLengths([...texts.values()], model, index => `rows[${indexes[index]}]`);
  const tooLarge = first ? inspectDimensions(first.length, model, options.vector_field ?? '') : [];
  return [...problems, ...tooLong, ...tooLarge];
}

const ALLOWED = ['a string', 'an object with text in field', 'an object with a list of numbers in vector_field'];

/** The largest number of dimensions of the model's vectors, if the catalogue states it. */
function dimensionsOf({ model }: Pick<ResolvedModel, 'model'>): number | undefined {
  const limit = model?.limits?.['dimensions'];
  return limit && typeof limit['maximum'] === 'number' ? limit['maximum'] : undefined;
}

function inspectDimensions(stored: number, model: ResolvedModel, vector_field: string): Problem[] {
  const limit = dimensionsOf(model);
  if (limit === undefined || stored <= limit) return [];
  const ids = modelsFor(needs, '')
    .filter(other => (dimensionsOf({ model: other }) ?? 0) >= stored)
    .map(({ id }) => id);
  const advice = ids.length > 0 ? `. Models that support it: ${ids.join(', ')}` : '';
  const expected = `must hold vectors of at most ${countOf(limit, 'dimension')} for ${model.id}`;
  const message = `vector_field "${shorten(vector_field)}" ${expected}; got ${stored.toLocaleString('en-US')}${advice}`;
  return [{ field: 'vector_field', message, allowed: [`at most ${countOf(limit, 'dimension')}`] }];
}

/** Embeds the query with as many dimensions as the stored vectors have, if the model supports shorter vectors. */
export function toDimensions(rows: Comparable[], model: ResolvedModel): { dimensions?: number } {
  const stored = rows.find(row => 'vector' in row)?.vector.length;
  const limit = dimensionsOf(model);
  return stored !== undefined && limit !== undefined && stored < limit ? { dimensions: stored } : {};
}

/** A name as a message may hold it, once for each row. */
const shorten = (name: string) => (name.length > 60 ? `${name.slice(0, 60)}...` : name);
