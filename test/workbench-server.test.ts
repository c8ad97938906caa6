import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { defaultPluginDirectory } from '../workbench/host/plugin-files';
import { listenOnFreePort } from '../workbench/server/listen';
import { createServer } from '../workbench/server/server';

const bundle = `
  class QueryError extends Error {
    constructor(message, description, data) { super(message); Object.assign(this, { description, data }); }
  }
  exports.default = class {
    async run(source, query) {
      if (query.fail) throw new QueryError('Could not', 'because', { code: 'x' });
      return { status: 'ok', data: { source, query } };
    }
    async testConnection(source) { return { status: source.apiKey === 'good' ? 'ok' : 'failed', message: source.apiKey }; }
    async *stream(source, query, { signal }) {
      yield { type: 'text_delta', text: 'Grüße' };
      if (query.fail) throw new QueryError('Could not', 'because', { code: 'x' });
      if (query.hang) {
        await new Promise(resolve => signal.addEventListener('abort', resolve));
        process.emit('fixture-aborted');
      }
      yield { type: 'result', result: { status: 'ok', data: 'all' } };
    }
  };`;

let folder: string;
let server: FastifyInstance;
let address: string;
let port: number;

const noReport = () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbench-'));
  await mkdir(join(folder, 'plugin/dist'), { recursive: true });
  await mkdir(join(folder, 'page'));
  const files = {
    'plugin/dist/index.js': bundle,
    'plugin/manifest.json': '{"title":"Fixture"}',
    'plugin/operations.json': '{"properties":{}}',
    'plugin/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'page/index.html': '<!doctype html><title>Workbench</title><meta nonce="nonce-of-this-answer">',
    'page/.secret': 'hidden',
    'outside.txt': 'outside',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  ({ server, address } = await listenOnFreePort(makeServer, 0, noReport));
  port = Number(new URL(address).port);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function makeServer(): FastifyInstance {
  return createServer({
    pluginDirectory: join(folder, 'plugin'),
    pageDirectory: join(folder, 'page'),
    defaultSource: { apiKey: 'default' },
  });
}

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Not fetch, which neither sends a Host of one's choosing nor leaves a path as it is. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, headers }, async incoming => {
      let body = '';
      for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
      resolve({ status: incoming.statusCode, headers: incoming.headers, body });
    });
    outgoing.on('error', reject).end();
  });
}

const post = (path: string, body: unknown, options: RequestInit = {}) =>
  fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...options,
  });

