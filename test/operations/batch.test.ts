import { type Fields, startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Row extends Fields {
  custom_id?: string;
  status: 'ok' | 'error' | 'not_run';
  error?: { code: string; category: string; message: string };
}

interface Data {
  id: string;
  ids: string[];
  status: string;
  done: boolean;
  counts: { total: number; completed: number; failed: number };
  errors?: { code: string; line?: number }[];
  rows?: Row[];
  not_sent?: number;
  next_poll_ms?: number;
}

let plugin: TestPlugin;
/** A day passes where a test says so. */
let hours = 0;
beforeAll(async () => {
  // A second look finds a batch at its end.
  const now = () => new Date(Date.parse('2026-11-20T12:00:00Z') + hours * 3_600_000);
  plugin = await startPlugin({ models: 'retired', now, background: { steps: 2, milliseconds: 40 * 3_600_000 } });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'batch', model_id: 'gpt-4o', prompt: 'Say "[[word]]"' };
const words = (count: number) => Array.from({ length: count }, (_, index) => ({ id: 100 + index, word: `w${index}` }));
const run = (options: Fields) => plugin.run<Data>({ ...query, ...options });
const look = (batch_id: unknown) => run({ batch_action: 'status', batch_id });
const results = (batch_id: unknown, options: Fields = {}) => run({ batch_action: 'results', batch_id, ...options });

async function finish(options: Fields): Promise<string> {
  const { data } = await run(options);
  await look(data.id);
  return data.id;
}

/** The lines of the files that were uploaded, file by file. */
const uploaded = () =>
  plugin.emulator.requests
    .filter(({ method, path }) => method === 'POST' && path === '/v1/files')
    .map(({ rawBody }) => [...rawBody.toString().matchAll(/^\{.*\}$/gm)].map(([line]) => JSON.parse(line)));

describe('creating a batch', () => {
  it('uploads a request for every row and gives the id to ask by [row 113]', async () => {
    const { data, message, metadata } = await run({
      rows: words(3),
      system_prompt: 'Row [[id]]',
      max_tokens: 20,
      metadata: { table: 'words' },
      extra_parameters: { temperature: 0 },
    });
    expect(message).toBe('Batch created successfully');
    expect(data).toMatchObject({ ids: [data.id], status: 'validating', done: false, next_poll_ms: 60_000 });
    expect(metadata).toMatchObject({ operation: 'batch', model: 'gpt-4o', id: data.id });
    expect(uploaded()).toEqual([
      words(3).map(({ id, word }, index) => ({
        custom_id: `row-${index}`,
        method: 'POST',
        url: '/v1/chat/completions',
        body: {
          model: 'gpt-4o',
          max_tokens: 20,
          temperature: 0,
          messages: [
            { role: 'system', content: `Row ${id}` },
            { role: 'user', content: `Say "${word}"` },
          ],
        },
      })),
    ]);
    expect(plugin.lastBody()).toMatchObject({
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: { table: 'words' },
    });
  });

  it.each([
    ['respond', '/v1/responses', { max_tokens: 20 }, { input: [{ role: 'user' }], max_output_tokens: 20 }],
    ['embedding', '/v1/embeddings', { model_id: '', dimensions: 8 }, { input: 'Say "w0"', dimensions: 8 }],
    ['moderation', '/v1/moderations', { model_id: '' }, { model: 'omni-moderation-latest', input: 'Say "w0"' }],
    [
      'image',
      '/v1/images/generations',
      { model_id: 'gpt-image-2', size: '1024x1024' },
      { prompt: 'Say "w0"', size: '1024x1024' },
    ],
  ])('for %s goes to its endpoint, by a model that can [row 113]', async (target, url, options, body) => {
    await run({ target, rows: words(2), ...options });
    expect(uploaded()[0]).toMatchObject([{ url, body }, { url }]);
    expect(plugin.lastBody()).toMatchObject({ endpoint: url });
  });

  it.each([
    ['JSONL', (lines: object[]) => lines.map(line => JSON.stringify(line)).join('\n')],
    ['a list', (lines: object[]) => lines],
    ['JSON text', (lines: object[]) => JSON.stringify(lines)],
  ])('takes requests as they are, as %s, with ids and endpoint of their own', async (_, write) => {
    const lines = ['a', 'b'].map(id => ({
      custom_id: id,
      method: 'POST',
      url: '/v1/responses',
      body: { model: 'gpt-4.1', input: `Say "${id}"` },
    }));
    await run({ prompt: '', requests: write(lines) });
    expect(uploaded()).toEqual([lines]);
    expect(plugin.lastBody()).toMatchObject({ endpoint: '/v1/responses' });
  });

  it('takes bare bodies, and gives them model and id', async () => {
    await run({ prompt: '', requests: [{ messages: [{ role: 'user', content: 'Say "x"' }] }] });
    expect(uploaded()[0]).toEqual([
      {
        custom_id: 'row-0',
        method: 'POST',
        url: '/v1/chat/completions',
        body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Say "x"' }] },
      },
    ]);
  });

  it('splits what is more than one batch holds, and gives all ids', async () => {
    const { data, message } = await run({ rows: words(50_001) });
    expect(message).toBe('2 batches created');
    expect(data.ids).toHaveLength(2);
    expect(new Set(data.ids).size).toBe(2);
    expect(uploaded().map(lines => lines.length)).toEqual([50_000, 1]);
    expect(uploaded()[1]?.[0]).toMatchObject({ custom_id: 'row-50000' });
  });

  it('keeps the ids of those made where a later one fails', async () => {
    const requests = [0, 1].map(() => ({ input: Array.from({ length: 26_000 }, () => 'x') }));
    plugin.emulator.answerNext('/v1/batches', {
      body: { id: 'batch_1', object: 'batch', status: 'validating', created_at: 1 },
    });
    const full = { error: { message: 'Too many batches', type: 'invalid_request_error', code: 'too_many' } };
    plugin.emulator.answerNext('/v1/batches', { status: 400, body: full });
    const result = await run({ target: 'embedding', model_id: '', prompt: '', requests });
    expect(result.data).toMatchObject({ ids: ['batch_1'], not_sent: 1 });
    expect(result.metadata.warnings).toEqual([
      { parameter: 'rows', reason: expect.stringContaining('Too many batches') },
    ]);
  });

  it('fails where the first cannot be made', async () => {
    plugin.emulator.answerNext('/v1/files', {
      status: 403,
      body: { error: { message: 'No files', code: 'forbidden' } },
    });
    const { message, data } = await plugin.failure({ ...query, rows: words(2) });
    expect(message).toBe('Could not create the batch');
    expect(data.category).toBe('permission');
  });

  it('sends the upload again where it was refused [row 129]', async () => {
    plugin.emulator.answerNext('/v1/files', { status: 429, headers: { 'retry-after-ms': '1' } });
    expect((await run({ rows: words(2) })).data.status).toBe('validating');
    expect(plugin.emulator.requests.filter(({ path }) => path === '/v1/files')).toHaveLength(2);
  });

  it('does not upload twice what may have arrived', async () => {
    plugin.emulator.answerNext('/v1/files', { body: '{"id": "file-1"}', truncateAt: 5 });
    expect((await plugin.failure({ ...query, rows: words(2) })).data.category).toBe('network');
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('is not tried again where it may have been made [row 131]', async () => {
    plugin.emulator.answerNext('/v1/batches', { hang: true });
    const { data } = await plugin.failure({ ...query, rows: words(2), query_timeout: 500 });
    expect(data.category).toBe('timeout');
    expect(plugin.emulator.requests.filter(({ path }) => path === '/v1/batches')).toHaveLength(1);
  });

  it('shows its upload in a dry run [row 139]', async () => {
    const { data } = await plugin.run({ ...query, rows: words(2), dry_run: true });
    expect(data).toMatchObject({ method: 'POST', body: { purpose: 'batch', file: { filename: 'batch-1.jsonl' } } });
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('a batch that was made', () => {
  it('is looked at, and says when to look again [row 114]', async () => {
    const { data } = await run({ rows: words(4) });
    const first = await look(data.id);
    expect(first).toMatchObject({
      message: 'The batch is in progress',
      data: { id: data.id, done: false, counts: { total: 4 }, next_poll_ms: 60_000 },
    });
    expect((await results(data.id)).data).not.toHaveProperty('next_poll_ms');
    const last = await look(data.id);
    expect(last.data).toMatchObject({ status: 'completed', done: true, counts: { total: 4, completed: 4, failed: 0 } });
    expect(last.data).not.toHaveProperty('next_poll_ms');
  });

  it('gives its results with the rows they belong to, in their order [row 114]', async () => {
    const rows = words(40);
    const id = await finish({ rows });
    const { data, message, metadata } = await results(id, { rows });
    expect(message).toBe('40 rows succeeded');
    expect(data.rows?.map(row => row['id'])).toEqual(rows.map(row => row.id));
    for (const row of data.rows ?? []) expect(row).toMatchObject({ status: 'ok', text: row['word'], usage: {} });
    const total = data.rows?.reduce((sum, { usage }) => sum + Number((usage as Fields)['total_tokens']), 0);
    expect(metadata.usage?.['total_tokens']).toBe(total);
  });

  it('of 10,000 rows comes back with 10,000 rows, each with its own answer [row 114]', async () => {
    const rows = words(10_000);
    const { data } = await results(await finish({ rows }), { rows });
    expect(data.counts).toEqual({ total: 10_000, completed: 10_000, failed: 0 });
    expect(data.rows?.map(row => row['id'])).toEqual(rows.map(({ id }) => id));
    expect(data.rows?.filter(({ word, text }) => word !== text)).toEqual([]);
  });

  it('gives its results in the same order without the rows [row 114]', async () => {
    const id = await finish({ rows: words(12) });
    const { data } = await results(id);
    expect(data.rows?.map(({ custom_id }) => custom_id)).toEqual(words(12).map((_, index) => `row-${index}`));
    expect(data.rows?.map(({ text }) => text)).toEqual(words(12).map(({ word }) => word));
  });

  it('gives answers that follow a schema as data [row 32 row 114]', async () => {
    const json_schema = {
      type: 'object',
      properties: { kind: { type: 'string' } },
      required: ['kind'],
      additionalProperties: false,
    };
    for (const target of ['chat', 'respond']) {
      const { data } = await results(await finish({ target, rows: words(2), json_schema }));
      expect(data.rows).toMatchObject(Array(2).fill({ status: 'ok', parsed: { kind: expect.any(String) } }));
    }
  });

  it('checks the answers of a chat against the fields that they were asked for', async () => {
    const rows = words(2);
    const id = await finish({ rows, output_fields: 'kind' });
    const fitting = await results(id, { rows, output_fields: 'kind' });
    expect(fitting.data.rows).toMatchObject(Array(2).fill({ status: 'ok', parsed: { kind: expect.any(String) } }));
    const { data } = await results(id, { rows, output_fields: 'kind: number' });
    const error = { code: 'schema_mismatch', message: expect.stringMatching(/kind is ".*"; must be a number/) };
    expect(data.rows).toMatchObject(Array(2).fill({ status: 'error', text: expect.any(String), error }));
    const { data: refused } = await plugin.refusal({
      ...query,
      batch_action: 'results',
      batch_id: id,
      output_fields: 'x: y',
    });
    expect(refused.problems).toMatchObject([{ field: 'output_fields' }]);
  });

  it.each([
    ['embedding', { model_id: '', dimensions: 4 }, { embedding: Array(4).fill(expect.any(Number)) }],
    ['moderation', { model_id: '' }, { flagged: false, categories: {}, scores: {} }],
    [
      'image',
      { model_id: 'gpt-image-2', size: '1024x1024', quality: 'low' },
      { data_url: expect.stringMatching(/^data:image\/png;base64,/), width: 1024 },
    ],
  ])('gives what %s answers [row 114]', async (target, options, row) => {
    const { data } = await results(await finish({ target, rows: words(2), ...options }));
    expect(data.rows).toMatchObject([
      { status: 'ok', ...row },
      { status: 'ok', ...row },
    ]);
  });

  it('tells the requests that failed from the others [row 123]', async () => {
    const content = (text: string) => ({ messages: [{ role: 'user', content: text }] });
    const requests = [content('Say "a"'), { ...content('Say "b"'), n: 500 }, content('Say "c"')];
    const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const { data, message } = await results(await finish({ prompt: '', requests }), { rows });
    expect(message).toBe('2 rows succeeded, 1 failed');
    expect(data.rows).toMatchObject([
      { n: 1, status: 'ok', text: 'a' },
      { n: 2, status: 'error', error: { category: 'invalid_request', message: expect.stringContaining('n') } },
      { n: 3, status: 'ok', text: 'c' },
    ]);
    expect(data.counts).toEqual({ total: 3, completed: 2, failed: 1 });
  });

  it('gives several batches as one', async () => {
    const rows = words(6);
    const bodies = rows.map(({ word }) => ({ messages: [{ role: 'user', content: `Say "${word}"` }] }));
    const wrap = (from: number) =>
      bodies.slice(from, from + 3).map((body, index) => ({
        custom_id: `row-${from + index}`,
        url: '/v1/chat/completions',
        body: { model: 'gpt-4o', ...body },
      }));
    const ids = [await finish({ prompt: '', requests: wrap(0) }), await finish({ prompt: '', requests: wrap(3) })];
    const { data } = await results(ids, { rows });
    expect(data).toMatchObject({ id: ids[0], ids, done: true, counts: { total: 6, completed: 6 } });
    expect(data.rows?.map(({ text }) => text)).toEqual(rows.map(({ word }) => word));
    expect((await look(JSON.stringify(ids))).data).toMatchObject({ ids, status: 'completed' });
  });

  it('that is under way has no rows yet', async () => {
    const { data } = await run({ rows: words(2) });
    const { data: early, message } = await results(data.id, { rows: words(2) });
    expect(message).toBe('The batch is in progress');
    expect(early).not.toHaveProperty('rows');
    expect(early.next_poll_ms).toBe(60_000);
  });

  it('that expired gives what is done, and marks the rest', async () => {
    const { data } = await run({ rows: words(10) });
    hours = 25;
    const { data: late } = await results(data.id, { rows: words(10) });
    hours = 0;
    expect(late).toMatchObject({ status: 'expired', done: true });
    const of = (status: string) => late.rows?.filter(row => row.status === status).length ?? 0;
    expect(of('ok')).toBe(late.counts.completed);
    expect(of('not_run')).toBe(10 - of('ok'));
    expect(of('not_run')).toBeGreaterThan(0);
  });

  it('that the API did not take says why', async () => {
    const errors = { object: 'list', data: [{ code: 'invalid_json_line', message: 'Not JSON', line: 2, param: null }] };
    const body = { id: 'batch_1', object: 'batch', status: 'failed', created_at: 1, errors };
    plugin.emulator.answerNext('/v1/batches/batch_1', { body, times: 2 });
    const failed = {
      status: 'failed',
      done: true,
      errors: [{ code: 'invalid_json_line', message: 'Not JSON', line: 2 }],
    };
    expect((await look('batch_1')).data).toMatchObject(failed);
    const { data } = await results('batch_1', { rows: words(2) });
    expect(data).toMatchObject({ ...failed, rows: [{ status: 'not_run' }, { status: 'not_run' }] });
  });

  it('is cancelled once, however often that is asked', async () => {
    const { data } = await run({ rows: words(4) });
    const cancel = () => run({ batch_action: 'cancel', batch_id: data.id });
    expect((await cancel()).data.status).toBe('cancelling');
    expect((await cancel()).data.status).toMatch(/^cancel/);
    const { data: ended } = await cancel();
    expect(ended).toMatchObject({ status: 'cancelled', done: true });
    const posted = plugin.emulator.requests.filter(({ path }) => path.endsWith('/cancel'));
    expect(posted).toHaveLength(1);
    const { data: rest } = await results(data.id, { rows: words(4) });
    expect(rest.rows?.every(({ status }) => status === 'ok' || status === 'not_run')).toBe(true);
  });

  it('stands in the list with the others, the newest first, page by page', async () => {
    const ids = [await finish({ rows: words(1) }), await finish({ rows: words(1) })];
    const page = await plugin.run<{ rows: Row[]; has_more: boolean }>({ ...query, batch_action: 'list', limit: '1' });
    expect(page.data).toMatchObject({
      rows: [{ id: ids[1], endpoint: '/v1/chat/completions', total: 1, created_at: '2026-11-20T12:00:00.000Z' }],
      has_more: true,
    });
    const next = await plugin.run<{ rows: Row[] }>({
      ...query,
      batch_action: 'list',
      extra_parameters: { after: ids[1] },
    });
    expect(next.data.rows[0]).toMatchObject({ id: ids[0] });
    const raw = await plugin.run({ ...query, batch_action: 'list', limit: 1, include_raw: true });
    expect(raw.metadata.raw).toMatchObject({ items: [{ id: ids[1], object: 'batch' }], has_more: true });
  });

  it('that nobody knows is an error', async () => {
    const { message, data } = await plugin.failure({ ...query, batch_action: 'results', batch_id: 'batch_none' });
    expect(message).toBe('Could not get the results of the batch');
    expect(data['status']).toBe(404);
  });

  it('is read again where the download breaks off', async () => {
    const id = await finish({ rows: words(3) });
    plugin.emulator.answerNext('/v1/files/', { body: '{"custom_id": "row-0", "resp', truncateAt: 20 });
    const { data } = await results(id);
    expect(data.rows?.map(({ text }) => text)).toEqual(['w0', 'w1', 'w2']);
  });

  it('costs what its tokens cost by the prices of batches [row 117]', async () => {
    const rows = words(2);
    const id = await finish({ rows, model_id: 'gpt-5.4' });
    const asking = { ...query, batch_action: 'results', batch_id: id, rows };
    const { metadata } = await plugin.run(asking, { ...plugin.source, prices: { '*': 'openai' } });
    const { input_tokens = 0, output_tokens = 0 } = metadata.usage ?? {};
    expect(input_tokens).toBeGreaterThan(0);
    // Half of $2.5 and $15 by the million.
    expect(metadata.cost?.usd).toBeCloseTo((input_tokens * 1.25 + output_tokens * 7.5) / 1e6, 12);
  });

  it('warns of results that belong to none of the rows', async () => {
    const id = await finish({ rows: words(3) });
    const result = await results(id, { rows: words(2) });
    expect(warnedOf(result)).toEqual(['rows']);
    expect(result.data.rows).toHaveLength(2);
  });

  const line = (custom_id: unknown, content = 'zinc') =>
    JSON.stringify({
      custom_id,
      response: {
        status_code: 200,
        body: { model: 'gpt-4o', choices: [{ index: 0, finish_reason: 'stop', message: { content } }] },
      },
    });
  const answerLines = (...lines: string[]) =>
    plugin.emulator.answerNext('/v1/files/', {
      headers: { 'content-type': 'application/octet-stream' },
      body: lines.join('\n'),
    });

  it('loses no row to a line that is none', async () => {
    const id = await finish({ rows: words(3) });
    const long = 'z'.repeat(3_000_000);
    answerLines(line('row-1', long), '{"custom_id": "row-0", "resp', '[]', line(7), line('__proto__'), line('row-2'));
    const result = await results(id, { rows: words(3) });
    expect(result.data.rows?.map(({ status }) => status)).toEqual(['not_run', 'ok', 'ok']);
    expect(result.data.rows?.[1]?.['text']).toBe(long);
    expect(result.metadata.warnings).toEqual([
      { parameter: 'batch_id', reason: '3 unreadable lines were skipped' },
      { parameter: 'rows', reason: expect.stringMatching(/^1 result matches none of the rows/) },
    ]);
  });

  it('fails where its file holds no results at all', async () => {
    const id = await finish({ rows: words(3) });
    answerLines('<!doctype html>', '<title>Log in</title>');
    const { data } = await plugin.failure({ ...query, batch_action: 'results', batch_id: id });
    expect(data.code).toBe('unexpected_answer');
  });

  it('says where batches of other rows hide the results of each other', async () => {
    const [one, other] = [await finish({ rows: words(3) }), await finish({ rows: words(2) })];
    const { metadata } = await results([one, other]);
    expect(metadata.warnings[0]).toMatchObject({ parameter: 'batch_id', reason: expect.stringMatching(/^2 results/) });
  });
});
