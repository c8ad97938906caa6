import { isJsonObject } from '../options/json-object';

/**
 * Responses are read field by field: a missing field is absent, and a field of an unexpected type is left out and noted.
 * One odd field therefore never makes the rest of a response unusable.
 */

/** Reads a field; undefined if it is missing, null or unreadable, which is noted with its path. */
export type Read<Value> = (given: unknown, path: string, unread: string[]) => Value | undefined;

type Fields<Shape> = { [Name in keyof Shape]?: (Shape[Name] extends Read<infer Value> ? Value : never) | undefined };

function reader<Value>(convert: (given: unknown) => Value | undefined): Read<Value> {
  return (given, path, unread) => {
    if (given === undefined || given === null) return undefined;
    const value = convert(given);
    if (value === undefined) unread.push(path);
    return value;
  };
}

/** A string; some servers write ids and codes as numbers. */
export const text = reader(given => {
  if (typeof given === 'string') return given;
  return typeof given === 'number' ? String(given) : undefined;
});

/** A number, or a string that holds one. */
export const number = reader(given => {
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
});

export const flag = reader(given => {
  if (typeof given === 'boolean') return given;
  return given === 'true' || given === 'false' ? given === 'true' : undefined;
});

/** Whatever it is. */
export const anything = reader(given => given);

/** Any object, as it is. */
export const anyObject = reader(given => (isJsonObject(given) ? given : undefined));

/** An object of which these fields are read. */
export function object<Shape extends Record<string, Read<unknown>>>(shape: Shape): Read<Fields<Shape>> {
  const fields = Object.entries(shape);
  return (given, path, unread) => {
    if (given === undefined || given === null) return undefined;
    if (!isJsonObject(given)) {
      unread.push(path);
      return undefined;
    }
    const read = fields.map(([name, field]) => [name, field(given[name], path ? `${path}.${name}` : name, unread)]);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined));
  };
}

/** A list without its unreadable entries; an object instead of a list counts as its only entry. */
export function list<Value>(entry: Read<Value>): Read<Value[]> {
  return (given, path, unread) => {
    if (given === undefined || given === null) return undefined;
    const entries: unknown[] | undefined = Array.isArray(given) ? given : isJsonObject(given) ? [given] : undefined;
    if (!entries) {
      unread.push(path);
      return undefined;
    }
    return entries.flatMap((one, index) => {
      const value = entry(one, `${path}[${index}]`, unread);
      return value === undefined ? [] : [value];
    });
  };
}

/** A list whose entries are matched by position, so unreadable entries leave a gap. */
export function places<Value>(entry: Read<Value>): Read<(Value | undefined)[]> {
  return (given, path, unread) => {
    if (!Array.isArray(given)) return list(entry)(given, path, unread);
    return given.map((one: unknown, index) => entry(one, `${path}[${index}]`, unread));
  };
}

/** An object whose values are all of one kind. */
export function table<Value>(entry: Read<Value>): Read<Record<string, Value>> {
  return (given, path, unread) => {
    const known = anyObject(given, path, unread);
    if (!known) return undefined;
    const read = Object.entries(known).map(([name, one]) => [name, entry(one, `${path}.${name}`, unread)]);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined));
  };
}

/** Paths named in a warning. */
const MOST_NAMED = 5;

/** Reads a response by its shape, and reports unreadable fields in one warning. */
export function readAnswer<Value>(
  answer: unknown,
  shape: Read<Value>,
  warn?: (parameter: string, reason: string) => void
): Value | undefined {
  const unread: string[] = [];
  const value = shape(answer, '', unread);
  if (unread.length > 0 && value !== undefined) {
    const more = unread.length > MOST_NAMED ? ` and ${unread.length - MOST_NAMED} more` : '';
    const named = `${unread.slice(0, MOST_NAMED).join(', ')}${more}`;
    warn?.('include_raw', `The response has fields of an unexpected type, which were left out: ${named}`);
  }
  return value;
}
