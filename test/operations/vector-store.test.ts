import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';
import { readForm } from '../support/sample-files';

interface Store {
  id: string;
  name: string | null;
  status: string;
  files: number;
  files_completed: number;
  expires_at: string | null;
  metadata: object;
}

interface Added {
  id: string;
  vector_store_id: string;
  status: string;
  done: boolean;
  rows: { file_id: string; status: string; error: string | null }[];
  next_poll_ms?: number;
}

interface Found {
  file_id: string;
  filename: string;
  score: number;
  text: string;
  attributes: object;
}

const hour = 60 * 60_000;
let plugin: TestPlugin;
/** Files are ready at the first look, unless a test has a slow one. */
let slow: TestPlugin;
beforeAll(async () => {
  const now = () => new Date('2026-11-20T12:00:00Z');
  plugin = await startPlugin({ now, background: { steps: 1, milliseconds: hour } });
  slow = await startPlugin({ now, background: { steps: 1000, milliseconds: hour } });
});
afterEach(() => {
  plugin.endTest();
  slow.endTest();
});
afterAll(() => Promise.all([plugin.stop(), slow.stop()]));

const run = <Data>(vector_store_action: string, options: object = {}, from = plugin) =>
  from.run<Data>({ operation: 'vector_store', vector_store_action, ...options });
const create = async (options: object = {}, from = plugin) => (await run<Store>('create', options, from)).data;
const paths = (from = plugin) => from.emulator.requests.map(({ method, path }) => `${method} ${path}`);

const refunds = { name: 'refunds.md', text: 'A refund is paid within fourteen days of the return.' };
const pans = { name: 'pans.txt', text: 'Zinc pans must not go into the dishwasher.' };
const picked = ({ name, text }: typeof refunds) => ({ name, base64Data: Buffer.from(text).toString('base64') });

