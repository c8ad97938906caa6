import OpenAI, { toFile } from 'openai';
import type { Batch, BatchCreateParams } from 'openai/resources/batches';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { findViolations } from './support/api-document';
import { checkAnswers } from './support/checked-fetch';

const minute = 60_000;
const hour = 60 * minute;
let emulator: Emulator;
let client: OpenAI;
let time: number;

interface Row {
  custom_id: unknown;
  method: string | undefined;
  url: string | undefined;
  body: unknown;
}

/** A line of an output or error file. */
interface Result {
  id: string;
  custom_id: string;
  response: { status_code: number; request_id: string; body: Record<string, unknown> } | null;
  error: { code: string; message: string } | null;
}

async function start(milliseconds = 20 * minute, steps = 6): Promise<void> {
  time = Date.parse('2026-11-20T12:00:00Z');
  emulator = await startEmulator({
    models: 'retired',
    now: () => new Date(time),
    background: { steps, milliseconds },
  });
  const fetch = checkAnswers('/v1/batches', '/v1/files');
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0, fetch });
}

beforeEach(() => start());
afterEach(async () => {
  expect(emulator.requests.flatMap(findViolations)).toEqual([]);
  await emulator.stop();
});

function chat(index: number, body: object = {}): Row {
  const messages = [{ role: 'user', content: `Say "${index}"` }];
  const custom_id = `row-${index}`;
  return { custom_id, method: 'POST', url: '/v1/chat/completions', body: { model: 'gpt-5.4', messages, ...body } };
}

function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => chat(index));
}

async function upload(lines: (Row | string)[]): Promise<string> {
  const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const { id } = await client.files.create({ file: await toFile(Buffer.from(text), 'in.jsonl'), purpose: 'batch' });
  return id;
}

async function create(lines: (Row | string)[], settings: Partial<BatchCreateParams> = {}): Promise<Batch> {
  const input_file_id = await upload(lines);
  return client.batches.create({
    input_file_id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    ...settings,
  });
}

async function finish(lines: (Row | string)[], settings: Partial<BatchCreateParams> = {}): Promise<Batch> {
  const { id } = await create(lines, settings);
  time += 20 * minute;
  return client.batches.retrieve(id);
}

async function read(fileId: string | undefined): Promise<Result[]> {
  const content = await client.files.content(fileId ?? '');
  const lines = (await content.text()).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map(line => JSON.parse(line));
}

const idsOf = (results: Result[]) => results.map(({ custom_id }) => custom_id);

