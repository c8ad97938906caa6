import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bind } from '../workbench/page/canvas/bind';
import { readMedia } from '../workbench/page/canvas/components/read-values';
import { readDashboards } from '../workbench/page/canvas/dashboards/dashboards';
import { settle } from '../workbench/page/canvas/places';
import { listUsedQueries } from '../workbench/page/canvas/used-queries';
import { runOf } from '../workbench/page/queries/query-state';
import { referencesOf } from '../workbench/page/queries/references';
import { toScope } from '../workbench/page/queries/scope';
import { createQueryStore } from '../workbench/page/queries/store';
import { evaluateHere } from './support/evaluate-here';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';

const root = join(__dirname, '..');
const page = join(root, 'workbench/page');
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { defaults }: { defaults: Fields } = readJson(join(root, 'plugins/openai/operations.json'));
const examples: { follow_ups: Record<string, Fields> } = readJson(join(page, '../examples/openai.json'));
const read = () => readDashboards(readJson(join(page, 'canvas/dashboards/openai.json')), defaults);
const dashboards = read();

describe('the dashboards', () => {
  it('have titles of their own and say what one does with them', () => {
    expect(new Set(dashboards.map(({ title }) => title)).size).toBe(6);
    expect(dashboards.every(({ description }) => description.endsWith('.'))).toBe(true);
  });

  it.each(dashboards)(
    'read nothing but themselves, use all that they have, and overlap nowhere: $title',
    ({ collection: { queries, canvas } }) => {
      const known = { queries: queries.map(({ name }) => name), components: canvas.map(({ name }) => name) };
      const references = [...queries.map(query => query.options), ...canvas.map(({ properties }) => properties)];
      const unknown = references.flatMap(referencesOf).filter(({ kind, name }) => !known[kind].includes(name));
      expect(unknown).toEqual([]);
      expect(listUsedQueries(canvas, queries)).toEqual(queries);
      expect(settle(canvas)).toEqual(canvas);
    }
  );

  it('can all be taken, and one of them twice', () => {
    const storage = { getItem: () => null, setItem: () => {} };
    const start = async function* () {};
    const store = createQueryStore({
      evaluator: evaluateHere,
      host: { run: start, stream: start },
      followUps: {},
      storage,
      storageKey: '',
    });
    for (const { collection } of [...dashboards, ...read()]) store.addCollection(collection);
    const { queries, canvas } = store.getState();
    expect(new Set(canvas.map(({ name }) => name)).size).toBe(canvas.length);
    expect(settle(canvas)).toEqual(canvas);
    expect(queries.find(({ name }) => name === 'draw1')?.options['prompt']).toBe('{{components.prompt1.value}}');
    expect(canvas.find(({ name }) => name === 'drawbutton1')?.properties['query']).toBe('draw1');
  });
});

describe('a dashboard', () => {
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(() => plugin.stop());

  it.each(dashboards)(
    'runs to its end with what it begins with, and its components have what came of it: $title [A13]',
    async ({ collection }) => {
      const start = async function* (options: Fields) {
        yield { type: 'result', result: await plugin.run(options) };
      };
      const storage = { getItem: () => null, setItem: () => {} };
      const host = { run: start, stream: start };
      const store = createQueryStore({
        evaluator: evaluateHere,
        host,
        followUps: examples.follow_ups,
        storage,
        storageKey: '',
      });
      const added = store.addCollection(collection);
      const base64Data = readFileSync(join(page, '../examples/openai/receipt.png')).toString('base64');
      for (const { id, kind } of added.canvas) {
        if (kind === 'chat') store.setInput(id, 'What is zinc?');
        if (kind === 'filepicker')
          store.setInput(id, [
            { name: 'receipt.png', type: 'image/png', dataURL: `data:image/png;base64,${base64Data}`, base64Data },
          ]);
      }
      for (const { id, name } of added.queries) {
        await store.run(name);
        for (let checks = 0; runOf(store.getState(), id).state.phase === 'done' && checks < 50; checks += 1) {
          const { state, result } = runOf(store.getState(), id);
          expect(result).toMatchObject({ status: 'ok' });
          if (state.phase !== 'done' || state.checkAt === undefined) break;
          await store.check(name);
        }
        expect(runOf(store.getState(), id).state).toEqual({ phase: 'done' });
      }
      const state = store.getState();
      for (const { name, properties } of state.canvas) {
        const { values, problems, waiting } = await bind(properties, toScope(state), state, evaluateHere);
        expect({ name, problems, waiting }).toEqual({ name, problems: [], waiting: undefined });
        expect(Object.values(values)).not.toContain(undefined);
        const { source } = values;
        if (source) expect(readMedia(source, 'image')).toEqual({ dataUrl: expect.any(String) });
      }
    }
  );
});
