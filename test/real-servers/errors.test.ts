import { useRealServer } from '../support/real-server';
import { chat, completion, done, event, respond, responseBody } from './shapes';

const server = useRealServer();

describe("the server's own words", () => {
  it.each<[string, number, unknown, string]>([
    ['[A10] a text as error, with status 200', 200, { error: "model 'x' not found" }, "model 'x' not found"],
    [
      '[C3] an error in a list (Gemini)',
      400,
      [{ error: { code: 400, message: 'Unknown name "x"', status: 'INVALID_ARGUMENT' } }],
      'Unknown name "x"',
    ],
    [
      'FastAPI',
      422,
      { detail: [{ type: 'missing', loc: ['body', 'messages'], msg: 'Field required' }] },
      'body.messages: Field required',
    ],
    ['FastAPI, a text', 404, { detail: 'Not Found' }, 'Not Found'],
    [
      'an object as message (Mistral)',
      422,
      { object: 'error', message: { detail: [{ loc: ['body', 'n'], msg: 'Too many' }] } },
      'body.n: Too many',
    ],
    [
      'errors (Cloudflare)',
      400,
      { success: false, errors: [{ code: 7003, message: 'No route for that URI' }] },
      'No route for that URI',
    ],
    ['errors, a text', 400, { errors: 'Nothing works' }, 'Nothing works'],
    [
      'errors by field',
      422,
      { title: 'Invalid', errors: { model: ['is required', 'is odd'] } },
      'model: is required, is odd',
    ],
    ['msg', 400, { code: 1001, msg: 'No such product' }, 'No such product'],
    ['error_msg', 400, { error_code: 17, error_msg: 'Open api daily request limit reached' }, 'daily request limit'],
    [
      'error and message',
      400,
      { statusCode: 400, error: 'Bad Request', message: 'model is required' },
      'Bad Request: model is required',
    ],
    [
      'a router that quotes (OpenRouter)',
      400,
      {
        error: { message: 'Provider returned error', code: 400, metadata: { raw: '{"error":{"message":"Too hot"}}' } },
      },
      'Provider returned error: Too hot',
    ],
    ['JSON in a text', 400, '{"error":{"message":"Twice written"}}', 'Twice written'],
    [
      'an old vLLM',
      400,
      { object: 'error', message: 'Bad sampling', type: 'BadRequestError', code: 400 },
      'Bad sampling',
    ],
  ])('are shown: %s', async (_, status, body, words) => {
    expect((await server.fail(chat, { status, body })).description).toContain(words);
  });

  it.each([
    ['[C5] plain text', 'text/plain', 'Model is loading'],
    ['plain text without a type', null, 'Model is loading'],
    [
      'XML',
      'application/xml',
      '<?xml version="1.0"?><Error><Code>Busy</Code><Message>Model is loading</Message></Error>',
    ],
  ])('are shown: %s', async (_, type, text) => {
    const { description, data } = await server.fail(chat, { status: 503, type, text });
    expect(description).toContain('Model is loading');
    expect(data).toMatchObject({ category: 'server', status: 503 });
  });
});

