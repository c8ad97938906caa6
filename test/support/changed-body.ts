/** Where a value stands within a body: names of fields and places in lists. */
export type Path = (string | number)[];

/** Every field of a value, and every entry of its lists. */
export function listPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return names.flatMap(name => [[...at, name], ...listPaths(Reflect.get(value, name), [...at, name])]);
}

/** In the place of a value: the field is left out. */
export const REMOVED = Symbol('removed');

/** A copy of the body with another value at the path. */
export function change(body: unknown, path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const [last = ''] = path.slice(-1);
  const parent = read(copy, path.slice(0, -1));
  if (value !== REMOVED) Reflect.set(Object(parent), last, value);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(Object(parent), last);
  return copy;
}

/** The value at the path. */
export const read = (body: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), body);
