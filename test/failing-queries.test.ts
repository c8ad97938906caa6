import { everyAction } from './support/every-action';
import { startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const chat = { operation: 'chat', model: 'gpt-4o', prompt: 'Name three uses of zinc', output: 'full' };
const picture = { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A heron', output: 'full' };

describe('a query that fails', () => {
  const refuse = (status: number, error: object, headers = {}) =>
    plugin.emulator.answerNext('/v1/', {
      status,
      headers: { 'retry-after-ms': '1', ...headers },
      body: { error },
      times: 9,
    });

  it('fails as a QueryError in every operation [row 122 bug: error as success text]', async () => {
    for (const [, query] of everyAction) {
      refuse(400, { message: 'No', type: 'invalid_request_error', code: 'x', param: null });
      const { message } = await plugin.failure(query);
      expect(message).toMatch(/^Could not [a-z ]+$/);
      plugin.emulator.reset();
    }
  });

  it('keeps message, code, type, parameter, status and request id [row 123 bug: error body dropped]', async () => {
    const error = {
      message: 'Bad sampling.',
      type: 'invalid_request_error',
      code: 'decimal_above_max_value',
      param: 'top_p',
    };
    refuse(400, error, { 'x-request-id': 'req_zinc' });
    const { description, data } = await plugin.failure(chat);
    expect(description).toContain('Bad sampling.');
    expect(data).toMatchObject({
      code: 'decimal_above_max_value',
      type: 'invalid_request_error',
      param: 'top_p',
      status: 400,
      request_id: 'req_zinc',
      category: 'invalid_request',
    });
  });

  it('tells an empty account from too many requests [row 124]', async () => {
    refuse(429, { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' });
    const quota = await plugin.failure(chat);
    expect(quota.data).toMatchObject({ category: 'quota', retryable: false, status: 429 });
    expect(plugin.emulator.requests).toHaveLength(1);
    plugin.emulator.reset();

    refuse(429, { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' });
    const limit = await plugin.failure(chat);
    expect(limit.data).toMatchObject({ category: 'rate_limit', retryable: true, retry_after_ms: 1 });
    expect(plugin.emulator.requests).toHaveLength(3);
  });

  it.each([
    [403, 'Your organization must be verified to use the model `gpt-image-1`.'],
    [400, 'Your organization must be verified to generate reasoning summaries.'],
  ])(
    'tells with HTTP %s that the organization must be verified, and where [A07 A08 row 125]',
    async (status, message) => {
      refuse(status, { message, type: 'invalid_request_error', code: null, param: null });
      const { description, data } = await plugin.failure({ ...picture, model: 'gpt-image-1' });
      expect(data).toMatchObject({
        category: 'organization_verification',
        status,
        retryable: false,
        docs_url: expect.stringContaining('help.openai.com/en/articles/10910291'),
      });
      expect(description).toContain('platform.openai.com/settings/organization/general');
    }
  );

  it('tells that the safety system refused, and that it will again [row 126]', async () => {
    for (const model of ['dall-e-3', 'gpt-image-2']) {
      const { message, data } = await plugin.failure({ ...picture, model, prompt: 'A heron blocked by safety' });
      expect(message).toBe('Could not generate the image');
      expect(data).toMatchObject({ category: 'content_policy', retryable: false, status: 400 });
    }
  });

  it('names the replacement of a model that is gone', async () => {
    refuse(404, {
      message: 'The model `dall-e-3` does not exist',
      type: 'invalid_request_error',
      code: 'model_not_found',
    });
    const { description, data } = await plugin.failure({ ...picture, model: 'dall-e-3' });
    expect(data.category).toBe('model_not_found');
    expect(description).toMatch(/shut down at OpenAI on 2026-05-12\. Use gpt-image-2\.6-flare/);
  });
});
