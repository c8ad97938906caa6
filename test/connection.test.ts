import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { everyAction } from './support/every-action';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ now: () => new Date('2026-11-20T12:00:00Z') });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const apiKey = 'sk-test-0123456789abcdef';
const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Hi' };
const origin = () => new URL(plugin.emulator.baseUrl).origin;
const chat = (source: Fields = {}, options: Fields = {}) =>
  plugin.run({ ...query, ...options }, { ...plugin.source, ...source });
const headers = () => plugin.lastRequest().headers;
const manifest = JSON.parse(readFileSync(join(__dirname, '../plugins/openai/manifest.json'), 'utf8')) as {
  source: { options: Record<string, { encrypted: boolean }> };
  properties: Record<string, { type: string; tooltip: string; encrypted?: boolean }>;
  required: string[];
};

describe('the key', () => {
  it('is sent as a bearer token and kept as a secret [E01 row 1]', async () => {
    await chat({ apiKey: ` ${apiKey}\n` });
    expect(headers()['authorization']).toBe(`Bearer ${apiKey}`);
    expect(manifest.properties['apiKey']).toMatchObject({ type: 'password', encrypted: true });
    expect(manifest.source.options['apiKey']).toMatchObject({ encrypted: true });
  });

  it('is given once and serves every operation [A06 C03]', async () => {
    for (const [id, sample] of everyAction) {
      // The key leaves with the first request, whatever comes back.
      plugin.emulator.answerNext('/v1/', { status: 400, body: { error: { message: 'No' } }, times: 9 });
      await plugin.failure({ ...sample, query_timeout: 20_000 });
      const keys = plugin.emulator.requests.map(({ headers: sent }) => sent['authorization']);
      expect([id, ...new Set(keys)]).toEqual([id, `Bearer ${apiKey}`]);
      plugin.endTest();
    }
  });

  it('is that of the connection, also where two connections are used at once [B01]', async () => {
    const names = ['one', 'two', 'three', 'four'];
    await Promise.all(names.map(name => chat({ apiKey: `sk-${name}` }, { prompt: name })));
    const sent = plugin.emulator.requests.map(({ headers: given, body }) => [
      given['authorization'],
      JSON.stringify(body),
    ]);
    for (const name of names) expect(sent).toContainEqual([`Bearer sk-${name}`, expect.stringContaining(`"${name}"`)]);
  });

  it('may be absent where a compatible server asks for none', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', {
      body: { choices: [{ finish_reason: 'stop', message: { content: 'Hello' } }] },
    });
    const { data } = await plugin.run(query, { baseUrl: plugin.emulator.baseUrl, apiKey: '' });
    expect(data).toBe('Hello');
    expect(headers()).not.toHaveProperty('authorization');
  });
});

describe('organization and project', () => {
  it('sends the organization [E02 A11 row 2 bug: organization not sent]', async () => {
    await chat({ organizationId: 'org-zinc' });
    expect(headers()['openai-organization']).toBe('org-zinc');
    expect(manifest.required).not.toContain('organizationId');
  });

  it('sends the project [row 3]', async () => {
    await chat({ projectId: 'proj_zinc', organizationId: 'org-zinc' });
    expect(headers()).toMatchObject({ 'openai-project': 'proj_zinc', 'openai-organization': 'org-zinc' });
  });

  it('sends neither where none is given [A11]', async () => {
    await chat({ organizationId: '', projectId: null });
    expect(headers()).not.toHaveProperty('openai-organization');
    expect(headers()).not.toHaveProperty('openai-project');
  });

  it('tells where the organization is found [A11]', () => {
    expect(manifest.properties['organizationId']?.tooltip).toContain(
      'platform.openai.com/settings/organization/general'
    );
  });
});

