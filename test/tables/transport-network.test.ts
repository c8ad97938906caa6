import { createServer } from 'node:net';
import * as zlib from 'node:zlib';
import type { HttpResponse } from '../../plugins/openai/lib/transport/http-response';
import { type OutgoingRequest, sendOnce } from '../../plugins/openai/lib/transport/send';
import { group, Page, plainText, show } from './lines';
import { type LocalServer, requestTo, serveHttp, serveTcp } from './local-server';
import { tell } from './tell-error';

/** What is read of answers at each limit, and what comes of connections that break. */

expect.addSnapshotSerializer(plainText);

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer; broken?: boolean };

let server: LocalServer;
let answer: (path: string) => Answer = () => ({});

beforeAll(async () => {
  server = await serveHttp((request, response) => {
    request.resume();
    const { status = 200, headers = {}, body = '', broken } = answer(request.url ?? '');
    response.writeHead(status, headers);
    if (broken) response.write(body, () => setImmediate(() => response.destroy()));
    else response.end(body);
  });
});
afterAll(() => server.stop());

const text = (length: number) => 'zinc'.repeat(Math.ceil(length / 4)).slice(0, length);
const readers: Record<string, (response: HttpResponse) => Promise<unknown>> = {
  read: async response => String((await response.read()).length),
  'read 500': async response => String((await response.read(500)).length),
  text: async response => String((await response.text()).length),
  arrayBuffer: async response => String((await response.arrayBuffer()).byteLength),
  chunks: async response => {
    let bytes = 0;
    for await (const chunk of response.chunks()) bytes += chunk.length;
    return String(bytes);
  },
  'chunks 500': async response => {
    let bytes = 0;
    for await (const chunk of response.chunks(500)) bytes += chunk.length;
    return String(bytes);
  },
};

