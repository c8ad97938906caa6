import { loadFromString } from '../workbench/host/load-from-string';
import { loadInContext } from '../workbench/host/load-in-context';
import { withoutProcess, withoutVm } from '../workbench/host/restricted-bundle';
import { runQuery } from '../workbench/host/run-query';
import { streamQuery } from '../workbench/host/stream-query';
import { testConnection } from '../workbench/host/test-connection';

const bundle = `
  'use strict';
  let loads = 0;
  loads += 1;
  let instances = 0;
  class QueryError extends Error {
    constructor(message, description, data) {
      super(message);
      this.description = description;
      this.data = data;
    }
  }
  class Renamed extends QueryError {}
  const errors = {
    query: () => Object.assign(new QueryError('Could not', 'because', { code: 'x' }), { metadata: { attempts: 2 } }),
    renamed: () => new Renamed('Could not', 'because', { code: 'x' }),
    type: () => null.property,
    text: () => { throw 'words'; },
  };
  function canRequire(name) {
    try { require(name); return true; } catch { return false; }
  }
  exports.default = class {
    constructor() { instances += 1; }
    async run(source, query, dataSourceId, updatedAt, context) {
      if (query.wait) {
        await new Promise(resolve => setTimeout(resolve, query.wait));
        return { status: 'ok' };
      }
      if (query.error) throw errors[query.error]();
      return { status: 'ok', data: {
        loads, instances, source, dataSourceId, updatedAt, context,
        missing: query.names ? query.names.filter(name => globalThis[name] === undefined) : [],
        sameRealm: Object.getPrototypeOf(query) === Object.getPrototypeOf({}), isArray: Array.isArray(query.names), vm: canRequire('vm'), fs: canRequire('node:fs'),
      } };
    }
    async testConnection(source) {
      if (source.broken) throw new QueryError('No', 'wrong key', { status: 401 });
      return { status: 'ok' };
    }
    async *stream(source, query, { signal }) {
      yield { type: 'text_delta', text: 'a' };
      if (query.error) throw errors[query.error]();
      if (signal.aborted) return;
      yield { type: 'result', result: { status: 'ok', data: 1 } };
    }
  };`;

const loaders = [
  ['vm context', loadInContext],
  ['module-from-string', loadFromString],
] as const;

const missingInContext = [
  'DOMException',
  'TextDecoderStream',
  'MessageChannel',
  'CustomEvent',
  'CryptoKey',
  'PerformanceObserver',
];

async function collect(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const collected = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe.each(loaders)('a bundle loaded by %s', (name, load) => {
  const run = (query: object, source: object = {}) => runQuery(() => load(bundle), source, query);

  it("answers with the plugin's result and is told of the connection and the app", async () => {
    expect(await run({}, { apiKey: 'k' })).toMatchObject({
      status: 'ok',
      data: {
        source: { apiKey: 'k' },
        dataSourceId: expect.any(String),
        updatedAt: expect.any(String),
        context: { user: { id: expect.any(String) }, app: { isPublic: false } },
      },
    });
  });

  it('is evaluated anew, with a new instance, for every query', async () => {
    expect(load(bundle)).not.toBe(load(bundle));
    for (let query = 0; query < 2; query += 1)
      expect(await run({})).toMatchObject({ data: { loads: 1, instances: 1 } });
  });

  it('lives in a realm of its own', async () => {
    expect(await run({ names: [] })).toMatchObject({ data: { sameRealm: false, isArray: true } });
  });

  it('lacks the globals that the host does not hand out', async () => {
    const names = [...missingInContext, 'fetch', 'AbortController', 'Uint8Array', 'Buffer', 'TextDecoder', 'process'];
    const missing = name === 'vm context' ? missingInContext : [];
    expect(await run({ names })).toMatchObject({ data: { missing } });
  });

  it('can be denied process or vm', async () => {
    const runIt = (code: string) => runQuery(() => load(code), {}, { names: ['process'] });
    expect(await runIt(bundle)).toMatchObject({ data: { missing: [], vm: true, fs: true } });
    expect(await runIt(withoutProcess(bundle))).toMatchObject({ data: { missing: ['process'], vm: true } });
    expect(await runIt(withoutVm(bundle))).toMatchObject({ data: { missing: [], vm: false, fs: true } });
    expect(process.pid).toBeGreaterThan(0);
  });

  it('has its QueryError recognised by name', async () => {
    expect(await run({ error: 'query' })).toEqual({
      status: 'failed',
      message: 'Could not',
      description: 'because',
      data: { code: 'x' },
      metadata: { attempts: 2 },
    });
  });

  it('loses the description of an error under another name', async () => {
    expect(await run({ error: 'renamed' })).toEqual({
      status: 'failed',
      message: 'Could not',
      description: 'Could not',
      data: { code: 'x' },
    });
    const failed = {
      status: 'failed',
      message: expect.stringContaining('null'),
      description: expect.any(String),
      data: {},
    };
    expect(await run({ error: 'type' })).toEqual(failed);
    expect(await run({ error: 'text' })).toEqual({
      status: 'failed',
      message: 'words',
      description: 'words',
      data: {},
    });
  });

  it('is no longer waited for after query_timeout', async () => {
    expect(await run({ wait: 100, query_timeout: '20' })).toMatchObject({
      status: 'failed',
      message: 'Query timed out',
    });
    expect(await run({ wait: 5, query_timeout: 1000 })).toMatchObject({ status: 'ok' });
  });

  it('has its connection tested, a failure in one message', async () => {
    expect(await testConnection(() => load(bundle), {})).toEqual({ status: 'ok' });
    expect(await testConnection(() => load(bundle), { broken: true })).toEqual({
      status: 'failed',
      message: 'No: wrong key\n - {"status":401}',
    });
    const bare = 'exports.default = class { async run() { return { status: "ok", data: 1 }; } };';
    const message = 'testConnection method not implemented';
    expect(await testConnection(() => load(bare), {})).toEqual({ status: 'failed', message });
  });

  it('streams, the failure as the last event', async () => {
    const { signal } = new AbortController();
    const stream = (code: string, query: object) => collect(streamQuery(() => load(code), {}, query, signal));
    const delta = { type: 'text_delta', text: 'a' };
    expect(await stream(bundle, {})).toEqual([delta, { type: 'result', result: { status: 'ok', data: 1 } }]);
    expect(await stream(bundle, { error: 'query' })).toMatchObject([
      delta,
      { type: 'result', result: { status: 'failed' } },
    ]);
    const withoutStream = 'exports.default = class { async run() { return { status: "ok", data: 2 }; } };';
    expect(await stream(withoutStream, {})).toEqual([{ type: 'result', result: { status: 'ok', data: 2 } }]);
  });
});

it.each(loaders)('%s refuses a bundle without a class', (_, load) => {
  expect(() => load('exports.run = () => {};')).toThrow('no class as its default export');
  expect(() => load('exports.default = ;')).toThrow(/Unexpected token/);
});
