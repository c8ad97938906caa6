import type { Values } from '../../forms/field';
import { at, isObject, listAt, textAt } from '../../forms/json';
import { type CanvasComponent, readComponent } from '../canvas/component';
import { settle } from '../canvas/places';
import { type Fixture, readFixtures } from './fixtures';
import { checkName } from './names';

/** A query as the builder made it. */
export interface SavedQuery {
  /** Stays the same when the query is renamed; unique in this page only. */
  id: string;
  /** What expressions call it: `queries.<name>`. */
  name: string;
  /** Flat, as the host stores them, with their expressions. */
  options: Values;
  runs_on_load: boolean;
  /** Whether runs give what was recorded, and send nothing. */
  replays?: boolean;
  /** Kept in files, and in this browser's database. */
  fixtures?: Fixture[];
}

/** What is kept in the browser and written to files. */
export interface QueryCollection {
  queries: SavedQuery[];
  /** The components of the canvas. What is typed and picked there is not kept. */
  canvas: CanvasComponent[];
  /** The names of the canvas's pages, in their order. Pages that only components name come after them. */
  pages?: string[];
  /** Values for components that queries read and no canvas has, by the components' names. */
  stand_ins: Record<string, unknown>;
}

const format = 'workbench-queries';

/** Nothing yet. */
export const noQueries: QueryCollection = { queries: [], canvas: [], stand_ins: {} };

/** Queries and the canvas as the text of a file. */
export function writeCollection({ queries, canvas, pages, stand_ins }: QueryCollection): string {
  const withoutId = <Entry extends { id: string }>({ id: _, ...entry }: Entry) => entry;
  const written = { queries: queries.map(withoutId), canvas: canvas.map(withoutId), pages, stand_ins };
  return `${JSON.stringify({ format, version: 1, ...written }, null, 2)}\n`;
}

/** The same for this browser, where runs and fixtures are kept by the ids of their queries, elsewhere. */
export const writeKept = ({ queries, canvas, pages, stand_ins }: QueryCollection): string =>
  JSON.stringify({
    format,
    version: 1,
    queries: queries.map(({ fixtures: _, ...query }) => query),
    canvas,
    pages,
    stand_ins,
  });

/** What came from a file, and what was changed for safety. */
export interface ImportedCollection {
  collection: QueryCollection;
  /** Names of queries that would have run by themselves. */
  switchedOff: string[];
}

/**
 * Reads a file that anybody may have made: nothing in it runs before somebody presses Run.
 *
 * @throws Error that says what is wrong with the file.
 */
export function readImported(text: string): ImportedCollection {
  const { queries, ...collection } = readCollection(text);
  for (const { name, options } of queries) {
    const operation = options['operation'];
    if (typeof operation === 'string' && operation.includes('{{'))
      throw new Error(`The query "${name}" chooses its operation by an expression, so nobody sees what it will do.`);
  }
  return {
    collection: { ...collection, queries: queries.map(query => ({ ...query, runs_on_load: false })) },
    switchedOff: queries.flatMap(({ name, runs_on_load }) => (runs_on_load ? name : [])),
  };
}

/**
 * Reads what `writeCollection` or `writeKept` wrote. Queries and components without an id get a new one.
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
    const id = textAt(entry, 'id') ?? crypto.randomUUID();
    const fixtures = readFixtures(entry);
    queries.push({
      id,
      name,
      options,
      runs_on_load: at(entry, 'runs_on_load') === true,
      ...(at(entry, 'replays') === true && { replays: true }),
      ...(fixtures.length > 0 && { fixtures }),
    });
  }
  const canvas: CanvasComponent[] = [];
  for (const entry of listAt(written, 'canvas')) canvas.push(readComponent(entry, canvas));
  const standIns = at(written, 'stand_ins');
  const pages = [...new Set(listAt(written, 'pages').filter(page => typeof page === 'string' && page !== ''))];
  return {
    queries,
    canvas: settle(canvas),
    ...(pages.length > 0 && { pages: pages.map(String) }),
    stand_ins: isObject(standIns) ? standIns : {},
  };
}

/** An id of a file may be that of something here. */
export const withNewIds = ({ queries, canvas, ...rest }: QueryCollection): QueryCollection => ({
  ...rest,
  queries: queries.map(query => ({ ...query, id: crypto.randomUUID() })),
  canvas: canvas.map(component => ({ ...component, id: crypto.randomUUID() })),
});