describe('a vector store [row 112]', () => {
  it('is created, looked up, changed and deleted', async () => {
    const store = await create({ name: 'Help', metadata: '{ "team": "a" }', expires_after_days: '7' });
    expect(plugin.lastBody()).toEqual({
      name: 'Help',
      metadata: { team: 'a' },
      expires_after: { anchor: 'last_active_at', days: 7 },
    });
    expect(store).toEqual({
      id: expect.stringMatching(/^vs_/),
      name: 'Help',
      status: 'completed',
      files: 0,
      files_completed: 0,
      files_in_progress: 0,
      files_failed: 0,
      usage_bytes: 0,
      created_at: '2026-11-20T12:00:00.000Z',
      last_active_at: '2026-11-20T12:00:00.000Z',
      expires_at: '2026-11-27T12:00:00.000Z',
      metadata: { team: 'a' },
    });
    const { id: vector_store_id } = store;
    expect((await run('get', { vector_store_id })).data).toEqual(store);
    const changed = await run<Store>('update', { vector_store_id, name: 'Help desk' });
    expect(plugin.lastBody()).toEqual({ name: 'Help desk' });
    expect(changed).toMatchObject({ message: 'Vector store updated', data: { ...store, name: 'Help desk' } });
    const { data, metadata } = await run('delete', { vector_store_id });
    expect(data).toEqual({ id: vector_store_id, deleted: true });
    expect(metadata).toMatchObject({ operation: 'vector_store', id: vector_store_id });
    const query = { operation: 'vector_store', vector_store_action: 'get', vector_store_id };
    expect(await plugin.failure(query)).toMatchObject({
      message: 'Could not get the vector store',
      data: { status: 404, hint: expect.stringContaining('Check the id') },
    });
  });

  it('stands in a list, newest first', async () => {
    const one = await create({ name: 'One' });
    const two = await create({ name: 'Two' });
    const { data } = await run<{ rows: Store[]; has_more: boolean }>('list', { limit: 2 });
    expect(data).toEqual({ rows: [two, one], has_more: expect.any(Boolean) });
  });

  it('may be listed beyond the hundred that the API gives at once', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 105; index += 1) ids.unshift((await create()).id);
    plugin.emulator.reset();
    const { data } = await run<{ rows: Store[] }>('list', { limit: 105 });
    expect(data.rows.map(({ id }) => id)).toEqual(ids);
    expect(paths()).toEqual(['GET /v1/vector_stores?limit=100', `GET /v1/vector_stores?limit=5&after=${ids[99]}`]);
  });

  it('is given files, which are uploaded where they are not yet, and can be searched then', async () => {
    const { id: vector_store_id } = await create();
    const kept = await plugin.run<{ id: string }>({ operation: 'file', file: pans, purpose: 'assistants' });
    plugin.emulator.reset();
    const file = [picked(refunds), kept.data.id];
    const added = await run<Added>('add_files', { vector_store_id, file, attributes: { language: 'en' } });
    const [uploaded = '', ...others] = added.data.rows.map(row => row.file_id);
    expect(others).toEqual([kept.data.id]);
    expect(added).toMatchObject({
      message: '2 of 2 files can be searched',
      data: {
        id: expect.stringMatching(/^vsfb_/),
        vector_store_id,
        status: 'completed',
        done: true,
        rows: [
          { file_id: uploaded, status: 'completed', error: null },
          { file_id: kept.data.id, status: 'completed', error: null },
        ],
      },
    });
    expect(added.data).not.toHaveProperty('next_poll_ms');
    const [upload, batch] = plugin.emulator.requests;
    const { fields, files } = await readForm(upload);
    expect(fields).toEqual({ purpose: 'assistants' });
    expect(files).toMatchObject([{ name: 'refunds.md', content: Buffer.from(refunds.text) }]);
    expect(batch?.body).toEqual({ file_ids: [uploaded, kept.data.id], attributes: { language: 'en' } });
    expect(paths()[2]).toBe(`GET /v1/vector_stores/${vector_store_id}/file_batches/${added.data.id}`);
    expect(added.metadata.attempts).toBe(3);

    const { data, message } = await run<{ rows: Found[] }>('search', {
      vector_store_id,
      query: 'When is a refund paid?',
    });
    expect(message).toMatch(/^\d passages? found$/);
    expect(data.rows[0]).toEqual({
      file_id: uploaded,
      filename: 'refunds.md',
      score: expect.any(Number),
      text: refunds.text,
      attributes: { language: 'en' },
    });
  });

  it('says of each file why it cannot be searched', async () => {
    const { id: vector_store_id } = await create();
    const file = [refunds, { name: 'archive.zip', base64: Buffer.from([80, 75, 3, 4, 0, 0]).toString('base64') }];
    const added = await run<Added>('add_files', { vector_store_id, file });
    expect(added.data).toMatchObject({
      done: true,
      rows: [
        { status: 'completed', error: null },
        { status: 'failed', error: expect.stringMatching(/./) },
      ],
    });
    expect(added.message).toBe('1 of 2 files can be searched');
    expect(added.metadata.warnings).toEqual([
      { parameter: 'file', reason: '1 of 2 files cannot be searched; see rows' },
    ]);
    const { data } = await run<{ rows: object[] }>('list_files', { vector_store_id });
    expect(data.rows).toHaveLength(2);
    expect(data.rows).toEqual(
      expect.arrayContaining([
        {
          file_id: added.data.rows[0]?.file_id,
          status: 'completed',
          usage_bytes: refunds.text.length,
          created_at: '2026-11-20T12:00:00.000Z',
          attributes: {},
          error: null,
        },
        expect.objectContaining({ ...added.data.rows[1] }),
      ])
    );
  });

  it('says done: false where its files take longer than the query waits', async () => {
    const { id: vector_store_id } = await create({}, slow);
    const added = await run<Added>('add_files', { vector_store_id, file: refunds, wait_seconds: 1 }, slow);
    expect(added.data).toEqual({
      id: expect.any(String),
      vector_store_id,
      status: 'in_progress',
      done: false,
      rows: [{ file_id: expect.any(String), status: 'in_progress', error: null }],
      next_poll_ms: 2000,
    });
    expect(added.message).toBe('0 of 1 files can be searched');
    const { data } = await run<{ rows: object[] }>('list_files', { vector_store_id }, slow);
    expect(data.rows).toMatchObject([{ file_id: added.data.rows[0]?.file_id, status: 'in_progress' }]);
  });

  it('forgets nothing that was begun where the server cannot be asked for a while', async () => {
    const { id: vector_store_id } = await create();
    const path = `/v1/vector_stores/${vector_store_id}/file_batches/`;
    plugin.emulator.answerNext(path, { status: 503, headers: { 'retry-after': '30' }, body: { error: 'busy' } });
    const added = await run<Added>('add_files', { vector_store_id, file: refunds, wait_seconds: 5 });
    expect(added.data).toMatchObject({ done: false, next_poll_ms: 30_000, rows: [{ status: 'in_progress' }] });
    expect(warnedOf(added)).toEqual(['vector_store_id']);
  });

  it('loses a file and keeps it at OpenAI', async () => {
    const { id: vector_store_id } = await create();
    const added = await run<Added>('add_files', { vector_store_id, file: refunds });
    const file_id = added.data.rows[0]?.file_id;
    expect(await run('remove_file', { vector_store_id, file_id })).toMatchObject({
      message: 'File removed from the vector store',
      data: { id: file_id, deleted: true },
    });
    expect((await run('list_files', { vector_store_id })).data).toEqual({ rows: [], has_more: false });
    expect(await plugin.run({ operation: 'file', file_action: 'get', file_id })).toMatchObject({
      data: { id: file_id },
    });
  });
});