describe('the base URL', () => {
  it.each([
    ['without path', ''],
    ['with a slash', '/'],
    ['with /v1', '/v1'],
    ['with /v1 and slashes', '/v1//'],
    ['with blanks around it', '/v1 '],
  ])('is repaired: %s [row 4 row 5 bug: base URL without /v1]', async (_, ending) => {
    await chat({ baseUrl: ` ${origin()}${ending}` });
    expect(plugin.lastRequest().path).toBe('/v1/chat/completions');
  });

  it("is OpenAI's where none is given [A10]", async () => {
    const { data } = await plugin.run({ ...query, dry_run: true }, { apiKey, baseUrl: '' });
    expect(data).toMatchObject({ url: 'https://api.openai.com/v1/chat/completions' });
    expect(manifest.required).not.toContain('baseUrl');
  });

  it('may be that of Azure, with its own path, its version and its own header for the key [row 7]', async () => {
    plugin.leaveDocument('Azure has another path');
    plugin.emulator.answerNext('/openai/v1/chat/completions', {
      body: { choices: [{ finish_reason: 'stop', message: { content: 'Hello from Azure' } }] },
    });
    const azure = { baseUrl: `${origin()}/openai/v1/?api-version=preview`, authHeader: 'api-key' };
    const { data } = await chat(azure, { model: 'our-deployment' });
    expect(data).toBe('Hello from Azure');
    expect(plugin.lastRequest().path).toBe('/openai/v1/chat/completions?api-version=preview');
    expect(headers()['api-key']).toBe(apiKey);
    expect(headers()).not.toHaveProperty('authorization');
  });
});

describe('extra headers', () => {
  it.each([
    ['an object', { 'x-team': 'data', 'x-cost': '7' }],
    ['JSON text', '{ "x-team": "data", "x-cost": "7" }'],
    [
      'the rows of a header table',
      [
        ['x-team', 'data'],
        ['x-cost', 7],
        ['', ''],
      ],
    ],
  ])('are sent, given as %s [row 6]', async (_, given) => {
    await chat({ headers: given });
    expect(headers()).toMatchObject({ 'x-team': 'data', 'x-cost': '7', authorization: `Bearer ${apiKey}` });
    expect(manifest.source.options['headers']).toMatchObject({ encrypted: true });
  });
});

describe('time and retries', () => {
  it('gives up at the timeout of the query [row 14]', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', { hang: true });
    const error = await plugin.failure({ ...query, query_timeout: '80' });
    expect(error.data).toMatchObject({ category: 'timeout', retryable: true });
    expect(error.description).toContain('0.08 seconds (query_timeout)');
  });

  it('gives up at the timeout of the connection [row 14]', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', { stallAfterHeaders: true });
    const error = await plugin.failure(query, { ...plugin.source, timeoutSeconds: '1' });
    expect(error.description).toContain("1 second (the connection's timeout)");
  });

  const tooMany = { status: 429, headers: { 'retry-after-ms': '1' }, body: { error: { message: 'Slow down' } } };
  it.each([
    [0, 1],
    [1, 2],
    ['3', 4],
  ])('sends again as often as the connection says: %s [row 15]', async (maxRetries, requests) => {
    plugin.emulator.answerNext('/v1/chat/completions', { ...tooMany, times: 10 });
    const error = await plugin.failure(query, { ...plugin.source, maxRetries });
    expect(error.data.category).toBe('rate_limit');
    expect(plugin.emulator.requests).toHaveLength(requests);
  });

  it('tells how many attempts an answer took [row 15]', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', { ...tooMany, times: 2 });
    expect((await chat()).metadata.attempts).toBe(3);
  });
});

describe("the host's environment", () => {
  const program = `
    const { readFileSync } = require('node:fs');
    const [file, source, query] = process.argv.slice(1);
    const module_ = { exports: {} };
    new Function('module', 'exports', 'require', readFileSync(file, 'utf8'))(module_, module_.exports, require);
    new module_.exports.default().run(JSON.parse(source), JSON.parse(query)).then(
      ({ status }) => process.stdout.write(status),
      error => process.stdout.write('failed: ' + error.description)
    );`;
  const environment = {
    PATH: process.env['PATH'],
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_API_KEY: 'sk-of-the-host',
    OPENAI_ADMIN_KEY: 'sk-admin-of-the-host',
    OPENAI_ORG_ID: 'org-of-the-host',
    OPENAI_PROJECT_ID: 'proj_of_the_host',
    OPENAI_CUSTOM_HEADERS: 'x-host: yes',
    OPENAI_LOG: 'debug',
  };

  it('changes nothing', async () => {
    const bundle = join(__dirname, '../plugins/openai/dist/index.js');
    const given = ['-e', program, bundle, JSON.stringify(plugin.source), JSON.stringify(query)];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, given, { env: environment });
    expect({ stdout, stderr }).toEqual({ stdout: 'ok', stderr: '' });
    expect(headers()['authorization']).toBe(`Bearer ${apiKey}`);
    expect(JSON.stringify(headers())).not.toMatch(/host: yes|x-host|of-the-host|of_the_host/);
  });
});
