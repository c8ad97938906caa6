import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { hideSecretsOf } from '../workbench/recording/hide-secrets';
import { readBody } from '../workbench/recording/read-body';
import { Recorder, record, recordEvents } from '../workbench/recording/recorder';
import { tapRequests } from '../workbench/recording/tap-http';
import { findOwner, isOtherUser } from '../workbench/server/same-user';

const key = 'sk-secret+of/the builder';
const hider = hideSecretsOf(
  { apiKey: key, headers: [['x-gateway-key', 'gateway-secret']], prompt: 'no secret at all', short: 'data' },
  name => name !== 'prompt'
);

let server: Server;
let origin: string;
beforeAll(async () => {
  tapRequests();
  server = createServer((request, response) => {
    request.resume();
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
      return;
    }
    const body = JSON.stringify({ quoted: key, image: 'A'.repeat(5000), data: [1, 2] });
    response.writeHead(201, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'set-cookie': 'a=b' });
    response.end(gzipSync(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise(resolve => server.close(resolve)));

/** Sends as the plugin may: by node's http, or by fetch. */
const ways: Record<string, (url: string, body: string) => Promise<unknown>> = {
  'http.request': (url, body) =>
    new Promise((resolve, reject) => {
      const http: typeof import('node:http') = require('node:http');
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const sent = http.request(url, { method: 'POST', headers }, answer => {
        answer.on('data', () => {});
        answer.on('end', resolve);
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.write(body.slice(0, 3));
      sent.end(body.slice(3));
    }),
  'http.ClientRequest': (url, body) =>
    new Promise((resolve, reject) => {
      const http: typeof import('node:http') = require('node:http');
      const { hostname, port, pathname, search } = new URL(url);
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const sent = new http.ClientRequest({
        host: hostname,
        port,
        path: `${pathname}${search}`,
        method: 'POST',
        headers,
      });
      sent.on('response', answer => answer.on('end', resolve).on('error', reject).resume());
      sent.on('error', reject);
      sent.end(body);
    }),
  fetch: async (url, body) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body })).text();
  },
};

describe.each(Object.entries(ways))('what a run sends by %s', (_, send) => {
  it('is written down with its answer, without a secret in any form', async () => {
    const recorder = new Recorder(hider);
    const body = JSON.stringify({ prompt: 'Hello', copy: key, other: 'gateway-secret' });
    await record(recorder, () => send(`${origin}/v1/chat?key=${encodeURIComponent(key)}`, body));
    await new Promise(resolve => setTimeout(resolve, 20));
    const [request] = recorder.requests;
    expect(recorder.requests).toHaveLength(1);
    expect(request).toMatchObject({ method: 'POST', response: { status: 201 }, duration_ms: expect.any(Number) });
    expect(request?.url).toBe(`${origin}/v1/chat?key=[hidden]`);
    expect(request?.request.body.bytes).toBe(Buffer.byteLength(body));
    expect(JSON.parse(request?.request.body.text ?? '')).toEqual({
      prompt: 'Hello',
      copy: '[hidden]',
      other: '[hidden]',
    });
    const answer = JSON.parse(request?.response?.body.text ?? '');
    expect(answer).toMatchObject({ quoted: '[hidden]', data: [1, 2] });
    expect(answer.image).toMatch(/^A{120}… \(5,000 characters\)$/);
    const everything = JSON.stringify(recorder.requests);
    for (const secret of [key, encodeURIComponent(key), 'gateway-secret']) expect(everything).not.toContain(secret);
    expect(everything).toContain('Bearer [hidden]');
  });

  it('that fails says why', async () => {
    const recorder = new Recorder(hider);
    await record(recorder, () => send(`${origin}/cut`, '{}')).then(
      () => undefined,
      () => undefined
    );
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(recorder.requests[0]?.error).toMatch(/cut off|aborted|terminated|reset|hang up/);
  });

  it('outside of a run is left alone', async () => {
    const recorder = new Recorder(hider);
    await send(`${origin}/v1/models`, '{}');
    expect(recorder.requests).toEqual([]);
  });
});

it('events are recorded by whoever asks for them, each stream its own', async () => {
  const recorders = [new Recorder(hider), new Recorder(hider)];
  const streams = recorders.map((recorder, index) =>
    recordEvents(
      recorder,
      (async function* () {
        yield await fetch(`${origin}/${index}/a`).then(answer => answer.text());
        yield await fetch(`${origin}/${index}/b`).then(answer => answer.text());
      })()
    )
  );
  await Promise.all(streams.flatMap(stream => [stream.next(), stream.next(), stream.next()]));
  const paths = recorders.map(({ requests }) => requests.map(({ url }) => new URL(url).pathname));
  expect(paths).toEqual([
    ['/0/a', '/0/b'],
    ['/1/a', '/1/b'],
  ]);
});

describe('another user of the machine', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1194 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1
   1: 0100007F:A2B4 0100007F:1194 01 00000000:00000000 00:00000000 00000000  1001        0 2`;

  it('is told from the owner by whose connection it is', () => {
    expect(findOwner(table, 0xa2b4, 0x1194)).toBe(1001);
    expect(findOwner(table, 0xa2b5, 0x1194)).toBeUndefined();
  });

  it('is not at the other end of a connection of our own', async () => {
    expect(await isOtherUser({ remotePort: 1, localPort: 2 })).toBe(false);
  });
});

it.each(['constructor', '__proto__', 'zinc'])('a body whose encoding is %p is shown as it came', encoding => {
  expect(readBody(Buffer.from('Zinc'), 4, 'text/plain', encoding)).toEqual({
    bytes: 4,
    type: 'text/plain',
    text: 'Zinc',
  });
});
