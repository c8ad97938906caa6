import type { ScriptedAnswer } from 'openai-emulator';
import { startFileServer } from '../support/file-server';
import { collect, type Fields, startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };
const missing = { ...chat, model: 'no-such-model', fallback_models: 'gpt-5.4-mini' };
const image = {
  operation: 'image_generation',
  model: 'gpt-image-1.5',
  prompt: 'A heron',
  fallback_models: 'gpt-image-2',
};

const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC';

const rejection = (status: number, code: string, headers: Record<string, string> = {}): ScriptedAnswer => ({
  status,
  headers,
  body: { error: { message: 'Not now', type: null, param: null, code } },
});

/** The models that were asked, in order. */
const asked = () => plugin.emulator.requests.map(({ body }) => (body as Fields)['model']);

describe('the next model answers', () => {
  it('where the first is unknown, and the result says which one, why and for how much', async () => {
    const { data, metadata } = await plugin.run<Fields>(missing, { ...plugin.source, prices: { '*': 'openai' } });
    expect(data['text']).toMatch(/zinc/);
    expect(asked()).toEqual(['no-such-model', 'gpt-5.4-mini']);
    expect(metadata).toMatchObject({ model: expect.stringMatching(/^gpt-5\.4-mini/), attempts: 2 });
    expect(metadata.cost?.basis).toMatch(/^gpt-5\.4-mini/);
    expect(metadata.warnings).toEqual([
      {
        parameter: 'fallback_models',
        reason: expect.stringMatching(
          /^no-such-model was not available, so gpt-5\.4-mini was tried: HTTP 404, The model/
        ),
      },
    ]);
  });

  it.each([
    ['an overload', rejection(503, 'server_is_overloaded')],
    ['a rate limit that asks to wait', rejection(429, 'rate_limit_exceeded', { 'retry-after': '20' })],
    ['no credit', rejection(429, 'insufficient_quota')],
    ['an organization that is not verified', rejection(403, 'unverified_organization')],
    ['a project that may not use it', rejection(403, 'model_not_found')],
  ])('at once after %s', async (name, answer) => {
    const message = name.includes('verified') ? { message: 'Your organization must be verified' } : {};
    const body = { error: { ...(answer.body as { error: Fields }).error, ...message } };
    plugin.emulator.answerNext('/v1/chat/completions', { ...answer, body });
    const { metadata } = await plugin.run({ ...chat, fallback_models: ['gpt-5.4-mini'] });
    expect(asked()).toEqual(['gpt-5.4', 'gpt-5.4-mini']);
    expect(metadata.duration_ms).toBeLessThan(10_000);
  });

  it('after several, each with its own parameters', async () => {
    const query = { ...missing, fallback_models: 'no-such-model-2, gpt-4.1', temperature: 0.3, max_tokens: 200 };
    plugin.emulator.answerNext('/v1/chat/completions', { ...rejection(404, 'model_not_found'), times: 2 });
    const result = await plugin.run(query);
    expect(warnedOf(result)).toEqual(['fallback_models', 'fallback_models']);
    expect(asked()).toEqual(['no-such-model', 'no-such-model-2', 'gpt-4.1']);
    const reasoning = await plugin.run({ ...query, fallback_models: 'o3' });
    expect(plugin.lastBody()).toMatchObject({ model: 'o3', max_completion_tokens: 200 });
    expect(plugin.lastBody()).not.toHaveProperty('temperature');
    expect(warnedOf(reasoning)).toEqual(['temperature', 'fallback_models']);
  });

  it.each([
    ['respond', { operation: 'respond', prompt: 'Hi' }],
    ['completion', { operation: 'completion', prompt: 'Zinc is' }],
    ['image_analysis', { operation: 'image_analysis', prompt: 'What is it?', image: png }],
  ])('in %s', async (_, query) => {
    const { metadata } = await plugin.run({ ...query, model_id: 'no-such-model', fallback_models: 'gpt-5.4-mini' });
    expect(metadata.model).toMatch(/^gpt-5\.4-mini/);
  });

  it('and a linked file is downloaded once for all of them', async () => {
    const server = await startFileServer();
    const link = server.answer('/cat.png', (_, response) =>
      response.end(Buffer.from(png.slice(png.indexOf(',') + 1), 'base64'))
    );
    const query = { operation: 'image_analysis', prompt: 'What is it?', image: link, model_id: 'no-such-model' };
    const { metadata } = await plugin
      .run({ ...query, fallback_models: 'gpt-5.4-mini' }, { ...plugin.source, allowPrivateNetwork: true })
      .finally(() => server.stop());
    expect(metadata.model).toMatch(/^gpt-5\.4-mini/);
    expect(server.requests).toEqual(['/cat.png']);
  });

  it('in an image operation', async () => {
    plugin.emulator.answerNext('/v1/images/generations', rejection(429, 'insufficient_quota'));
    await plugin.run(image);
    expect(asked()).toEqual(['gpt-image-1.5', 'gpt-image-2']);
  });

  it('in a stream, before its first event', async () => {
    const events = await collect(plugin.stream(missing));
    expect(asked()).toEqual(['no-such-model', 'gpt-5.4-mini']);
    expect(events.at(-1)).toMatchObject({ type: 'result', result: { status: 'ok' } });
  });
});

