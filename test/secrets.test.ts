import { runInThisContext } from 'node:vm';
import { type Emulator, type ScriptedAnswer, start as startEmulator } from 'openai-emulator';
import { connectTo, failureOf, loadPlugin } from './support/hosts';

const key = 'sk-secret-Zq81kk0vPL7xWm3TnB5sYd2R';
const headerValue = 'gateway-password-9f31c7d2';
const prompt = 'The merger of Anvil and Bellows closes on Friday';
const secrets = [key, headerValue, key.slice(3), 'Zq81kk0v', '9f31c7d2'];
const secretsAndPrompt = [...secrets, prompt, 'Anvil and Bellows'];

const account = { organizationId: 'org-7781', projectId: 'proj_7782' };
const connection = { apiKey: key, headers: [['x-gateway', headerValue]], ...account };
const chat = { operation: 'chat', model: 'gpt-5.4', prompt, system_prompt: prompt, output: 'full' };
const image = { operation: 'image_generation', model: 'gpt-image-2', prompt, output: 'full' };
const completion = { operation: 'completion', model: 'gpt-3.5-turbo-instruct', prompt, output: 'full' };
const models = { operation: 'list_models' };

let emulator: Emulator;
let printed: string[] = [];

/** The plugin's body runs in the process's own realm, whose streams are not those that jest gives to tests. */
function watchOutput(): void {
  const host: NodeJS.Process = runInThisContext('process');
  for (const stream of [host.stdout, host.stderr]) {
    const write = stream.write.bind(stream);
    jest.spyOn(stream, 'write').mockImplementation((chunk: string | Uint8Array) => {
      printed.push(Buffer.from(chunk).toString());
      return write(chunk);
    });
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, method).mockImplementation((...words) => {
      printed.push(JSON.stringify(words));
    });
  }
}

beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired' });
});
beforeEach(watchOutput);
afterEach(() => {
  // Names of tests pass through the same streams, but no secrets.
  expectNoSecret(printed);
  printed = [];
  jest.restoreAllMocks();
  emulator.reset();
});
afterAll(() => emulator.stop());

function expectNoSecret(shown: unknown, among: string[] = secretsAndPrompt): void {
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  expect(among.filter(secret => text.includes(secret))).toEqual([]);
}

async function failWith(answer: ScriptedAnswer | undefined, query: object = chat, more: object = {}) {
  if (answer) emulator.answerNext('/v1/', { ...answer, times: 3 });
  const thrown = await failureOf(loadPlugin().run(connectTo(emulator, { ...connection, ...more }), query));
  expect(thrown.className).toBe('QueryError');
  return thrown;
}

/** What servers have been seen to do: to quote what they were given. */
const quoting = `Incorrect API key provided: ${key}. Authorization: Bearer ${key}, x-gateway: ${headerValue}. You sent: ${prompt}`;
const partly = `Incorrect API key provided: ${key.slice(0, 11)}*****************${key.slice(-4)}.`;
const everywhere = { message: quoting, type: `Bearer ${key}`, code: headerValue, param: prompt };

const failures: [string, ScriptedAnswer][] = [
  ['400', { status: 400, body: { error: { message: quoting, type: 'invalid_request_error', code: null } } }],
  [
    '401',
    { status: 401, body: { error: { message: quoting, type: 'invalid_request_error', code: 'invalid_api_key' } } },
  ],
  ['401 in every field', { status: 401, body: { error: everywhere } }],
  ['403 in a bare text', { status: 403, body: { error: quoting } }],
  ['404 in a detail', { status: 404, body: { detail: quoting } }],
  ['429', { status: 429, body: { error: { message: quoting, type: 'requests', code: 'rate_limit_exceeded' } } }],
  ['500 with JSON of another form', { status: 500, body: { message: quoting, headers: { authorization: key } } }],
  ['502 with HTML', { status: 502, headers: { 'content-type': 'text/html' }, body: `<pre>${quoting}</pre>` }],
  ['503 with text', { status: 503, headers: { 'content-type': 'text/plain' }, body: quoting }],
  ['200 with an error', { body: { error: { message: quoting, code: 'server_error' } } }],
  ['200 with HTML', { headers: { 'content-type': 'text/html' }, body: `<pre>${quoting}</pre>` }],
  [
    '200 with broken JSON',
    { headers: { 'content-type': 'application/json' }, body: `{"key": "${key}", "said": "${prompt}` },
  ],
  ['200 with a number for a list', { body: { choices: quoting, data: quoting } }],
  ['200 with a list of texts', { body: { choices: [quoting], data: [quoting] } }],
  ['an answer cut short', { body: { error: quoting }, truncateAt: 40 }],
  ['no answer', { hang: true }],
];

