import OpenAI, { toFile } from 'openai';
import type { Response } from 'openai/resources/responses/responses';
import type { VectorStore, VectorStoreSearchParams } from 'openai/resources/vector-stores';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { findViolations } from './support/api-document';
import { checkAnswers } from './support/checked-fetch';

const minute = 60_000;
const day = 24 * 60 * minute;
let emulator: Emulator;
let client: OpenAI;
let time: number;

const handbook = [
  'Holidays are asked for two weeks before, in writing.',
  'A refund is paid within fourteen days of the return. Refunds above 500 euros need a second signature.',
  'The office is closed on Sundays.',
].join('\n\n');
const kitchen = 'Zinc pans must not go into the dishwasher. The kitchen is cleaned on Fridays.';

beforeEach(async () => {
  time = Date.parse('2026-11-20T12:00:00Z');
  emulator = await startEmulator({ now: () => new Date(time), background: { steps: 3, milliseconds: minute } });
  const fetch = checkAnswers('/v1/vector_stores', '/v1/files');
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0, fetch });
});
afterEach(async () => {
  expect(emulator.requests.flatMap(findViolations)).toEqual([]);
  await emulator.stop();
});

async function upload(text: string, name = 'handbook.md'): Promise<string> {
  const { id } = await client.files.create({ file: await toFile(Buffer.from(text), name), purpose: 'assistants' });
  return id;
}

async function createFilled(settings: Partial<OpenAI.VectorStoreCreateParams> = {}): Promise<VectorStore> {
  const { id } = await client.vectorStores.create({ name: 'Support', ...settings });
  await client.vectorStores.files.create(id, {
    file_id: await upload(handbook),
    attributes: { year: 2025, kind: 'rules', isPublic: true },
  });
  await client.vectorStores.files.create(id, {
    file_id: await upload(kitchen, 'kitchen.txt'),
    attributes: { year: 2023, kind: 'notes' },
  });
  time += minute;
  return client.vectorStores.retrieve(id);
}

async function search(id: string, settings: Partial<VectorStoreSearchParams> = {}) {
  const { data } = await client.vectorStores.search(id, { query: 'refund', ...settings });
  return data;
}

