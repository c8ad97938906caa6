import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hideSecretsOf } from '../../workbench/recording/hide-secrets';
import { RunLog } from '../../workbench/server/run-log';
import { isFromThisMachine } from '../../workbench/server/same-machine';
import { createServer } from '../../workbench/server/server';
import { watchFiles } from '../../workbench/server/watch-files';
import { group, Page, plainText } from './lines';

/** What the workbench tells of new builds, what it keeps of runs, and what it is made with. */

expect.addSnapshotSerializer(plainText);

/** By folder: what is called when something in it changes. */
const mockChanged = new Map<string, () => void>();
const mockClosed: string[] = [];
jest.mock('node:fs', () => ({
  ...jest.requireActual('node:fs'),
  watch: (folder: string, changed: () => void) => {
    mockChanged.set(folder, changed);
    return { close: () => mockClosed.push(folder) };
  },
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  for (const name of ['plugin/dist', 'page']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'page/index.html'), '<title>token-of-this-start|nonce-of-this-answer</title>');
  mockChanged.clear();
  mockClosed.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const [plugin, dist, page] = ['plugin', 'plugin/dist', 'page'];
const at = (name = '') => join(folder, name);
const flush = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

it('builds are told of once, when they are done', async () => {
  jest.useFakeTimers();
  const files = watchFiles({ plugin: [at(plugin), at(dist), at('none')], page: [at(page)] });
  expect([...mockChanged.keys()]).toEqual([at(plugin), at(dist), at(page)]);
  const leaving = new AbortController();
  const told: unknown[] = [];
  const listening = (async () => {
    for await (const change of files.changes(leaving.signal, 'first')) told.push(change);
    return 'over';
  })();
  await flush();
  const lines = [`at first: ${JSON.stringify(told.splice(0))}`];
  const pass = async (name: string, changes: string[], milliseconds: number) => {
    for (const change of changes) mockChanged.get(at(change))?.();
    jest.advanceTimersByTime(milliseconds);
    await flush();
    lines.push(`${name}: ${JSON.stringify(told.splice(0))}`);
  };
  await pass('a file, 149 ms later', [plugin ?? ''], 149);
  await pass('a millisecond later', [], 1);
  await pass('several, 100 ms later', [plugin ?? '', dist ?? '', page ?? ''], 100);
  await pass('the plugin again, 100 ms later', [dist ?? ''], 100);
  await pass('50 ms later', [], 50);
  await pass('long after', [], 1000);
  await pass('a last one', [page ?? ''], 0);
  files.close();
  await pass('after the end', [], 1000);
  lines.push(`closed: ${mockClosed.length}, timers ${jest.getTimerCount()}`);
  leaving.abort();
  lines.push(await listening);
  expect(new Page(lines)).toMatchSnapshot();
});

it('any number of pages may listen', async () => {
  const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const files = watchFiles({ plugin: [], page: [] });
  const leaving = new AbortController();
  const listening = [1, 2, 3].map(() => files.changes(leaving.signal));
  for (const one of listening) expect(await one.next()).toEqual({ done: false, value: { type: 'open' } });
  expect(warned).not.toHaveBeenCalled();
  const next = listening.map(one => one.next());
  leaving.abort();
  expect(await Promise.all(next)).toEqual(next.map(() => ({ done: true, value: undefined })));
});

it('the requests of the latest 30 runs are kept', () => {
  const log = new RunLog();
  const hide: Parameters<RunLog['begin']>[1] = hideSecretsOf({}, () => false);
  for (let run = 0; run < 31; run += 1) log.begin(`r${run}`, hide);
  expect(['r0', 'r1', 'r30', 'r31'].map(run => log.requestsOf(run))).toEqual([undefined, [], [], undefined]);
});

it('a page of this machine, by its port', () => {
  const told = ['localhost', 'localhost:80', 'localhost:4500', '127.0.0.1', undefined].flatMap(host =>
    [80, 4500, undefined].flatMap(localPort =>
      [undefined, 'http://localhost'].map((origin): [string, string] => [
        `${host} from ${origin} at ${localPort},`,
        String(isFromThisMachine({ headers: { host, origin }, socket: { localPort } } as IncomingMessage)),
      ])
    )
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a server without token, notes or faults', async () => {
  const server = createServer({ pluginDirectory: at(plugin), pageDirectory: at(page), defaultSource: {} });
  expect(server.initialConfig).toMatchObject({ bodyLimit: 62_914_560, forceCloseConnections: true });
  expect([...mockChanged.keys()]).toEqual([at(plugin), at(dist), at(page)]);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const html = await (await fetch(`${origin}/`)).text();
  expect(html.replace(/[\w+/]{22}==/, 'NONCE')).toBe('<title>|NONCE</title>');
  writeFileSync(join(folder, 'plugin/manifest.json'), '{}');
  writeFileSync(join(folder, 'plugin/operations.json'), '{}');
  writeFileSync(join(folder, 'plugin/icon.svg'), '<svg/>');
  const lines: string[] = [];
  const change = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"is_own":true}' };
  for (const [path, how] of [
    ['/api/connection', {}],
    ['/api/connection', change],
    ['/api/faults', {}],
  ] as const) {
    const response = await fetch(origin + path, how);
    lines.push(`${path}: ${response.status} ${await response.text()}`);
  }
  await server.close();
  expect(mockClosed).toHaveLength(3);
  expect(new Page(lines)).toMatchSnapshot();
});
