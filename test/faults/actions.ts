import { everyAction } from '../support/every-action';
import { loadPlugin } from '../support/hosts';
import type { Fields, Result } from '../support/plugin';
import type { FaultServer } from './fault-server';

/** A query of an action, and how it ends where nothing is wrong. */
export interface Action {
  id: string;
  query: Fields;
  data: string;
  /** The length of its smallest response, with its head. */
  bytes: number;
}

/** A result as text, without how long its requests took. */
export const writeData = (data: unknown): string =>
  JSON.stringify(data).replace(/"(duration|median|slowest)_ms":\d+/g, '');

/** How the rows of a result ended, or the answers to them. */
export function statusesOf(data: unknown): unknown[] {
  const rows: unknown = Reflect.get(Object(data), 'rows');
  // A row of a comparison has one answer for each variant.
  const ends = (Array.isArray(rows) ? rows : []).flatMap((row): unknown =>
    'status' in Object(row) ? row : (Reflect.get(Object(row), 'answers') ?? row)
  );
  return ends.map(end => Reflect.get(Object(end), 'status'));
}

const KEY = 'sk-test-0123456789abcdef';

export const sourceFor = (baseUrl: string, more: Fields = {}): Fields => ({ apiKey: KEY, baseUrl, ...more });

/** What is stored at the emulator, made anew for each action that names it. */
const makers: Record<string, Fields> = {
  response_id: { operation: 'respond', prompt: 'Hi', background: true },
  batch_id: { operation: 'batch', batch_action: 'create', rows: [{ a: 1 }], prompt: '[[a]]' },
  file_id: { operation: 'file', file_action: 'upload', file: { name: 'a.txt', text: 'Zinc.' }, purpose: 'user_data' },
  vector_store_id: { operation: 'vector_store', vector_store_action: 'create', name: 'Manuals' },
  conversation_id: { operation: 'conversation', conversation_action: 'create' },
};

const attach: Fields = { operation: 'vector_store', vector_store_action: 'add_files' };

/** Runs every action once by way of the server, so that it can give the same responses again. */
export async function recordActions(server: FaultServer, emulatorUrl: string): Promise<Action[]> {
  const run = async (query: Fields, baseUrl: string) =>
    Object(await loadPlugin().run(sourceFor(baseUrl), query)) as Result<Fields>;
  const actions: Action[] = [];
  for (const [id, sample] of everyAction) {
    const query = { ...sample };
    for (const [name, maker] of Object.entries(makers)) {
      if (name in query) query[name] = (await run(maker, emulatorUrl)).data['id'];
    }
    if (id === 'deep_research.wait') query['wait_seconds'] = 30;
    if (id.startsWith('deep_research.')) query['response_id'] = await startResearch(query, emulatorUrl, run);
    if (id === 'vector_store.remove_file') {
      const { file_id: file, vector_store_id } = query;
      await run({ ...attach, vector_store_id, file }, emulatorUrl);
    }
    const visit = server.record(id);
    const { data } = await run(query, visit.baseUrl);
    visit.end();
    actions.push({ id, query, data: writeData(data), bytes: visit.journal.smallest });
  }
  return actions;
}

type Run = (query: Fields, baseUrl: string) => Promise<Result<Fields>>;

async function startResearch(query: Fields, baseUrl: string, run: Run): Promise<unknown> {
  if (!('response_id' in query)) return undefined;
  const start = { operation: 'deep_research', research_action: 'start', prompt: 'Zinc', use_web_search: true };
  return (await run(start, baseUrl)).data['id'];
}
