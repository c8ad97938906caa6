import * as http from 'node:http';
import { Socket } from 'node:net';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import { agentFor } from '../../plugins/openai/lib/transport/agents';
import { CollectedBytes } from '../../plugins/openai/lib/transport/collected-bytes';
import { startDeadline } from '../../plugins/openai/lib/transport/deadline';
import { type HttpResponse, httpResponseOf } from '../../plugins/openai/lib/transport/http-response';
import { type OutgoingRequest, sendOnce } from '../../plugins/openai/lib/transport/send';
import { createTrust } from '../../plugins/openai/lib/transport/trusted-certificates';
import { certificate } from '../support/certificate';
import { startTlsServer } from '../support/tls-server';
import { group, Page, plainText } from './lines';
import { requestTo, serveHttp, serveTcp } from './local-server';
import { tell } from './tell-error';

/** Sockets, timers and buffers: what is used again, what is let go, and how long is waited. */

expect.addSnapshotSerializer(plainText);
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const mockTls: { default?: unknown; asked: unknown[] } = { asked: [] };
jest.mock('node:tls', () => {
  const actual = jest.requireActual('node:tls');
  return {
    ...actual,
    __esModule: true,
    get getCACertificates() {
      return mockTls.default;
    },
    createSecureContext: (options: object) => {
      mockTls.asked.push(options);
      return actual.createSecureContext(options);
    },
  };
});

it('certificates that are trusted', () => {
  const { rootCertificates } = jest.requireActual('node:tls');
  const trusted = (list?: unknown): unknown => {
    mockTls.default = list;
    mockTls.asked = [];
    createTrust(certificate);
    return mockTls.asked;
  };
  expect(trusted()).toEqual([{ ca: [...rootCertificates, certificate] }]);
  expect(trusted(() => 'none')).toEqual([{ ca: [...rootCertificates, certificate] }]);
  const asked: unknown[] = [];
  const list = (kind: unknown) => {
    asked.push(kind);
    return [certificate];
  };
  expect(trusted(list)).toEqual([{ ca: [certificate, certificate] }]);
  expect(asked).toEqual(['default']);
});

it('the oldest of 100 routes is forgotten', () => {
  const agentOf = (at: number) => agentFor('http:', { proxyUrl: `http://limit${at}.invalid` });
  const first = agentOf(0);
  for (let at = 1; at < 100; at += 1) agentOf(at);
  expect(agentOf(0)).toBe(first);
  agentOf(100);
  expect(agentOf(0)).not.toBe(first);
});

