import type { Problem } from '../options/option';

/** A row has no such field, or one that is no text and has none; the message completes "row 3: ...". */
class Unfillable extends Error {}

/** A text with places for what a row holds: `[[name]]`, `[[address.city]]`, and `[[row]]` for all of it as JSON. */
export interface Template {
  /** The fields it names. */
  fields: string[];
  /**
   * The text for one row. Objects become JSON, null becomes nothing.
   *
   * @throws Unfillable
   */
  fill(row: object): string;
}

/** `\[[` stands for two plain brackets. Blanks around a name are taken off later: a pattern would try every one of them. */
const PLACE = /\\\[\[|\[\[([^[\]]+)\]\]/g;

/** Reads a template once, for any number of rows. */
export function readTemplate(text: string): Template {
  const pieces: (string | { field: string; path: string[] })[] = [];
  let end = 0;
  for (const { 0: found, 1: name, index } of text.matchAll(PLACE)) {
    const field = name?.trim();
    pieces.push(text.slice(end, index), field === undefined ? '[[' : { field, path: field.split('.') });
    end = index + found.length;
  }
  pieces.push(text.slice(end));
  return {
    fields: pieces.flatMap(piece => (typeof piece === 'string' ? [] : [piece.field])),
    fill: row =>
      pieces.map(piece => (typeof piece === 'string' ? piece : write(find(row, piece), piece.field))).join(''),
  };
}

/** By the field's whole name first, since columns may have dots in theirs. */
function find(row: object, { field, path }: { field: string; path: string[] }): unknown {
  if (Object.hasOwn(row, field)) return Reflect.get(row, field);
  if (field === 'row') return row;
  let found: unknown = row;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step))
      throw new Unfillable(`the row has no field "${shorten(field)}"`);
    found = Reflect.get(found, step);
  }
  return found;
}

/** What stands between brackets may be anything, when a prompt holds a text of somebody else. */
const shorten = (field: string) => (field.length > 60 ? `${field.slice(0, 60)}...` : field);

function write(value: unknown, field: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const json = toJson(value);
  if (json === undefined) throw new Unfillable(`the field "${shorten(field)}" cannot be written as JSON`);
  // Dates write themselves as a text.
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** Nothing for what JSON has no form for, such as a BigInt, or for what refuses. */
function toJson(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/**
 * Why a template cannot be filled from a row, completing "row 3: ...", or nothing where it can.
 *
 * @param mayBeEmpty A text of which nothing is left is one all the same.
 */
export function findFault(template: Template, row: object, mayBeEmpty: boolean): string | undefined {
  try {
    return template.fill(row).trim() === '' && !mayBeEmpty ? 'nothing is left of the text' : undefined;
  } catch (error) {
    if (error instanceof Unfillable) return error.message;
    throw error;
  }
}

/**
 * What is wrong with a template beside its rows.
 *
 * @param every Whether each row must fill it; else one that does is enough.
 */
export function inspectTemplate(name: string, text: string | undefined, rows: object[] = [], every = false): Problem[] {
  if (text === undefined || rows.length === 0) return [];
  const template = readTemplate(text);
  let [at, fault] = [0, ''];
  for (const [index, row] of rows.entries()) {
    const found = findFault(template, row, name !== 'prompt');
    if (found === undefined && !every) return [];
    if (found === undefined || fault) continue;
    [at, fault] = [index, found];
    if (every) break;
  }
  if (!fault) return [];
  const allowed = Object.keys(rows[at] ?? {}).map(field => `[[${field}]]`);
  const message = `${name} cannot be filled from row ${at + 1}: ${fault}. Its fields are ${allowed.join(', ')}; write \\[[ for plain brackets`;
  return [{ field: name, message, allowed }];
}
