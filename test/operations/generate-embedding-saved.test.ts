import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const run = (options: object) => plugin.run<{ embedding: unknown }>({ operation: 'generate_embedding', ...options });

/** A query as ToolJet's older plugin saved it, in both spellings of its keys. */
const saved = (model_embedding: string, suffix: string, fields: Record<string, unknown>) => ({
  operation: 'generate_embedding',
  model_embedding,
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${name}${suffix}`, value])),
});

const models = [
  { model: 'text-embedding-3-small', suffixes: ['_M1', '__m1'], dimensions: 1536 },
  { model: 'text-embedding-3-large', suffixes: ['_M2', '__m2'], dimensions: 3072 },
  { model: 'text-embedding-ada-002', suffixes: ['_M3', '__m3'], dimensions: 1536 },
].flatMap(({ suffixes, ...rest }) => suffixes.map(suffix => ({ ...rest, suffix })));

describe('a saved embedding', () => {
  it.each(models)(
    'of $model keeps its keys with $suffix and its result [row 97]',
    async ({ model, suffix, dimensions }) => {
      const query = saved(model, suffix, { input: 'zinc', encoding_format: 'float' });
      const { data, metadata } = await run(query);
      expect(plugin.lastBody()).toEqual({ model, input: ['zinc'], encoding_format: 'float' });
      expect(data.embedding).toHaveLength(dimensions);
      expect(data).toEqual({ embedding: data.embedding, embeddings: [data.embedding], dimensions });
      expect(metadata.warnings).toEqual([]);
    }
  );

  it.each(models.filter(({ model }) => model.includes('-3-')))(
    'of $model keeps dimensions and encoding with $suffix [row 99 row 100]',
    async ({ model, suffix }) => {
      const { data } = await run(saved(model, suffix, { input: 'zinc', encoding_format: 'base64', dimensions: '128' }));
      expect(plugin.lastBody()).toEqual({ model, input: ['zinc'], encoding_format: 'base64', dimensions: 128 });
      // As it was: the text itself.
      expect(Buffer.from(String(data.embedding), 'base64')).toHaveLength(4 * 128);
    }
  );

  it('reads the fields of its own model only', async () => {
    await run({
      ...saved('text-embedding-3-large', '_M2', { input: 'zinc' }),
      ...saved('text-embedding-3-large', '_M1', { input: 'tin', dimensions: 64 }),
      ...saved('text-embedding-3-large', '__m3', { input: 'lead', encoding_format: 'base64' }),
    });
    expect(plugin.lastBody()).toEqual({ model: 'text-embedding-3-large', input: ['zinc'], encoding_format: 'float' });
  });

  it("is not disturbed by a chat's options that stayed behind", async () => {
    const left = { model: 'gpt-4o', prompt: 'Hello', max_tokens: '5', temperature: '2', input__m1: '' };
    const { metadata } = await run({ ...left, ...saved('text-embedding-3-small', '_M1', { input: 'zinc' }) });
    expect(plugin.lastBody()).toMatchObject({ model: 'text-embedding-3-small', input: ['zinc'] });
    expect(metadata.warnings).toEqual([]);
  });

  it('wins over what other operations left under model and input', async () => {
    const old = saved('text-embedding-3-small', '_M1', { input: 'zinc', dimensions: 64 });
    await run({ ...old, model: 'text-embedding-3-large', input: 'tin', dimensions: 32 });
    expect(plugin.lastBody()).toMatchObject({ model: 'text-embedding-3-small', input: ['zinc'], dimensions: 64 });
    await run({ ...old, model_id: 'our-model' });
    expect(plugin.lastBody()).toMatchObject({ model: 'our-model', input: ['zinc'] });
  });

  it('stays what it was when the host fills in defaults', async () => {
    const old = saved('text-embedding-3-small', '_M1', { input: 'zinc' });
    const { metadata } = await run({ ...old, model: 'unset', encoding_format: 'unset', output: 'classic' });
    expect(plugin.lastBody()).toEqual({ model: 'text-embedding-3-small', input: ['zinc'], encoding_format: 'float' });
    expect(metadata.warnings).toEqual([]);
  });

  it('is of the default model where the form shows that', async () => {
    await run({ model_embedding: 'unset', input_M1: 'zinc' });
    expect(plugin.lastBody()).toMatchObject({ model: 'text-embedding-3-small', input: ['zinc'] });
  });

  it('gives the first vector of a list as it did, and all of them beside it [row 98]', async () => {
    const { data } = await run(saved('text-embedding-3-small', '_M1', { input: '["zinc", "tin"]', dimensions: 16 }));
    expect(data).toEqual({
      embedding: Array.from({ length: 16 }, () => expect.any(Number)),
      embeddings: [data.embedding, expect.any(Array)],
      dimensions: 16,
    });
  });

  it.each([
    ['no input', { model_embedding: 'text-embedding-3-small' }],
    ["another model's input", { model_embedding: 'text-embedding-3-small', input_M2: 'zinc' }],
  ])('is refused with %s', async (_, options) => {
    const { data } = await plugin.refusal({ operation: 'generate_embedding', ...options });
    expect(data.problems.map(({ field }) => field)).toEqual(['input']);
  });
});