describe('a failure that came as success', () => {
  it('is an empty response of the server also where it is said to be compressed', async () => {
    const plain = await server.fail(chat, { text: '' });
    const { description, data } = await server.fail(chat, { text: '', headers: { 'content-encoding': 'gzip' } });
    expect({ description, data }).toEqual({ description: plain.description, data: plain.data });
    expect(data).toMatchObject({ category: 'server' });
  });

  it('[A8] in a choice is an error of the server', async () => {
    const failed = completion(
      { content: '' },
      { finish_reason: 'error', error: { code: 502, message: 'Upstream error' } }
    );
    const { description, data } = await server.fail(chat, failed);
    expect(description).toContain('Upstream error');
    expect(data.category).toBe('server');
    const bulk = { operation: 'bulk_chat', model_id: 'm', prompt: '[[a]]', rows: [{ a: 1 }, { a: 2 }] };
    const result = await server.ask(bulk, completion({ content: 'Hi' }), failed);
    expect(result.data).toMatchObject({ succeeded: 1, failed: 1 });
    expect(JSON.stringify(result.data)).toContain('Upstream error');
  });

  it('[A9] counts the code in its body', async () => {
    const { data } = await server.fail(chat, { body: { error: { message: 'Rate limit exceeded', code: 429 } } });
    expect(data).toMatchObject({ category: 'rate_limit', retryable: true });
  });

  it.each<[string, unknown, string]>([
    ['402', { error: { message: 'Pay', code: 402 } }, 'quota'],
    ['503', { error: { message: 'Busy', code: '503' } }, 'server'],
    ['a type', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'server'],
    ['a limit without code', { error: { type: 'rate_limit_error', message: 'Slow down' } }, 'rate_limit'],
    ["Google's word", { error: { code: 429, message: 'Out', status: 'RESOURCE_EXHAUSTED' } }, 'rate_limit'],
    [
      'an envelope',
      { success: false, errors: [{ code: 1, message: 'model not found' }], result: null },
      'model_not_found',
    ],
    ['an old vLLM', { object: 'error', message: 'This model does not exist', code: 404 }, 'model_not_found'],
    ['a list', [{ error: { code: 429, message: 'Out' } }], 'rate_limit'],
  ])('is judged by its body: %s', async (_, body, category) => {
    expect((await server.fail(chat, { body })).data.category).toBe(category);
  });

  it.each(['insufficient_system_resource', 'network_error', 'abort'])(
    'is told by the finish_reason %s, with the text',
    async finish_reason => {
      const { data } = await server.fail(chat, completion({ content: 'So far' }, { finish_reason }));
      expect(data).toMatchObject({ category: 'server', text: 'So far' });
    }
  );

  it('is a response that failed', async () => {
    const failed = responseBody([], { status: 'failed', error: null });
    expect((await server.fail(respond, { body: failed })).data.category).toBe('server');
  });

  it('[A17] is no verdict of a moderation', async () => {
    const moderation = { operation: 'moderation', input: 'x' };
    const flagged = await server.ask(moderation, {
      body: { results: [{ categories: { hate: true }, category_scores: { hate: 0.9 } }] },
    });
    expect(flagged).toMatchObject({ message: 'The content was flagged', data: { flagged: true } });
    for (const results of [[{}], [{ category_scores: { hate: 0.9 } }], [null], []]) {
      expect((await server.fail(moderation, { body: { results } })).data.category).toBe('server');
    }
  });
});