describe('who is answered', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('a page that reached this machine as %s', async name => {
    const headers = { host: `${name}:${port}`, origin: `http://${name}:${port}` };
    expect(await get('/api/plugin', headers)).toMatchObject({ status: 200 });
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example:PORT',
    'a@localhost:PORT',
  ])('nobody who calls this machine "%s"', async host => {
    expect(await get('/api/plugin', { host: host.replace('PORT', String(port)) })).toMatchObject({ status: 403 });
  });

  it.each([
    'https://evil.example',
    'null',
    'https://127.0.0.1:PORT',
    'http://localhost:1',
    'http://localhost:PORT.evil.example',
  ])('no page of %s', async origin => {
    const headers = { origin: origin.replace('PORT', String(port)) };
    for (const path of ['/api/plugin', '/', '/nowhere'])
      expect(await get(path, headers)).toMatchObject({ status: 403 });
  });

  it('not a form of another page, which can only send text', async () => {
    const answer = await post('/api/run', { query: {} }, { headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(400);
  });
});

describe('what is served', () => {
  it('the page, under a strict policy', async () => {
    const { status, headers, body } = await get('/');
    expect(status).toBe(200);
    expect(body).toContain('<title>Workbench</title>');
    const policy = headers['content-security-policy'] ?? '';
    for (const part of [
      "default-src 'self'",
      "img-src 'self' data:",
      "media-src 'self' data:",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain('unsafe');
  });

  it.each(['/', '/api/plugin', '/nothing'])(
    'nothing that another page may use, nor a browser guess at: %s',
    async path => {
      expect((await get(path)).headers).toMatchObject({
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
  );

  it('to this machine only', () => {
    expect(server.server.address()).toMatchObject({ address: '127.0.0.1' });
    expect(new URL(address).hostname).toBe('127.0.0.1');
  });

  it('the page with a nonce of its own each time, for the one style sheet that it adds', async () => {
    const nonces = [];
    for (const path of ['/', '/index.html']) {
      const { headers, body } = await get(path);
      const [, nonce] =
        /style-src 'self' 'nonce-([\w+/=]{20,})'/.exec(String(headers['content-security-policy'])) ?? [];
      expect(body).toContain(`nonce="${nonce}"`);
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(2);
    const { headers } = await get('/api/plugin');
    expect(headers['content-security-policy']).not.toContain('nonce');
  });

  it('the forms and the icon', async () => {
    expect(JSON.parse((await get('/api/plugin')).body)).toEqual({
      manifest: { title: 'Fixture' },
      operations: { properties: {} },
      icon: expect.stringContaining('<svg'),
    });
    const icon = await get('/icon.svg');
    expect(icon.headers['content-type']).toContain('image/svg+xml');
  });

  it.each([
    '/outside.txt',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/.secret',
    '/api/run',
    '/index.js',
  ])('nothing at %s', async path => {
    const { status, body } = await get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).not.toMatch(/outside|hidden/);
  });
});

describe('a query', () => {
  it('runs on the default connection', async () => {
    const query = { operation: 'chat', images: [['deep', { a: 1 }]], text: '0.2', flag: 'true' };
    const answer = await post('/api/run', { query });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok', data: { source: { apiKey: 'default' }, query } });
  });

  it('fails with status 200, as from ToolJet', async () => {
    const answer = await post('/api/run', { query: { fail: true } });
    expect(answer.status).toBe(200);
    const failure = { status: 'failed', message: 'Could not', description: 'because', data: { code: 'x' } };
    expect(await answer.json()).toEqual(failure);
  });

  it('is refused where the request has none', async () => {
    expect((await post('/api/run', {})).status).toBe(400);
    expect((await post('/api/run', { query: 'text' })).status).toBe(400);
  });

  it('may be large, up to a limit', async () => {
    const large = await post('/api/run', { query: { image: 'x'.repeat(10_000_000) } });
    expect(large.status).toBe(200);
    // What is not read keeps its connection open, and with it the process.
    expect((await large.arrayBuffer()).byteLength).toBeGreaterThan(10_000_000);
    const headers = { 'content-type': 'application/json', 'content-length': String(61 * 1024 * 1024) };
    const status = await new Promise(resolve => {
      const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: '/api/run', headers }, incoming => {
        resolve(incoming.statusCode);
        outgoing.destroy();
      });
      outgoing.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('uses the bundle as it is now', async () => {
    const path = join(folder, 'plugin/dist/index.js');
    await writeFile(path, 'exports.default = class { async run() { return { status: "ok", data: "rebuilt" }; } };');
    try {
      expect(await (await post('/api/run', { query: {} })).json()).toEqual({ status: 'ok', data: 'rebuilt' });
    } finally {
      await writeFile(path, bundle);
    }
  });
});

describe('a stream', () => {
  const delta = 'data: {"type":"text_delta","text":"Grüße"}\n\n';

  it('gives the events as they come', async () => {
    const answer = await post('/api/stream', { query: {} });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await answer.text()).toBe(`${delta}data: {"type":"result","result":{"status":"ok","data":"all"}}\n\n`);
  });

  it('ends with the failure', async () => {
    const [first, last] = (await (await post('/api/stream', { query: { fail: true } })).text()).split('\n\n');
    expect(`${first}\n\n`).toBe(delta);
    const result = { status: 'failed', message: 'Could not', description: 'because', data: { code: 'x' } };
    expect(JSON.parse(last?.replace('data: ', '') ?? '')).toEqual({ type: 'result', result });
  });

  it('is stopped when the browser goes', async () => {
    const aborted = new Promise(resolve => process.once('fixture-aborted', () => resolve('stopped')));
    const leaving = new AbortController();
    const answer = await post('/api/stream', { query: { hang: true } }, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    expect(await aborted).toBe('stopped');
  });
});

it('takes the next port where one is taken', async () => {
  const occupant = createPlainServer();
  const taken = await new Promise<number>(resolve => {
    occupant.listen(0, '127.0.0.1', () => resolve((occupant.address() as AddressInfo).port));
  });
  const reports: string[] = [];
  const other = await listenOnFreePort(makeServer, taken, message => reports.push(message));
  expect(Number(new URL(other.address).port)).toBeGreaterThan(taken);
  expect(reports[0]).toBe(`Port ${taken} is in use by another program; trying ${taken + 1}.`);
  await other.server.close();
  await new Promise(resolve => occupant.close(resolve));
});

describe('with the plugin and the emulator', () => {
  let emulator: Emulator;
  let real: { server: FastifyInstance; address: string };

  beforeAll(async () => {
    emulator = await startEmulator();
    const defaultSource = { apiKey: 'sk-emulator', baseUrl: emulator.baseUrl };
    const options = { pluginDirectory: defaultPluginDirectory, pageDirectory: join(folder, 'page'), defaultSource };
    real = await listenOnFreePort(() => createServer(options), 0, noReport);
  });
  afterAll(async () => {
    await real.server.close();
    await emulator.stop();
  });

  const postReal = (path: string, body: object, method = 'POST') =>
    fetch(`${real.address}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const query = { operation: 'chat', prompt: 'Hello there', output: 'full' };

  it('runs and streams a chat to the same text', async () => {
    const result = await (await postReal('/api/run', { query })).json();
    expect(result).toMatchObject({ status: 'ok', data: { text: expect.stringContaining('Hello') } });
    const lines = (await (await postReal('/api/stream', { query })).text()).trim().split('\n\n');
    const events = lines.map(line => JSON.parse(line.slice('data: '.length)));
    const streamed = events.map(event => (event.type === 'text_delta' ? event.text : '')).join('');
    expect(streamed).toBe(result.data.text);
    expect(events.at(-1)).toMatchObject({ type: 'result', result: { data: { text: streamed } } });
  });

  it('tells why a query failed and tests the connection', async () => {
    expect(await (await postReal('/api/test-connection', {})).json()).toMatchObject({ status: 'ok' });
    const values = { apiKey: 'sk-invalid', baseUrl: emulator.baseUrl };
    await postReal('/api/connection', { is_own: true, values }, 'PUT');
    const failed = await (await postReal('/api/run', { query })).json();
    expect(failed).toMatchObject({ status: 'failed', data: { category: 'authentication' } });
    expect(await (await postReal('/api/test-connection', {})).json()).toMatchObject({ status: 'failed' });
    await postReal('/api/connection', { is_own: false }, 'PUT');
    expect(await (await postReal('/api/run', { query })).json()).toMatchObject({ status: 'ok' });
  });
});
