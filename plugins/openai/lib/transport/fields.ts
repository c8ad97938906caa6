import { isJsonObject } from '../options/json-object';

/**
 * Responses are read field by field: a missing field is absent, and a field of an unexpected type is left out and noted.
 * One odd field therefore never makes the rest of a response unusable.
 */

/** Reads a field; undefined if it is missing, null or unreadable, which is noted with its path. */
export type Read<Value> = (sent: unknown, path: string, unread: string[]) => Value | undefined;

type Fields<Shape> = { [Name in keyof Shape]?: (Shape[Name] extends Read<infer Value> ? Value : never) | undefined };

function reader<Value>(convert: (sent: unknown) => Value | undefined): Read<Value> {
  return (sent, path, unread) => {
    if (sent === undefined || sent === null) return undefined;
    const value = convert(sent);
    if (value === undefined) unread.push(path);
    return value;
  };
}

/** A string; some servers write ids and codes as numbers. */
export const text = reader(sent => {
  if (typeof sent === 'string') return sent;
  return typeof sent === 'number' ? String(sent) : undefined;
});

/** A number, or a string that holds one. */
export const number = reader(sent => {
  const value = typeof sent === 'string' && sent.trim() !== '' ? Number(sent) : sent;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
});

export const flag = reader(sent => {
  if (typeof sent === 'boolean') return sent;
  return sent === 'true' || sent === 'false' ? sent === 'true' : undefined;
});

/** Whatever it is. */
export const anything = reader(sent => sent);

/** Any object, as it is. */
export const anyObject = reader(sent => (isJsonObject(sent) ? sent : undefined));

const isAbsent = (value: unknown) => value === undefined || value === null;

const below = (path: string, name: string) => (path ? `${path}.${name}` : name);

/** An object of which these fields are read. */
export function object<Shape extends Record<string, Read<unknown>>>(shape: Shape): Read<Fields<Shape>> {
  const fields = Object.entries(shape);
  return (sent, path, unread) => {
    if (isAbsent(sent)) return undefined;
    if (!isJsonObject(sent)) {
      unread.push(path);
      return undefined;
    }
    // A stream has thousands of these, most of whose fields are absent.
    const read: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      const value = isAbsent(sent[name]) ? undefined : field(sent[name], below(path, name), unread);
      if (value !== undefined) read[name] = value;
    }
    return read as Fields<Shape>;
  };
}

/** A list without its unreadable entries; an object instead of a list counts as its only entry. */
export function list<Value>(entry: Read<Value>): Read<Value[]> {
  return (sent, path, unread) => {
    if (sent === undefined || sent === null) return undefined;
    const entries: unknown[] | undefined = Array.isArray(sent) ? sent : isJsonObject(sent) ? [sent] : undefined;
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
  return (sent, path, unread) => {
    if (!Array.isArray(sent)) return list(entry)(sent, path, unread);
    return sent.map((one: unknown, index) => entry(one, `${path}[${index}]`, unread));
  };
}

/** An object whose values are all of one kind. */
export function table<Value>(entry: Read<Value>): Read<Record<string, Value>> {
  return (sent, path, unread) => {
    const known = anyObject(sent, path, unread);
    if (!known) return undefined;
    const read = Object.entries(known).map(([name, one]) => [name, entry(one, below(path, name), unread)]);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined));
  };
}

/** Paths named in a warning. */
const MOST_NAMED = 5;

/** Reads a response by its shape, and reports unreadable fields in one warning. */
export function readFields<Value>(
  body: unknown,
  shape: Read<Value>,
  warn?: (parameter: string, reason: string) => void
): Value | undefined {
  const unread: string[] = [];
  const value = shape(body, '', unread);
  if (unread.length > 0 && value !== undefined) {
    const more = unread.length > MOST_NAMED ? ` and ${unread.length - MOST_NAMED} more` : '';
    const named = `${unread.slice(0, MOST_NAMED).join(', ')}${more}`;
    warn?.('include_raw', `The response has fields of an unexpected type, which were left out: ${named}`);
  }
  return value;
}
