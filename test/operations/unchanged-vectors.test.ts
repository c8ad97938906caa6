import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  rows: Fields[];
  dimensions: number;
  unchanged: number;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const run = async (query: Fields) => {
  plugin.emulator.reset();
  const { data, metadata, message } = await plugin.run<Data>(query);
  const inputs = plugin.emulator.requests.map(({ body }) => (body as { input: string[] }).input);
  return { ...data, inputs, metadata, message };
};
const embed = (options: Fields) =>
  run({ operation: 'generate_embedding', field: 'text', fingerprint_field: 'fingerprint', ...options });
const rank = (options: Fields) =>
  run({
    operation: 'rank_by_similarity',
    query: 'zinc roof',
    field: 'text',
    vector_field: 'embedding',
    fingerprint_field: 'fingerprint',
    ...options,
  });
const things = ['zinc roof tiles', 'banana bread', 'a roof'].map((text, id) => ({ id, text }));

it.each(['generate_embedding', 'rank_by_similarity'])(
  'the rows of %s are checked until 1,000 are wrong',
  async operation => {
    const rows = Array.from({ length: 1500 }, () => ({ text: '' }));
    const { description, data } = await plugin.refusal({ operation, rows, field: 'text', query: 'bread' });
    expect(data.problems).toHaveLength(11);
    expect(description).toMatch(/^rows\[0\] has no text in "text"\n/);
    expect(description).toMatch(/at least 990 more/);
  }
);

describe('the vectors of rows', () => {
  it('come with the rows, and are made again only where the text has changed', async () => {
    const first = await embed({ rows: things });
    expect(first.inputs).toEqual([things.map(({ text }) => text)]);
    expect(first.rows.map(({ id, status }) => [id, status])).toEqual([0, 1, 2].map(id => [id, 'ok']));
    for (const row of first.rows) expect(row['embedding']).toHaveLength(1536);
    expect([first.dimensions, first.unchanged, first.message]).toEqual([1536, 0, '3 embeddings generated']);

    const second = await embed({ rows: first.rows });
    expect(second.inputs).toEqual([]);
    expect(second.rows).toEqual(first.rows.map(row => ({ ...row, status: 'unchanged' })));
    expect(second.unchanged).toBe(3);

    const third = await embed({ rows: second.rows.with(1, { ...second.rows[1], text: 'rye bread' }) });
    expect(third.inputs).toEqual([['rye bread']]);
    expect(third.rows.map(({ status }) => status)).toEqual(['unchanged', 'ok', 'unchanged']);
    expect(third.rows[1]?.['embedding']).not.toEqual(first.rows[1]?.['embedding']);

    expect((await embed({ rows: third.rows, dimensions: 256 })).inputs).toHaveLength(1);
    expect((await embed({ rows: third.rows, model: 'text-embedding-3-large' })).inputs).toHaveLength(1);
  });

  it('are counted by a dry run', async () => {
    const { rows } = await embed({ rows: things });
    const query = { operation: 'generate_embedding', field: 'text', fingerprint_field: 'fingerprint', dry_run: true };
    const { data } = await plugin.run({ ...query, rows: [...rows, { text: 'new' }] });
    expect(data).toMatchObject({ requests: 1, unchanged: 3, body: { input: ['new'] } });
  });

  it('may be of a template, of texts, and of no fingerprint', async () => {
    const options = { fingerprint_field: '', field: '' };
    expect((await embed({ ...options, rows: things, input: '[[id]]: [[text]]' })).inputs[0]?.[2]).toBe('2: a roof');
    const { rows, inputs } = await embed({ ...options, rows: ['a', 'b'] });
    expect(inputs).toEqual([['a', 'b']]);
    expect(rows).toMatchObject([{ text: 'a', fingerprint: expect.any(String) }, { text: 'b' }]);
  });

  it('leave a query of texts alone, beside which a host has kept rows', async () => {
    const { data } = await plugin.run<Fields>({ operation: 'generate_embedding', input: ['a', 'b'], rows: things });
    expect(Object.keys(data)).toEqual(['embedding', 'embeddings', 'dimensions']);
  });

  it('need a text in each row', async () => {
    const query = { operation: 'generate_embedding', field: 'text' };
    const { data } = await plugin.refusal({ ...query, rows: [{ text: 'a' }, { text: ' ' }, { other: 1 }, 7] });
    expect(data.problems.map(({ field }) => field)).toEqual(['rows[1]', 'rows[2]', 'rows[3]']);
    expect((await plugin.refusal({ ...query, field: '', rows: things })).data.problems[0]?.message).toContain('field');
    expect((await plugin.refusal({ ...query, rows: [] })).data.problems[0]).toMatchObject({ field: 'rows' });
    expect((await plugin.refusal(query)).data.problems).toMatchObject([{ field: 'input' }]);
  });
});

describe('ranking', () => {
  it('uses the vectors that still fit, and returns those that it had to make', async () => {
    const { rows } = await embed({ rows: things });
    const same = await rank({ rows });
    expect(same.inputs).toEqual([['zinc roof']]);
    expect(same.rows.map(({ id, status }) => [id, status])[0]).toEqual([0, 'unchanged']);

    const changed = await rank({ rows: rows.with(1, { ...rows[1], text: 'zinc roof' }) });
    expect(changed.inputs).toEqual([['zinc roof', 'zinc roof']]);
    expect(changed.rows[0]).toMatchObject({ id: 1, status: 'ok', rank: 1, fingerprint: expect.any(String) });
    expect(changed.rows[0]?.['embedding']).toHaveLength(1536);

    const again = await rank({ rows: changed.rows });
    expect(again.inputs).toEqual([['zinc roof']]);
    expect(again.rows.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(again.metadata.warnings).toEqual([]);
  });

  it('makes the vectors of rows that have none, under a name of its own', async () => {
    const first = await rank({ rows: things, vector_field: '' });
    expect(first.inputs).toEqual([['zinc roof', ...things.map(({ text }) => text)]]);
    for (const row of first.rows) expect(row['embedding']).toHaveLength(1536);
    expect((await rank({ rows: first.rows, vector_field: '' })).inputs).toEqual([['zinc roof']]);
  });

  it('fits vectors of fewer dimensions', async () => {
    const { rows } = await embed({ rows: things, dimensions: 256 });
    expect((await rank({ rows })).inputs).toEqual([['zinc roof']]);
    expect(plugin.lastBody()).toMatchObject({ dimensions: 256 });
  });
});