it('bodies at each limit, before and after decompression', async () => {
  const codings: Record<string, (body: string) => Buffer> = {
    '': Buffer.from,
    gzip: body => zlib.gzipSync(body),
    ' X-GZIP ': body => zlib.gzipSync(body),
    deflate: body => zlib.deflateSync(body),
    br: body => zlib.brotliCompressSync(body),
    'gzip, br': body => zlib.brotliCompressSync(zlib.gzipSync(body)),
    zinc: Buffer.from,
    // Names that every object has.
    constructor: Buffer.from,
    ['__proto__']: Buffer.from,
    'zinc, gzip': body => zlib.gzipSync(body),
    'gzip, zinc': body => zlib.gzipSync(body),
    'gzip, identity': body => zlib.gzipSync(body),
    'gzip,': body => zlib.gzipSync(body),
    ', Identity ,gzip,, br': body => zlib.brotliCompressSync(zlib.gzipSync(body)),
    'br, br, br': body => [1, 2, 3].reduce<Buffer>(part => zlib.brotliCompressSync(part), Buffer.from(body)),
    'br, br, br, br': body => [1, 2, 3, 4].reduce<Buffer>(part => zlib.brotliCompressSync(part), Buffer.from(body)),
    identity: Buffer.from,
  };
  const told: [string, string][] = [];
  for (const [coding, encode] of Object.entries(codings)) {
    for (const length of [0, 500, 501, 1000, 1001, 100_000]) {
      for (const isStated of [true, false]) {
        const body = encode(text(length));
        const headers = {
          ...(coding && { 'content-encoding': coding }),
          ...(isStated && { 'content-length': String(body.length) }),
        };
        answer = () => ({ headers, body });
        const lines: [string, string][] = [];
        for (const [name, read] of Object.entries(readers))
          lines.push([name, await tell(sendOnce(requestTo(server, 'GET', '/'), {}, 1000).then(read))]);
        told.push([`${coding} ${length}${isStated ? '' : ' of no stated length'},`, group(lines).join('; ')]);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('pieces of a body that was compressed', async () => {
  const whole = Buffer.alloc(300_000, 'zinc');
  const encoders = {
    gzip: zlib.gzipSync,
    'x-gzip': zlib.gzipSync,
    deflate: zlib.deflateSync,
    br: zlib.brotliCompressSync,
  };
  const told: [string, string][] = [];
  for (const [coding, encode] of Object.entries(encoders)) {
    answer = () => ({ headers: { 'content-encoding': coding }, body: encode(whole) });
    const response = await sendOnce(requestTo(server, 'GET', '/'), {}, 300_000);
    const pieces: Buffer[] = [];
    for await (const piece of response.chunks()) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
    told.push([coding, pieces.map(({ length }) => length).join(' ')]);
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('bodies that are cut, and what else is wrong with them', async () => {
  const whole = zlib.gzipSync(text(300));
  const cases: Record<string, Answer> = {
    'cut, of a stated length': { headers: { 'content-length': '300' }, body: text(200), broken: true },
    'cut, in pieces': { body: text(200), broken: true },
    'gzip, cut': { headers: { 'content-encoding': 'gzip' }, body: whole.subarray(0, whole.length - 5) },
    'gzip, cut and broken': { headers: { 'content-encoding': 'gzip' }, body: whole.subarray(0, 15), broken: true },
    'gzip, garbage': { headers: { 'content-encoding': 'gzip' }, body: text(300) },
    'gzip with 204': { status: 204, headers: { 'content-encoding': 'gzip' } },
    'gzip with 304': { status: 304, headers: { 'content-encoding': 'gzip' } },
    'gzip of nothing': { headers: { 'content-encoding': 'gzip', 'content-length': '0' } },
    ...Object.fromEntries(
      ['gzip', 'deflate', 'br', 'gzip, br'].map(coding => [
        `${coding}, empty`,
        { headers: { 'content-encoding': coding } },
      ])
    ),
    '64 kB and a byte': { headers: { 'content-length': '65537' }, body: text(65_537) },
  };
  const lines: string[] = [];
  for (const [name, given] of Object.entries(cases)) {
    answer = () => given;
    const told: [string, string][] = [];
    for (const reader of ['read', 'chunks'])
      told.push([
        reader,
        await tell(sendOnce(requestTo(server, 'GET', '/'), {}, 100_000).then(response => readers[reader]?.(response))),
      ]);
    const twice = sendOnce(requestTo(server, 'GET', '/', { effect: 'text' }), {}, 100_000).then(async response => {
      response.discard();
      return response.read().then(bytes => `${bytes.length}`);
    });
    told.push(['given up', await tell(twice)]);
    lines.push(`${name}: ${group(told).join('; ')}`);
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('the value of an answer, by its type', async () => {
  const types = ['application/json', 'Application/JSON; charset=utf-8', 'application/problem+json', 'text/plain', ''];
  const told: [string, string][] = [];
  for (const type of [...types, 'image/png', 'IMAGE/PNG ;x=1', 'image/svg+json', 'text/event-stream', 'x+json2']) {
    for (const [status, body] of [
      [200, '{"a":1}'],
      [200, ''],
      [200, '{'],
      [200, '\uFEFF7'],
      [204, ''],
    ] as const) {
      answer = () => ({ status, headers: type ? { 'content-type': type } : {}, body });
      const value = sendOnce(requestTo(server, 'GET', '/'), {}, 1000).then(async response =>
        show(await response.value())
      );
      const json = sendOnce(requestTo(server, 'GET', '/'), {}, 1000).then(async response =>
        show(await response.json())
      );
      told.push([
        `${show(body)} ${status} as ${type || 'nothing'},`,
        `${(await tell(value)).replace(/^(SyntaxError).*/, '$1')}; json ${(await tell(json)).replace(/^(SyntaxError).*/, '$1')}`,
      ]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('requests that do not come through', async () => {
  const closed = createServer();
  await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  await new Promise(resolve => closed.close(resolve));
  const port = typeof address === 'object' && address ? address.port : 0;
  const silent = await serveHttp(request => request.socket.destroy());
  const switching = await serveHttp(() => undefined);
  const answers: [string, string][] = [];
  const from = (url: string, more: Partial<OutgoingRequest> = {}) =>
    tell(
      sendOnce(requestTo(server, 'POST', '/', { url: new URL(url), ...more }), {}, 10).then(({ status }) =>
        String(status)
      )
    );
  answers.push(['refused', await from(`http://127.0.0.1:${port}`)]);
  answers.push(['refused, only reading', await from(`http://127.0.0.1:${port}`, { effect: 'none' })]);
  answers.push(['hung up', await from(silent.origin, { effect: 'text' })]);
  answers.push(['hung up on the second request', await from(silent.origin)]);
  answers.push(['TLS to a plain server', await from(server.origin.replace('http', 'https'))]);
  answers.push(['given up before', await from(server.origin, { signal: AbortSignal.abort(new Error('given up')) })]);
  const waiting = new AbortController();
  const pending = from(switching.origin, { signal: waiting.signal });
  setImmediate(() => waiting.abort(new Error('given up')));
  answers.push(['given up while waiting', await pending]);
  for (const [name, said] of [
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: zinc\r\n\r\n'],
    ['an end without a response', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nx-'],
    ['no HTTP', 'SSH-2.0\r\n\r\n'],
  ] as const) {
    const odd = await serveTcp(socket => void socket.once('data', () => socket.end(said)));
    answers.push([name, await from(odd.origin, { effect: 'text' })]);
    await odd.stop();
  }
  const faulty = (fault: unknown) => ({
    length: 10,
    *[Symbol.iterator]() {
      yield 'a';
      throw fault;
    },
  });
  answers.push(['a part fails', await from(server.origin, { body: faulty(new Error('No part')) })]);
  answers.push(['a part fails with no error', await from(server.origin, { body: faulty('No part') })]);
  await Promise.all([silent.stop(), switching.stop()]);
  expect(new Page(group(answers))).toMatchSnapshot();
});

it('large bodies leave in parts, with their length', async () => {
  const lengths: string[] = [];
  const counting = await serveHttp(async (request, response) => {
    let bytes = 0;
    for await (const part of request) bytes += part.length;
    lengths.push(`${request.headers['content-length']} ${request.headers['transfer-encoding']} ${bytes}`);
    response.end();
  });
  const parts = (count: number) => ({
    length: count * 100_000,
    *[Symbol.iterator]() {
      for (let at = 0; at < count; at += 1) yield Buffer.alloc(100_000);
    },
  });
  for (const body of [undefined, '', 'ü', parts(0), parts(1), parts(40)]) {
    const response = await sendOnce(requestTo(server, 'POST', '/', { url: new URL(counting.origin), body }), {}, 10);
    await response.read();
  }
  await counting.stop();
  expect(new Page(lengths)).toMatchSnapshot();
});