describe('what a server quotes is shown nowhere', () => {
  describe.each([
    ['chat', chat],
    ['completion', completion],
    ['image_generation', image],
    ['list_models', models],
  ])('by %s', (_, query) => {
    it.each(failures)('%s', async (_name, answer) => {
      const thrown = await failWith(answer, { ...query, query_timeout: answer.hang ? 50 : '' });
      // A prompt that the query does not hold cannot be recognised.
      expectNoSecret(thrown, 'prompt' in query ? secretsAndPrompt : secrets);
    });
  });

  it('masked in part, and yet too much of it', async () => {
    const { description } = await failWith({
      status: 401,
      body: { error: { message: partly, code: 'invalid_api_key' } },
    });
    expect(description).not.toContain(key.slice(0, 11));
    expect(description).toContain('Incorrect API key provided');
  });

  it('inside a stream', async () => {
    emulator.answerNext('/v1/chat', { chunks: [`data: ${JSON.stringify({ error: everywhere })}\n\n`] });
    const { signal } = new AbortController();
    const read = async () => {
      for await (const _ of loadPlugin().stream?.(connectTo(emulator, connection), chat, { signal }) ?? []);
    };
    expectNoSecret(await failureOf(read()));
  });

  it.each(failures)('by the test of a connection: %s', async (_, answer) => {
    emulator.answerNext('/v1/models', answer);
    const source = connectTo(emulator, { ...connection, timeoutSeconds: 1 });
    expectNoSecret(await loadPlugin().testConnection?.(source), secrets);
  });

  it('but its other words are left alone', async () => {
    const message =
      "Unknown parameters: 'skip_special_tokens', 'session_token', 'pkce-verifier'. The risk-free way: task-based.";
    const { description } = await failWith({
      status: 400,
      body: { error: { message, type: 'invalid_request_error' } },
    });
    expect(description).toContain(message);
  });

  it('nor is a short header value searched for in them', async () => {
    const message = 'The parameter n must be at least 1 and at most 10';
    const headers = { 'x-tier': '1', 'x-team': 'most' };
    const error = { message, type: 'invalid_request_error' };
    const { description } = await failWith({ status: 400, body: { error } }, chat, { headers });
    expect(description).toContain('at least 1');
  });
});