describe('rows', () => {
  const rows = Array.from({ length: 12 }, (_, id) => ({ id }));
  const bulk = { operation: 'bulk_chat', rows, prompt: 'Say [[id]]', model_id: 'no-such-model' };

  it('go to the next model after one request', async () => {
    const { data, metadata } = await plugin.run<Fields>({ ...bulk, fallback_models: 'gpt-5.4-mini' });
    expect(data).toMatchObject({ succeeded: 12, failed: 0 });
    expect(asked().filter(model => model === 'no-such-model')).toHaveLength(1);
    expect(metadata.attempts).toBe(13);
  });

  it('stay with a model that has answered one of them', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', {
      body: { id: 'c', choices: [{ message: { content: 'One' } }], model: 'no-such-model' },
    });
    const { data } = await plugin.run<Fields>({ ...bulk, fallback_models: 'gpt-5.4-mini' });
    expect(data).toMatchObject({ succeeded: 1, stopped_because: { category: 'model_not_found' } });
    expect(new Set(asked())).toEqual(new Set(['no-such-model']));
  });

  it('that have not changed since the next model answered them are not sent', async () => {
    const query = { ...bulk, fallback_models: 'gpt-5.4-mini', fingerprint_field: 'fingerprint' };
    const { data } = await plugin.run<{ rows: object[] }>(query);
    const again = await plugin.run<Fields>({ ...query, rows: data.rows });
    expect(again.data).toMatchObject({ unchanged: 12, succeeded: 0 });
    expect(again.metadata.attempts).toBe(1);
  });
});

describe('no other model is asked', () => {
  it.each<[string, ScriptedAnswer, Fields]>([
    ['a status that leaves it open', { ...rejection(502, 'bad_gateway') }, chat],
    ['an overload that a gateway reports', { status: 503, body: { detail: 'upstream' } }, chat],
    ['an overload while an image may be drawn', rejection(503, 'server_is_overloaded'), image],
    ['a request that is wrong', rejection(400, 'invalid_value'), chat],
    ['an answer that is cut off', { chunks: ['{"id":'], truncateAt: 5 }, chat],
    ['an error inside a success', { body: { error: { message: 'x', code: 'insufficient_quota' } } }, chat],
  ])('after %s', async (_, answer, query) => {
    plugin.emulator.answerNext('/v1/', { ...answer, times: 9 });
    await plugin.failure({ fallback_models: 'gpt-5.4-mini', ...query }, { ...plugin.source, maxRetries: 0 });
    expect(new Set(asked())).toEqual(new Set([query['model']]));
  });

  it('after a timeout', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', { hang: true });
    const { data } = await plugin.failure({ ...chat, fallback_models: 'gpt-5.4-mini', query_timeout: 300 });
    expect(data.category).toBe('timeout');
    expect(asked()).toEqual(['gpt-5.4']);
  });

  it('where an earlier try of the same may have been billed', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', rejection(500, 'server_error', { 'retry-after-ms': '1' }));
    plugin.emulator.answerNext('/v1/chat/completions', { ...rejection(429, 'insufficient_quota'), times: 9 });
    await plugin.failure({ ...chat, fallback_models: 'gpt-5.4-mini' });
    expect(new Set(asked())).toEqual(new Set(['gpt-5.4']));
  });
});