describe('a batch', () => {
  it('goes through its states with every look', async () => {
    const batch = await create(rows(6), { metadata: { case: '7' } });
    expect(batch).toMatchObject({ status: 'validating', object: 'batch', metadata: { case: '7' } });
    expect(batch.expires_at).toBe(batch.created_at + 24 * 3600);
    const seen: Batch[] = [];
    for (let count = 0; count < 6; count += 1) seen.push(await client.batches.retrieve(batch.id));
    expect(seen.map(({ status }) => status)).toEqual([...Array(4).fill('in_progress'), 'finalizing', 'completed']);
    expect(seen.map(({ request_counts }) => request_counts?.completed)).toEqual([1, 2, 3, 4, 6, 6]);
    expect(seen.some(({ output_file_id }, index) => output_file_id !== undefined && index < 5)).toBe(false);
    expect(seen[5]).toMatchObject({ model: 'gpt-5.4', request_counts: { total: 6, completed: 6, failed: 0 } });
    expect(seen[5]).not.toHaveProperty('error_file_id');
    expect(await client.batches.retrieve(batch.id)).toEqual(seen[5]);
  });

  it('goes through them in time as well', async () => {
    const { id, created_at } = await create(rows(8));
    time += 10 * minute;
    expect(await client.batches.retrieve(id)).toMatchObject({
      status: 'in_progress',
      request_counts: { completed: 4 },
    });
    time += 30 * minute;
    expect(await client.batches.retrieve(id)).toMatchObject({
      status: 'completed',
      in_progress_at: created_at + 5 * 60,
      finalizing_at: created_at + 18 * 60,
      completed_at: created_at + 20 * 60,
    });
  });

  it('answers every row as its endpoint does, in any order but that of the rows', async () => {
    const batch = await finish(rows(50));
    const results = await read(batch.output_file_id);
    expect(idsOf(results)).not.toEqual(rows(50).map(({ custom_id }) => custom_id));
    expect(new Set(idsOf(results)).size).toBe(50);
    for (const { custom_id, response, error } of results) {
      expect(response).toMatchObject({
        status_code: 200,
        request_id: expect.stringMatching(/^req_/),
        body: { object: 'chat.completion', choices: [{ message: { content: custom_id.slice('row-'.length) } }] },
      });
      expect(error).toBeNull();
    }
    const usage = results.map(({ response }) => response?.body['usage'] as OpenAI.CompletionUsage);
    expect(batch.usage).toMatchObject({
      input_tokens: usage.reduce((sum, { prompt_tokens }) => sum + prompt_tokens, 0),
      total_tokens: usage.reduce((sum, { total_tokens }) => sum + total_tokens, 0),
    });
    expect(await client.files.retrieve(batch.output_file_id ?? '')).toMatchObject({
      purpose: 'batch_output',
      filename: `${batch.id}_output.jsonl`,
    });
    const again = await finish(rows(50));
    expect(idsOf(await read(again.output_file_id))).toEqual(idsOf(results));
  });

  it('answers 5,000 rows, each once', async () => {
    const count = 5000;
    const batch = await finish(rows(count));
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: count, completed: count, failed: 0 } });
    const content = await client.files.content(batch.output_file_id ?? '');
    const seen = new Set<string>();
    let lines = 0;
    for (const line of (await content.text()).trimEnd().split('\n')) {
      lines += 1;
      seen.add(/"custom_id":"(row-\d+)"/.exec(line)?.[1] ?? '');
    }
    expect([lines, seen.size, seen.has('')]).toEqual([count, count, false]);
  });

  it('sets its results free when their file is deleted', async () => {
    const { output_file_id = '' } = await finish(rows(2));
    expect(await client.files.delete(output_file_id)).toMatchObject({ deleted: true });
    await expect(client.files.content(output_file_id)).rejects.toMatchObject({ status: 404 });
  });

  it('tells when its results will be forgotten', async () => {
    const batch = await finish(rows(1), { output_expires_after: { anchor: 'created_at', seconds: 7200 } });
    const output = await client.files.retrieve(batch.output_file_id ?? '');
    expect(output.expires_at).toBe(output.created_at + 7200);
  });

  it('takes responses, images, embeddings and moderations', async () => {
    const make = (url: BatchCreateParams['endpoint'], body: object) =>
      finish([{ custom_id: 'only', method: 'POST', url, body }], { endpoint: url });
    const bodies: [BatchCreateParams['endpoint'], object, object][] = [
      ['/v1/responses', { model: 'gpt-5.4', input: 'Say "yes"' }, { object: 'response', status: 'completed' }],
      ['/v1/images/generations', { model: 'gpt-image-2', prompt: 'A lighthouse' }, { data: [{}] }],
      ['/v1/embeddings', { model: 'text-embedding-3-small', input: 'zinc' }, { object: 'list', data: [{ index: 0 }] }],
      ['/v1/moderations', { model: 'omni-moderation-latest', input: 'zinc' }, { results: [{ flagged: false }] }],
      ['/v1/completions', { model: 'gpt-3.5-turbo-instruct', prompt: 'The' }, { object: 'text_completion' }],
    ];
    for (const [endpoint, body, answer] of bodies) {
      const { output_file_id } = await make(endpoint, body);
      expect(await read(output_file_id)).toMatchObject([{ response: { status_code: 200, body: answer } }]);
    }
  });

  it('puts what an endpoint refuses into a file of errors', async () => {
    const batch = await finish([chat(1), chat(2, { n: 500 }), chat(3, { stream: true })]);
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 3, completed: 1, failed: 2 } });
    expect(idsOf(await read(batch.output_file_id))).toEqual(['row-1']);
    const errors = (await read(batch.error_file_id)).sort((one, other) => one.custom_id.localeCompare(other.custom_id));
    expect(errors).toMatchObject([
      { custom_id: 'row-2', error: null, response: { status_code: 400, body: { error: { param: 'n' } } } },
      { custom_id: 'row-3', error: null, response: { status_code: 400, body: { error: { param: 'stream' } } } },
    ]);
    const refused = await finish([chat(1, { n: 500 })]);
    expect(refused).toMatchObject({ status: 'completed', error_file_id: expect.any(String) });
    expect(refused).not.toHaveProperty('output_file_id');
  });

  it('can be cancelled while it works, and keeps what is done', async () => {
    const { id } = await create(rows(12));
    await client.batches.retrieve(id);
    await client.batches.retrieve(id);
    const cancelling = await client.batches.cancel(id);
    expect(cancelling).toMatchObject({ status: 'cancelling', cancelling_at: expect.any(Number) });
    expect(await client.batches.cancel(id)).toEqual(cancelling);
    const cancelled = await client.batches.retrieve(id);
    expect(cancelled).toMatchObject({ status: 'cancelled', request_counts: { total: 12, completed: 4, failed: 8 } });
    expect(await read(cancelled.output_file_id)).toHaveLength(4);
    const errors = await read(cancelled.error_file_id);
    expect(errors).toHaveLength(8);
    expect(errors[0]).toMatchObject({ response: null, error: { code: 'batch_cancelled' } });
    await expect(client.batches.cancel(id)).rejects.toMatchObject({ status: 409 });
  });

  it('expires after a day with what is done', async () => {
    await emulator.stop();
    await start(48 * hour, 100);
    const { id, created_at } = await create(rows(10));
    time += 30 * hour;
    const batch = await client.batches.retrieve(id);
    expect(batch).toMatchObject({ status: 'expired', request_counts: { total: 10, completed: 5, failed: 5 } });
    expect(batch.expired_at).toBe(created_at + 24 * 3600);
    const errors = await read(batch.error_file_id);
    expect(new Set(errors.map(({ error }) => error?.code))).toEqual(new Set(['batch_expired']));
    expect(await read(batch.output_file_id)).toHaveLength(5);
  });

  it('lists page by page, newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await create(rows(1))).id);
    const page = await client.batches.list({ limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(page.has_more).toBe(true);
    const next = await page.getNextPage();
    expect(next.data.map(({ id }) => id)).toEqual(ids.slice(2));
  });
});