describe('what the plugin itself says holds no secret', () => {
  it('of a server out of reach', async () => {
    expectNoSecret(await failWith(undefined, chat, { baseUrl: 'http://127.0.0.1:1' }));
  });

  it.each([
    ['a key with a newline inside', { apiKey: `${key}\nx-injected: 1` }],
    ['a key that is not ASCII', { apiKey: `${key}\u00e9\u4e2d` }],
    ['a key with a zero byte', { apiKey: `${key}\0` }],
    ['a key with a space inside', { apiKey: `${key} ${key}` }],
    ['an object for a key', { apiKey: { value: key } }],
    ['a header value with a newline', { headers: { 'x-gateway': `${headerValue}\r\nx-injected: 1` } }],
    ['a header value that is not ASCII', { headers: { 'x-gateway': `${headerValue}\u4e2d` } }],
    ['a header name that holds the value', { headers: [[`x-gateway: ${headerValue}`, '']] }],
    ['a header name that the plugin sets', { headers: { authorization: `Bearer ${key}` } }],
    ['headers that are no JSON', { headers: `x-gateway: ${headerValue}` }],
    ['headers of broken JSON', { headers: `{"x-gateway": "${headerValue}` }],
    ['a base URL with user and password', { baseUrl: `http://admin:${headerValue}@127.0.0.1/v1` }],
    ['a base URL with the key as user', { baseUrl: `https://${key}@api.openai.com/v1` }],
    ['a base URL of another protocol', { baseUrl: `ftp://admin:${headerValue}@127.0.0.1/v1` }],
    ['a base URL that is none', { baseUrl: `https://:${headerValue}@` }],
    ['the key in the field of the base URL', { baseUrl: key }],
    ['the key in the field of the organization', { organizationId: `${key}\n${key}` }],
  ])('%s is refused before anything is sent', async (_, more) => {
    const thrown = await failWith(undefined, chat, more);
    expect(thrown.data).toMatchObject({ category: 'invalid_options' });
    expectNoSecret(thrown);
    const source = connectTo(emulator, { ...connection, ...more });
    const tested = await loadPlugin().testConnection?.(source);
    expect(tested).toMatchObject({ status: 'failed' });
    expectNoSecret(tested);
    expect(emulator.requests).toHaveLength(0);
  });

  it('a key between blanks, as it is pasted, is accepted without them', async () => {
    const { status } = await loadPlugin().run(connectTo(emulator, { apiKey: ` ${key}\n` }), chat);
    expect(status).toBe('ok');
    expect(emulator.requests[0]?.headers['authorization']).toBe(`Bearer ${key}`);
  });

  it.each([
    ['an unknown operation', { operation: 'merge', prompt }],
    ['a wrong size', { ...image, size: '7x7' }],
    ['a temperature in words', { ...chat, temperature: 'warm' }],
    ['a history that is no JSON', { ...chat, message_history: `[{"role": "user", "content": "${prompt}"` }],
    ['a history of another form', { ...chat, message_history: { turns: [prompt] } }],
    ['a prompt too long', { ...image, model: 'dall-e-2', prompt: prompt.repeat(30) }],
    ['a prompt that is an object', { ...chat, prompt: { text: prompt } }],
    ['a schema that is none', { ...chat, response_format: 'json_schema', json_schema: `{"title": "${prompt}"` }],
  ])('%s is refused without the prompt', async (_, query) => {
    const thrown = await failWith(undefined, query);
    expect(thrown.data).toMatchObject({ category: 'invalid_options' });
    expectNoSecret(thrown);
    expect(emulator.requests).toHaveLength(0);
  });
});

