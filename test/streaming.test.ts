import type { ScriptedAnswer } from 'openai-emulator';
import type { StreamEvent } from '../workbench/host/plugin-service';
import { collect, type Fields, type Result, readFailure, startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Name three uses of zinc', output: 'full' };
const picture = { operation: 'image_generation', model: 'gpt-image-1', prompt: 'A heron', output: 'full' };
const completions = '/v1/chat/completions';

const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const answerNext = (chunks: string[], more: Partial<ScriptedAnswer> = {}) =>
  plugin.emulator.answerNext(completions, { chunks, ...more });

/** The result that a stream ended with. */
function resultOf(events: StreamEvent[]) {
  const last: unknown = events.at(-1)?.['result'];
  return last as Result<{ text: string }>;
}

/** What a stream gave before it failed, and why it failed. */
async function fail(options: Fields, signal?: AbortSignal) {
  const before: string[] = [];
  try {
    for await (const event of plugin.stream(options, signal && { signal })) before.push(event.type);
  } catch (error) {
    return { before, ...readFailure(error) };
  }
  throw new Error(`The stream succeeded: ${before.join(', ')}`);
}

describe('a chat that is streamed', () => {
  it('gives the text as it comes and the same result as run [row 35]', async () => {
    const events = await collect(plugin.stream(query));
    expect(plugin.lastBody()).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    const texts = events.slice(0, -1).map(({ type, text }) => (type === 'text_delta' ? text : ''));
    const last = resultOf(events);
    const whole = await plugin.run(query);
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.join('')).toBe(last.data.text);
    expect(last.data).toEqual(whole.data);
    expect(last.metadata.usage).toEqual(whole.metadata.usage);
    expect(last).toMatchObject({ status: 'ok', metadata: { finish_reason: 'stop', request_id: expect.any(String) } });
  });

  it('puts function calls together', async () => {
    const functions = [{ name: 'get_stock', parameters: { type: 'object', properties: { sku: { type: 'string' } } } }];
    const events = await collect(plugin.stream({ ...query, functions, tool_choice: 'get_stock' }));
    expect(events.at(-1)).toMatchObject({
      result: { data: { tool_calls: [{ name: 'get_stock', arguments: { sku: expect.any(String) } }] } },
    });
  });

  it('gives every answer of several, the first one as it comes', async () => {
    const events = await collect(plugin.stream({ ...query, n: 2 }));
    const text = events.map(event => (event.type === 'text_delta' ? event['text'] : '')).join('');
    expect(events.at(-1)).toMatchObject({
      result: { data: { text, choices: [{ text }, { text: expect.not.stringMatching(text) }] } },
    });
  });

  it('gives a refusal and parsed JSON like an answer in one piece', async () => {
    const refused = await collect(plugin.stream({ ...query, prompt: 'Please refuse' }));
    expect(refused.at(-1)).toMatchObject({ result: { data: { refusal: expect.stringContaining("can't help") } } });
    const json = await collect(
      plugin.stream({ ...query, prompt: 'Describe tin as JSON', response_format: 'json_object' })
    );
    expect(json.at(-1)).toMatchObject({ result: { data: { parsed: { subject: expect.any(String) } } } });
  });

  it('works with a gateway that ignores the wish and answers in one piece', async () => {
    plugin.emulator.answerNext(completions, {
      body: { object: 'chat.completion', choices: [{ finish_reason: 'stop', message: { content: 'Hello' } }] },
    });
    const events = await collect(plugin.stream(query));
    expect(events.at(-1)).toMatchObject({ type: 'result', result: { status: 'ok', data: { text: 'Hello' } } });
  });

  it.each([
    ['without an end mark', []],
    ['with an end mark', ['data: [DONE]\n\n']],
    ['with comments between', [': keep-alive\n\n', 'data: [DONE]\n\n']],
  ])('reads a stream %s, however it is cut into pieces', async (_, ending) => {
    const whole = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Grüße 🌊' }), chunk({}, 'stop')];
    const bytes = Buffer.from([...whole, ...ending].join(''));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_piece, index) =>
      bytes.subarray(index * 7, index * 7 + 7)
    );
    plugin.emulator.answerNext(completions, { chunks: pieces });
    const events = await collect(plugin.stream(query));
    expect(events.at(-1)).toMatchObject({
      result: { data: { text: 'Grüße 🌊' }, metadata: { finish_reason: 'stop' } },
    });
  });
});

