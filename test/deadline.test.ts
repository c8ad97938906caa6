import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';
import { type Emulator, type ScriptedAnswer, start as startEmulator } from 'openai-emulator';
import type { StreamEvent } from '../workbench/host/plugin-service';
import { connectTo, failureOf, loadPlugin } from './support/hosts';

let emulator: Emulator;

/** The server's side of every connection over which a request came. */
const sockets: Socket[] = [];
/** What was last asked for over each. */
const paths = new Map<Socket, string>();
function watch(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return;
  sockets.push(message.socket as Socket);
  if ('request' in message) paths.set(message.socket as Socket, String(Reflect.get(Object(message.request), 'url')));
}
const channel = 'http.server.request.start';

beforeAll(async () => {
  emulator = await startEmulator({ streamDelayMs: 20 });
  subscribe(channel, watch);
});
afterEach(() => {
  emulator.reset();
  sockets.length = 0;
});
afterAll(async () => {
  unsubscribe(channel, watch);
  await emulator.stop();
});

const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };
const image = { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A red bicycle', output: 'full' };

const delta = (text: string) =>
  `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: text }, finish_reason: null }] })}\n\n`;
/** Some text, then a pause without end. */
const stalledStream: ScriptedAnswer = { chunks: [delta('Zinc'), delta(' never')], chunkDelayMs: 60_000 };

function stream(query: object, signal: AbortSignal = new AbortController().signal, more: object = {}) {
  const events = loadPlugin().stream?.(connectTo(emulator, more), query, { signal });
  if (!events) throw new Error('The plugin has no stream');
  return events;
}

async function readAll(events: AsyncIterable<StreamEvent>, seen: StreamEvent[] = []): Promise<void> {
  for await (const event of events) seen.push(event);
}

/** That the client has hung up: no work and no money is spent on an answer that nobody waits for. */
async function expectHungUp(): Promise<void> {
  const [socket, ...others] = sockets;
  expect(others).toEqual([]);
  if (!socket) throw new Error('No request came');
  if (!socket.closed) await new Promise(resolve => socket.once('close', resolve));
  expect(socket.closed).toBe(true);
}

async function firstRequest(): Promise<void> {
  while (emulator.requests.length === 0) await nextTurn();
}

describe('query_timeout', () => {
  it.each<[string, object, ScriptedAnswer]>([
    ['headers that do not come', chat, { hang: true }],
    ['headers that come late', chat, { delayMs: 60_000 }],
    ['a body that does not come', chat, { stallAfterHeaders: true }],
    ['an error whose body does not come', chat, { status: 500, stallAfterHeaders: true }],
    ['an image that does not come', image, { stallAfterHeaders: true }],
    [
      'a stream that stalls',
      { ...image, partial_images: 2 },
      { chunks: ['data: {"type":"x"}\n\n', ''], chunkDelayMs: 60_000 },
    ],
  ])('covers %s, and ends the request', async (_, query, answer) => {
    emulator.answerNext('/v1/', { ...answer, times: 3 });
    const source = connectTo(emulator, { maxRetries: 2 });
    const { data, description } = await failureOf(loadPlugin().run(source, { ...query, query_timeout: 600 }));
    expect(data).toMatchObject({ category: 'timeout', retryable: true });
    expect(description).toMatch(/^No response within 0\.6 seconds \(query_timeout\)/);
    await expectHungUp();
  });

  it('covers a stream that stalls after its first words, which were passed on', async () => {
    emulator.answerNext('/v1/chat', stalledStream);
    const seen: StreamEvent[] = [];
    const { data } = await failureOf(readAll(stream({ ...chat, query_timeout: 600 }), seen));
    expect(data).toMatchObject({ category: 'timeout' });
    expect(seen).toEqual([{ type: 'text_delta', text: 'Zinc' }]);
    await expectHungUp();
  });

  it('covers the wait before a repetition', async () => {
    const body = { error: { message: 'Slower', type: 'requests', code: 'rate_limit_exceeded' } };
    emulator.answerNext('/v1/chat', { status: 429, headers: { 'retry-after-ms': '50' }, body, times: 20 });
    const source = connectTo(emulator, { maxRetries: 10 });
    const { data } = await failureOf(loadPlugin().run(source, { ...chat, query_timeout: 180 }));
    expect(data).toMatchObject({ category: expect.stringMatching(/^(rate_limit|timeout)$/) });
    expect(emulator.requests.length).toBeLessThan(6);
  });

  it('covers an image that is fetched from its link; the link, which is paid for, is given', async () => {
    const url = `${new URL(emulator.baseUrl).origin}/files/late.png`;
    emulator.answerNext('/v1/images', { body: { created: 1, data: [{ url }] } });
    emulator.answerNext('/files', { hang: true });
    // Long enough for the request before it, on a machine that is busy.
    const query = { ...image, model: 'dall-e-3', query_timeout: 1000 };
    const { data, metadata } = await loadPlugin().run(connectTo(emulator), query);
    expect(data).toEqual({ images: [{ url }] });
    expect(metadata).toMatchObject({
      warnings: expect.arrayContaining([
        expect.objectContaining({ reason: expect.stringContaining('only as a link') }),
      ]),
    });
    // The request before it has its answer, so its connection stays.
    const downloads = sockets.filter(socket => paths.get(socket)?.startsWith('/files'));
    sockets.splice(0, sockets.length, ...downloads);
    await expectHungUp();
  });

  it.each(['', null, 0])('of %p leaves the time to the connection', async query_timeout => {
    expect(await loadPlugin().run(connectTo(emulator), { ...chat, query_timeout })).toMatchObject({ status: 'ok' });
  });
});

it("the connection's timeout holds where the query has none", async () => {
  emulator.answerNext('/v1/chat', { hang: true });
  const { data, description } = await failureOf(loadPlugin().run(connectTo(emulator, { timeoutSeconds: 1 }), chat));
  expect(data).toMatchObject({ category: 'timeout' });
  expect(description).toMatch(/^No response within 1 seconds? \(the connection's timeout\)/);
  await expectHungUp();
});

it("a query's own time may be longer than the connection's", async () => {
  emulator.answerNext('/v1/chat', { delayMs: 1200, body: { choices: [] } });
  const source = connectTo(emulator, { timeoutSeconds: 1 });
  const { data } = await failureOf(loadPlugin().run(source, { ...chat, query_timeout: 20_000 }));
  expect(data).toMatchObject({ code: 'unexpected_answer' });
});

it('the test of a connection ends at its timeout', async () => {
  emulator.answerNext('/v1/models', { hang: true });
  const result = await loadPlugin().testConnection?.(connectTo(emulator, { timeoutSeconds: 1 }));
  expect(result).toMatchObject({ status: 'failed', message: expect.stringMatching(/within 1 second/) });
  await expectHungUp();
});

describe('a host that gives up', () => {
  it.each<[string, ScriptedAnswer]>([
    ['before the headers', { hang: true }],
    ['before the body', { stallAfterHeaders: true }],
  ])('ends the request %s', async (_, answer) => {
    emulator.answerNext('/v1/chat', answer);
    const controller = new AbortController();
    const failing = failureOf(readAll(stream(chat, controller.signal, { maxRetries: 2 })));
    await firstRequest();
    controller.abort();
    const { className, message, data } = await failing;
    expect({ className, message }).toEqual({ className: 'QueryError', message: 'Could not complete the chat' });
    expect(data).toMatchObject({ category: 'cancelled', code: 'cancelled' });
    await expectHungUp();
  });

  it('ends the request in the middle of a stream', async () => {
    emulator.answerNext('/v1/chat', stalledStream);
    const controller = new AbortController();
    const read = async () => {
      for await (const event of stream(chat, controller.signal)) if (event.type === 'text_delta') controller.abort();
    };
    const { data } = await failureOf(read());
    expect(data).toMatchObject({ category: 'cancelled' });
    await expectHungUp();
  });

  it('ends the wait before a repetition', async () => {
    const body = { error: { message: 'Slower', type: 'requests', code: 'rate_limit_exceeded' } };
    emulator.answerNext('/v1/chat', { status: 429, headers: { 'retry-after': '60' }, body });
    const controller = new AbortController();
    const failing = failureOf(readAll(stream(chat, controller.signal, { maxRetries: 2 })));
    await firstRequest();
    setTimeout(() => controller.abort(), 50);
    const { data } = await failing;
    expect(data).toMatchObject({ category: 'cancelled' });
    expect(emulator.requests).toHaveLength(1);
  });

  it('before it began sends nothing', async () => {
    const { data } = await failureOf(readAll(stream(chat, AbortSignal.abort())));
    expect(data).toMatchObject({ category: 'cancelled' });
    expect(emulator.requests).toHaveLength(0);
  });

  it('by leaving the stream early ends the request', async () => {
    emulator.answerNext('/v1/chat', stalledStream);
    for await (const event of stream(chat)) {
      expect(event).toEqual({ type: 'text_delta', text: 'Zinc' });
      break;
    }
    await expectHungUp();
  });
});

describe('leaves no clock running, which would keep a process alive:', () => {
  /** In seconds; no other timer runs for so long. */
  const timeoutSeconds = 1234;
  const running = new Set<unknown>();
  let started = 0;

  /** Watches the timers of the realm in which the plugin runs. */
  beforeEach(() => {
    const realm: typeof globalThis = runInThisContext('globalThis');
    const { setTimeout, clearTimeout } = realm;
    jest.spyOn(realm, 'setTimeout').mockImplementation((callback, delay, ...rest) => {
      const timer = setTimeout(callback, delay, ...rest);
      if (delay === timeoutSeconds * 1000) {
        started += 1;
        running.add(timer);
      }
      return timer;
    });
    jest.spyOn(realm, 'clearTimeout').mockImplementation(timer => {
      running.delete(timer);
      clearTimeout(timer);
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    started = 0;
    running.clear();
  });

  async function leave(events: AsyncIterable<StreamEvent>): Promise<void> {
    for await (const _ of events) return;
  }

  const run = (query: object, more: object = {}) =>
    loadPlugin().run(connectTo(emulator, { timeoutSeconds, ...more }), query);

  const { signal } = new AbortController();

  it.each<[string, () => Promise<unknown>]>([
    ['a success', () => run(chat)],
    ['a refusal by the server', () => failureOf(run(chat, { apiKey: 'sk-invalid' }))],
    ['a stream', () => readAll(stream(chat, signal, { timeoutSeconds }))],
    ['a stream that is left', () => leave(stream(chat, signal, { timeoutSeconds }))],
  ])('%s', async (_, end) => {
    await end();
    expect({ started, running: running.size }).toEqual({ started: 1, running: 0 });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a dry run', () => run({ ...chat, dry_run: true })],
    ['a refusal by the plugin', () => failureOf(run({ ...chat, temperature: 'warm' }))],
  ])('%s, if it starts one', async (_, end) => {
    await end();
    expect(running.size).toBe(0);
  });
});