describe('a file of requests', () => {
  async function findErrors(lines: (Row | string)[]) {
    const batch = await finish(lines);
    expect(batch).toMatchObject({ status: 'failed', failed_at: expect.any(Number), request_counts: { total: 0 } });
    return batch.errors?.data?.map(({ line, code }) => [line, code]);
  }

  it('fails with the numbers of the lines that are wrong', async () => {
    const errors = await findErrors([
      chat(1),
      '{"custom_id": "broken',
      '[1, 2]',
      chat(1),
      { ...chat(2), custom_id: undefined },
      { ...chat(3), method: undefined },
      '',
      { ...chat(4), url: undefined },
      { ...chat(5), body: undefined },
      { ...chat(6), url: '/v1/responses' },
      { ...chat(7), method: 'GET' },
      chat(8, { model: 'gpt-4o' }),
      { ...chat(9), custom_id: 9 },
    ]);
    expect(errors).toEqual([
      [2, 'invalid_json_line'],
      [3, 'invalid_json_line'],
      [4, 'duplicate_custom_id'],
      [5, 'missing_required_parameter'],
      [6, 'missing_required_parameter'],
      [8, 'missing_required_parameter'],
      [9, 'missing_required_parameter'],
      [10, 'url_mismatch'],
      [11, 'invalid_method'],
      [12, 'model_mismatch'],
      [13, 'invalid_type'],
    ]);
  });

  it('fails if it has nothing, or more than 50,000 requests', async () => {
    expect(await findErrors(['', ' '])).toEqual([[null, 'empty_file']]);
    expect(await findErrors(rows(50_001))).toEqual([[null, 'too_many_tasks']]);
  });

  it.each<[string, Partial<BatchCreateParams>, number]>([
    ['input_file_id', { input_file_id: 'file-none' }, 404],
    ['input_file_id', { input_file_id: 'file-sample' }, 400],
    ['endpoint', JSON.parse('{ "endpoint": "/v1/audio/speech" }'), 400],
    ['completion_window', JSON.parse('{ "completion_window": "1h" }'), 400],
    ['metadata.case', { metadata: { case: 'x'.repeat(513) } }, 400],
    ['output_expires_after.seconds', { output_expires_after: { anchor: 'created_at', seconds: 60 } }, 400],
  ])('is refused with a wrong %s', async (param, settings, status) => {
    await expect(create(rows(1), settings)).rejects.toMatchObject({ status, param });
    emulator.reset();
  });
});