describe('a search [row 112]', () => {
  it('takes filters at any depth, a limit and a threshold', async () => {
    const { id: vector_store_id } = await create();
    await run('add_files', { vector_store_id, file: refunds, attributes: { year: 2026 } });
    await run('add_files', { vector_store_id, file: pans, attributes: { year: 2020 } });
    const search = { vector_store_id, query: 'zinc pans and a refund', limit: '5', score_threshold: '0.01' };
    const filters = {
      type: 'and',
      filters: [
        { type: 'gte', key: 'year', value: 2025 },
        { type: 'nin', key: 'year', value: [1999] },
      ],
    };
    const { data } = await run<{ rows: Found[] }>('search', { ...search, filters: JSON.stringify(filters) });
    expect(plugin.lastBody()).toEqual({
      query: search.query,
      filters,
      max_num_results: 5,
      ranking_options: { score_threshold: 0.01 },
    });
    expect(data.rows.map(({ filename }) => filename)).toEqual(['refunds.md']);
    const all = await run<{ rows: Found[] }>('search', search);
    expect(all.data.rows.map(({ filename }) => filename).toSorted()).toEqual(['pans.txt', 'refunds.md']);
  });

  it('says so of an answer that is none of the API', async () => {
    plugin.emulator.answerNext('/v1/vector_stores', { body: { message: 'OK' } });
    const query = { operation: 'vector_store', vector_store_action: 'search', vector_store_id: 'vs_1', query: 'zinc' };
    expect((await plugin.failure(query)).data).toMatchObject({ code: 'unexpected_answer', category: 'server' });
  });
});

it('a dry run of adding files shows the first upload, and how many requests there are [row 139]', async () => {
  const { data } = await run('add_files', {
    vector_store_id: 'vs_1',
    file: [refunds, pans, 'file-abc123'],
    dry_run: true,
  });
  expect(data).toEqual({
    method: 'POST',
    url: `${plugin.emulator.baseUrl}/files`,
    headers: { authorization: '[hidden]' },
    body: { purpose: 'assistants', file: { filename: 'refunds.md', type: 'text/plain', bytes: refunds.text.length } },
    requests: 3,
  });
  expect(plugin.emulator.requests).toEqual([]);
});
