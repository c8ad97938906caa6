import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type FaultProxy, startFaultProxy } from '../../workbench/faults/fault-proxy';
import { findBadHeader } from '../../workbench/server/check-headers';
import { createConnectionStore } from '../../workbench/server/connection-store';
import { listenOnFreePort } from '../../workbench/server/listen';
import { readManifest } from '../../workbench/server/manifest';
import { listBuilds } from '../../workbench/server/page-build';
import { findOwner } from '../../workbench/server/same-user';
import { createServer } from '../../workbench/server/server';
import { group, Page, plainText, show } from './lines';

/** What the workbench's server answers to every route, method, origin and token, and what it keeps of a connection. */

expect.addSnapshotSerializer(plainText);

const manifest = {
  source: { options: { apiKey: { encrypted: true }, baseUrl: {}, region: {} } },
  properties: {
    api: { key: 'apiKey', type: 'password' },
    base: { key: 'baseUrl' },
    headers: { label: 'Headers' },
    secretHost: { type: 'password' },
  },
  defaults: { baseUrl: { value: 'https://a.invalid/v1' }, region: 'eu' },
  'tj:encrypted': ['token'],
};
const bundle = `
  exports.default = class {
    async run(source, query) { if (query.fail) throw new Error('No'); return { status: 'ok', data: { source, query } }; }
    async testConnection(source) { return { status: 'ok', message: JSON.stringify(source) }; }
    async *stream(source, query) { yield { type: 'text_delta', text: 'Zi' }; yield { type: 'result', result: { status: 'ok', data: source } }; }
  };`;

let folder: string;
let server: FastifyInstance;
let port: number;
let faults: FaultProxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'));
  const files = {
    'plugin/dist/index.js': bundle,
    'plugin/manifest.json': JSON.stringify(manifest),
    'plugin/operations.json': '{"properties":{}}',
    'plugin/icon.svg': '<svg/>',
    'page/current': 'build-2',
    'page/build-2/index.html': '<title>nonce-of-this-answer token-of-this-start</title>',
    'page/build-2/app.js': 'new',
    'page/build-1/old.js': 'old',
    'page/build-2/.hidden': 'hidden',
    'page/build-2/deep/er.css': 'css',
    'outside.txt': 'outside',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  faults = await startFaultProxy('http://127.0.0.1:9/v1');
  const options = {
    pluginDirectory: join(folder, 'plugin'),
    pageDirectory: join(folder, 'page'),
    defaultSource: { apiKey: 'sk-emulator' },
    notes: ['A note'],
    token: 'right',
    faults,
  };
  const listening = await listenOnFreePort(
    () => createServer(options),
    0,
    () => {}
  );
  server = listening.server;
  port = Number(new URL(listening.address).port);
});
afterAll(async () => {
  await server.close();
  await faults.stop();
  await rm(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** By hand, since fetch sets Host and Origin itself. */
function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {}
): Promise<Answer> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: {
        host: `127.0.0.1:${port}`,
        'x-workbench-token': 'right',
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    asked.once('error', reject).once('response', response => {
      let said = '';
      response.setEncoding('utf8');
      response.on('data', chunk => {
        said += chunk;
        // This one goes on for ever.
        if (path.startsWith('/api/changes')) response.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: said }));
    });
    asked.end(text);
  });
}

const steadily = (text: string) =>
  text
    // Before the port, whose digits they may hold.
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, 'UUID')
    .replace(/[\w+/]{22}==/g, 'NONCE')
    .replaceAll(String(port), 'PORT')
    .replace(/127\.0\.0\.1:\d+/g, 'server');
const tellText = ({ status, text }: Answer) =>
  `${status} ${steadily(text.replace(/"faults":\[.*?\],/, '').slice(0, 300))}`;

