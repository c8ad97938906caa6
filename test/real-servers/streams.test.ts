import { useRealServer } from '../support/real-server';
import { asJson, chat, chunk, done, event, respond, responseBody, said, tools } from './shapes';

const server = useRealServer();

interface ChatData {
  text: string;
  reasoning?: string;
  tool_calls: { id: string; name: string; arguments: unknown }[];
}

const end = chunk({}, 'stop');
const completed = (output: unknown = [said('Hello')]) => ({
  type: 'response.completed',
  response: responseBody(output),
});

describe('an event stream', () => {
  it('[D1] is read to its last event, without a blank line behind it', async () => {
    const { data, shown } = await server.stream<ChatData>(chat, { events: [chunk({ content: 'Hi' }), end.trimEnd()] });
    expect([data.text, shown]).toEqual(['Hi', 'Hi']);
  });

  it('[D2] of a response, too', async () => {
    const { data } = await server.stream<ChatData>(respond, { events: [event(completed()).trimEnd()] });
    expect(data.text).toBe('Hello');
  });

  it.each([
    ['[D4] empty data', 'data: \n\n'],
    ['comments', ': OPENROUTER PROCESSING\n\n'],
    ['a name without data', 'event: ping\n\n'],
    ['a time to reconnect', 'retry: 3000\n\n'],
    ['a byte order mark', '\uFEFF'],
    ['events without choices', event({ id: '', choices: [], prompt_filter_results: [] })],
    ['choices that are null', event({ id: 'x', choices: null })],
    [
      '[D6] a choice without delta',
      event({ id: '', choices: [{ index: 0, finish_reason: null, content_filter_results: {} }] }),
    ],
  ])('passes over %s', async (_, odd) => {
    const events = [odd, chunk({ content: 'Hi' }), odd === '\uFEFF' ? '' : odd, end, done];
    const { data, metadata } = await server.stream<ChatData>(chat, { events });
    expect(data.text).toBe('Hi');
    expect(metadata.warnings).toEqual([]);
  });

  it.each(['text/plain', 'application/json', 'application/octet-stream', null])(
    'is known as one under the content type %s',
    async type => {
      const { data } = await server.stream<ChatData>(chat, { type, events: [chunk({ content: 'Hi' }), end, done] });
      expect(data.text).toBe('Hi');
    }
  );

  it.each(['application/x-ndjson', 'application/json', null])('may be JSON lines, as %s', async type => {
    const lines = [chunk({ content: 'H' }), chunk({ content: 'i' }), end].map(one => one.replace(/^data: |\n$/g, ''));
    const { data, metadata } = await server.stream<ChatData>(chat, { type, text: lines.join('') });
    expect(data.text).toBe('Hi');
    expect(metadata.warnings).toEqual([]);
    const error = JSON.stringify({ error: { message: 'No memory left' } });
    const failure = await server.failStream(chat, { type, text: `${lines[0]}${error}\n` });
    expect(failure).toMatchObject({ description: expect.stringContaining('No memory left') });
  });

  it('may be one answer in JSON, whatever the content type says', async () => {
    const body = { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] };
    for (const type of ['application/json', 'text/event-stream', 'text/plain']) {
      const { data } = await server.stream<ChatData>(chat, { type, body });
      expect(data.text).toBe('Hi');
    }
  });

  it('may be split anywhere, also within a character', async () => {
    const bytes = Buffer.from(chunk({ content: 'Grüße 🦊' }) + end + done);
    const events = [...bytes].map(byte => Uint8Array.of(byte));
    expect((await server.stream<ChatData>(chat, { events })).data.text).toBe('Grüße 🦊');
  });

  it('may have CR LF at the ends of its lines', async () => {
    const events = [chunk({ content: 'Hi' }) + end + done].map(text => text.replaceAll('\n', '\r\n'));
    expect((await server.stream<ChatData>(chat, { events })).data.text).toBe('Hi');
  });

  it('[D13] may have content in parts', async () => {
    const thinking = { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'A capital' }] }] };
    const events = [
      chunk(thinking),
      chunk({ content: 'Par' }),
      chunk({ content: [{ type: 'text', text: 'is' }] }),
      end,
      done,
    ];
    const { data, shown } = await server.stream<ChatData>(chat, { events });
    expect(data).toMatchObject({ text: 'Paris', reasoning: 'A capital' });
    expect(shown).toBe('Paris');
  });

  it('may count its choices from 1', async () => {
    const events = [chunk({ content: 'Hi' }, null, { index: 1 }), chunk({}, 'stop', { index: 1 }), done];
    const { data, shown } = await server.stream<ChatData>(chat, { events });
    expect([data.text, shown]).toEqual(['Hi', 'Hi']);
  });

  it('may end without a finish_reason, which is told', async () => {
    const { data, metadata } = await server.stream<ChatData>(chat, { events: [chunk({ content: 'Hi' }), done] });
    expect(data.text).toBe('Hi');
    expect(metadata.warnings).toMatchObject([{ reason: expect.stringContaining('finish_reason') }]);
  });

  it('[D11] is asked for again where the server refuses stream_options', async () => {
    const detail = [
      { type: 'extra_forbidden', loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' },
    ];
    const refusal = { status: 422, body: { object: 'error', message: { detail } } };
    const { data, metadata } = await server.stream<ChatData>(chat, refusal, {
      events: [chunk({ content: 'Hi' }), end, done],
    });
    expect(data.text).toBe('Hi');
    expect(metadata).not.toHaveProperty('usage');
    expect(server.requests.map(({ body }) => 'stream_options' in body)).toEqual([true, false]);
  });
});

