import type { Values } from '../../forms/field';
import { at, isObject, listAt, textAt } from '../../forms/json';
import type { ServerList } from '../form/server-lists';

/** A query to start from. */
export interface Example {
  /** What the query is called, unless that is taken. */
  name: string;
  title: string;
  /** Of the list, such as Images. */
  group: string;
  /** With the operation; all else that the form has by default is added. */
  options: Values;
  /** Sample files, by the component whose value they stand in for. */
  files: Record<string, string>;
}

/** All that the workbench has for one kind of plugin; a kind without a file has none. */
export interface ExampleFile {
  /** In the order in which the list shows them. */
  groups: string[];
  examples: Example[];
  /** Options by which a result that is not done is asked after, by operation. Their expressions read `data`. */
  follow_ups: Record<string, Values>;
  /** Options of the turn after an answer that waits for somebody. Their expressions read `data` and `outputs`. */
  next_turns: Record<string, Values>;
  /** Queries by which the connected server says what it has for a field, by the field. */
  server_lists: Record<string, ServerList>;
  /** Addresses of the sample files, by name. */
  fileUrls: Record<string, string>;
}

const files = import.meta.glob<unknown>('../../examples/*.json', { import: 'default' });
const samples = import.meta.glob<string>('../../examples/*/*', { query: '?url', import: 'default', eager: true });

/** Loads the examples for a plugin of this kind. */
export async function loadExamples(kind: string): Promise<ExampleFile> {
  const content = await files[`../../examples/${kind}.json`]?.();
  const folder = `../../examples/${kind}/`;
  const own = Object.entries(samples).filter(([path]) => path.startsWith(folder));
  return {
    ...readExamples(content),
    fileUrls: Object.fromEntries(own.map(([path, url]) => [path.slice(folder.length), url])),
  };
}

function readExamples(content: unknown): Omit<ExampleFile, 'fileUrls'> {
  const examples = listAt(content, 'examples').map(entry => ({
    name: textAt(entry, 'name') ?? 'query1',
    title: textAt(entry, 'title') ?? '',
    group: textAt(entry, 'group') ?? '',
    options: readObject(at(entry, 'options')),
    files: Object.fromEntries(Object.entries(readObject(at(entry, 'files'))).map(([key, file]) => [key, String(file)])),
  }));
  return {
    groups: [...new Set([...listAt(content, 'groups').map(String), ...examples.map(({ group }) => group)])],
    examples,
    follow_ups: readTable(content, 'follow_ups'),
    next_turns: readTable(content, 'next_turns'),
    server_lists: Object.fromEntries(
      Object.entries(readTable(content, 'server_lists')).map(([field, list]) => [field, readServerList(list)])
    ),
  };
}

const readServerList = (list: Values): ServerList => ({
  options: readObject(list['options']),
  rows: textAt(list, 'rows') ?? '',
  value: textAt(list, 'value') ?? '',
  name: textAt(list, 'name') ?? '',
  operations: textAt(list, 'operations') ?? '',
});

const readTable = (content: unknown, key: string): Record<string, Values> =>
  Object.fromEntries(Object.entries(readObject(at(content, key))).map(([id, options]) => [id, readObject(options)]));

const readObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
