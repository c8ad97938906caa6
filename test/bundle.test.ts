import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import zlib from 'node:zlib';
import { transform } from 'esbuild';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { writeShell } from '../scripts/shell';
import { defaultPluginDirectory } from '../workbench/host/plugin-files';
import { withoutProcess, withoutVm } from '../workbench/host/restricted-bundle';
import { runQuery } from '../workbench/host/run-query';
import { streamQuery } from '../workbench/host/stream-query';
import { testConnection } from '../workbench/host/test-connection';
import { bundle, collect, connectTo, failureOf, key, readParts } from './support/hosts';
import { loaders } from './support/loaders';

let emulator: Emulator;
/** The id of a response that the API keeps. */
let kept = '';
beforeAll(async () => {
  emulator = await startEmulator({ models: 'any' });
  const answer = await fetch(`${emulator.baseUrl}/responses`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5.4', input: 'Name three uses of zinc', background: true }),
  });
  ({ id: kept } = (await answer.json()) as { id: string });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.stop());

const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };

/** A red square of 64 by 64. */
const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC';
const silence = Buffer.concat([
  Buffer.from('UklGRmQfAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YUAfAAA=', 'base64'),
  Buffer.alloc(8000, 0x80),
]);
/** A second of it, as WAV. */
const second = `data:audio/wav;base64,${silence.toString('base64')}`;
const drawn = { images: [{ data_url: expect.stringMatching(/^data:image\//) }] };

/** One query of every operation in the form, and what its data must hold. */
const examples: Record<string, { query: object; data: object }> = {
  chat: { query: chat, data: { text: expect.stringMatching(/zinc/), message_history: expect.any(Array) } },
  completion: {
    query: { model: 'gpt-3.5-turbo-instruct', prompt: 'Zinc is', output: 'full' },
    data: { text: expect.stringMatching(/./) },
  },
  respond: {
    query: { prompt: 'Name three uses of zinc' },
    data: { status: 'completed', text: expect.stringMatching(/zinc/) },
  },
  get_response: {
    get query() {
      return { response_id: kept };
    },
    data: { status: expect.any(String), text: expect.any(String) },
  },
  cancel_response: {
    get query() {
      return { response_id: kept };
    },
    data: { status: expect.any(String) },
  },
  deep_research: {
    query: { prompt: 'Where does zinc come from?' },
    data: { id: expect.stringMatching(/^resp_/), status: 'queued', done: false, next_poll_ms: expect.any(Number) },
  },
  image_generation: {
    query: { model: 'gpt-image-2', prompt: 'A red bicycle', size: '1024x1024', output: 'full' },
    data: {
      images: [{ data_url: expect.stringMatching(/^data:image\//), width: 1024, height: 1024 }],
    },
  },
  image_edit: { query: { model: 'gpt-image-2', prompt: 'Make it blue', image: png }, data: drawn },
  image_variation: { query: { model: 'dall-e-2', image: png, size: '256x256' }, data: drawn },
  image_analysis: {
    query: { model: 'gpt-5.4', prompt: 'Which colour is this?', image: png },
    data: { text: expect.stringMatching(/./) },
  },
  generate_embedding: {
    query: { input: ['Zinc', 'Tin'], dimensions: 2, output: 'full' },
    data: { embedding: [expect.any(Number), expect.any(Number)], embeddings: [{}, {}], dimensions: 2 },
  },
  rank_by_similarity: {
    query: { query: 'Zinc', rows: [{ name: 'Tin' }, { name: 'Zinc' }], field: 'name' },
    data: { rows: [{ name: 'Zinc', rank: 1 }, { rank: 2 }] },
  },
  moderation: {
    query: { input: 'Zinc is a metal', images: png },
    data: { flagged: false, results: [{ kind: 'text' }, { kind: 'image' }] },
  },
  decide: {
    query: { input: 'The invoice is wrong', questions: 'team: billing | support' },
    data: { answers: [{ name: 'team', answer: 'billing', confidence: expect.any(Number), refused: false }] },
  },
  bulk_chat: {
    query: { rows: [{ word: 'zinc' }, { word: 'tin' }], prompt: 'Say "[[word]]"' },
    data: {
      rows: [{ word: 'zinc', status: 'ok', text: 'zinc' }, { text: 'tin' }],
      succeeded: 2,
      failed: 0,
      not_run: 0,
    },
  },
  compare: {
    query: {
      rows: [{ word: 'zinc', wanted: 'zinc' }],
      prompt: 'Say "[[word]]"',
      expected_field: 'wanted',
      variants: 'gpt-5.4, gpt-4.1',
      match: 'contains',
    },
    data: { variants: [{ name: 'gpt-5.4', correct: 1 }, { name: 'gpt-4.1' }], disagreements: 0 },
  },
  batch: {
    query: { rows: [{ word: 'zinc' }, { word: 'tin' }], prompt: 'Say "[[word]]"' },
    data: {
      id: expect.stringMatching(/^batch_/),
      done: false,
      counts: expect.any(Object),
      next_poll_ms: expect.any(Number),
    },
  },
  speech: {
    query: { input: 'Two orders are waiting.' },
    data: { data_url: expect.stringMatching(/^data:audio\/mpeg;base64,/), bytes: expect.any(Number) },
  },
  transcription: {
    query: { audio: second },
    data: { text: expect.stringMatching(/1 seconds of WAV/), language: 'en' },
  },
  translation: { query: { audio: second }, data: { text: expect.stringMatching(/1 seconds of WAV/) } },
  file: {
    query: { file: { name: 'zinc.txt', text: 'Zinc melts at 419.5 °C.' } },
    data: { id: expect.stringMatching(/^file-/), filename: 'zinc.txt', bytes: 24 },
  },
  vector_store: { query: { name: 'Metals' }, data: { id: expect.stringMatching(/^vs_/), name: 'Metals', files: 0 } },
  conversation: {
    query: { items: [{ role: 'user', content: 'Hi' }] },
    data: { id: expect.stringMatching(/^conv_/), metadata: {} },
  },
  list_models: { query: {}, data: { rows: expect.arrayContaining([expect.objectContaining({ id: 'gpt-5.4' })]) } },
  api_request: { query: { path: '/models' }, data: { object: 'list' } },
};

interface Choice {
  value: string;
}

function listOperations(): string[] {
  const form: { properties: { operation: { list: Choice[] } } } = JSON.parse(
    readFileSync(join(defaultPluginDirectory, 'operations.json'), 'utf8')
  );
  return form.properties.operation.list.map(({ value }) => value);
}

const operations = listOperations();

it('runs on the Node.js that was asked for', () => {
  const wanted = process.env['EXPECTED_NODE_MAJOR'] ?? process.versions.node.split('.')[0];
  expect(process.version).toMatch(new RegExp(`^v${wanted}\\.`));
});

it('has an example here of every operation in the form', () => {
  expect(Object.keys(examples)).toEqual(operations);
});

/** A host that lets nothing be kept on `process`. */
const withFrozenProcess = (code: string) => `globalThis.process = Object.freeze(Object.create(process));\n${code}`;

/** The bundle for a host of its own: it finds nothing that another one has kept. */
const bundleFor = (host: string) => bundle.replace('Symbol.for("', `Symbol.for("${host}.`);

const hosts = loaders.flatMap(([name, load]) =>
  [
    { host: name, restrict: (code: string) => code, keeps: true },
    { host: `${name} without process`, restrict: withoutProcess, keeps: false },
    { host: `${name} without vm`, restrict: withoutVm, keeps: true },
    { host: `${name} with a frozen process`, restrict: withFrozenProcess, keeps: false },
  ].map(({ host, restrict, keeps }) => ({ host, load, code: restrict(bundleFor(host)), keeps }))
);

describe.each(hosts)('the bundle loaded by $host', ({ load, code, keeps }) => {
  const loadIt = () => load(code);
  let loaded: ReturnType<typeof load> | undefined;
  /** Where nothing can be kept, to unpack the bundle for each operation takes longer than all that they do. */
  const loadOnce = () => (loaded ??= loadIt());

  it.each(operations)('answers %s', async operation => {
    const { query, data } = examples[operation] ?? { query: {}, data: { none: true } };
    expect(await runQuery(loadOnce, connectTo(emulator), { operation, ...query })).toMatchObject({
      status: 'ok',
      data,
    });
  });

  it('streams', async () => {
    const { signal } = new AbortController();
    const events = await collect(streamQuery(loadIt, connectTo(emulator), chat, signal));
    const texts = events.filter(({ type }) => type === 'text_delta').map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(1);
    expect(events.at(-1)).toMatchObject({
      type: 'result',
      result: { status: 'ok', data: { text: texts.join('') } },
    });
  });

  it('tests a connection', async () => {
    expect(await testConnection(loadIt, connectTo(emulator))).toMatchObject({ status: 'ok' });
    expect(await testConnection(loadIt, connectTo(emulator, { apiKey: 'sk-invalid' }))).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('API key'),
    });
  });

  it('throws QueryError, its class named so, for refusals and failures', async () => {
    const Plugin = loadIt();
    const refused = await failureOf(new Plugin().run(connectTo(emulator), { ...chat, temperature: 'warm' }));
    expect(refused).toMatchObject({ className: 'QueryError', data: { category: 'invalid_options' } });
    const wrongKey = connectTo(emulator, { apiKey: 'sk-invalid' });
    expect(await failureOf(new Plugin().run(wrongKey, chat))).toMatchObject({
      className: 'QueryError',
      data: { category: 'authentication', status: 401 },
    });
    expect(await runQuery(loadIt, wrongKey, chat)).toMatchObject({
      status: 'failed',
      description: expect.stringContaining('\n'),
    });
  });

  it('keeps time', async () => {
    emulator.answerNext('/v1/chat', { stallAfterHeaders: true });
    const Plugin = loadIt();
    const { data } = await failureOf(new Plugin().run(connectTo(emulator), { ...chat, query_timeout: 60 }));
    expect(data).toMatchObject({ category: 'timeout' });
  });

  it('takes options made in another realm', async () => {
    const query: object = runInThisContext(
      `({ operation: 'chat', model: 'gpt-5.4', prompt: 'And of tin?', output: 'full', stop_sequence: ['\\n\\n'],
        message_history: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hello' }] })`
    );
    expect(await runQuery(loadIt, connectTo(emulator), query)).toMatchObject({ status: 'ok' });
    expect(emulator.requests.at(-1)?.body).toMatchObject({ messages: [{}, { role: 'assistant' }, {}] });
  });

  it(keeps ? 'is evaluated once in a process' : 'is evaluated anew where nothing can be kept', () => {
    const [one, other] = [load(code), load(code)];
    expect(one === other).toBe(keeps);
  });
});

const { code: body, texts, parts } = readParts();
const rebuilt = body.replaceAll('Chat completed successfully', 'Chat completed by the new build');
/** Without the parts, which a chat does without: to pack them takes longer than the tests. */
const newBundle = writeShell('tooljet-openai', { code: rebuilt, ...(texts && { texts }), parts: {} });

describe.each(loaders)('a new build loaded by %s', (way, load) => {
  it('takes effect in the same process, and the old one stays as it was', async () => {
    const message = async (code: string) => {
      const result = await runQuery(() => load(code), connectTo(emulator), chat);
      return Reflect.get(result, 'message');
    };
    expect(await message(bundle)).toBe('Chat completed successfully');
    expect(await message(newBundle)).toBe('Chat completed by the new build');
    expect(await message(bundle)).toBe('Chat completed successfully');
  });

  it('unpacks what a chat needs, and the other operations when one is asked for', async () => {
    const unpack = jest.spyOn(zlib, 'brotliDecompressSync');
    const Plugin = load(bundle.replaceAll('tooljet-openai.', `unpacked by ${way}.`));
    const run = (query: object) => runQuery(() => Plugin, connectTo(emulator), query);
    expect(await run(chat)).toMatchObject({ status: 'ok' });
    expect(unpack).toHaveBeenCalledTimes(1);
    expect(await run({ operation: 'moderation', input: 'Hello' })).toMatchObject({ status: 'ok' });
    const afterwards = unpack.mock.calls.length;
    expect(afterwards).toBeGreaterThan(1);
    expect(await run({ operation: 'moderation', input: 'Hello' })).toMatchObject({ status: 'ok' });
    expect(unpack).toHaveBeenCalledTimes(afterwards);
    unpack.mockRestore();
  });

  it('that is broken says so', () => {
    expect(() => load(writeShell('tooljet-openai', { code: 'exports.default = class {', parts: {} }))).toThrow(
      /Unexpected/
    );
  });
});

describe('the text of the bundle', () => {
  const codes = [body, ...Object.values(parts).map(({ code }) => code)];
  const lowered = (code: string) => transform(code, { supported: { 'dynamic-import': false }, format: 'cjs' });
  const unchanged = (code: string) => transform(code, { format: 'cjs' });
  const hasImport = async (code: string) => (await lowered(code)).code !== (await unchanged(code)).code;

  it('has no native import(), which a host context refuses', async () => {
    expect(await hasImport('const path = "x"; import(path);')).toBe(true);
    for (const code of codes) expect(await hasImport(code)).toBe(false);
  });

  it('is pure ASCII, shell and body', () => {
    for (const text of [bundle, ...codes]) expect(Buffer.byteLength(text)).toBe(text.length);
  });

  it.each(loaders)('exports a class as its default: %s', (_, load) => {
    const Plugin = load(bundle);
    expect(Function.prototype.toString.call(Plugin)).toMatch(/^class\b/);
    expect(Plugin).toHaveLength(0);
  });
});

it('no environment variable of the host changes what is sent', async () => {
  // Tests have a copy of the environment; the plugin would see the process's own.
  const environment: NodeJS.ProcessEnv = runInThisContext('process.env');
  const foreign = {
    OPENAI_API_KEY: 'sk-of-the-host',
    OPENAI_ADMIN_KEY: 'sk-admin-of-the-host',
    OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
    OPENAI_ORG_ID: 'org-of-the-host',
    OPENAI_PROJECT_ID: 'proj_of_the_host',
    OPENAI_WEBHOOK_SECRET: 'whsec_of_the_host',
    OPENAI_CUSTOM_HEADERS: 'x-of-the-host: yes',
    OPENAI_LOG: 'debug',
    HTTP_PROXY: 'http://127.0.0.1:1',
  };
  const written = jest.spyOn(runInThisContext('console'), 'debug');
  const query = () => runQuery(() => loaders[0][1](bundle), connectTo(emulator), chat);
  const headersOf = () => ({ ...emulator.requests[0]?.headers, host: '' });
  expect(await query()).toMatchObject({ status: 'ok' });
  const undisturbed = headersOf();
  emulator.reset();
  try {
    Object.assign(environment, foreign);
    expect(await query()).toMatchObject({ status: 'ok' });
  } finally {
    for (const name of Object.keys(foreign)) delete environment[name];
  }
  expect(headersOf()).toEqual(undisturbed);
  expect(undisturbed).toMatchObject({ authorization: `Bearer ${key}` });
  expect(undisturbed).not.toHaveProperty('openai-organization');
  expect(written).not.toHaveBeenCalled();
});
