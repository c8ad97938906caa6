import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { type Emulator, type ScriptedAnswer, start as startEmulator } from 'openai-emulator';
import { connectTo, failureOf, loadPlugin } from './support/hosts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.stop());

const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };
const image = { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A red bicycle', output: 'full' };
const models = { operation: 'list_models' };

/** Short waits, so that tests need not. */
const soon = { 'retry-after-ms': '1' };
const refusal = (status: number, code: string, headers: Record<string, string> = soon): ScriptedAnswer => ({
  status,
  headers,
  body: { error: { message: 'Not now', type: null, param: null, code } },
});

interface Listening {
  server: Server;
  port: number;
}

async function listen(server: Server): Promise<Listening> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

async function close(listening: Listening): Promise<Listening> {
  await new Promise(resolve => listening.server.close(resolve));
  return listening;
}

function run(query: object, more: object = { maxRetries: 2 }) {
  return loadPlugin().run(connectTo(emulator, more), query);
}

describe('what passes is sent again', () => {
  it.each([
    ['429 rate limit', refusal(429, 'rate_limit_exceeded')],
    ['429 slow down', refusal(429, 'slow_down')],
    ['421', refusal(421, 'misdirected')],
    ['500 of the API', refusal(500, 'server_error')],
    ['503 of the API', refusal(503, 'server_is_overloaded')],
    ['504 that asks for it', refusal(504, 'timeout', { ...soon, 'x-should-retry': 'true' })],
  ])('automatic retry: %s [row 129]', async (_, answer) => {
    emulator.answerNext('/v1/chat', { ...answer, times: 2 });
    const { status, metadata } = await run(chat);
    expect({ status, attempts: metadata?.['attempts'] }).toEqual({ status: 'ok', attempts: 3 });
    expect(emulator.requests).toHaveLength(3);
    const [first, ...others] = emulator.requests.map(({ rawBody }) => rawBody.toString());
    expect(others).toEqual([first, first]);
  });

  it.each([
    [0, 1],
    [1, 2],
    [3, 4],
  ])('with maxRetries %i at most %i times', async (maxRetries, times) => {
    emulator.answerNext('/v1/chat', { ...refusal(503, 'server_is_overloaded'), times: 9 });
    const { data } = await failureOf(run(chat, { maxRetries }));
    expect(data).toMatchObject({ category: 'server', status: 503 });
    expect(emulator.requests).toHaveLength(times);
  });

  it('twice where the connection says nothing', async () => {
    emulator.answerNext('/v1/models', { ...refusal(503, 'server_is_overloaded'), times: 9 });
    await failureOf(run(models, { maxRetries: '' }));
    expect(emulator.requests).toHaveLength(3);
  });

  it('a stream too, before its first event', async () => {
    emulator.answerNext('/v1/chat', refusal(429, 'rate_limit_exceeded'));
    const { signal } = new AbortController();
    let last: unknown;
    for await (const event of loadPlugin().stream?.(connectTo(emulator, { maxRetries: 1 }), chat, { signal }) ?? [])
      last = event;
    expect(last).toMatchObject({ type: 'result', result: { metadata: { attempts: 2 } } });
  });
});

describe("the server's wish to wait", () => {
  const limited = (headers: Record<string, string>) => refusal(429, 'rate_limit_exceeded', headers);
  // The plugin's own first wait is 375 ms at least.
  const tooShortForOwnWait = 300;

  it('is followed in milliseconds', async () => {
    emulator.answerNext('/v1/chat', limited({ 'retry-after-ms': '5', 'retry-after': '60' }));
    expect(await run({ ...chat, query_timeout: tooShortForOwnWait })).toMatchObject({ metadata: { attempts: 2 } });
  });

  it.each([
    ['seconds', () => '0'],
    ['a date', () => new Date(Date.now() - 5000).toUTCString()],
  ])('is followed in %s', async (_, retryAfter) => {
    emulator.answerNext('/v1/chat', limited({ 'retry-after': retryAfter() }));
    expect(await run({ ...chat, query_timeout: tooShortForOwnWait })).toMatchObject({ metadata: { attempts: 2 } });
  });

  it('is waited for', async () => {
    emulator.answerNext('/v1/chat', limited({ 'retry-after-ms': '400' }));
    const running = run(chat);
    while (emulator.requests.length === 0) await nextTurn();
    await pause(150);
    expect(emulator.requests).toHaveLength(1);
    expect(await running).toMatchObject({ metadata: { attempts: 2 } });
  });

  it.each<[string, () => Record<string, string>, number]>([
    ['seconds', () => ({ 'retry-after': '120' }), 120_000],
    ['milliseconds', () => ({ 'retry-after-ms': '90000' }), 90_000],
    ['a date', () => ({ 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }), 3_600_000],
  ])('is not waited for beyond the deadline, but reported: %s', async (_, headers, wait) => {
    emulator.answerNext('/v1/chat', { ...limited(headers()), times: 3 });
    const { data } = await failureOf(run({ ...chat, query_timeout: 30_000 }));
    expect(data).toMatchObject({ category: 'rate_limit', status: 429, retryable: true });
    expect(Math.abs(Number(data['retry_after_ms']) - wait)).toBeLessThan(60_000);
    expect(emulator.requests).toHaveLength(1);
  });

  it('that makes no sense is not reported', async () => {
    emulator.answerNext('/v1/chat', limited({ 'retry-after': 'soon' }));
    const { data } = await failureOf(run(chat, { maxRetries: 0 }));
    expect(data).not.toHaveProperty('retry_after_ms');
  });

  it('not to be asked again is followed', async () => {
    emulator.answerNext('/v1/chat', {
      ...refusal(500, 'server_error', { ...soon, 'x-should-retry': 'false' }),
      times: 3,
    });
    await failureOf(run(chat));
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('what does not pass is not sent again', () => {
  it.each([
    ['no retry on insufficient_quota [row 130]', 429, 'insufficient_quota'],
    ['no retry on spent credit [row 130]', 429, 'credit_balance_exhausted'],
    ["no retry on the organization's spend limit [row 130]", 429, 'organization_spend_limit_exceeded'],
    ["no retry on the project's spend limit [row 130]", 429, 'project_spend_limit_exceeded'],
    ['content policy', 400, 'moderation_blocked'],
    ['a wrong value', 400, 'invalid_value'],
    ['a wrong key', 401, 'invalid_api_key'],
    ['no permission', 403, 'forbidden'],
    ['an unknown model', 404, 'model_not_found'],
    ['a body too large', 413, 'too_large'],
    ['an unprocessable field', 422, 'unprocessable'],
  ])('%s', async (_, status, code) => {
    emulator.answerNext('/v1/chat', { ...refusal(status, code), times: 3 });
    const { data } = await failureOf(run(chat));
    expect(data).toMatchObject({ status, code, retryable: false });
    expect(emulator.requests).toHaveLength(1);
  });

  it('no double charge after a timeout, of chat either [row 131]', async () => {
    emulator.answerNext('/v1/', { hang: true, times: 9 });
    const failures = await Promise.all(
      [chat, image, models].map(query => failureOf(run({ ...query, query_timeout: 500 })))
    );
    expect(failures.map(({ data }) => data['category'])).toEqual(['timeout', 'timeout', 'timeout']);
    expect(emulator.requests).toHaveLength(3);
  });

  it('a stream that failed after it began', async () => {
    const error = { message: 'The server had an error', type: 'server_error', code: null };
    emulator.answerNext('/v1/images', { chunks: [`data: ${JSON.stringify({ error })}\n\n`], times: 3 });
    await failureOf(run({ ...image, partial_images: 1 }));
    expect(emulator.requests).toHaveLength(1);
  });
});

/** What leaves open whether anything was done. */
const cut: ScriptedAnswer = { body: { padding: 'x'.repeat(100) }, truncateAt: 10, times: 9 };
const page = (status: number): ScriptedAnswer => ({
  status,
  headers: { ...soon, 'content-type': 'text/html' },
  body: '<h1>Bad gateway</h1>',
  times: 9,
});
const ambiguous: [string, ScriptedAnswer][] = [
  ['a connection that broke', cut],
  ['a page', page(200)],
  ['an error with status 200', { body: { error: { message: 'Not now', type: 'server_error', code: null } }, times: 9 }],
  ['500 of a gateway', page(500)],
  ['503 of a gateway', page(503)],
  ...[408, 409, 502, 504, 520, 521, 522, 523, 524, 598, 599].map((status): [string, ScriptedAnswer] => [
    String(status),
    { ...refusal(status, 'server_error'), times: 9 },
  ]),
];

describe('a request that may have been billed', () => {
  const respond = { operation: 'respond', prompt: 'Name three uses of zinc' };

  it.each(ambiguous)(
    'no double charge: chat, respond and an image are sent once where %s comes [row 131]',
    async (_, answer) => {
      emulator.answerNext('/v1/', { ...answer, times: 99 });
      for (const query of [chat, respond, image]) await failureOf(run(query));
      expect(emulator.requests.map(({ path }) => path)).toEqual([
        '/v1/chat/completions',
        '/v1/responses',
        '/v1/images/generations',
      ]);
    }
  );

  it.each(ambiguous.filter(([name]) => !/status 200|page/.test(name)))(
    'is no reading one, which is sent again where %s comes',
    async (_, answer) => {
      emulator.answerNext('/v1/models', { ...answer, headers: { ...answer.headers, ...soon }, times: 1 });
      const result = await run(models);
      expect(result).toMatchObject({ status: 'ok', metadata: { attempts: 2 } });
    }
  );

  it.each<[string, object, number]>([
    ['a plain response', respond, 2],
    ['one that looks something up', { ...respond, web_search: true }, 2],
    ['one that draws', { ...respond, image_generation: true }, 1],
    ['one that runs code', { ...respond, code_interpreter: true }, 1],
    ['one in the background', { ...respond, background: true }, 1],
    ['one of a conversation', { ...respond, conversation_id: 'conv_1234' }, 1],
    ['a kept chat', { ...chat, extra_parameters: { store: true } }, 1],
    ['an embedding', { operation: 'generate_embedding', input: 'Zinc' }, 2],
    ['a moderation', { operation: 'moderation', input: 'Zinc' }, 2],
    ['an image', image, 1],
    ['speech', { operation: 'speech', input: 'Zinc' }, 1],
    ['research', { operation: 'deep_research', prompt: 'Zinc' }, 1],
    ['any other POST', { operation: 'api_request', method: 'POST', path: '/fine_tuning/jobs', body: {} }, 1],
  ])('is what 503 of the API leaves open: %s', async (_, query, times) => {
    emulator.answerNext('/v1/', { ...refusal(503, 'server_is_overloaded'), times: 9 });
    await failureOf(run(query, { maxRetries: 1 }));
    expect(emulator.requests).toHaveLength(times);
  });

  it.each([
    [429, 'rate_limit_exceeded', soon],
    [421, 'misdirected', soon],
    [500, 'server_error', { ...soon, 'x-should-retry': 'true' }],
  ])('is sent again for an image that the server refused with %i', async (status, code, headers) => {
    emulator.answerNext('/v1/images', refusal(status, code, headers));
    expect(await run(image)).toMatchObject({ status: 'ok', metadata: { attempts: 2 } });
  });

  it('is not sent again for an image whose connection the server closed without an answer', async () => {
    const sockets: Socket[] = [];
    const listening = await listen(
      createServer(socket => {
        sockets.push(socket);
        socket.once('data', () => socket.destroy());
      })
    );
    const source = connectTo({ baseUrl: `http://127.0.0.1:${listening.port}` }, { maxRetries: 2 });
    const { data } = await failureOf(loadPlugin().run(source, image));
    await close(listening);
    expect(data).toMatchObject({ category: 'network' });
    expect(sockets).toHaveLength(1);
  });

  it('is sent again for an image that never left', async () => {
    const { port } = await listen(createServer()).then(close);
    const running = loadPlugin().run(connectTo({ baseUrl: `http://127.0.0.1:${port}` }, { maxRetries: 4 }), image);
    await pause(100);
    const late = await startEmulator({ port });
    const { metadata } = await running.finally(() => late.stop());
    expect(Number(metadata?.['attempts'])).toBeGreaterThan(1);
    expect(late.requests).toHaveLength(1);
  });
});