it('every route by its method', async () => {
  const paths = [
    '/',
    '/index.html',
    '/app.js',
    '/old.js',
    '/deep/er.css',
    '/icon.svg',
    '/.hidden',
    '/build-2',
    '/none',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%5coutside.txt',
    '//app.js',
    '/deep//er.css',
    '/api/none',
    '/api/plugin',
    '/api/connection',
    '/api/test-connection',
    '/api/run',
    '/api/stream',
    '/api/faults',
    '/api/changes',
    '/api/runs/none/requests',
  ];
  const told: [string, string][] = [];
  for (const path of paths)
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      told.push([`${method} ${path}`, tellText(await ask(method, path))]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('what is sent with each answer', async () => {
  const told: [string, string][] = [];
  for (const path of ['/', '/app.js', '/icon.svg', '/none', '/api/plugin', '/api/none', '/api/changes']) {
    const { headers } = await ask('GET', path);
    const {
      date: _,
      connection: __,
      'keep-alive': ___,
      'content-length': ____,
      'last-modified': _____,
      etag: ______,
      ...kept
    } = headers;
    told.push([path, steadily(JSON.stringify(kept))]);
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('who is answered', async () => {
  const own = `127.0.0.1:${port}`;
  const headers: Record<string, string>[] = [
    {},
    ...[
      own,
      `localhost:${port}`,
      `[::1]:${port}`,
      `LOCALHOST:${port}`,
      'localhost',
      '127.0.0.1:1',
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.2:${port}`,
      `localhost.evil.example:${port}`,
      `a@127.0.0.1:${port}`,
      `127.0.0.1:${port}/x`,
      '',
    ].map(host => ({ host })),
    ...[
      `http://${own}`,
      `http://localhost:${port}`,
      `https://${own}`,
      'null',
      'http://evil.example',
      `http://${own}/x`,
      `http://${own}/`,
      'http://127.0.0.1:1',
      `http://localhost:${port}.evil.example`,
    ].map(origin => ({ origin })),
    ...['', 'wrong', 'Right', 'right ', 'rightright'].map(token => ({ 'x-workbench-token': token })),
  ];
  const told: [string, string][] = [];
  for (const path of ['/app.js', '/api/connection', '/api/changes'])
    for (const more of headers)
      told.push([
        `${path} ${steadily(show(more))}`,
        tellText(await ask('GET', path, { headers: more })).replace(/^200 [\s\S]*/, 'answered'),
      ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('bodies of every call', async () => {
  const bodies: [string, string, unknown][] = [
    ...[
      {},
      { query: {} },
      { query: { a: 1 }, run: 'r1', other: 1 },
      { query: [] },
      { query: 'x' },
      { query: {}, run: 'x'.repeat(100) },
      { query: {}, run: 'x'.repeat(101) },
      { query: { fail: true } },
      '{',
      '',
      'null',
    ].flatMap((body): [string, string, unknown][] => [
      ['POST', '/api/run', body],
      ['POST', '/api/stream', body],
    ]),
    ...[
      {},
      { is_own: false },
      { is_own: 'x' },
      { is_own: true, values: [] },
      { values: {} },
      [],
      7,
      { is_own: true, values: { headers: [['bad name', 'x']] } },
      { is_own: true, values: { headers: [['', 'x']] } },
      { is_own: true, values: { headers: [['a', 'x\ny'], ['', ''], 7] } },
      '{',
    ].flatMap((body): [string, string, unknown][] => [
      ['PUT', '/api/connection', body],
      ['POST', '/api/test-connection', body],
    ]),
    ['PUT', '/api/connection', { is_own: true, values: { apiKey: 'sk-1' } }],
    ['PUT', '/api/connection', { is_own: true, values: { baseUrl: 'https://b.invalid' } }],
    ['PUT', '/api/connection', { is_own: false }],
    ['POST', '/api/test-connection', undefined],
    ...[
      {},
      { fault: 'none' },
      { fault: 7 },
      { fault: 'rate_limit', once: true },
      { fault: 'rate_limit' },
      { fault: null },
      { fault: 'rate_limit', once: 'x' },
      { fault: '' },
    ].map((body): [string, string, unknown] => ['PUT', '/api/faults', body]),
    ['GET', '/api/runs/r1/requests', undefined],
    ['GET', '/api/runs/none/requests', undefined],
  ];
  const told: [string, string][] = [];
  for (const [method, path, body] of bodies)
    told.push([`${method} ${path} ${show(body)}`, tellText(await ask(method, path, { body }))]);
  await ask('PUT', '/api/faults', { body: { fault: null } });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a connection as it is changed', () => {
  const store = createConnectionStore(() => ({ apiKey: 'sk-emulator' }));
  const lines = [`at first ${show(store.show(manifest))} ${show(store.source())}`];
  const changes: { is_own: boolean; values?: Record<string, unknown> }[] = [
    { is_own: true },
    { is_own: true, values: { apiKey: 'sk-1', token: 't-1', zinc: 1 } },
    { is_own: true, values: { apiKey: '', region: 'us' } },
    { is_own: true, values: { baseUrl: 'https://a.invalid/other?x=1' } },
    { is_own: true, values: { baseUrl: ' https://A.invalid:443/v1 ' } },
    { is_own: false },
    { is_own: true, values: { baseUrl: 'https://b.invalid' } },
    { is_own: true, values: { apiKey: 'sk-2', baseUrl: 'https://c.invalid' } },
    { is_own: true, values: { apiKey: null } },
    { is_own: true, values: { token: 't-2', baseUrl: 'plain' } },
    { is_own: true, values: { baseUrl: { host: 'x' } } },
    { is_own: true, values: { secretHost: 'h', baseUrl: null } },
    { is_own: true, values: { baseUrl: '' } },
    { is_own: true, values: { baseUrl: { host: 'x' } } },
    { is_own: true, values: { token: 't-3', apiKey: undefined } },
    { is_own: true, values: { baseUrl: { host: 'y' } } },
    { is_own: true, values: { token: 't-4', baseUrl: 'localhost:1' } },
    { is_own: true, values: { baseUrl: 'localhost:2' } },
    { is_own: true, values: { token: 't-5' } },
    { is_own: true, values: { baseUrl: 'mutant' } },
    { is_own: true, values: { token: 't-6' } },
    { is_own: true, values: { baseUrl: null } },
    { is_own: true, values: { region: null, baseUrl: '' } },
  ];
  for (const change of changes) {
    const before = show(store.preview(manifest, change));
    const dropped = store.change(manifest, change);
    lines.push(
      `${show(change)}: dropped ${show(dropped)}, shown ${show(store.show(manifest))}, used ${show(store.source())}, as previewed ${before === show(store.source())}`
    );
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('what manifests say of fields', () => {
  const manifests: unknown[] = [
    manifest,
    null,
    [],
    {},
    { source: { options: [] } },
    { properties: { a: { encrypted: true }, b: 7 } },
    { 'tj:encrypted': 'a' },
    { 'tj:encrypted': ['a', 7] },
    { defaults: { a: { value: 1 }, b: 2 } },
  ];
  const told = manifests.map((one): [string, string] => {
    const { keys, isSecret, defaults } = readManifest(one);
    return [show(one), show({ keys, secret: keys.filter(isSecret), defaults })];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('headers that cannot be sent', () => {
  const values: unknown[] = [
    undefined,
    {},
    { a: 'x' },
    { headers: [] },
    { headers: [['a', 'b']] },
    { headers: [['a b', 'c']] },
    { headers: [['', 'c']] },
    { headers: [['', '']] },
    { headers: [['a']] },
    { headers: [['a', null]] },
    { headers: [['ä', 'c']] },
    { headers: [['a', 'ü']] },
    { headers: [['a', '€']] },
    { headers: [['a', 'b\r\nc']] },
    { other: [['a b', 'c']] },
    { headers: ['a b'] },
    { headers: [[null, 'x']] },
  ];
  const told = values.map((one): [string, string] => [
    show(one),
    String(findBadHeader(manifest, one as Record<string, unknown>)),
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('whose a connection is', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const row = (local: string, remote: string, uid: number) =>
    `   0: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000  ${uid}        0 1`;
  const table = [
    head,
    row('0100007F:1F90', '0100007F:0050', 1000),
    row('0100007F:0050', '0100007F:1F90', 7),
    row('00000000:000A', '00000000:0000', 0),
  ].join('\n');
  const told = [
    [8080, 80],
    [80, 8080],
    [80, 80],
    [8080, 8080],
    [10, 0],
    [0, 10],
  ].map(([from = 0, to = 0]): [string, string] => [`${from} to ${to}`, String(findOwner(table, from, to))]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('builds, newest first', () => {
  const names = listBuilds(join(folder, 'page')).map(path => path.replace(folder, ''));
  expect(names).toEqual(['/page/build-2', '/page/build-1']);
  expect(listBuilds(join(folder, 'plugin'))).toEqual([join(folder, 'plugin')]);
});
