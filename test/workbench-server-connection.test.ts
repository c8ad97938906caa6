import { type Fixture, startFixture } from './support/workbench-fixture';

const manifest = {
  source: { options: { apiKey: { encrypted: true }, baseUrl: { encrypted: false }, headers: { encrypted: true } } },
  properties: { apiKey: { type: 'password' }, secretOfAnotherKind: { type: 'password' } },
  'tj:encrypted': ['token'],
  defaults: { timeoutSeconds: { value: '300' } },
};
const bundle = `exports.default = class {
  async run(source) { return { status: 'ok', data: source }; }
  async testConnection(source) { return { status: source.apiKey === 'good' ? 'ok' : 'failed', message: 'tested' }; }
};`;

let fixture: Fixture;
beforeEach(async () => {
  const files = { 'manifest.json': JSON.stringify(manifest), 'dist/index.js': bundle };
  fixture = await startFixture(files, { apiKey: 'emulator' });
});
afterEach(() => fixture.stop());

const show = async (): Promise<unknown> => (await fixture.call('GET', '/api/connection')).json();
const change = async (is_own: boolean, values?: object) =>
  (await fixture.call('PUT', '/api/connection', { is_own, ...(values && { values }) })).text();
const runSource = async (): Promise<unknown> =>
  (await (await fixture.call('POST', '/api/run', { query: {} })).json()).data;

describe("the page's connection", () => {
  it('is the emulator at first, with the defaults of the form ready', async () => {
    expect(await show()).toEqual({ is_own: false, values: { timeoutSeconds: '300' }, secrets_set: [] });
    expect(await runSource()).toEqual({ apiKey: 'emulator' });
  });

  it('gives queries its own options, and never gives a secret back', async () => {
    const values = {
      apiKey: 'sk-1',
      baseUrl: 'http://a',
      headers: '{"x":"sk-2"}',
      token: 'sk-3',
      secretOfAnotherKind: 'sk-4',
    };
    const answer = await change(true, values);
    expect(answer).not.toContain('sk-');
    expect(JSON.parse(answer)).toEqual({
      is_own: true,
      values: { timeoutSeconds: '300', baseUrl: 'http://a' },
      secrets_set: ['apiKey', 'headers', 'token', 'secretOfAnotherKind'],
    });
    expect(JSON.stringify(await show())).not.toContain('sk-');
    expect(await runSource()).toEqual({ timeoutSeconds: '300', ...values });
  });

  it('keeps a secret that is not sent again, until it is taken away', async () => {
    await change(true, { apiKey: 'sk-1', baseUrl: 'http://a' });
    await change(true, { apiKey: '', baseUrl: 'http://a/v1' });
    expect(await runSource()).toMatchObject({ apiKey: 'sk-1', baseUrl: 'http://a/v1' });
    expect(JSON.parse(await change(true, { apiKey: null }))).toMatchObject({ secrets_set: [] });
    expect(await runSource()).toEqual({ timeoutSeconds: '300', baseUrl: 'http://a/v1' });
  });

  it.each(['http://b', 'https://a', 'http://a:81', '', 'b.example'])(
    'sends no secret to another address: %j',
    async baseUrl => {
      await change(true, { apiKey: 'sk-of-a', token: 'of-a', baseUrl: 'http://a' });
      expect(JSON.parse(await change(true, { baseUrl }))).toMatchObject({
        secrets_set: [],
        secrets_dropped: ['apiKey', 'token'],
      });
      expect(JSON.stringify(await runSource())).not.toContain('of-a');
      await change(true, { apiKey: 'sk-of-b', baseUrl });
      expect(await runSource()).toMatchObject({ apiKey: 'sk-of-b' });
    }
  );

  it('is tested before it is kept, and what is tested follows the same rule', async () => {
    await change(true, { apiKey: 'good', baseUrl: 'http://a' });
    const test = async (values: object) =>
      (await fixture.call('POST', '/api/test-connection', { is_own: true, values })).json();
    expect(await test({ timeoutSeconds: '1' })).toMatchObject({ status: 'ok' });
    expect(await test({ baseUrl: 'http://b' })).toMatchObject({ status: 'failed' });
    expect(await test({ apiKey: 'good', baseUrl: 'http://b' })).toMatchObject({ status: 'ok' });
    expect(await show()).toMatchObject({ values: { baseUrl: 'http://a' }, secrets_set: ['apiKey'] });
  });

  it('takes no header that cannot be sent, and no field that the form does not have', async () => {
    for (const pair of [
      ['x y', '1'],
      ['x-a', 'line\nbreak'],
      ['', 'value'],
    ]) {
      const answer = await fixture.call('PUT', '/api/connection', { is_own: true, values: { headers: [pair] } });
      expect([answer.status, (await answer.json()).message]).toEqual([400, expect.stringMatching(/^headers: /)]);
    }
    const answer = await change(true, {
      headers: [
        ['x-a', '1'],
        ['', ''],
      ],
      unknown: 'echo',
    });
    expect(answer).not.toContain('echo');
    expect(await runSource()).not.toHaveProperty('unknown');
  });

  it('can be left for the emulator and taken up again', async () => {
    await change(true, { apiKey: 'good' });
    await change(false);
    expect(await runSource()).toEqual({ apiKey: 'emulator' });
    expect(await (await fixture.call('POST', '/api/test-connection')).json()).toMatchObject({ status: 'failed' });
    await change(true);
    expect(await runSource()).toMatchObject({ apiKey: 'good' });
    expect(await (await fixture.call('POST', '/api/test-connection')).json()).toMatchObject({ status: 'ok' });
  });

  it('is not changed by what is none', async () => {
    for (const body of [{}, { is_own: 'perhaps' }, { is_own: true, values: 'text' }]) {
      expect((await fixture.call('PUT', '/api/connection', body)).status).toBe(400);
    }
    expect(await show()).toMatchObject({ is_own: false });
  });
});
