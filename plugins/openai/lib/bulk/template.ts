import type { Context } from '../operation';
import type { Problem } from '../options/option';

/** A row that cannot fill the template; the message completes "row 3: ...". */
export class Unfillable extends Error {
  /** @param field The placeholder's name, as messages quote it. */
  constructor(
    message: string,
    readonly field: string,
    readonly isMissing: boolean
  ) {
    super(message);
  }
}

/** Text with placeholders for fields of a row: `[[name]]`, `[[address.city]]`, and `[[row]]` for the whole row as JSON. */
export interface Template {
  /** The names of its placeholders. */
  fields: string[];
  /**
   * The text for one row. Objects become JSON, null an empty string.
   *
   * @throws Unfillable
   */
  fill(row: object): string;
  /**
   * The field's value as it is, where the template is a single placeholder; else the text.
   *
   * @throws Unfillable
   */
  pick(row: object): unknown;
}

/** Warns of a prompt that is the same for every row. */
export function warnOfSamePrompt(hasFields: boolean, warn: Context['warn']): void {
  if (hasFields) return;
  warn('prompt', 'The prompt contains no field such as [[name]], so every row sends the same request');
}

/** `\[[` escapes two brackets. Spaces around a name are trimmed later, since matching them would take quadratic time. */
const PLACEHOLDER = /\\\[\[|\[\[([^[\]]+)\]\]/g;

/** Reads a template once, for any number of rows. */
export function readTemplate(text: string): Template {
  const pieces: (string | { field: string; path: string[] })[] = [];
  let end = 0;
  for (const { 0: placeholder, 1: name, index } of text.matchAll(PLACEHOLDER)) {
    const field = name?.trim();
    pieces.push(text.slice(end, index), field === undefined ? '[[' : { field, path: field.split('.') });
    end = index + placeholder.length;
  }
  pieces.push(text.slice(end));
  const fill = (row: object) =>
    pieces.map(piece => (typeof piece === 'string' ? piece : write(find(row, piece), piece.field))).join('');
  const placeholders = pieces.filter(piece => typeof piece !== 'string');
  const [only, ...others] = placeholders;
  const isSingle = others.length === 0 && pieces.every(piece => typeof piece !== 'string' || piece.trim() === '');
  return {
    fields: placeholders.map(({ field }) => field),
    fill,
    pick: row => (only && isSingle ? find(row, only) : fill(row)),
  };
}

/** Tries the whole name first, since names of columns may contain dots. */
function find(row: object, { field, path }: { field: string; path: string[] }): unknown {
  if (Object.hasOwn(row, field)) return Reflect.get(row, field);
  if (field === 'row') return row;
  let value: unknown = row;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      throw new Unfillable(`the row has no field "${shorten(field)}"`, shorten(field), true);
    value = Reflect.get(value, step);
  }
  return value;
}

/** Text between brackets may be long where a prompt quotes other text. */
const shorten = (field: string) => (field.length > 60 ? `${field.slice(0, 60)}...` : field);

function write(value: unknown, field: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const json = toJson(value);
  if (json === undefined)
    throw new Unfillable(`the field "${shorten(field)}" cannot be converted to JSON`, shorten(field), false);
  // Dates are serialized as a string.
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** Nothing for values that cannot be serialized, such as a BigInt. */
function toJson(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/**
 * Why a row cannot fill a template, completing "row 3: ...", or nothing if it can.
 *
 * @param mayBeEmpty Whether the result may be empty text.
 */
export function findFault(template: Template, row: object, mayBeEmpty: boolean): string | undefined {
  return faultOf(() => template.fill(row).trim() === '' && !mayBeEmpty);
}

/** Why a row has not what a template names, or nothing if it has. */
export function findMissing(template: Template, row: object): string | undefined {
  return faultOf(() => {
    template.pick(row);
    return false;
  });
}

function faultOf(isEmpty: () => boolean): string | undefined {
  try {
    return isEmpty() ? 'the text is empty' : undefined;
  } catch (error) {
    if (error instanceof Unfillable) return error.message;
    throw error;
  }
}

/**
 * Checks a template against the rows.
 *
 * @param every Whether each row must fill it; otherwise one is enough.
 */
export function inspectTemplate(name: string, text: string | undefined, rows: object[] = [], every = false): Problem[] {
  if (text === undefined || rows.length === 0) return [];
  const template = readTemplate(text);
  return inspectRows(name, rows, row => findFault(template, row, name !== 'prompt'), every);
}

/**
 * Checks an option against the rows.
 *
 * @param find Why a row does not fit, completing "row 3: ...".
 * @param every Whether each row must fit; otherwise one is enough.
 */
export function inspectRows(
  name: string,
  rows: object[],
  find: (row: object) => string | undefined,
  every = false
): Problem[] {
  let [failedIndex, reason] = [0, ''];
  for (const [index, row] of rows.entries()) {
    const found = find(row);
    if (found === undefined && !every) return [];
    if (found === undefined || reason) continue;
    [failedIndex, reason] = [index, found];
    if (every) break;
  }
  if (!reason) return [];
  const allowed = Object.keys(rows[failedIndex] ?? {}).map(field => `[[${field}]]`);
  const fields = allowed.length > 0 ? `The fields of the row are ${allowed.join(', ')}` : 'The row has no fields';
  const message = `${name} cannot be filled from row ${failedIndex + 1}: ${reason}. ${fields}; write \\[[ for literal brackets`;
  return [{ field: name, message, allowed }];
}