describe('what is told', () => {
  it('is why each model failed, where none was available', async () => {
    const { description, data } = await plugin.failure({ ...missing, fallback_models: 'no-such-model-2' });
    expect(data.category).toBe('model_not_found');
    expect(description).toMatch(
      /no-such-model-2` does not exist.*\nno-such-model was not available, so no-such-model-2/
    );
  });

  it.each([
    ['dall-e-3', /with dall-e-3, model "dall-e-3" cannot complete the chat/],
    ['gpt-5.4', /must name other models; "gpt-5\.4" is the model that is tried first/],
    ['gpt-4.1, gpt-4.1', /"gpt-4\.1" is named twice/],
    ['["gpt-4.1"', /is not a model id/],
    ['gpt-4.1 or gpt-4o', /"gpt-4\.1 or gpt-4o" is not a model id/],
    [[1], /fallback_models\[0\] must be a string/],
    [' , ', /fallback_models/],
    ['a,b,c,d,e,f', /at most 5/],
  ])('is what is wrong with %j before anything is sent', async (fallback_models, message) => {
    const { data } = await plugin.refusal({ ...chat, fallback_models });
    expect(data.problems).toEqual([
      {
        field: expect.stringMatching(/^fallback_models/),
        message: expect.stringMatching(message),
        allowed: expect.anything(),
      },
    ]);
  });

  it('is a value that only the next model does not support', async () => {
    const { data } = await plugin.refusal({ ...chat, max_tokens: 100_000, fallback_models: 'gpt-4.1' });
    expect(data.problems).toMatchObject([
      { message: expect.stringMatching(/^fallback_models: with gpt-4\.1, max_tokens/) },
    ]);
  });

  it('is a cost limit that the next model may exceed', async () => {
    const source = {
      ...plugin.source,
      maxCostUsd: 0.01,
      prices: { a: { input: 1, output: 1 }, b: { input: 9, output: 900 } },
    };
    const query = { ...chat, model: 'a', max_tokens: 50, fallback_models: 'b' };
    const { data } = await plugin.refusal(query, source);
    expect(data.code).toBe('cost_limit');
    expect(data.problems).toMatchObject([{ message: expect.stringMatching(/with b, Maximum cost.* may cost up to/) }]);
  });

  it('is every model in a dry run, with the highest cost of them', async () => {
    const { data, metadata } = await plugin.run<Fields>(
      {
        ...chat,
        model: 'gpt-5.4-mini',
        temperature: 0.5,
        max_tokens: 50,
        fallback_models: 'gpt-4.1, o3',
        dry_run: true,
      },
      { ...plugin.source, prices: { '*': 'openai' } }
    );
    expect(data).toMatchObject({
      body: { model: 'gpt-5.4-mini' },
      fallback_models: [
        { model: 'gpt-4.1', warnings: [], max_cost: { usd: expect.any(Number) } },
        { model: 'o3', warnings: [{ parameter: 'model' }, { parameter: 'temperature' }] },
      ],
    });
    expect(metadata.max_cost?.basis).toMatch(/^gpt-4\.1:/);
    expect(plugin.emulator.requests).toEqual([]);
  });
});