describe('a vector store', () => {
  it('is created, changed, listed and deleted', async () => {
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three']) ids.unshift((await client.vectorStores.create({ name })).id);
    const [newest = ''] = ids;
    expect(await client.vectorStores.retrieve(newest)).toMatchObject({
      name: 'three',
      status: 'completed',
      usage_bytes: 0,
      file_counts: { total: 0 },
    });
    const changed = await client.vectorStores.update(newest, { name: 'four', metadata: { team: 'a' } });
    expect(changed).toMatchObject({ id: newest, name: 'four', metadata: { team: 'a' } });
    const page = await client.vectorStores.list({ limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect((await page.getNextPage()).data.map(({ id }) => id)).toEqual(ids.slice(2));
    expect((await client.vectorStores.list({ before: ids[2] ?? '', limit: 1 })).data).toMatchObject([{ id: ids[1] }]);
    expect(await client.vectorStores.delete(newest)).toMatchObject({ id: newest, deleted: true });
    await expect(client.vectorStores.retrieve(newest)).rejects.toMatchObject({ status: 404 });
  });

  it('takes files in so many looks', async () => {
    const file_id = await upload(handbook);
    const store = await client.vectorStores.create({ file_ids: [file_id] });
    expect(store).toMatchObject({ status: 'in_progress', file_counts: { in_progress: 1, total: 1 }, usage_bytes: 0 });
    expect(await search(store.id)).toEqual([]);
    const seen: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      seen.push((await client.vectorStores.files.retrieve(file_id, { vector_store_id: store.id })).status);
    }
    expect(seen).toEqual(['in_progress', 'in_progress', 'completed']);
    expect(await client.vectorStores.retrieve(store.id)).toMatchObject({
      status: 'completed',
      file_counts: { in_progress: 0, completed: 1 },
      usage_bytes: Buffer.byteLength(handbook),
    });
  });

  it('says which files it could not read', async () => {
    const { id } = await client.vectorStores.create({});
    for (const [text, name] of [
      ['a,b', 'table.csv'],
      ['  \n', 'blank.txt'],
      ['\0\u0001', 'program.txt'],
      [handbook, 'a.md'],
    ]) {
      await client.vectorStores.files.create(id, { file_id: await upload(text ?? '', name) });
    }
    time += minute;
    const { data } = await client.vectorStores.files.list(id, { filter: 'failed', order: 'asc' });
    expect(data.map(({ last_error }) => last_error?.code)).toEqual([
      'unsupported_file',
      'invalid_file',
      'invalid_file',
    ]);
    expect(await client.vectorStores.retrieve(id)).toMatchObject({
      file_counts: { completed: 1, failed: 3, total: 4 },
    });
  });

  it('changes and forgets a file', async () => {
    const { id } = await createFilled();
    const [, first] = (await client.vectorStores.files.list(id)).data;
    const place = { vector_store_id: id };
    const fileId = first?.id ?? '';
    expect(first).toMatchObject({ status: 'completed', attributes: { year: 2025, kind: 'rules', isPublic: true } });
    await client.vectorStores.files.update(fileId, { ...place, attributes: { year: 2026 } });
    expect(await search(id)).toMatchObject([{ file_id: fileId, attributes: { year: 2026 } }]);
    const { data } = await client.vectorStores.files.content(fileId, place);
    expect(data).toEqual([{ type: 'text', text: handbook }]);
    await client.vectorStores.files.delete(fileId, place);
    expect(await search(id)).toEqual([]);
    await expect(client.vectorStores.files.retrieve(fileId, place)).rejects.toMatchObject({ status: 404 });
    expect(await client.files.retrieve(fileId)).toMatchObject({ id: fileId });
  });

  it('expires when nobody uses it for so many days', async () => {
    const { id, expires_at, last_active_at } = await createFilled({
      expires_after: { anchor: 'last_active_at', days: 2 },
    });
    expect(expires_at).toBe((last_active_at ?? 0) + 2 * 24 * 3600);
    time += day;
    expect(await search(id)).toHaveLength(1);
    time += day + minute;
    expect(await client.vectorStores.retrieve(id)).toMatchObject({ status: 'completed' });
    time += day;
    expect(await client.vectorStores.retrieve(id)).toMatchObject({ status: 'expired' });
    await expect(search(id)).rejects.toMatchObject({ status: 400 });
  });

  it('takes files in batches, which can be cancelled', async () => {
    const { id } = await client.vectorStores.create({});
    const place = { vector_store_id: id };
    const shared = await client.vectorStores.fileBatches.create(id, {
      file_ids: [await upload(handbook), await upload(kitchen, 'kitchen.txt')],
      attributes: { year: 2025 },
    });
    expect(shared).toMatchObject({ status: 'in_progress', file_counts: { in_progress: 2, total: 2 } });
    time += minute;
    expect(await client.vectorStores.fileBatches.retrieve(shared.id, place)).toMatchObject({
      status: 'completed',
      file_counts: { completed: 2 },
    });
    const own = await client.vectorStores.fileBatches.create(id, {
      files: [{ file_id: await upload('Tin melts early.', 'tin.txt'), attributes: { year: 1999 } }],
    });
    const stopped = await client.vectorStores.fileBatches.cancel(own.id, place);
    expect(stopped).toMatchObject({ status: 'cancelled', file_counts: { cancelled: 1 } });
    time += minute;
    expect(await search(id, { query: 'tin' })).toEqual([]);
    const { data } = await client.vectorStores.fileBatches.listFiles(own.id, place);
    expect(data).toMatchObject([{ status: 'cancelled', attributes: { year: 1999 } }]);
    await expect(client.vectorStores.fileBatches.retrieve('vsfb_none', place)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a search', () => {
  it('finds the pieces that speak of the query, the best first', async () => {
    const { id } = await createFilled();
    const [best, ...others] = await search(id, { query: 'Who pays for the refund of zinc pans?' });
    expect(best).toMatchObject({ filename: 'kitchen.txt', content: [{ type: 'text', text: kitchen }] });
    expect(others).toMatchObject([{ filename: 'handbook.md' }]);
    expect(best?.score).toBeGreaterThan(others[0]?.score ?? 1);
    expect(best?.score).toBeLessThanOrEqual(1);
    expect(await search(id, { query: ['sundays', 'dishwashers'] })).toHaveLength(2);
    expect(await search(id, { query: 'umbrella' })).toEqual([]);
  });

  it('cuts long files into pieces that overlap', async () => {
    const words = Array.from({ length: 600 }, (_, index) => `word${index}`).join(' ');
    const file_id = await upload(words, 'long.txt');
    const { id } = await client.vectorStores.create({
      file_ids: [file_id],
      chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 200, chunk_overlap_tokens: 50 } },
    });
    time += minute;
    const { data } = await client.vectorStores.files.content(file_id, { vector_store_id: id });
    expect(data.length).toBeGreaterThan(5);
    const pieces = data.map(({ text = '' }) => text.split(' '));
    for (const [index, piece] of pieces.slice(1).entries()) expect(pieces[index]).toContain(piece[0]);
    expect(new Set(pieces.flat()).size).toBe(600);
    expect(await search(id, { query: 'word599' })).toHaveLength(1);
  });

  it.each<[VectorStoreSearchParams['filters'] & object, string[]]>([
    [{ type: 'eq', key: 'year', value: 2025 }, ['handbook.md']],
    [{ type: 'ne', key: 'year', value: 2025 }, ['kitchen.txt']],
    [{ type: 'gt', key: 'year', value: 2023 }, ['handbook.md']],
    [{ type: 'gte', key: 'year', value: 2023 }, ['handbook.md', 'kitchen.txt']],
    [{ type: 'lt', key: 'year', value: 2025 }, ['kitchen.txt']],
    [{ type: 'lte', key: 'year', value: 2022 }, []],
    [{ type: 'eq', key: 'isPublic', value: true }, ['handbook.md']],
    [{ type: 'in', key: 'kind', value: ['notes', 'letters'] }, ['kitchen.txt']],
    [{ type: 'nin', key: 'kind', value: ['notes', 'letters'] }, ['handbook.md']],
    [
      {
        type: 'or',
        filters: [
          { type: 'eq', key: 'kind', value: 'notes' },
          { type: 'eq', key: 'kind', value: 'rules' },
        ],
      },
      ['handbook.md', 'kitchen.txt'],
    ],
    [
      {
        type: 'and',
        filters: [
          { type: 'eq', key: 'kind', value: 'notes' },
          { type: 'gt', key: 'year', value: 2024 },
        ],
      },
      [],
    ],
  ])('keeps to the filter %j', async (filters, names) => {
    const { id } = await createFilled();
    const found = await search(id, { query: 'office kitchen', filters });
    expect(found.map(({ filename }) => filename).sort()).toEqual(names);
  });

  it('keeps to a number of results and to a lowest score, and shortens the query', async () => {
    const { id } = await createFilled();
    const query = 'Please tell me about the kitchen and the office';
    expect(await search(id, { query, max_num_results: 1 })).toHaveLength(1);
    expect(await search(id, { query, ranking_options: { score_threshold: 0.9 } })).toEqual([]);
    const answer = await client.vectorStores.search(id, { query, rewrite_query: true }).asResponse();
    expect(await answer.json()).toMatchObject({ search_query: ['kitchen office'], data: [{}, {}], next_page: null });
  });

  it.each<[string, object]>([
    ['query', { query: '' }],
    ['max_num_results', { max_num_results: 51 }],
    ['ranking_options.score_threshold', { ranking_options: { score_threshold: 2 } }],
    ['filters.type', { filters: { type: 'like', key: 'year', value: 1 } }],
    ['filters.filters[0].value', { filters: { type: 'and', filters: [{ type: 'in', key: 'year', value: 1 }] } }],
    ['limit', { limit: 3 }],
  ])('is refused with a wrong %s', async (param, settings) => {
    const { id } = await createFilled();
    await expect(search(id, settings)).rejects.toMatchObject({ status: 400, param });
    emulator.reset();
  });
});

describe('a request for a store or its files', () => {
  it('is refused with wrong settings', async () => {
    const { id } = await client.vectorStores.create({});
    const file_id = await upload(handbook);
    const attach = (settings: object) => client.vectorStores.files.create(id, { file_id, ...settings });
    const narrow = { type: 'static', static: { max_chunk_size_tokens: 200, chunk_overlap_tokens: 150 } };
    await expect(attach({ file_id: 'file-none' })).rejects.toMatchObject({ status: 404, param: 'file_id' });
    await expect(attach({ attributes: { a: 'x'.repeat(513) } })).rejects.toMatchObject({ param: 'attributes.a' });
    await expect(attach({ chunking_strategy: narrow })).rejects.toMatchObject({
      param: 'chunking_strategy.static.chunk_overlap_tokens',
    });
    const expires_after = { anchor: 'last_active_at' as const, days: 366 };
    await expect(client.vectorStores.create({ expires_after })).rejects.toMatchObject({ param: 'expires_after.days' });
    await expect(client.vectorStores.fileBatches.create(id, { file_ids: [] })).rejects.toMatchObject({
      param: 'file_ids',
    });
    await expect(client.vectorStores.files.list('vs_none')).rejects.toMatchObject({ status: 404 });
    emulator.reset();
  });
});

describe('file search of a response', () => {
  const ask = (input: string, ids: string[], settings: object = {}): Promise<Response> =>
    client.responses.create({
      model: 'gpt-5.4',
      input,
      tools: [{ type: 'file_search', vector_store_ids: ids, ...settings }],
      include: ['file_search_call.results'],
    });

  it('searches the files of the store, and cites them', async () => {
    const { id } = await createFilled();
    const answer = await ask('What do the files say about refunds?', [id]);
    const call = answer.output.find(item => item.type === 'file_search_call');
    expect(call?.results).toMatchObject([{ filename: 'handbook.md', text: handbook, attributes: { year: 2025 } }]);
    expect(answer.output_text).toContain('A refund is paid within fourteen days of the return.');
    const notes = answer.output.flatMap(item =>
      item.type === 'message' ? item.content.flatMap(part => (part.type === 'output_text' ? part.annotations : [])) : []
    );
    expect(notes).toMatchObject([
      { type: 'file_citation', file_id: call?.results?.[0]?.file_id, filename: 'handbook.md' },
    ]);
  });

  it('keeps to filters, and says when nothing is found', async () => {
    const { id } = await createFilled();
    const filters = { type: 'eq', key: 'year', value: 2023 };
    const answer = await ask('What do the files say about refunds?', [id], { filters });
    expect(answer.output.find(item => item.type === 'file_search_call')).toMatchObject({ results: [] });
    expect(answer.output_text).toBe('The files say nothing about refunds.');
  });

  it('is refused for a store that is not there, or has expired', async () => {
    await expect(ask('Hello', ['vs_unheard'])).rejects.toMatchObject({ status: 404, param: 'tools' });
    const { id } = await createFilled({ expires_after: { anchor: 'last_active_at', days: 1 } });
    time += 2 * day;
    await expect(ask('Hello', [id])).rejects.toMatchObject({ status: 400 });
  });
});
