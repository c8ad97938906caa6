import { offered } from '../plugins/openai/lib/registry';
import { listKeys } from '../scripts/reference/results';
import { examples, idOf, samples } from '../scripts/samples';
import { findReferences } from '../workbench/page/queries/references';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';
import { openQueryBook } from './support/query-book';
import { readSampleFile } from './support/samples';

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

/** Holds the fields of a result to those that the reference tells of. */
function expectDescribed(id: string, data: object): void {
  const { always, all } = listKeys(id);
  if (all.length === 0) return;
  const found = Object.keys(data);
  const differences = {
    unknown: found.filter(key => !all.includes(key)),
    missing: always.filter(key => !found.includes(key)),
  };
  expect({ id, ...differences }).toEqual({ id, unknown: [], missing: [] });
}

describe('an example', () => {
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin({ models: 'retired' });
  });
  afterAll(() => plugin.stop());

  it.each(samples)('runs, after those that it reads: $name', async ({ name }) => {
    const book = openQueryBook(options => plugin.run(options));

    async function runWithNeeds(wanted: string): Promise<Fields> {
      const example = samples.find(other => other.name === wanted);
      if (!example) throw new Error(`There is no example ${wanted}`);
      for (const { kind, name: needed } of findReferences(textOf(example.options))) {
        if (kind === 'queries') await runWithNeeds(needed);
      }
      for (const [component, file] of Object.entries(example.files ?? {})) {
        book.setComponent(component, { file: [readSampleFile(file)] });
      }
      return book.run(wanted, example.options);
    }
    const result = await runWithNeeds(name);
    expect(result).toMatchObject({ status: 'ok', data: expect.anything() });
    const { options = {} } = samples.find(sample => sample.name === name) ?? {};
    expectDescribed(idOf(options), Object(result['data']));
  });
});