describe('what a failure is', () => {
  const message = (text: string) => ({ error: { message: text } });

  it.each<[string, number, unknown]>([
    [
      '[C1] DeepSeek',
      402,
      { error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' } },
    ],
    ['OpenRouter', 402, message('This request requires more credits, or fewer max_tokens')],
    ['xAI', 403, { code: 'permission', error: 'Your team has used all available credits' }],
    ['Anthropic', 400, message('Your credit balance is too low to access the API')],
    ['Moonshot', 429, { error: { type: 'exceeded_current_quota_error', message: 'Your account is suspended' } }],
  ])('an empty account: %s', async (_, status, body) => {
    expect((await server.fail(chat, { status, body })).data).toMatchObject({ category: 'quota', retryable: false });
  });

  it('a limit of Gemini, which says quota and passes', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '22s' }];
    const words = 'You exceeded your current quota, please check your plan. Please retry in 22.3s.';
    const { data } = await server.fail(chat, {
      status: 429,
      body: [{ error: { code: 429, message: words, status: 'RESOURCE_EXHAUSTED', details } }],
    });
    expect(data).toMatchObject({ category: 'rate_limit', retryable: true, retry_after_ms: 22_000 });
  });

  it.each<[string, number, string]>([
    ['[C7] llama.cpp', 400, 'the request exceeds the available context size, try increasing it'],
    [
      'LM Studio',
      400,
      'Trying to keep the first 4100 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    ],
    ['Ollama', 400, 'the input length exceeds the context length'],
    ['Mistral', 400, 'Prompt contains 40000 tokens, too large for model with 32768 maximum context length'],
    ['Gemini', 400, 'The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).'],
    ['Anthropic', 400, 'prompt is too long: 201000 tokens > 200000 maximum'],
    ['vLLM', 400, 'The decoder prompt (length 5000) is longer than the maximum model length of 4096.'],
    ['Together', 422, 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097'],
    ['xAI', 400, "This model's maximum prompt length is 131072 but the request contains 200000 tokens."],
    ['Moonshot', 400, 'Invalid request: Your request exceeded model token limit: 8192'],
    ['Bedrock', 400, 'Input is too long for requested model.'],
    ['Groq', 400, 'Please reduce the length of the messages or completion.'],
  ])('a context that is too long: %s', async (_, status, text) => {
    expect((await server.fail(chat, { status, body: message(text) })).data.category).toBe('context_length');
  });

  it.each<[string, number, string]>([
    ['Ollama', 404, 'model "llama9" not found, try pulling it first'],
    ['OpenRouter', 400, 'foo/bar is not a valid model ID'],
    ['OpenRouter, routes', 404, 'No endpoints found for foo/bar.'],
    ['Mistral', 400, 'Invalid model: foo'],
    ['DeepSeek', 400, 'Model Not Exist'],
    ['Gemini', 404, 'models/foo is not found for API version v1main, or is not supported for generateContent.'],
    ['Together', 404, 'Unable to access model foo. Please visit our site to see the list of supported models.'],
    ['LM Studio', 400, 'Invalid model identifier "foo". Please specify a valid downloaded model'],
    [
      'LiteLLM',
      400,
      'Invalid model name passed in model=foo. Call `/v1/models` to view available models for your key.',
    ],
    ['vLLM', 404, 'The model `foo` does not exist.'],
  ])('an unknown model: %s', async (_, status, text) => {
    expect((await server.fail(chat, { status, body: message(text) })).data.category).toBe('model_not_found');
  });

  it('[C6] a web page with 403, which says nothing of the key', async () => {
    const page = '<!DOCTYPE html><title>Just a moment...</title>';
    const { description, data } = await server.fail(chat, { status: 403, type: 'text/html', text: page });
    expect(data).toMatchObject({ category: 'network', code: 'web_page', retryable: false });
    expect(description).toMatch(/web page.*Just a moment.*\n.*firewall/s);
    expect(description).not.toMatch(/key is valid/);
  });

  it.each<[string, number, string, string]>([
    ['a login page', 401, '<html><head><title>Sign in</title></head></html>', 'network'],
    ['a proxy that wants a password', 407, '<html><h1>Proxy Authentication Required</h1></html>', 'network'],
    ['nginx', 502, '<html>\r\n<head><title>502 Bad Gateway</title></head></html>', 'server'],
    ['a limit of the firewall', 429, '<!doctype html><title>You are being rate limited</title>', 'rate_limit'],
    ['a wrong address', 404, '<html><title>404 Not Found</title></html>', 'invalid_request'],
    [
      'a page with status 200',
      200,
      '<!-- portal --><html><title>Welcome to our guest network</title></html>',
      'server',
    ],
  ])('a web page: %s', async (_, status, text, category) => {
    const { description, data } = await server.fail(chat, { status, type: 'text/html', text });
    expect(data.category).toBe(category);
    expect(description).toContain('web page');
  });

  it('keeps an API error where a stream was asked for', async () => {
    const { data } = await server.failStream(chat, {
      status: 200,
      events: [event({ error: { code: 429, message: 'Slow' } }), done],
    });
    expect(data.category).toBe('rate_limit');
  });
});
