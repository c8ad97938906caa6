import OpenAI from 'openai';
import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseOutputText,
  ResponseStreamEvent,
  Tool,
} from 'openai/resources/responses/responses';
import { type Emulator, start as startEmulator } from 'openai-emulator';

const model = 'gpt-5.4';
const minute = 60_000;
let emulator: Emulator;
let client: OpenAI;
let time: number;

beforeEach(async () => {
  time = Date.parse('2026-11-20T12:00:00Z');
  const now = () => new Date(time);
  emulator = await startEmulator({ models: 'retired', now, background: { steps: 4, milliseconds: 20 * minute } });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterEach(() => emulator.stop());

function start(input: string, settings: Partial<ResponseCreateParamsNonStreaming> = {}): Promise<Response> {
  return client.responses.create({ model, input, background: true, ...settings });
}

async function poll(id: string, times: number): Promise<Response[]> {
  const answers: Response[] = [];
  for (let count = 0; count < times; count += 1) answers.push(await client.responses.retrieve(id));
  return answers;
}

async function finish(input: string, settings: Partial<ResponseCreateParamsNonStreaming> = {}): Promise<Response> {
  const { id } = await start(input, settings);
  time += 20 * minute;
  return client.responses.retrieve(id, { include: settings.include ?? [] });
}

async function collect(stream: AsyncIterable<ResponseStreamEvent>, count = Number.POSITIVE_INFINITY) {
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (events.length >= count) break;
  }
  return events;
}

function textsIn({ output }: Response): ResponseOutputText[] {
  const contents = output.flatMap(item => (item.type === 'message' ? item.content : []));
  return contents.filter(part => part.type === 'output_text');
}

describe('a background response', () => {
  it('is finished after so many looks', async () => {
    const started = await start('Name three uses of zinc', { metadata: { case: '7' } });
    expect(started).toMatchObject({ status: 'queued', background: true, output: [], usage: null, completed_at: null });
    const answers = await poll(started.id, 5);
    expect(answers.map(({ status }) => status)).toEqual([
      'queued',
      'in_progress',
      'in_progress',
      'completed',
      'completed',
    ]);
    expect(answers[2]).toMatchObject({ id: started.id, output: [], error: null, metadata: { case: '7' } });
    expect(answers[4]?.output_text).toMatch(/three points about zinc/);
    expect(answers[4]).toEqual(answers[3]);
  });

  it('is finished after so much time', async () => {
    const { id, created_at } = await start('Name three uses of zinc');
    time += 5 * minute;
    expect(await client.responses.retrieve(id)).toMatchObject({ status: 'in_progress' });
    time += 16 * minute;
    const answer = await client.responses.retrieve(id);
    expect(answer).toMatchObject({ status: 'completed', completed_at: created_at + 20 * 60 });
  });

  it('fails, or stops early', async () => {
    const failed = await finish('Please fail');
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'server_error' }, output: [], usage: null });
    const stopped = await finish('Name three uses of zinc, and please stop early');
    expect(stopped).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ type: 'message', status: 'incomplete' }],
    });
    expect(stopped.output_text).toMatch(/^Here are three points/);
  });

  it('can be cancelled, twice too, but not after its end', async () => {
    const { id } = await start('Name three uses of zinc');
    const cancelled = await client.responses.cancel(id);
    expect(cancelled).toMatchObject({ id, status: 'cancelled', output: [] });
    expect(await client.responses.cancel(id)).toEqual(cancelled);
    time += 30 * minute;
    expect(await client.responses.retrieve(id)).toMatchObject(cancelled);

    const finished = await finish('Name three uses of zinc');
    expect(finished).toMatchObject(await client.responses.cancel(finished.id));
    const { id: synchronous } = await client.responses.create({ model, input: 'Hello' });
    await expect(client.responses.cancel(synchronous)).rejects.toMatchObject({
      status: 400,
      message: '400 Cannot cancel a synchronous response.',
    });
    await expect(client.responses.cancel('resp_none')).rejects.toMatchObject({ status: 404 });
  });

  it('can be deleted, and lists its input page by page', async () => {
    const input = ['one', 'two', 'three'].map(content => ({ role: 'user' as const, content }));
    const { id } = await client.responses.create({ model, input, background: true });
    const newest = await client.responses.inputItems.list(id, { limit: 2 });
    expect(newest).toMatchObject({ has_more: true, data: [{ content: [{ text: 'three' }] }, {}] });
    const rest = await client.responses.inputItems.list(id, { after: newest.data.at(-1)?.id ?? '' });
    expect(rest).toMatchObject({ has_more: false, data: [{ content: [{ text: 'one' }] }] });
    const oldest = await client.responses.inputItems.list(id, { order: 'asc', limit: 1 });
    expect(oldest).toMatchObject({ data: [{ content: [{ text: 'one' }] }] });
    await client.responses.delete(id);
    await expect(client.responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });

  it('is only kept for polling if it is not to be stored', async () => {
    const { id } = await start('Hello', { store: false });
    time += 9 * minute;
    expect(await client.responses.retrieve(id)).toMatchObject({ status: 'in_progress' });
    time += 2 * minute;
    await expect(client.responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('the stream of a background response', () => {
  it('begins in the queue, and can be taken up where it broke off', async () => {
    const stream = await client.responses.create({
      model,
      input: 'Name three uses of zinc',
      background: true,
      stream: true,
    });
    const begun = await collect(stream, 5);
    expect(begun.map(({ type }) => type)).toEqual([
      'response.created',
      'response.queued',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
    ]);
    const [created] = begun;
    const id = created?.type === 'response.created' ? created.response.id : '';
    expect(created).toMatchObject({ response: { status: 'queued', output: [] } });
    const rest = await collect(await client.responses.retrieve(id, { stream: true, starting_after: 4 }));
    const numbers = [...begun, ...rest].map(event => event.sequence_number);
    expect(numbers).toEqual([...numbers.keys()]);
    expect(rest.at(-1)).toMatchObject({ type: 'response.completed', response: { id, status: 'completed' } });
    expect(await client.responses.retrieve(id)).toMatchObject({ status: 'completed' });
  });

  it('ends as the response ends', async () => {
    const failed = await collect(await client.responses.create({ model, input: 'Please fail', stream: true }));
    expect(failed.map(({ type }) => type)).toContain('response.output_text.delta');
    expect(failed.at(-1)).toMatchObject({ type: 'response.failed', response: { error: { code: 'server_error' } } });
    const input = 'Please stop early';
    const stopped = await collect(await client.responses.create({ model, input, stream: true, background: true }));
    expect(stopped.at(-1)).toMatchObject({ type: 'response.incomplete', response: { status: 'incomplete' } });
  });

  it('is only there if it was asked for at first', async () => {
    const { id } = await start('Hello');
    await expect(client.responses.retrieve(id, { stream: true })).rejects.toMatchObject({
      status: 400,
      param: 'stream',
    });
  });
});

describe('deep research', () => {
  const search: Tool = { type: 'web_search_preview' };
  const code: Tool = { type: 'code_interpreter', container: { type: 'auto' } };
  const question = 'Write a report about heat pumps in old houses';

  it('takes many steps, and cites what it found', async () => {
    const answer = await finish(question, {
      model: 'o3-deep-research',
      tools: [search, code],
      reasoning: { summary: 'auto' },
      include: ['code_interpreter_call.outputs', 'web_search_call.action.sources'],
    });
    const calls = answer.output.filter(item => item.type === 'web_search_call');
    expect(calls.length).toBeGreaterThanOrEqual(10);
    expect(new Set(calls.map(({ action }) => action.type))).toEqual(new Set(['search', 'open_page', 'find_in_page']));
    expect(answer.output.filter(item => item.type === 'code_interpreter_call')).toMatchObject([{ outputs: [{}, {}] }]);
    const thoughts = answer.output.filter(item => item.type === 'reasoning');
    expect(thoughts.every(({ summary }) => summary.length > 0)).toBe(true);

    const texts = textsIn(answer);
    expect(texts).toHaveLength(2);
    expect(answer.output_text.split(/\s+/).length).toBeGreaterThan(250);
    expect(answer.output_text).toMatch(/^# Heat pumps in old houses\n[\s\S]*\n## Outlook\n/);
    const cited = texts.flatMap(({ text, annotations }) =>
      annotations.flatMap(note => (note.type === 'url_citation' ? [{ ...note, text }] : []))
    );
    expect(cited.length).toBeGreaterThanOrEqual(6);
    const urls = new Set(cited.map(({ url }) => url));
    expect(urls.size).toBeGreaterThanOrEqual(4);
    expect(urls.size).toBeLessThan(cited.length);
    expect(cited.some(({ title }) => title === '')).toBe(true);
    for (const { text, url, start_index, end_index } of cited)
      expect(text.slice(start_index, end_index)).toContain(url);
  });

  it('keeps to the number of calls, and to the sources it has', async () => {
    const bounded = await finish(question, {
      model: 'o4-mini-deep-research-2025-06-26',
      tools: [search],
      max_tool_calls: 4,
    });
    expect(bounded.output.filter(({ type }) => type === 'web_search_call')).toHaveLength(4);
    const files: Tool = { type: 'file_search', vector_store_ids: ['vs_1'] };
    const read = await finish(question, { model: 'o3-deep-research-2025-06-26', tools: [files] });
    const notes = textsIn(read).flatMap(({ annotations }) => annotations);
    expect(new Set(notes.map(({ type }) => type))).toEqual(new Set(['file_citation']));
    const modern = await finish(question, { model: 'gpt-5.5-pro', tools: [{ type: 'web_search' }] });
    expect(modern.output.filter(({ type }) => type === 'web_search_call').length).toBeGreaterThanOrEqual(10);
  });

  it('needs something to search', async () => {
    await expect(start(question, { model: 'o3-deep-research', tools: [code] })).rejects.toMatchObject({
      status: 400,
      param: 'tools',
      message: expect.stringContaining('Deep research models require at least one of'),
    });
  });
});