it('bodies are collected in one buffer where their length is known', () => {
  const slow = jest.spyOn(Buffer, 'allocUnsafeSlow');
  const told = [undefined, 0, 65_536, 65_537, 200_000].map((stated): [string, string] => {
    slow.mockClear();
    const collected = new CollectedBytes(stated ?? Number.NaN);
    const [one, two] = [Buffer.alloc(40_000, 'a'), Buffer.alloc(20_000, 'b')];
    const counts = [collected.add(one), collected.add(two)];
    const whole = collected.finish();
    const isRight = whole.equals(Buffer.concat([one, two]));
    return [`${stated}`, `${counts.join(' ')}, ${isRight}, set aside ${slow.mock.calls.join(' ')}`];
  });
  const only = Buffer.from('zinc');
  const single = new CollectedBytes(Number.NaN);
  single.add(only);
  expect(single.finish()).toBe(only);
  expect(new CollectedBytes(Number.NaN).finish()).toHaveLength(0);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('the clock of a query', () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const lines = [1000, 2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31].map(granted => {
    const deadline = startDeadline(granted);
    deadline.end();
    const timer = timers.mock.results.at(-1)?.value;
    const { name, message } = Object(deadline.signal.reason);
    return `${granted}: ${timers.mock.calls.at(-1)?.[1]} ms, keeps the process ${timer.hasRef()}; ends with ${name}: ${message}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it('a proxy that does not lead on', async () => {
  const replies = {
    refuses: 'HTTP/1.1 403 No\r\n\r\n',
    switches: 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: zinc\r\n\r\n',
    'hangs up': undefined,
    'is silent': '',
  };
  const closed: string[] = [];
  const lines: string[] = [];
  const waits = jest.spyOn(Socket.prototype, 'setTimeout');
  for (const [name, reply] of Object.entries(replies)) {
    const proxy = await serveTcp(socket => {
      socket.on('close', () => closed.push(name));
      socket.on('data', () => {
        if (reply === undefined) socket.destroy();
        else if (reply !== '') socket.write(reply);
        // Sixty seconds of silence pass at once.
        else for (const asking of waits.mock.contexts) if (asking.remotePort === proxy.port) asking.emit('timeout');
      });
    });
    waits.mockClear();
    const route = { proxyUrl: `http://127.0.0.1:${proxy.port}`, isFresh: true };
    const request: OutgoingRequest = {
      method: 'GET',
      url: new URL('http://a.invalid'),
      headers: {},
      effect: 'none',
    };
    const error = await sendOnce(request, route, 10).catch((one: unknown) => one);
    if (!(error instanceof NetworkError)) throw error;
    const limits = new Set(waits.mock.calls.map(([limit]) => limit));
    const { message } = Object(error.cause);
    lines.push(
      `${name}: ${error.code} ${error.unsent} ${error.proxyStatus}, ${message}, limits ${[...limits].join(' ')}`
    );
    while (closed.length < lines.length) await new Promise(setImmediate);
    await proxy.stop();
  }
  expect(new Page(lines)).toMatchSnapshot();
});

/** Reads some of a response, or none, and gives it up. */
const endings: Record<string, (response: HttpResponse) => Promise<unknown>> = {
  'read, given up': async response => {
    await response.read();
    response.discard();
  },
  'given up': async response => response.discard(),
  'a first piece': async response => {
    for await (const _ of response.chunks()) break;
  },
  'all pieces': async response => {
    for await (const _ of response.chunks());
  },
};

it('connections that are used again after a response', async () => {
  const { gzipSync } = jest.requireActual('node:zlib');
  const bodies: Record<string, { headers: Record<string, string>; body: Buffer | string; rest?: boolean }> = {
    short: { headers: {}, body: 'zinc' },
    unfinished: { headers: {}, body: 'zinc', rest: true },
    compressed: { headers: { 'content-encoding': 'gzip' }, body: gzipSync('zinc') },
  };
  let answer = bodies['short'];
  const sockets = new Set<unknown>();
  const server = await serveHttp((request, response) => {
    sockets.add(request.socket);
    response.writeHead(200, answer?.headers);
    if (answer?.rest) response.write(answer.body);
    else response.end(answer?.body);
  });
  const told: [string, string][] = [];
  for (const [name, given] of Object.entries(bodies)) {
    answer = given;
    for (const [how, end] of Object.entries(endings)) {
      if (given.rest && ['read, given up', 'all pieces'].includes(how)) continue;
      sockets.clear();
      const route = { lookup: () => undefined };
      const states: string[] = [];
      for (let at = 0; at < 2; at += 1) {
        const response = await sendOnce(requestTo(server, 'GET', '/', { effect: 'none' }), route, 100);
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
        await end(response);
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
        states.push(String(response.isGivenUp));
      }
      told.push([`${name}, ${how}:`, `${sockets.size} connections, given up ${states.join(' ')}`]);
    }
  }
  await server.stop();
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a query that ends after its response closes no connection that can be used again', async () => {
  const sockets = new Set<unknown>();
  const server = await serveHttp((request, response) => {
    sockets.add(request.socket);
    response.end('zinc');
  });
  const lookup = () => undefined;
  for (let at = 0; at < 2; at += 1) {
    const query = new AbortController();
    const request = requestTo(server, 'GET', '/', { signal: query.signal });
    const response = await sendOnce(request, { lookup }, 10);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    response.discard();
    query.abort();
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  }
  await server.stop();
  expect(sockets.size).toBe(1);
});

it('a response that is given up while it is read', async () => {
  const server = await serveHttp((_, response) => void response.write('zinc'));
  const response = await sendOnce(requestTo(server, 'GET', '/', { effect: 'text' }), {}, 10);
  const reading = tell(response.read());
  response.discard();
  expect(await reading).toBe('undefined, text');
  await server.stop();
});

it('a signal of many requests', async () => {
  const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const server = await serveHttp((_, response) => response.end('zinc'));
  const { signal } = new AbortController();
  const added = jest.spyOn(signal, 'addEventListener');
  const removed = jest.spyOn(signal, 'removeEventListener');
  const closed: Promise<unknown>[] = [];
  const emit = jest.spyOn(http.ClientRequest.prototype, 'once');
  await Promise.all(
    [...Array(12).keys()].map(async () => (await sendOnce(requestTo(server, 'GET', '/', { signal }), {}, 10)).read())
  );
  for (const request of new Set(emit.mock.contexts))
    closed.push(new Promise(resolve => (request.closed ? resolve(0) : request.on('close', resolve))));
  await Promise.all(closed);
  await server.stop();
  expect([warned.mock.calls, added.mock.calls.length, removed.mock.calls.length]).toEqual([[], 12, 12]);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
    expect.arrayContaining(added.mock.calls.map(([, listener]) => listener))
  );
});

it('whether anything was sent, on new connections and on those that are used again', async () => {
  const lines: string[] = [];
  let count = 0;
  const listener: http.RequestListener = (request, response) => {
    count += 1;
    if (count % 2 === 1) response.end('zinc');
    else request.socket.destroy();
  };
  const plain = await serveHttp(listener);
  const secure = await startTlsServer(listener);
  const ask = (origin: string, caCertificate?: string) =>
    tell(
      sendOnce(
        { method: 'POST', url: new URL(origin), headers: {}, effect: 'lasting' },
        { caCertificate, lookup: undefined },
        10
      ).then(async response => response.text())
    );
  const origin = `https://127.0.0.1:${secure.port}`;
  for (const [name, url, trusted] of [
    ['plain', plain.origin, undefined],
    ['TLS', origin, certificate],
  ] as const) {
    count = 0;
    lines.push(`${name}: ${await ask(url, trusted)}; again ${await ask(url, trusted)}`);
    count = 1;
    lines.push(`${name}, anew: ${await ask(url, trusted)}`);
  }
  lines.push(`not trusted: ${await ask(origin)}`);
  await plain.stop();
  secure.stop();
  expect(new Page(lines)).toMatchSnapshot();
});

it('a response larger than 3 MB, and one that is none of ours', async () => {
  const server = await serveHttp((_, response) => {
    response.writeHead(200, { 'content-length': '3400001' }).write('z');
  });
  const get = sendOnce(requestTo(server, 'GET', '/'), {}, 3_400_000).then(response => response.read());
  expect(await tell(get)).toBe('answer_too_large: The response is larger than 3 MB');
  expect(() => httpResponseOf(new Response())).toThrow('The response came by another way than the transport');
  await server.stop();
});