describe('a stream that does not end well', () => {
  it('is an error where the connection breaks in the middle [row 122]', async () => {
    answerNext([chunk({ content: 'Zinc is' }), chunk({ content: ' a metal' })], {
      truncateAt: chunk({ content: 'Zinc is' }).length + 40,
    });
    const { before, message, data } = await fail(query);
    expect(before).toEqual(['text_delta']);
    expect(message).toBe('Could not complete the chat');
    expect(data).toMatchObject({ category: 'network', retryable: true });
  });

  it('is an error where it stops without having finished [row 122]', async () => {
    answerNext([chunk({ content: 'Zinc is' })]);
    const { before, data } = await fail(query);
    expect(before).toEqual(['text_delta']);
    expect(data).toMatchObject({ category: 'network', retryable: true });
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('is an error where it is empty [row 122]', async () => {
    answerNext([]);
    expect((await fail(query)).data.category).toBe('network');
  });

  it('is the error that the stream reports [row 123]', async () => {
    answerNext([
      chunk({ content: 'Zinc' }),
      `data: ${JSON.stringify({ error: { message: 'The server had an error', type: 'server_error', code: null } })}\n\n`,
    ]);
    const { before, description, data } = await fail(query);
    expect(before).toEqual(['text_delta']);
    expect(description).toContain('The server had an error');
    expect(data).toMatchObject({ category: 'server', type: 'server_error' });
  });

  it('is an error where it holds something else than JSON', async () => {
    answerNext(['data: <html>\n\n']);
    expect((await fail(query)).data).toMatchObject({ code: 'invalid_json', category: 'server' });
  });

  it('is an error before any request where the options are wrong', async () => {
    const { before, data } = await fail({ ...query, temperature: 3 });
    expect(before).toEqual([]);
    expect(data.problems).toMatchObject([{ field: 'temperature' }]);
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('ends as cancelled when the host stops it [row 132]', async () => {
    const stop = new AbortController();
    answerNext([chunk({ content: 'Zinc' }), chunk({ content: ' is' })], { chunkDelayMs: 1000 });
    const before: string[] = [];
    const streaming = (async () => {
      for await (const event of plugin.stream(query, { signal: stop.signal })) {
        before.push(event.type);
        stop.abort();
      }
    })();
    const error = readFailure(await streaming.catch((thrown: unknown) => thrown));
    expect(before).toEqual(['text_delta']);
    expect(error.data.category).toBe('cancelled');
  });

  it('ends at the timeout of the query, which covers the whole stream', async () => {
    answerNext([chunk({ content: 'Zinc' }), chunk({ content: ' is' })], { chunkDelayMs: 1000 });
    const { before, data } = await fail({ ...query, query_timeout: 150 });
    expect(before).toEqual(['text_delta']);
    expect(data.category).toBe('timeout');
  });
});

describe('an image that is streamed', () => {
  it('shows partial images while they come [row 53]', async () => {
    const events = await collect(plugin.stream({ ...picture, partial_images: 3 }));
    expect(events.slice(0, -1)).toEqual(
      [0, 1, 2].map(index => ({
        type: 'partial_image',
        index,
        data_url: expect.stringMatching(/^data:image\/png;base64,/),
      }))
    );
    expect(events.at(-1)).toMatchObject({
      result: {
        data: {
          images: [{ mime_type: 'image/png', width: 1024 }],
          partial_images: [{ width: 1024 }, { width: 1024 }, { width: 1024 }],
        },
      },
    });
  });

  it.each(['dall-e-3', 'flux-1'])('comes in one piece from %s', async model_id => {
    const events = await collect(plugin.stream({ ...picture, model_id }));
    expect(events.at(-1)).toMatchObject({ type: 'result', result: { data: { images: [{ mime_type: 'image/png' }] } } });
  });

  it('is an error where the final image never comes, and is not asked for twice [row 122]', async () => {
    plugin.emulator.answerNext('/v1/images/generations', { chunks: [': nothing\n\n'] });
    expect((await fail({ ...picture, partial_images: 1 })).data.category).toBe('network');
    expect(plugin.emulator.requests).toHaveLength(1);
  });
});

it.each(['completion', 'list_models'])('%s, which does not stream, gives its result alone', async operation => {
  const events = await collect(plugin.stream({ ...query, operation }));
  expect(events.map(({ type }) => type)).toEqual(['result']);
  expect(events[0]).toMatchObject({ result: { status: 'ok', metadata: { operation } } });
});
