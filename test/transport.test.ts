import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { collect, connectTo, failureOf, loadPlugin } from './support/hosts';
import { loaders } from './support/loaders';

const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };
const completion = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'gpt-5.4',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Brass — and more' }, finish_reason: 'stop' }],
});
const json = { 'content-type': 'application/json' };

/** Requests that came, and the connections they came over. */
const requests: string[] = [];
const sockets = new Set<Socket>();
let answer: RequestListener = () => undefined;
const server = createServer((request, response) => {
  requests.push(`${request.method} ${request.url}`);
  request.resume().once('end', () => answer(request, response));
});
server.on('connection', socket => {
  sockets.add(socket);
  socket.on('error', () => undefined);
});

beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
beforeEach(async () => {
  requests.length = 0;
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  // Until the plugin knows that they are closed.
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
});
afterEach(() => jest.useRealTimers());
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const source = (more: object = { maxRetries: 2 }) =>
  connectTo({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }, more);
const run = (query: object = chat, more?: object) => loadPlugin().run(source(more), query);

/** As fast as it is taken, until nobody takes it. */
function pour(to: NodeJS.WritableStream, piece: Buffer): void {
  const pourOn = () => {
    while (to.writable && to.write(piece));
  };
  to.on('drain', pourOn);
  to.on('error', () => undefined);
  pourOn();
}

async function untilClosed(): Promise<void> {
  for (const socket of sockets) if (!socket.closed) await new Promise(resolve => socket.once('close', resolve));
}

describe('connections', () => {
  it.each(loaders)('are kept from one query to the next, in the %s', async (_, load) => {
    answer = (_request, response) => response.writeHead(200, json).end(completion);
    const text = (await import('./support/hosts')).bundle;
    for (let count = 0; count < 20; count += 1) {
      const Plugin = load(text);
      expect(await new Plugin().run(source(), chat)).toMatchObject({ status: 'ok' });
    }
    expect(requests).toHaveLength(20);
    expect(sockets.size).toBe(1);
  });

  it('are kept after a stream whose end came with its last event', async () => {
    const events = ['{"choices":[{"index":0,"delta":{"content":"Brass"},"finish_reason":"stop"}]}', '[DONE]'];
    const body = events.map(data => `data: ${data}\n\n`).join('');
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body);
    for (let query = 0; query < 3; query += 1) {
      const streamed = loadPlugin().stream?.(source(), chat, { signal: new AbortController().signal });
      const last = streamed && (await collect(streamed)).at(-1);
      expect(last).toMatchObject({ result: { status: 'ok' } });
    }
    expect(requests).toHaveLength(3);
    expect(sockets.size).toBeLessThan(3);
  });

  it('that the server cuts while nobody uses them disturb nobody', async () => {
    answer = (_request, response) => response.writeHead(200, json).end(completion);
    await run();
    for (const socket of sockets) socket.resetAndDestroy();
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(await run()).toMatchObject({ status: 'ok', metadata: { attempts: 1 } });
  });

  it('that were idle while the host was busy are not used', async () => {
    answer = (_request, response) => response.writeHead(200, json).end(completion);
    await run();
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(now + 4500);
    const { metadata } = await run().finally(() => clock.mockRestore());
    expect({ attempts: metadata?.['attempts'], connections: sockets.size }).toEqual({ attempts: 1, connections: 2 });
  });
});

describe('an answer that is late', () => {
  const late = async (send: (response: ServerResponse) => void, begin?: (response: ServerResponse) => void) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    const asked = new Promise<ServerResponse>(resolve => {
      answer = (_request, response) => {
        begin?.(response);
        resolve(response);
      };
    });
    const running = run(chat, { maxRetries: 2, timeoutSeconds: 3600 });
    const response = await asked;
    for (let minutes = 0; minutes < 59; minutes += 1) {
      jest.advanceTimersByTime(60_000);
      await nextTurn();
    }
    send(response);
    return running;
  };

  it('by 59 minutes arrives, and is asked for once', async () => {
    const result = await late(response => response.writeHead(200, json).end(completion));
    expect(result).toMatchObject({ status: 'ok', data: { text: 'Brass — and more' }, metadata: { attempts: 1 } });
    expect(requests).toHaveLength(1);
  });

  it('with its body arrives, too', async () => {
    const result = await late(
      response => response.end(completion.slice(10)),
      response => response.writeHead(200, json).write(completion.slice(0, 10))
    );
    expect(result).toMatchObject({ status: 'ok', data: { text: 'Brass — and more' } });
    expect(requests).toHaveLength(1);
  });
});

