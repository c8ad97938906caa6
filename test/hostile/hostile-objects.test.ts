import { runInNewContext } from 'node:vm';
import { failureOf, loadPlugin } from '../support/hosts';
import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const trap = () => {
  throw new Error('sk-a-secret-of-a-getter-42');
};
const throwing = (name: string): object => Object.defineProperty({}, name, { get: trap, enumerable: true });
const cyclic: unknown[] = [];
cyclic.push(cyclic);

/** What may be handed in as options or as a connection. */
const handed: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'chat'],
  ['a number', 1],
  ['a list', [{ operation: 'chat' }]],
  ['a function', () => ({ operation: 'chat' })],
  ['a getter that throws', throwing('prompt')],
  ['a proxy that throws', new Proxy({}, { ownKeys: trap, get: trap, has: trap, getOwnPropertyDescriptor: trap })],
  ['a revoked proxy', revoked()],
  ['an object without a prototype', Object.create(null)],
];

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

async function failureWith(source: unknown, query: unknown): Promise<string> {
  const thrown = await failureOf(loadPlugin().run(source as object, query as object));
  expect(thrown.className).toBe('QueryError');
  const shown = JSON.stringify(thrown);
  expect(shown.length).toBeLessThan(65_536);
  expect(shown).not.toContain('secret-of-a-getter');
  return String(thrown.data['category']);
}

describe('whatever is handed in, a query fails with an error that a host can pass on', () => {
  it.each(handed)('%s as options', async (_, options) => {
    expect(await failureWith(plugin.source, options)).toMatch(/^(invalid_options|internal)$/);
  });

  it.each(handed)('%s as a connection', async (_, source) => {
    expect(await failureWith(source, { operation: 'chat', prompt: 'Hi' })).toMatch(/^(invalid_options|internal)$/);
    expect(await loadPlugin().testConnection?.(source as object)).toMatchObject({ status: 'failed' });
  });

  it('and so does a stream', async () => {
    const read = async () => {
      for await (const _ of loadPlugin().stream?.(plugin.source, throwing('prompt'), new AbortController()) ?? []);
    };
    expect(await failureOf(read())).toMatchObject({ className: 'QueryError', data: { category: 'internal' } });
  });
});

describe('a value that is no value', () => {
  const values: [string, unknown][] = [
    ['an object with a method of its own', { toString: 1, valueOf: 2 }],
    ['a symbol', Symbol('x')],
    ['a BigInt', 10n],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a list that holds itself', cyclic],
    ['a getter deep inside', [{ role: throwing('x') }]],
    ['more items than arguments can be', Array.from({ length: 150_000 }, () => 1)],
    ['not a number', Number.NaN],
    ['an object of another realm', runInNewContext('({ a: [1, { b: 2 }] })')],
    ['a map', new Map([['role', 'user']])],
    ['an object without a prototype', Object.create(null)],
    ['a type without one', [{ name: 'a', type: Object.create(null) }]],
    ['a BigInt deep inside', [{ name: 10n, role: 10n, type: 10n }]],
  ];
  const queries: Fields[] = [
    { operation: 'chat', prompt: 'Hi' },
    { operation: 'respond', prompt: 'Hi' },
    { operation: 'bulk_chat', rows: [{ a: 1 }], prompt: '[[a]]' },
    { operation: 'rank_by_similarity', query: 'x', rows: ['x'] },
  ];
  const names = [
    ...['operation', 'model', 'model_id', 'prompt', 'message_history', 'rows', 'images', 'json_schema', 'functions'],
    ...['tool_choice', 'mcp_servers', 'tools', 'extra_parameters', 'query_timeout', 'output', 'query', 'max_tokens'],
  ];

  it.each(values)(
    '%s: every option gives a result or an error that JSON can write',
    async (_, value) => {
      for (const query of queries) {
        for (const name of names) {
          const outcome = await loadPlugin()
            .run(plugin.source, { ...query, dry_run: true, [name]: value })
            .catch((error: unknown) => failureOf(Promise.reject(error)));
          const { className = 'QueryError' } = { className: undefined, ...outcome };
          expect(className).toBe('QueryError');
          if ('className' in outcome) expect(JSON.stringify(outcome).length).toBeLessThan(65_536);
          else expect(JSON.parse(JSON.stringify(outcome))).toMatchObject({ status: 'ok' });
        }
      }
    },
    120_000
  );
});

it.each<Fields>([
  { operation: 'chat', prompt: 'Hi', extra_parameters: { seed: 10n } },
  { operation: 'batch', batch_action: 'create', rows: [{ a: 1 }], prompt: '[[a]]', extra_parameters: { seed: 10n } },
  {
    operation: 'bulk_chat',
    rows: [{ a: 1 }],
    prompt: '[[a]]',
    fingerprint_field: 'f',
    extra_parameters: { seed: 10n },
  },
])('what JSON cannot hold is refused before it is sent: $operation', async query => {
  const { description } = await plugin.refusal({ ...query });
  expect(description).toContain('a value that JSON cannot hold, such as a BigInt');
});

it('an answer that no host could write as JSON is refused', async () => {
  const depth = 5000;
  const deep = `{"id":"resp_1","object":"response","status":"completed","output":[],"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  plugin.emulator.answerNext('/v1/responses', { headers: { 'content-type': 'application/json' }, body: deep });
  const query = { operation: 'get_response', response_id: 'resp_1', include_raw: true };
  expect(await plugin.failure(query)).toMatchObject({ data: { code: 'answer_too_deep', category: 'server' } });
});

it('an error of a server that says much stays short', async () => {
  const error = { message: 'm'.repeat(500_000), code: 'c'.repeat(500_000), type: 't'.repeat(500_000), param: 'p' };
  plugin.emulator.answerNext('/v1/chat', { status: 400, body: { error } });
  const failure = await plugin.failure({ operation: 'chat', prompt: 'Hi' });
  expect(JSON.stringify(failure).length).toBeLessThan(8000);
});