describe('a success', () => {
  it.each([
    ['chat', chat],
    ['completion', completion],
    ['image_generation', image],
    ['list_models', models],
  ])('of %s tells no secret beside its answer', async (_, query) => {
    const { data, ...shown } = await loadPlugin().run(connectTo(emulator, connection), query);
    expect(data).toBeDefined();
    expectNoSecret(shown);
    expect(JSON.stringify(data)).not.toContain(key);
    // What is hidden was sent all the same.
    expect(emulator.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-gateway': headerValue });
  });

  it('of a dry run shows the request with its headers hidden', async () => {
    const { data, metadata } = await loadPlugin().run(connectTo(emulator, connection), { ...chat, dry_run: true });
    const shown = JSON.stringify({ data, metadata });
    expect(shown).toContain(prompt);
    expect(data).toMatchObject({ headers: { authorization: '[hidden]', 'x-gateway': '[hidden]' } });
    for (const secret of [key, headerValue]) expect(shown).not.toContain(secret);
    expect(emulator.requests).toHaveLength(0);
  });

  it('of the test of a connection tells no secret', async () => {
    const tested = await loadPlugin().testConnection?.(connectTo(emulator, connection));
    expect(tested).toMatchObject({ status: 'ok' });
    expectNoSecret(tested);
  });
});

describe('what stands in other places than key and headers', () => {
  const parameter = 'function-code-5e1b77';
  const words = 'Z2F0ZXdheTpwYXNz';
  const server = { type: 'mcp', server_label: 'crm', server_url: 'https://crm.example', require_approval: 'never' };

  it('behind the "?" of the base URL, and in a word of a header, is not shown; the version is', async () => {
    const baseUrl = `${emulator.baseUrl}?code=${parameter}&api-version=2026-01-01-preview`;
    const message = `Cannot POST /v1/chat/completions?code=${parameter}&api-version=2026-01-01-preview, credentials ${words}`;
    const more = { baseUrl, headers: { 'x-gateway': `Basic ${words}` } };
    const thrown = await failWith({ status: 404, body: { error: { message } } }, chat, more);
    expectNoSecret(thrown, [parameter, words]);
    expect(thrown.description).toContain('api-version=2026-01-01-preview');
  });

  it('of a server of tools is shown by no dry run and no raw answer, whoever wrote it there', async () => {
    const secret = { ...server, authorization: headerValue, headers: { 'x-crm': key } };
    const tools = { tools: [secret] };
    for (const query of [
      { operation: 'respond', prompt, mcp_servers: [secret] },
      { operation: 'respond', prompt, extra_parameters: tools },
      { operation: 'deep_research', prompt, mcp_servers: [secret] },
      { operation: 'api_request', method: 'POST', path: '/responses', body: { input: prompt, ...tools } },
    ]) {
      const { data } = await loadPlugin().run(connectTo(emulator, {}), { ...query, dry_run: true });
      expectNoSecret(data, secrets);
      expect(JSON.stringify(data)).toContain('"authorization":"[removed]"');
    }
    const body = { id: 'resp_1', object: 'response', status: 'completed', output: [], ...tools };
    emulator.answerNext('/v1/responses', { body });
    const query = { operation: 'get_response', response_id: 'resp_1', include_raw: true };
    const { metadata } = await loadPlugin().run(connectTo(emulator, {}), query);
    expectNoSecret(metadata, secrets);
    expect(metadata).toMatchObject({ raw: { tools: [{ server_label: 'crm', authorization: '[removed]' }] } });
  });

  it('a short header of a server of tools leaves the rest of a raw answer as it is', async () => {
    const servers = [{ ...server, headers: { 'x-environment': '1', 'x-quote': '"' } }];
    const query = { operation: 'respond', prompt, mcp_servers: servers, include_raw: true };
    const { metadata } = await loadPlugin().run(connectTo(emulator, {}), query);
    expect(metadata).toMatchObject({ raw: { status: 'completed', created_at: expect.any(Number) } });
  });
});

describe('a server that quotes much', () => {
  it('is searched in a moment for fifty thousand texts', async () => {
    const input = Array.from({ length: 50_000 }, (_, index) => `A private remark, number ${index}`);
    emulator.answerNext('/v1/embeddings', { status: 422, body: { detail: [{ input: input.slice(0, 2048) }] } });
    const before = process.cpuUsage();
    const { description } = await failWith(undefined, { operation: 'generate_embedding', input });
    const { user, system } = process.cpuUsage(before);
    // One search for each text takes a quarter of a minute.
    expect((user + system) / 1000).toBeLessThan(8000);
    expect(description).toContain('[removed]');
    expect(description).not.toContain('private remark');
  });

  it('is not read to its end', async () => {
    const { description, data } = await failWith({
      status: 400,
      body: { error: { message: 'x'.repeat(3_000_000), code: 'y'.repeat(500_000) } },
    });
    expect(description.length).toBeLessThan(500);
    expect(data).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('has each of its words cut', async () => {
    const error = { message: 'x'.repeat(30_000), code: 'y'.repeat(30_000), param: 'z'.repeat(30_000) };
    const thrown = await failWith({ status: 400, body: { error } });
    expect(JSON.stringify(thrown).length).toBeLessThan(5000);
  });
});
