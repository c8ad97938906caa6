import { startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ now: () => new Date('2026-11-20T12:00:00Z') });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const apiKey = 'sk-test-0123456789abcdef';
const origin = () => new URL(plugin.emulator.baseUrl).origin;

describe('testConnection', () => {
  it('tells what was accepted and how many models there are for each capability [C21 C22 row 9 row 10 row 135]', async () => {
    const result = await plugin.testConnection({
      apiKey,
      baseUrl: origin(),
      organizationId: 'org-1',
      projectId: 'p-1',
    });
    expect(plugin.lastRequest()).toMatchObject({ method: 'GET', path: '/v1/models' });
    expect(result).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(
        /^Connected to http:.*\/v1: \d+ models?\. Available: chat, generate, edit \(up to 16 images\), analyze, research, embed, speak, transcribe$/
      ),
      data: {
        base_url: plugin.emulator.baseUrl,
        organization: 'org-1',
        project: 'p-1',
        capabilities: {
          chat: { available: true, models: expect.any(Number) },
          generate: { available: true, models: expect.any(Number) },
          edit: { available: true, models: expect.any(Number), references: 16 },
          analyze: { available: true, models: expect.any(Number) },
          research: { available: true, models: expect.any(Number) },
          embed: { available: true, models: 3 },
          speak: { available: true, models: expect.any(Number) },
          transcribe: { available: true, models: expect.any(Number) },
        },
      },
    });
  });

  it.each([
    ['the key', { apiKey: 'sk-invalid' }, /Incorrect API key/],
    ['the organization', { organizationId: 'org-invalid' }, /organization/i],
    ['the project', { projectId: 'proj_invalid' }, /project/i],
  ])('fails in words where %s is refused [row 9]', async (_, source, words) => {
    const result = await plugin.testConnection({ ...plugin.source, ...source });
    expect(result).toMatchObject({ status: 'failed', message: expect.stringMatching(words) });
    expect(result.data).toMatchObject({ category: 'authentication' });
    expect(JSON.stringify(result)).not.toContain('sk-');
  });

  it('fails in words where the form is not filled in [row 9]', async () => {
    expect(await plugin.testConnection({})).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('API key is required'),
    });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('fails where nobody listens [row 9]', async () => {
    const result = await plugin.testConnection({ apiKey, baseUrl: 'http://127.0.0.1:9/v1' });
    expect(result).toMatchObject({ status: 'failed', data: { category: 'network' } });
  });

  it.each([
    [403, 'You have insufficient permissions for this operation. Missing scopes: api.model.read.'],
    [404, 'Invalid URL (GET /v1/models)'],
  ])(
    'passes with a note where the list of models answers %s [row 9 bug: one missing model breaks the connection]',
    async (status, message) => {
      plugin.emulator.answerNext('/v1/models', { status, body: { error: { message, type: 'invalid_request_error' } } });
      const result = await plugin.testConnection();
      expect(result).toMatchObject({ status: 'ok', data: { note: expect.any(String) } });
      expect(result.message).toContain(String(result.data?.['note']));
    }
  );

  it('passes where the account has no model that is known [row 9]', async () => {
    plugin.emulator.answerNext('/v1/models', { body: { object: 'list', data: [{ id: 'llama-4' }] } });
    const result = await plugin.testConnection();
    const none = { available: false, models: 0 };
    expect(result).toMatchObject({
      status: 'ok',
      data: { models: 1, capabilities: { chat: none, generate: none, edit: none } },
    });
  });
});
