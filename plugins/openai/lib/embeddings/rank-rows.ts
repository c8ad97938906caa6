import { modelsFor, type ResolvedModel } from '../catalogue/models';
import type { Problem } from '../options/option';
import { inspectLengths, needs } from './embeddings';

/** What is compared of one row: its stored vector, or its text, which is embedded first. */
export type Compared = { vector: number[] } | { text: string };

/** Rows to rank, and where in them text and vectors stand. */
export interface GivenRows {
  rows: unknown[];
  field?: string;
  vector_field?: string;
}

/** A row that cannot be compared; the message completes "rows[2] ...". */
class Incomparable extends Error {}

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/**
 * Reads what is to be compared of each row.
 *
 * @throws Incomparable, unless `inspectRows` has found nothing wrong.
 */
export function readRows({ rows, ...fields }: GivenRows): Compared[] {
  return rows.map(row => readRow(row, fields));
}

function readRow(row: unknown, { field, vector_field }: Omit<GivenRows, 'rows'>): Compared {
  if (isBlank(row)) throw new Incomparable('is empty');
  if (typeof row === 'string') return { text: row };
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new Incomparable(Array.isArray(row) ? 'is a list' : `is a ${typeof row}`);
  }
  const stored: unknown = vector_field === undefined ? undefined : pick(row, vector_field);
  if (!isBlank(stored)) return { vector: readVector(stored, vector_field ?? '') };
  if (field !== undefined) return { text: readText(pick(row, field), field) };
  if (vector_field !== undefined) throw new Incomparable(`has nothing in ${vector_field}, and field names no text`);
  throw new Incomparable('is an object; field must name its text, or vector_field its stored vector');
}

/** A row's own field: all objects have others, such as "constructor". */
const pick = (row: object, name: string): unknown => (Object.hasOwn(row, name) ? Reflect.get(row, name) : undefined);

function readText(value: unknown, field: string): string {
  if (isBlank(value)) throw new Incomparable(`has nothing in ${field}`);
  if (typeof value === 'object')
    throw new Incomparable(`has in ${field} ${Array.isArray(value) ? 'a list' : 'an object'}`);
  return String(value);
}

/** Databases give vectors as lists or as their text. */
function readVector(stored: unknown, name: string): number[] {
  const vector: unknown = typeof stored === 'string' ? parseList(stored) : stored;
  const isVector = Array.isArray(vector) && vector.every(value => typeof value === 'number' && Number.isFinite(value));
  if (!isVector || vector.length === 0) throw new Incomparable(`has in ${name} no list of numbers`);
  if (vector.every(value => value === 0)) throw new Incomparable(`has in ${name} nothing but zeros`);
  return vector;
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever asked says that it is no list.
    return undefined;
  }
}

/** What is wrong with the rows, each by its place. */
export function inspectRows(given: GivenRows, model: ResolvedModel): Problem[] {
  const problems: Problem[] = [];
  const texts = new Map<number, string>();
  let first: { index: number; length: number } | undefined;
  const { rows, ...fields } = given;
  for (const [index, row] of rows.entries()) {
    const invalid = (fault: string) =>
      problems.push({ field: `rows[${index}]`, message: `rows[${index}] ${fault}`, allowed: ALLOWED });
    try {
      const compared = readRow(row, fields);
      if ('text' in compared) {
        texts.set(index, compared.text);
        continue;
      }
      const { length } = compared.vector;
      first ??= { index, length };
      if (length !== first.length)
        invalid(`has a vector of ${length} numbers, rows[${first.index}] one of ${first.length}`);
    } catch (error) {
      if (!(error instanceof Incomparable)) throw error;
      invalid(error.message);
    }
  }
  const places = [...texts.keys()];
  const tooLong = inspectLengths([...texts.values()], model, index => `rows[${places[index]}]`);
  const tooWide = first ? inspectWidth(first.length, model, given.vector_field ?? '') : [];
  return [...problems, ...tooLong, ...tooWide];
}

const ALLOWED = ['a text', 'an object with a text in field', 'an object with a list of numbers in vector_field'];

/** How many numbers the model's vectors have at most, where the catalogue says so. */
function widthOf({ model }: Pick<ResolvedModel, 'model'>): number | undefined {
  const limit = model?.limits?.['dimensions'];
  return limit && typeof limit['maximum'] === 'number' ? limit['maximum'] : undefined;
}

function inspectWidth(width: number, model: ResolvedModel, vector_field: string): Problem[] {
  const most = widthOf(model);
  if (most === undefined || width <= most) return [];
  const able = modelsFor(needs, '').filter(other => (widthOf({ model: other }) ?? 0) >= width);
  const ids = able.map(({ id }) => id);
  const would = ids.length > 0 ? `. ${ids.join(', ')} would` : '';
  const message = `vector_field ${vector_field} holds ${width} numbers a row; ${model.id} gives at most ${most}${would}`;
  return [{ field: 'vector_field', message, allowed: [`at most ${most} numbers`] }];
}

/** `dimensions` for a query that is to be compared with stored vectors, where they are shorter than the model's own. */
export function toDimensions(compared: Compared[], model: ResolvedModel): { dimensions?: number } {
  const stored = compared.find(row => 'vector' in row)?.vector.length;
  const most = widthOf(model);
  return stored !== undefined && most !== undefined && stored < most ? { dimensions: stored } : {};
}