describe('a compressed answer', () => {
  it.each(['gzip', 'GZIP', 'x-gzip'])('is read although nobody asked for it: %s', async encoding => {
    answer = (_request, response) =>
      response.writeHead(200, { ...json, 'content-encoding': encoding }).end(gzipSync(completion));
    expect(await run()).toMatchObject({ data: { text: 'Brass — and more' } });
  });

  it('that is cut off is no answer', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(completion).subarray(0, -12));
    const { data } = await failureOf(run());
    expect(data).toMatchObject({ category: 'network' });
  });
});

describe('an answer without end', () => {
  const piece = Buffer.alloc(65_536, 0x20);

  it.each<[string, RequestListener]>([
    ['plain', (_, response) => pour(response.writeHead(200, json), piece)],
    [
      'compressed to a thousandth',
      (_, response) => {
        const gzip = createGzip();
        gzip.pipe(response.writeHead(200, { ...json, 'content-encoding': 'gzip' }));
        response.once('close', () => gzip.destroy());
        pour(gzip, piece);
      },
    ],
    [
      'stated to be long',
      (_, response) => response.writeHead(200, { ...json, 'content-length': '9000000000' }).write(' '),
    ],
    [
      'an event of one line',
      (_, response) => pour(response.writeHead(200, { 'content-type': 'text/event-stream' }), piece),
    ],
    [
      'events that say nothing',
      (_, response) =>
        pour(response.writeHead(200, { 'content-type': 'text/event-stream' }), Buffer.from(': \n\n'.repeat(20_000))),
    ],
  ])(
    'is read to its limit and no further: %s',
    async (_, listener) => {
      answer = listener;
      const before = process.memoryUsage().rss;
      const service = loadPlugin();
      const { signal } = new AbortController();
      const read = async () => {
        for await (const event of service.stream?.(source(), chat, { signal }) ?? [])
          if (event.type === 'result') return event;
      };
      const { data, description } = await failureOf(read());
      expect(data).toMatchObject({ code: 'answer_too_large', retryable: false });
      expect(description).toMatch(/^The response is larger than 64 MB/);
      expect(requests).toHaveLength(1);
      expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
      await untilClosed();
      // Sixty-four megabytes through two processes of a shared machine.
    },
    180_000
  );

  it('of an error ends after a megabyte', async () => {
    answer = (_request, response) => pour(response.writeHead(400, json), piece);
    const { data } = await failureOf(run());
    expect(data).toMatchObject({ status: 400 });
    await untilClosed();
  });

  it('of a redirect is not read at all', async () => {
    answer = ({ url }, response) => {
      if (url === '/there') response.writeHead(200, json).end(completion);
      else pour(response.writeHead(307, { location: '/there' }), piece);
    };
    expect(await run()).toMatchObject({ status: 'ok' });
    expect(requests).toEqual(['POST /v1/chat/completions', 'POST /there']);
    const [first] = sockets;
    if (first && !first.closed) await new Promise(resolve => first.once('close', resolve));
    expect(first?.bytesWritten).toBeLessThan(20e6);
  });
});

it('an answer with large texts is read as it was written', async () => {
  const large = (text: string) => text.repeat(300_000);
  const body = {
    plain: large('a'),
    list: [1, large('b'), { quoted: large('"'), slashed: `${large('c')}\\`, lines: large('d\n') }, null],
    foreign: large('é'),
    [large('name')]: true,
    short: 'text "0"',
  };
  answer = (_, response) => void response.writeHead(200, json).end(JSON.stringify(body));
  const { data } = await run({ operation: 'api_request', method: 'GET', path: '/anything' });
  // A difference would be printed for minutes.
  expect(JSON.stringify(data) === JSON.stringify(body)).toBe(true);
});
