import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

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
      expect(data).toEqual({ embedding: expect.any(Array) });
      expect(data.embedding).toHaveLength(dimensions);
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

  it('takes what is filled in anew: model, dimensions and encoding each, and with a new input nothing old', async () => {
    const old = saved('text-embedding-3-small', '_M1', { input: 'zinc', encoding_format: 'base64', dimensions: 64 });
    await run({ ...old, model: 'text-embedding-3-large', dimensions: 32, encoding_format: 'float' });
    expect(plugin.lastBody()).toEqual({
      model: 'text-embedding-3-large',
      input: ['zinc'],
      encoding_format: 'float',
      dimensions: 32,
    });
    await run({ ...old, input: 'tin' });
    expect(plugin.lastBody()).toEqual({ model: 'text-embedding-3-small', input: ['tin'], encoding_format: 'float' });
    await run({ ...old, model_id: 'our-model' });
    expect(plugin.lastBody()).toMatchObject({ model: 'our-model', input: ['zinc'] });
  });

  it('gives all of its vectors in the new shape', async () => {
    const query = saved('text-embedding-3-small', '_M1', { input: ['zinc', 'tin'], dimensions: 16 });
    const full = await run({ ...query, output: 'full' });
    expect(full.data).toEqual({
      embedding: expect.any(Array),
      embeddings: [[...Array(16)], [...Array(16)]].map(numbers => numbers.map(() => expect.any(Number))),
      dimensions: 16,
    });
  });

  it('says so where a list had only its first vector returned, and still is [row 98]', async () => {
    const result = await run(saved('text-embedding-3-small', '_M1', { input: '["zinc", "tin"]', dimensions: 16 }));
    expect(Object.keys(result.data)).toEqual(['embedding']);
    expect(result.data.embedding).toHaveLength(16);
    expect(warnedOf(result)).toEqual(['output']);
    expect(result.metadata.warnings[0]?.reason).toContain('2 vectors');
  });

  it.each([
    ['no input', { model_embedding: 'text-embedding-3-small' }],
    ["another model's input", { model_embedding: 'text-embedding-3-small', input_M2: 'zinc' }],
    ['no model', { input_M1: 'zinc' }],
  ])('is refused with %s', async (_, options) => {
    const { data } = await plugin.refusal({ operation: 'generate_embedding', ...options });
    expect(data.problems.map(({ field }) => field)).toEqual(['input']);
  });
});
