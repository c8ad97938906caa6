import { startPlugin, type TestPlugin } from '../support/plugin';

interface Row {
  id: string;
  label: string;
  kind: string | null;
  operations: string[];
  vision: boolean | null;
  max_output_tokens: number | null;
  limits: Record<string, unknown>;
  shutdown_date: string | null;
  replacement: string[];
  verification: boolean;
  created_at: string | null;
  owned_by: string | null;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ now: () => new Date('2026-11-20T12:00:00Z') });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const list = async (options: object = {}) =>
  (await plugin.run<{ rows: Row[] }>({ operation: 'list_models', ...options })).data.rows;
const answerWith = (data: object[]) => plugin.emulator.answerNext('/v1/models', { body: { object: 'list', data } });

describe('list_models', () => {
  it('lists the models of the account as rows [row 11]', async () => {
    const { message, data, metadata } = await plugin.run<{ rows: Row[] }>({ operation: 'list_models' });
    expect(plugin.lastRequest()).toMatchObject({ method: 'GET', path: '/v1/models' });
    expect(message).toBe(`${data.rows.length} models listed`);
    expect(data.rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['gpt-4o', 'gpt-image-2', 'o3']));
    expect(metadata).toMatchObject({ operation: 'list_models', warnings: [], attempts: 1 });
  });

  it('says what each model can do [row 12]', async () => {
    const rows = await list();
    const row = (id: string) => rows.find(candidate => candidate.id === id);
    expect(row('gpt-4o')).toMatchObject({
      kind: 'text',
      operations: expect.arrayContaining(['chat', 'completion']),
      vision: true,
    });
    expect(row('gpt-image-2')).toMatchObject({
      kind: 'image',
      operations: expect.arrayContaining(['image_generation']),
      verification: true,
    });
    expect(row('o3')).toMatchObject({ vision: true, max_output_tokens: 100000, verification: true });
    expect(row('text-embedding-3-small')).toMatchObject({ kind: 'embedding' });
    const drawing = rows.filter(({ operations }) => operations.includes('image_generation'));
    expect(drawing.length).toBeGreaterThan(3);
    expect(drawing.every(({ kind }) => kind === 'image')).toBe(true);
    expect(rows.find(({ id }) => id === 'gpt-image-2')?.operations).not.toContain('chat');
  });

  it('gives the limits by option, false where the model does not take it', async () => {
    const rows = await list();
    expect(rows.find(({ id }) => id === 'gpt-image-1.5')?.limits).toMatchObject({
      size: { enum: ['auto', '1024x1024', '1536x1024', '1024x1536'] },
      style: false,
    });
    expect(rows.find(({ id }) => id === 'o3')?.limits).toMatchObject({ temperature: false });
  });

  it('gives the shutdown date, from the server where it says so [row 134]', async () => {
    answerWith([
      { id: 'gpt-4o', object: 'model', created: 1_715_367_049, owned_by: 'system' },
      { id: 'gpt-4.1', object: 'model', created: 1_744_316_542, owned_by: 'system', shutdown_date: '2028-01-01' },
      { id: 'dall-e-3', object: 'model', created: 1_698_785_189, owned_by: 'system', shutdown_date: null },
    ]);
    const rows = await list();
    expect(rows.map(({ id, shutdown_date }) => [id, shutdown_date])).toEqual([
      ['gpt-4.1', '2028-01-01'],
      ['gpt-4o', '2027-01-14'],
      ['dall-e-3', '2026-05-12'],
    ]);
    expect(rows.at(-1)?.replacement).toContain('gpt-image-2.6-flare');
    expect(rows.at(-1)?.created_at).toBe('2023-10-31T20:46:29.000Z');
  });

  it('knows new models by their family and lists what it does not know [row 11 bug: allow-list of models]', async () => {
    answerWith([
      { id: 'gpt-image-99', object: 'model', created: 3, owned_by: 'system' },
      { id: 'ft:gpt-4o:team::abc', object: 'model', created: 2, owned_by: 'team' },
      { id: 'llama-4', object: 'model', created: 1, owned_by: 'somebody' },
    ]);
    const rows = await list();
    expect(rows).toMatchObject([
      { id: 'gpt-image-99', kind: 'image', operations: expect.arrayContaining(['image_generation']) },
      {
        id: 'ft:gpt-4o:team::abc',
        kind: 'text',
        operations: expect.arrayContaining(['chat', 'completion']),
        shutdown_date: null,
      },
      { id: 'llama-4', label: 'llama-4', kind: null, operations: [], vision: null, owned_by: 'somebody' },
    ]);
  });

  it('takes a list of a compatible server that says no more than ids', async () => {
    answerWith([{ id: 'llama-4' }]);
    expect(await list()).toMatchObject([{ id: 'llama-4', created_at: null, owned_by: null }]);
  });

  it('shows the answer itself with include_raw [row 120]', async () => {
    const { metadata } = await plugin.run({ operation: 'list_models', include_raw: 'true' });
    expect(metadata.raw).toMatchObject({
      object: 'list',
      data: expect.arrayContaining([expect.objectContaining({ id: 'gpt-4o', object: 'model' })]),
    });
  });

  it('ignores the fields of other forms', async () => {
    await plugin.run({ operation: 'list_models', model: 'dall-e-3', temperature: 'warm', size: '7', prompt: '' });
    expect(plugin.lastRequest().path).toBe('/v1/models');
  });

  it('fails where the server gives no list', async () => {
    plugin.emulator.answerNext('/v1/models', { body: { models: [] } });
    const { message, data } = await plugin.failure({ operation: 'list_models' });
    expect(message).toBe('Could not list the models');
    expect(data).toMatchObject({ code: 'unexpected_answer', category: 'server' });
  });
});
