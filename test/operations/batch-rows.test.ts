import { redSquare } from '../support/file-server';
import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  id: string;
  ids: string[];
  status: string;
  done: boolean;
  rows: Fields[];
  unchanged: number;
  failed: number;
}

let plugin: TestPlugin;
beforeAll(async () => {
  // The first look finds a batch at its end.
  plugin = await startPlugin({ background: { steps: 1, milliseconds: 1000 } });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'batch', model: 'gpt-5.4', prompt: 'Say "[[word]]"', fingerprint_field: 'fingerprint' };
const create = (options: Fields) => plugin.run<Data>({ ...query, batch_action: 'create', ...options });
const results = async (batch_id: string[], rows: Fields[], more: Fields = {}) =>
  (await plugin.run<Data>({ ...query, batch_action: 'results', batch_id, rows, ...more })).data;
const words = (...all: string[]): Fields[] => all.map(word => ({ word }));
const dataUrl = `data:image/png;base64,${redSquare.toString('base64')}`;

describe('batches of rows that come with fingerprints', () => {
  it('hold only the rows that have changed', async () => {
    const rows = words('a', 'b', 'c');
    const first = await create({ rows });
    expect(first.data.rows.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    const done = await results(first.data.ids, rows);
    expect(done.rows).toMatchObject(rows.map(({ word }) => ({ status: 'ok', text: word })));
    for (const { fingerprint } of done.rows) expect(fingerprint).toMatch(/^[\da-f]{32}$/);

    plugin.emulator.reset();
    const second = await create({ rows: done.rows });
    expect(plugin.emulator.requests).toEqual([]);
    expect(second.data).toMatchObject({ ids: [], done: true, unchanged: 3, failed: 0 });
    expect(second.data.rows).toEqual(done.rows.map(row => ({ ...row, status: 'unchanged' })));
    expect(second.message).toBe('No batch was created, since no row has changed');

    const changed = second.data.rows.with(1, { ...second.data.rows[1], word: 'new' });
    const third = await create({ rows: changed });
    expect(third.data).toMatchObject({ unchanged: 2, failed: 0 });
    const last = await results(third.data.ids, changed);
    expect(last.rows.map(({ status, text }) => [status, text])).toEqual([
      ['unchanged', 'a'],
      ['ok', 'new'],
      ['unchanged', 'c'],
    ]);
  });

  it('have the fingerprints of bulk chat', async () => {
    const bulk = await plugin.run<Data>({ ...query, operation: 'bulk_chat', rows: words('a') });
    plugin.emulator.reset();
    expect((await create({ rows: bulk.data.rows })).data.unchanged).toBe(1);
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('are counted by a dry run', async () => {
    const bulk = await plugin.run<Data>({ ...query, operation: 'bulk_chat', rows: words('a', 'b') });
    const { data } = await plugin.run({
      ...query,
      batch_action: 'create',
      rows: [...bulk.data.rows, { word: 'c' }],
      dry_run: true,
    });
    expect(data).toMatchObject({ requests: 2, rows: 1, unchanged: 2 });
  });

  it('leave the ids of requests alone where nobody asks', async () => {
    const { data } = await create({ rows: words('a'), fingerprint_field: '' });
    expect(data).not.toHaveProperty('rows');
  });
});

describe('batches of rows with files', () => {
  const lines = () =>
    plugin.emulator.requests
      .filter(({ method, path }) => method === 'POST' && path === '/v1/files')
      .map(({ rawBody }) => rawBody.toString())
      .join('');

  it.each([
    ['chat', 'image_url'],
    ['respond', 'input_image'],
  ])('send them with the requests of %s, and leave out a row whose file is wrong', async (target, part) => {
    const rows = [
      { word: 'a', photo: dataUrl },
      { word: 'b', photo: 'no file' },
      { word: 'c', photo: { data_url: dataUrl } },
    ];
    const { data, metadata } = await create({ target, rows, images: '[[photo]]' });
    expect(data.rows.map(({ status }) => status)).toEqual(['sent', 'error', 'sent']);
    expect(data.rows[1]?.['error']).toMatchObject({ message: expect.stringContaining('image 1') });
    expect(data).toMatchObject({ failed: 1, unchanged: 0 });
    expect(metadata.warnings).toEqual([
      { parameter: 'rows', reason: expect.stringContaining('1 row is not in any batch') },
    ]);
    expect(lines()).toContain(part);
    const done = await results(data.ids, rows);
    expect(done.rows.map(({ status }) => status)).toEqual(['ok', 'not_run', 'ok']);
  });

  it('fail where every file is wrong', async () => {
    const { data } = await plugin.refusal({
      ...query,
      batch_action: 'create',
      rows: [{ word: 'a', photo: 'no file' }],
      images: '[[photo]]',
    });
    expect(data.problems).toMatchObject([{ field: 'rows[0]' }]);
  });
});

describe('results of a batch', () => {
  it('may become columns', async () => {
    const json_schema = {
      type: 'object',
      properties: { category: { type: 'string' } },
      required: ['category'],
      additionalProperties: false,
    };
    const rows = words('a', 'b');
    const { data } = await create({ rows, json_schema });
    const done = await results(data.ids, rows, { spread: true });
    for (const row of done.rows) expect(row).toMatchObject({ status: 'ok', category: expect.any(String) });
  });
});
