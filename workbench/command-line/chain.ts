import { UsageError } from './arguments';

/** Splits a command line into its queries at every `then`; a field that is to have this value takes `--field=then`. */
export function splitQueries(typed: string[]): string[][] {
  const queries: string[][] = [[]];
  for (const word of typed) {
    if (word === 'then') queries.push([]);
    else queries.at(-1)?.push(word);
  }
  return queries;
}

/**
 * Puts values of the query before into the fields of the next: a field that is `{{path}}`, such as
 * `{{data.images[0].id}}`, becomes the value there.
 *
 * @throws UsageError for a path that leads nowhere.
 */
export function fillFromPrevious<Value>(fields: Record<string, Value>, previous: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fill(name, value, previous)]));
}

function fill(name: string, value: unknown, previous: unknown): unknown {
  const [, path] = typeof value === 'string' ? (/^\{\{\s*([\w.[\]]+)\s*\}\}$/.exec(value) ?? []) : [];
  if (path === undefined) return value;
  const found = path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>(
      (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
      previous
    );
  if (found === undefined) throw new UsageError(`--${name}: the query before has nothing at ${path}`);
  return found;
}