describe('tool calls in a stream', () => {
  const piece = (tool_call: object) => chunk({ tool_calls: [tool_call] });
  const stop = chunk({}, 'tool_calls');
  const two = [
    { id: 'a', name: 'get_stock', arguments: { x: 1 } },
    { id: 'b', name: 'get_price', arguments: { y: 2 } },
  ];
  const f = (name: string | undefined, text: string) => ({ ...(name && { name }), arguments: text });

  it.each([
    [
      '[D7] all of index 0',
      [
        piece({ index: 0, id: 'a', type: 'function', function: f('get_stock', '{"x":1}') }),
        piece({ index: 0, id: 'b', type: 'function', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      '[D9] without index',
      [
        piece({ id: 'a', function: f('get_stock', '{"x":1}') }),
        piece({ id: 'b', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      'in pieces without index',
      [
        piece({ id: 'a', function: f('get_stock', '{"x"') }),
        piece({ function: f(undefined, ':1}') }),
        piece({ id: 'b', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      'with id and name again in every piece',
      [
        piece({ index: 0, id: 'a', function: f('get_stock', '{"x"') }),
        piece({ index: 0, id: 'a', function: f('get_stock', ':1}') }),
        piece({ index: 1, id: 'b', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      'counted from 1',
      [
        piece({ index: 1, id: 'a', function: f('get_stock', '{"x":1}') }),
        piece({ index: 2, id: 'b', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      'with empty ids and names in what follows',
      [
        piece({ index: 0, id: 'a', function: f('get_stock', '{"x"') }),
        piece({ index: 0, id: '', function: { name: '', arguments: ':1}' } }),
        piece({ index: 1, id: 'b', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      'with other ids in what follows',
      [
        piece({ index: 0, id: 'a', function: f('get_stock', '{"x"') }),
        piece({ index: 0, id: 'other', function: f(undefined, ':1}') }),
        piece({ index: 1, id: 'b', function: f('get_price', '{"y":2}') }),
      ],
    ],
    [
      'with arguments as data',
      [
        piece({ index: 0, id: 'a', function: { name: 'get_stock', arguments: { x: 1 } } }),
        piece({ index: 1, id: 'b', function: { name: 'get_price', arguments: { y: 2 } } }),
      ],
    ],
    [
      'in a whole message at the end',
      [
        event({
          choices: [
            {
              index: 0,
              message: {
                tool_calls: [
                  { id: 'a', function: f('get_stock', '{"x":1}') },
                  { id: 'b', function: f('get_price', '{"y":2}') },
                ],
              },
            },
          ],
        }),
      ],
    ],
  ])('are two, %s', async (_, events) => {
    const { data } = await server.stream<ChatData>({ ...chat, ...tools }, { events: [...events, stop, done] });
    expect(data.tool_calls).toEqual(two);
  });

  it('without ids are told apart by what is complete', async () => {
    const events = [
      piece({ index: 0, id: '', function: f('get_stock', '{"x":1}') }),
      piece({ index: 0, id: '', function: f('get_price', '{"y":2}') }),
    ];
    const { data } = await server.stream<ChatData>({ ...chat, ...tools }, { events: [...events, stop, done] });
    expect(data.tool_calls.map(({ name, arguments: given }) => [name, given])).toEqual([
      ['get_stock', { x: 1 }],
      ['get_price', { y: 2 }],
    ]);
    expect(new Set(data.tool_calls.map(({ id }) => id)).size).toBe(2);
  });
});

describe('a failure in the middle of a stream', () => {
  it.each([
    ['an object', event({ error: { message: 'Upstream error', code: 502 } }), 'server'],
    ['a text', event({ error: 'Upstream error' }), 'invalid_request'],
    ['an error event', event({ message: 'Upstream error' }, 'error'), 'invalid_request'],
    ['an error event in plain text', event('Upstream error', 'error'), 'invalid_request'],
    ['in a choice', chunk({ content: '' }, 'error', { error: { message: 'Upstream error', code: 429 } }), 'rate_limit'],
  ])('is told, with the text that came before: %s', async (_, failure, category) => {
    const { description, data } = await server.failStream(chat, {
      events: [chunk({ content: 'So far' }), failure, done],
    });
    expect(description).toContain('Upstream error');
    expect(data).toMatchObject({ category, text: 'So far' });
  });

  it('keeps the text where the connection breaks off', async () => {
    const { data } = await server.failStream(chat, { events: [chunk({ content: 'So far' })], hangUp: true });
    expect(data).toMatchObject({ category: 'network', text: 'So far' });
  });

  it('keeps the text where JSON was asked for and cut', async () => {
    const events = [chunk({ content: '{"a":' }), chunk({}, 'length'), done];
    expect((await server.failStream(asJson, { events })).data).toMatchObject({
      code: 'output_truncated',
      text: '{"a":',
    });
  });
});

describe('the stream of a response', () => {
  const item = event({ type: 'response.output_item.done', output_index: 0, item: said('Hello') });

  it('[D10] is put together from its items where the completed response has none', async () => {
    const { data } = await server.stream<ChatData>(respond, { events: [item, event(completed([]))] });
    expect(data.text).toBe('Hello');
  });

  it.each([
    ['output null', [item, event(completed(null))]],
    [
      'items that come out of order',
      [
        event({ type: 'response.output_item.done', output_index: 1, item: said('lo') }),
        event({ type: 'response.output_item.done', output_index: 0, item: said('Hel') }),
        event(completed([])),
      ],
    ],
    ['deltas alone', [event({ type: 'response.output_text.delta', delta: 'Hello' }), event(completed([]))]],
    ['no completed event, but [DONE]', [item, done]],
    [
      'a delta said twice',
      [
        event({ type: 'response.output_text.delta', delta: 'Hello', sequence_number: 1 }),
        event({ type: 'response.output_text.delta', delta: 'Hello', sequence_number: 1 }),
        event(completed()),
      ],
    ],
  ])('is read with %s', async (_, events) => {
    expect((await server.stream<ChatData>(respond, { events })).data.text).toBe('Hello');
  });

  it('that fails tells why, with the text', async () => {
    const failed = {
      type: 'response.failed',
      response: responseBody([], { status: 'failed', error: { code: 'server_error', message: 'Overheated' } }),
    };
    const delta = event({ type: 'response.output_text.delta', delta: 'So far' });
    const { description, data } = await server.failStream(respond, { events: [delta, event(failed)] });
    expect(description).toContain('Overheated');
    expect(data).toMatchObject({ category: 'server', text: 'So far' });
  });
});
