import type { Values } from '../form/field';
import { at, isObject, listAt, textAt } from '../json/at';

/** A query as the builder made it. */
export interface SavedQuery {
  /** Stays the same when the query is renamed; unique in this page only. */
  id: string;
  /** What expressions call it: `queries.<name>`. */
  name: string;
  /** Flat, as the host stores them, with their expressions. */
  options: Values;
  runs_on_load: boolean;
}

/** What is kept in the browser and written to files. */
export interface QueryCollection {
  queries: SavedQuery[];
  /** Values for components that queries read and no canvas has, by the components' names. */
  stand_ins: Record<string, unknown>;
}

/** Says why a name cannot be taken, if so. */
export function checkName(name: string, others: SavedQuery[]): string | undefined {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    return 'A name has letters, digits and _ only, and does not begin with a digit: expressions use it.';
  }
  if (others.some(query => query.name === name)) return `There is a query named ${name} already.`;
  return undefined;
}

/** The name itself if it is free, else with the next number: image1, image2. */
export function findFreeName(wanted: string, taken: SavedQuery[]): string {
  const isTaken = (name: string) => taken.some(query => query.name === name);
  if (!isTaken(wanted)) return wanted;
  const stem = wanted.replace(/\d+$/, '');
  let number = 1;
  while (isTaken(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

/** The same options with expressions that read one query reading another. */
export function renameReferences(options: Values, from: string, to: string): Values {
  const reference = new RegExp(`(\\bqueries\\s*\\??\\.\\s*)${from.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
  const rename = (value: unknown): unknown =>
    typeof value === 'string' && value.includes('{{')
      ? value.replace(/\{\{.*?\}\}/gs, expression => expression.replace(reference, (_, path: string) => path + to))
      : value;
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, rename(value)]));
}

const format = 'workbench-queries';

/** Queries as the text of a file. */
export function writeCollection({ queries, stand_ins }: QueryCollection): string {
  const written = queries.map(({ id: _, ...query }) => query);
  return `${JSON.stringify({ format, version: 1, queries: written, stand_ins }, null, 2)}\n`;
}

/**
 * Reads what `writeCollection` wrote. Each query is given a new id.
 *
 * @throws Error that says what is wrong with the file.
 */
export function readCollection(text: string): QueryCollection {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON.');
  }
  if (at(written, 'format') !== format) throw new Error(`The file has no queries: its "format" is not "${format}".`);
  if (at(written, 'version') !== 1) throw new Error('The file was written by a newer workbench.');
  const queries: SavedQuery[] = [];
  for (const entry of listAt(written, 'queries')) {
    const name = textAt(entry, 'name') ?? '';
    const options = at(entry, 'options');
    const problem = checkName(name, queries);
    if (problem) throw new Error(`The query "${name}" cannot be taken. ${problem}`);
    if (!isObject(options)) throw new Error(`The query "${name}" has no options.`);
    queries.push({ id: crypto.randomUUID(), name, options, runs_on_load: at(entry, 'runs_on_load') === true });
  }
  const standIns = at(written, 'stand_ins');
  return { queries, stand_ins: isObject(standIns) ? standIns : {} };
}
