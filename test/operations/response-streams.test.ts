import { collect, startPlugin, type TestPlugin } from '../support/plugin';

interface Event {
  type: string;
  status?: string;
  tool?: string;
  id?: string;
  text?: string;
  sequence_number?: number;
  result?: { data: { id: string; text: string; status: string; error?: unknown; parsed?: unknown } };
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const stream = async (query: object): Promise<Event[]> =>
  (await collect(plugin.stream({ operation: 'respond', model: 'gpt-5.4', ...query }))) as unknown as Event[];
const textOf = (events: Event[]) => events.map(({ text = '' }) => text).join('');

describe('a streamed response', () => {
  it('tells where it and its tools have got to, then its text, then the whole [row 35]', async () => {
    const events = await stream({ prompt: 'Search the web for zinc', web_search: true });
    const told = events
      .filter(({ type }) => type === 'status')
      .map(({ tool, status }) => [tool, status].filter(Boolean).join(' '));
    expect(told.slice(0, 5)).toEqual([
      'in_progress',
      'in_progress',
      'web_search in_progress',
      'web_search searching',
      'web_search completed',
    ]);
    expect(events.at(-1)?.result?.data.text).toBe(textOf(events));
    const numbers = events.flatMap(({ sequence_number = [] }) => sequence_number);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  });

  it.each([
    ['code_interpreter', { code_interpreter: true, prompt: 'Calculate 3 + 4 with Python' }, 'interpreting'],
    ['image_generation', { image_generation: true, prompt: 'Draw a heron' }, 'generating'],
    ['file_search', { file_search_vector_store_ids: 'vs_1', prompt: 'Search my files for zinc' }, 'searching'],
  ])('tells of %s', async (tool, query, status) => {
    const events = await stream(query);
    expect(events).toContainEqual(expect.objectContaining({ type: 'status', tool, status }));
  });

  it('is taken up again behind any event, where it works in the background', async () => {
    const events = await stream({ prompt: 'Name three uses of zinc', background: true });
    const id = events[0]?.id;
    expect(events[0]).toMatchObject({ type: 'status', status: 'queued', id: expect.stringMatching(/^resp_/) });
    const seen = events.slice(0, 8);
    const starting_after = seen.at(-1)?.sequence_number;
    const rest = await stream({ operation: 'get_response', response_id: id, starting_after });
    expect(plugin.emulator.requests.at(-1)?.path).toBe(
      `/v1/responses/${id}?starting_after=${starting_after}&stream=true`
    );
    expect(textOf([...seen, ...rest])).toBe(textOf(events));
    expect(rest.at(-1)?.result?.data).toMatchObject({ id, status: 'completed', text: textOf(events) });
    const all = await stream({ operation: 'get_response', response_id: id, starting_after: '-1' });
    expect(textOf(all)).toBe(textOf(events));
  });

  it('is fetched as a whole by a host that shows no streams', async () => {
    const events = await stream({ prompt: 'Name three uses of zinc', background: true });
    const response_id = events[0]?.id;
    const { data } = await plugin.run<{ text: string }>({ operation: 'get_response', response_id, starting_after: 4 });
    expect(plugin.emulator.requests.at(-1)?.path).toBe(`/v1/responses/${response_id}`);
    expect(data.text).toBe(textOf(events));
  });

  it('cannot be taken up where it was not streamed, which the server says', async () => {
    const { data } = await plugin.run<{ id: string }>({ operation: 'respond', prompt: 'zinc', background: true });
    const failed = await stream({ operation: 'get_response', response_id: data.id, starting_after: 1 }).catch(
      error => error
    );
    expect(failed).toMatchObject({ description: expect.stringContaining('cannot be streamed') });
  });
});

const event = (data: object & { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const response = (status: string, more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  status,
  model: 'gpt-5.4',
  output: [
    {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      status,
      content: [{ type: 'output_text', text: 'Half', annotations: [] }],
    },
  ],
  ...more,
});
const answer = (...events: (object & { type: string })[]) =>
  plugin.emulator.answerNext('/v1/responses', {
    headers: { 'content-type': 'text/event-stream' },
    body: events.map(event).join(''),
  });

describe('trouble within a stream', () => {
  it.each([
    [
      { type: 'error', code: 'rate_limit_exceeded', message: 'Too fast', param: null, sequence_number: 1 },
      'rate_limit',
    ],
    [{ type: 'error', error: { type: 'server_error', code: 'server_error', message: 'Broken' } }, 'server'],
    [
      {
        type: 'response.failed',
        sequence_number: 1,
        response: response('failed', { error: { code: 'server_error', message: 'Broken' } }),
      },
      'server',
    ],
  ])('%j fails the query', async (trouble, category) => {
    answer({ type: 'response.created', response: response('in_progress') } as never, trouble);
    const failed = await stream({ prompt: 'zinc' }).catch(error => error);
    expect(failed).toMatchObject({ message: 'Could not respond', data: { category } });
  });

  it('response.incomplete gives what there is, and says so', async () => {
    answer({
      type: 'response.incomplete',
      response: response('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
    } as never);
    const events = await stream({ prompt: 'zinc' });
    expect(events.at(-1)?.result).toMatchObject({
      data: { status: 'incomplete', text: 'Half', incomplete_reason: 'max_output_tokens' },
      metadata: { warnings: [{ parameter: 'max_output_tokens' }] },
    });
  });

  it('an end without an end is a failure that names itself', async () => {
    answer({ type: 'response.created', response: response('in_progress') } as never);
    const failed = await stream({ prompt: 'zinc' }).catch(error => error);
    expect(failed).toMatchObject({ data: { category: 'network', code: 'stream_ended_early' } });
  });
});

describe('a response that is fetched while its JSON is not whole', () => {
  const half = (status: string, text: string, more: object = {}) =>
    plugin.emulator.answerNext('/v1/responses/resp_1', {
      body: {
        ...response(status, more),
        text: { format: { type: 'json_schema', name: 'answer', schema: {} } },
        output: [
          {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            status,
            content: [{ type: 'output_text', text, annotations: [] }],
          },
        ],
      },
    });

  it.each([
    ['in_progress', {}],
    ['incomplete', { incomplete_details: { reason: 'max_output_tokens' } }],
    ['cancelled', {}],
  ])('gives its text as it stands: %s', async (status, more) => {
    half(status, '{ "uses": ["gal', more);
    const { data } = await plugin.run({ operation: 'get_response', response_id: 'resp_1' });
    expect(data).toMatchObject({ status, text: '{ "uses": ["gal' });
    expect(data).not.toHaveProperty('parsed');
  });

  it('has it as data when it is', async () => {
    half('completed', '{ "uses": ["galvanizing"] }');
    const { data } = await plugin.run({ operation: 'get_response', response_id: 'resp_1' });
    expect(data).toMatchObject({ parsed: { uses: ['galvanizing'] } });
  });
});
