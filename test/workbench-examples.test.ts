import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { offered } from '../plugins/openai/lib/registry';
import { findReferences } from '../workbench/page/queries/references';
import { createQueryStore } from '../workbench/page/queries/store';
import { evaluateHere } from './support/evaluate-here';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';
import { examples, readSampleFile, samples } from './support/samples';

const root = join(__dirname, '..');
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { defaults }: { defaults: Fields } = readJson(join(root, 'plugins/openai/operations.json'));

const written = (options: Fields) => ({
  ...defaults,
  ...Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : value])
  ),
});
const textOf = (options: Fields) => Object.values(options).join('\n');

describe('the examples', () => {
  it('have different names and titles', () => {
    for (const key of ['name', 'title'] as const) {
      expect(new Set(samples.map(sample => sample[key])).size).toBe(samples.length);
    }
  });

  it.each([...offered.keys()])('show %s', id => {
    expect(examples.some(({ options }) => options['operation'] === id)).toBe(true);
  });

  it('read nothing but each other and the files that come with them', () => {
    for (const { name, options, files = {} } of samples) {
      const known = { queries: samples.map(sample => sample.name), components: Object.keys(files) };
      const unknown = findReferences(textOf(options)).filter(
        reference => !known[reference.kind].includes(reference.name)
      );
      expect({ name, unknown }).toEqual({ name, unknown: [] });
    }
  });
});

describe("the README's examples", () => {
  const rows = readFileSync(join(root, 'README.md'), 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, ids = '', options = ''] = /^\| ((?:`[a-z_]+`(?:, )?)+) \|.*? \| `(\{.*?\})` \| /.exec(line) ?? [];
      return [...ids.matchAll(/[a-z_]+/g)].map(([id]): [string, string] => [id, options]);
    });

  it('are there for every operation', () => {
    expect(rows.map(([id]) => id).sort()).toEqual([...offered.keys()].sort());
  });

  it.each(rows)('are those of the workbench: %s', (id, options) => {
    const own = examples.filter(example => example.options['operation'] === id).map(example => example.options);
    // One row may speak of two operations, which differ in what their examples read.
    const withoutNames = (given: Fields) => JSON.parse(JSON.stringify(given).replace(/queries\.\w+/g, 'queries.x'));
    expect(own.map(withoutNames)).toContainEqual({ operation: id, ...withoutNames(JSON.parse(options)) });
  });
});

describe('an example', () => {
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(() => plugin.stop());

  it.each(samples)('runs, after those that it reads: $name', async ({ name }) => {
    const start = async function* (options: Fields) {
      yield { type: 'result', result: await plugin.run(options) };
    };
    const storage = { getItem: () => null, setItem: () => {} };
    const store = createQueryStore({
      evaluator: evaluateHere,
      host: { run: start, stream: start },
      followUps: {},
      storage,
      storageKey: '',
    });

    async function runWithNeeds(wanted: string): Promise<unknown> {
      const example = samples.find(other => other.name === wanted);
      if (!example) throw new Error(`There is no example ${wanted}`);
      for (const { kind, name: needed } of findReferences(textOf(example.options))) {
        if (kind === 'queries') await runWithNeeds(needed);
      }
      for (const [component, file] of Object.entries(example.files ?? {})) {
        store.setStandIn(component, { file: [readSampleFile(file)] });
      }
      store.add(wanted, written(example.options));
      return store.run(wanted);
    }
    expect(await runWithNeeds(name)).toMatchObject({ status: 'ok' });
  });
});
