import { createServer, type Server } from 'node:net';
import { type Emulator, type ScriptedAnswer, start as startEmulator } from 'openai-emulator';
import { collect, connectTo, failureOf, loadPlugin, type Thrown } from './support/hosts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.stop());

interface Operation {
  query: { operation: string; [option: string]: unknown };
  path: string;
  message: string;
}

const chat: Operation = {
  query: { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' },
  path: '/v1/chat/completions',
  message: 'Could not complete the chat',
};
const image: Operation = {
  query: { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A red bicycle', output: 'full' },
  path: '/v1/images/generations',
  message: 'Could not generate the image',
};
const models: Operation = {
  query: { operation: 'list_models' },
  path: '/v1/models',
  message: 'Could not list the models',
};

function fail({ query, path }: Operation, answer: ScriptedAnswer, more: object = {}): Promise<Thrown> {
  emulator.answerNext(path, answer);
  return failureOf(loadPlugin().run(connectTo(emulator), { ...query, ...more }));
}

/** What every failure of a category says. */
const judgements: Record<string, { retryable: boolean; hint: RegExp; docs_url?: RegExp }> = {
  authentication: {
    retryable: false,
    hint: /API key.*organization and project|^Clear Organization ID/,
    docs_url: /api-keys|settings\/organization/,
  },
  permission: { retryable: false, hint: /permissions.*country/, docs_url: /error-codes/ },
  organization_verification: {
    retryable: false,
    hint: /verify the organization at https:\S+settings\/organization\/general; .* 15 minutes/,
    docs_url: /help\.openai\.com\/en\/articles\/10910291/,
  },
  quota: { retryable: false, hint: /waiting will not help.*credit/, docs_url: /billing/ },
  rate_limit: { retryable: true, hint: /Wait and try again/, docs_url: /rate-limits/ },
  content_policy: { retryable: false, hint: /Change the prompt/, docs_url: /usage-policies/ },
  model_not_found: { retryable: false, hint: /model id.*list_models/, docs_url: /docs\/models/ },
  context_length: { retryable: false, hint: /Shorten the prompt/ },
  invalid_request: { retryable: false, hint: /its message says what to change/, docs_url: /error-codes/ },
  timeout: { retryable: true, hint: /Try again/ },
  server: { retryable: true, hint: /Try again/ },
  network: { retryable: true, hint: /base URL.*network or proxy/ },
};

interface ApiWords {
  message: string;
  type?: string | null;
  code?: string;
  param?: string;
}

const place = 'https://platform.openai.com/settings/organization/general';
const verify = `Please go to: ${place} and click on Verify Organization. If you just verified, it can take up to 15 minutes for access to propagate.`;
const quota = 'You exceeded your current quota, please check your plan and billing details.';
const missing = (model: string): ApiWords => ({
  message: `The model \`${model}\` does not exist or you do not have access to it.`,
  code: 'model_not_found',
});

/** The checklist's row or the name, HTTP status, category, and the error as the API words it; of chat unless stated. */
const refusals: [string, number, string, ApiWords, Operation?][] = [
  // biome-ignore format: one refusal a line
  ...([
    ['unsupported parameter [row 123]', 400, 'invalid_request', { message: "Unsupported parameter: 'top_k' is not supported with this model.", param: 'top_k', code: 'unsupported_parameter' }],
    ['unsupported value [row 123]', 400, 'invalid_request', { message: "Unsupported value: 'temperature' does not support 0.2 with this model.", param: 'temperature', code: 'unsupported_value' }],
    ['unknown parameter [row 123]', 400, 'invalid_request', { message: "Unknown parameter: 'style'.", param: 'style', code: 'unknown_parameter' }, image],
    ['a refusal without code and param [row 123]', 400, 'invalid_request', { message: 'We could not parse the JSON body of your request.' }],
    ['context length by its code', 400, 'context_length', { message: 'Please adjust your input and try again.', param: 'messages', code: 'context_length_exceeded' }],
    ['context length by its words', 400, 'context_length', { message: "This model's maximum context length is 4096 tokens. However, you requested 5012.", type: 'BadRequestError' }],
    ['context length of a response', 400, 'context_length', { message: 'Your input exceeds the context window of this model.' }],
    ['a body too large', 413, 'invalid_request', { message: 'Request too large' }],
    ['an unprocessable field', 422, 'invalid_request', { message: 'Input should be a valid string', param: 'messages.0.content' }],
    ['a wrong key', 401, 'authentication', { message: 'Incorrect API key provided.', code: 'invalid_api_key' }],
    ['a wrong organization', 401, 'authentication', { message: 'OpenAI-Organization header should match organization for API key', code: 'mismatched_organization' }],
    ['missing scopes', 401, 'permission', { message: 'You have insufficient permissions for this operation. Missing scopes: model.request.', code: 'missing_scope' }],
    ['missing scopes without a code', 401, 'permission', { message: 'You have insufficient permissions for this operation. Missing scopes: model.request.' }],
    ['no permission', 403, 'permission', { message: 'Project does not have access to this endpoint' }],
    ['a country', 403, 'permission', { message: 'Country, region, or territory not supported', type: 'request_forbidden', code: 'unsupported_country_region_territory' }],
    ['tells organization verification from permission, with the way to the guide [A07 A08 C05 row 125]', 403, 'organization_verification', { message: `Your organization must be verified to use the model \`gpt-image-2\`. ${verify}` }, image],
    ['organization verification for streaming [row 125]', 400, 'organization_verification', { message: `Your organization must be verified to stream this model. ${verify}` }],
    ['organization verification for reasoning summaries [row 125]', 400, 'organization_verification', { message: `Your organization must be verified to generate reasoning summaries. ${verify}`, param: 'reasoning.summary', code: 'unsupported_value' }],
    ['a model nobody knows', 404, 'model_not_found', missing('gpt-5.4')],
    ['an Azure deployment', 404, 'model_not_found', { message: 'The API deployment for this resource does not exist.', type: null, code: 'DeploymentNotFound' }],
    ['tells rate limit from quota [row 124]', 429, 'rate_limit', { message: 'Rate limit reached for gpt-5.4 on requests per min (RPM): Limit 3, Used 3.', type: 'requests', code: 'rate_limit_exceeded' }],
    ['a rate limit on tokens', 429, 'rate_limit', { message: 'Rate limit reached on tokens per min (TPM)', type: 'tokens', code: 'rate_limit_exceeded' }],
    ['traffic that rose too fast', 429, 'rate_limit', { message: 'Your traffic rose too fast.', type: 'rate_limit_error', code: 'slow_down' }],
    ['tells quota from rate limit [row 124]', 429, 'quota', { message: quota, type: 'insufficient_quota', code: 'insufficient_quota' }],
    ['tells spent credit from rate limit [row 124]', 429, 'quota', { message: quota, type: 'insufficient_quota', code: 'credit_balance_exhausted' }],
    ["tells the organization's spend limit from rate limit [row 124]", 429, 'quota', { message: quota, type: 'rate_limit_error', code: 'organization_spend_limit_exceeded' }],
    ["tells the project's spend limit from rate limit [row 124]", 429, 'quota', { message: quota, type: 'rate_limit_error', code: 'project_spend_limit_exceeded' }],
    ['tells a billing limit from a wrong request [row 124]', 400, 'quota', { message: 'Billing hard limit has been reached', code: 'billing_hard_limit_reached' }, image],
    ['tells content policy from a wrong request, GPT Image [row 126]', 400, 'content_policy', { message: 'Your request was rejected by the safety system. safety_violations=[violence].', type: 'image_generation_user_error', code: 'moderation_blocked' }, image],
    ['tells content policy from a wrong request, DALL-E [row 126]', 400, 'content_policy', { message: 'Your request was rejected as a result of our safety system.', code: 'content_policy_violation' }, image],
    ['content policy by its words [row 126]', 400, 'content_policy', { message: 'Your request was rejected as a result of our safety system.' }, image],
    ['a request that took too long', 408, 'timeout', { message: 'Request timed out.', type: null }],
    ['a conflict', 409, 'server', { message: 'The resource is being changed.', code: 'conflict' }],
    ['an internal error', 500, 'server', { message: 'The server had an error while processing your request. Sorry!', type: 'server_error' }],
    ['an overloaded server', 503, 'server', { message: 'That model is currently overloaded.', type: 'service_unavailable_error', code: 'server_is_overloaded' }],
    ['a gateway that gave up', 504, 'server', { message: 'Gateway timeout', type: null }],
  ] satisfies [string, number, string, ApiWords, Operation?][]),
];

it.each(refusals)('%s: HTTP %i is %s', async (_, status, category, words, operation = chat) => {
  const error = { type: 'invalid_request_error', param: null, code: null, ...words };
  const headers = { 'x-request-id': 'req_of_this_row' };
  const { className, message, description, data } = await fail(operation, { status, headers, body: { error } });
  expect({ className, message }).toEqual({ className: 'QueryError', message: operation.message });
  const { hint = /^$/, docs_url, retryable } = judgements[category] ?? {};
  expect(data).toEqual({
    ...{ category, retryable, status, request_id: 'req_of_this_row' },
    code: words.code ?? category,
    hint: expect.stringMatching(hint),
    ...(error.type && { type: error.type }),
    ...(words.param && { param: words.param }),
    ...('docs_url' in data && { docs_url: expect.stringMatching(docs_url ?? /^https:/) }),
  });
  if (docs_url) expect(data['docs_url']).toMatch(docs_url);
  expect(description).toBe(`${words.message}\n${String(data['hint'])}`);
});

it.each([
  ['dall-e-3', image, 'dall-e-3 was shut down at OpenAI on 2026-05-12. Use gpt-image-2.6-flare or'],
  ['gpt-4.5-preview', chat, 'gpt-4.5-preview was shut down at OpenAI on 2025-07-14.'],
])('404 for %s, which was shut down, names the date and the replacement', async (model, operation, hint) => {
  const thrown = await fail(operation, { status: 404, body: { error: missing(model) } }, { model });
  expect(thrown.data).toMatchObject({ category: 'model_not_found', hint: expect.stringContaining(hint) });
  expect(thrown.description).toContain(hint);
});

it('404 for an unknown URL asks for the base URL', async () => {
  const error = { message: 'Invalid URL (POST /v1/chat/completions)', type: 'invalid_request_error' };
  const { description, data } = await fail(chat, { status: 404, body: { error } });
  expect(data).toMatchObject({ category: 'invalid_request', status: 404, retryable: false });
  expect(description).toMatch(/^Invalid URL .*\n.*base URL/);
});

it('tells how long the server asks to wait', async () => {
  const error = { message: 'Slower, please', type: 'requests', code: 'rate_limit_exceeded' };
  const { data } = await fail(chat, { status: 429, headers: { 'retry-after': '20' }, body: { error } });
  expect(data).toMatchObject({ category: 'rate_limit', retry_after_ms: 20_000 });
});

describe('a server that words its errors otherwise', () => {
  it.each([
    ['a bare text', { error: 'model "x" not found, try pulling it first' }, /try pulling it first/],
    ['no wrapper', { object: 'error', message: 'The model `x` does not exist.', code: 404 }, /does not exist/],
    ['a detail', { detail: 'Not Found here' }, /Not Found here/],
  ])('keeps its words: %s', async (_, body, words) => {
    const { description, data } = await fail(chat, { status: 404, body });
    expect(description).toMatch(words);
    expect(data).toMatchObject({ status: 404, retryable: false });
  });

  it('failure fails the query, even one that came with status 200 [row 122]', async () => {
    const error = { message: quota, type: 'insufficient_quota', code: 'insufficient_quota' };
    const { description, data } = await fail(chat, { body: { error } });
    expect(description).toContain(quota);
    expect(data).toMatchObject({ category: 'quota', code: 'insufficient_quota', retryable: false });
  });

  it('says in plain words that a gateway answered with HTML', async () => {
    const body = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
    const headers = { 'content-type': 'text/html' };
    const { message, description, data } = await fail(chat, { status: 502, headers, body });
    expect(message).toBe(chat.message);
    expect(description).toMatch(/HTTP 502/);
    expect(description).not.toContain('<');
    expect(data).toMatchObject({ category: 'server', retryable: true, status: 502, hint: expect.any(String) });
  });
});

const json = { 'content-type': 'application/json' };
const html = { headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!doctype html><title>Welcome</title>' };

describe.each([
  ['chat', chat],
  ['image_generation', image],
  ['list_models', models],
])('failure fails the query: %s [row 122]', (_, operation) => {
  it.each<[string, ScriptedAnswer]>([
    ['HTML with status 200', html],
    ['HTML that says it is JSON', { headers: json, body: html.body }],
    ['broken JSON', { headers: json, body: '{"choices":[{"mess' }],
    ['an empty body', { headers: json, body: '' }],
    ['an object without what it should hold', { body: { object: 'list' } }],
    ['JSON that is no object', { headers: json, body: 'null' }],
    ['a text in place of a list', { body: { choices: 'none', data: 'none' } }],
    ['an empty entry in the list', { body: { choices: [{}], data: [{}] } }],
    ['a text as entry of the list', { body: { choices: ['none'], data: ['none'] } }],
  ])('%s', async (_name, answer) => {
    const { className, message, description, data } = await fail(operation, answer);
    expect({ className, message }).toEqual({ className: 'QueryError', message: operation.message });
    expect(data).toMatchObject({
      category: 'server',
      retryable: true,
      code: expect.stringMatching(/^(not_json|invalid_json|unexpected_answer|empty_answer)$/),
      request_id: expect.stringMatching(/^req_/),
      hint: expect.stringMatching(/base URL|include_raw/),
    });
    // Plain words, not those of JavaScript.
    expect(description).not.toMatch(/TypeError|SyntaxError|undefined|not iterable|<|is not a function/);
  });

  it('a body cut short', async () => {
    const body = { choices: [], data: [], object: 'list', padding: 'x'.repeat(500) };
    const { message, data } = await fail(operation, { headers: json, body, truncateAt: 60 });
    expect(message).toBe(operation.message);
    expect(data).toMatchObject({ category: 'network', retryable: true, request_id: expect.stringMatching(/^req_/) });
  });

  it.each<[string, ScriptedAnswer]>([
    ['no answer', { hang: true }],
    ['an answer that stalls', { stallAfterHeaders: true }],
  ])('%s in time', async (_name, answer) => {
    const { message, description, data } = await fail(operation, answer, { query_timeout: 60 });
    expect(message).toBe(operation.message);
    expect(description).toMatch(/^No response within 0\.06 seconds \(query_timeout\)\n.*timeout/);
    expect(data).toMatchObject({ category: 'timeout', code: 'timeout', retryable: true });
  });
});

describe('failure fails the query: a stream [row 122]', () => {
  const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
  const delta = (text: string, finish_reason: string | null = null) =>
    event({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { content: text }, finish_reason }],
    });
  const error = { message: 'The server had an error', type: 'server_error', code: 'server_error', param: null };
  const policy = {
    message: 'Your request was rejected by the safety system.',
    code: 'moderation_blocked',
    param: null,
  };

  async function failStream({ query, path }: Operation, answer: ScriptedAnswer) {
    emulator.answerNext(path, answer);
    const seen: unknown[] = [];
    const read = async () => {
      for await (const step of loadPlugin().stream?.(connectTo(emulator), query, {
        signal: new AbortController().signal,
      }) ?? [])
        seen.push(step);
    };
    return { thrown: await failureOf(read()), seen };
  }

  it.each<[string, ScriptedAnswer, string]>([
    ['an error as the first event', { chunks: [event({ error })] }, 'server'],
    ['an error event by its name', { chunks: [`event: error\n${event(error)}`] }, 'server'],
    ['an error event by its type', { chunks: [event({ ...error, type: 'error' })] }, 'server'],
    ['an error after some text', { chunks: [delta('Zinc'), event({ error })] }, 'server'],
    ['a refusal after some text', { chunks: [delta('Zinc'), event({ error: policy })] }, 'content_policy'],
    ['an event that is not JSON', { chunks: [delta('Zinc'), 'data: {"choi\n\n'] }, 'server'],
    ['an end before the end', { chunks: [delta('Zinc')] }, 'network'],
    [
      'a connection cut short',
      { chunks: [delta('Zinc'), delta(' protects')], truncateAt: delta('Zinc').length + 9 },
      'network',
    ],
    ['no event at all', { chunks: [] }, 'network'],
    ['HTML in place of events', html, 'server'],
    [
      'a refusal before the first event',
      { status: 401, body: { error: { message: 'Wrong', code: 'invalid_api_key' } } },
      'authentication',
    ],
  ])('%s', async (name, answer, category) => {
    const { thrown, seen } = await failStream(chat, answer);
    expect(thrown.className).toBe('QueryError');
    expect(thrown.message).toBe(chat.message);
    expect(thrown.data).toMatchObject({ category, request_id: expect.stringMatching(/^req_/) });
    expect(thrown.description).toContain(String(thrown.data['hint']));
    const text = /after some|not JSON|end before|cut short/.test(name) ? [{ type: 'text_delta', text: 'Zinc' }] : [];
    expect(seen).toEqual(text);
  });

  it('of images that ends without its image', async () => {
    const partial = { type: 'image_generation.partial_image', partial_image_index: 0, b64_json: 'bm90IGFuIGltYWdl' };
    emulator.answerNext(image.path, { chunks: [event(partial)] });
    const query = { ...image.query, partial_images: 1 };
    const { message, data } = await failureOf(loadPlugin().run(connectTo(emulator), query));
    expect(message).toBe(image.message);
    expect(data).toMatchObject({ retryable: true, category: expect.stringMatching(/^(network|server)$/) });
  });

  it('of a server that ignores stream and answers whole is read all the same', async () => {
    const choices = [
      { index: 0, message: { role: 'assistant', content: 'Zinc', refusal: null }, finish_reason: 'stop' },
    ];
    emulator.answerNext(chat.path, { body: { id: 'x', object: 'chat.completion', model: 'm', choices } });
    const { signal } = new AbortController();
    const plugin = loadPlugin();
    if (!plugin.stream) throw new Error('The plugin has no stream');
    const events = await collect(plugin.stream(connectTo(emulator), chat.query, { signal }));
    expect(events).toMatchObject([{ type: 'result', result: { status: 'ok', data: { text: 'Zinc' } } }]);
  });
});

describe('failure fails the query: a server out of reach [row 122]', () => {
  const started: Server[] = [];
  afterEach(() => started.splice(0).map(server => server.close()));

  function listen(server: Server): Promise<number> {
    started.push(server);
    return new Promise(resolve => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }

  async function failAt(baseUrl: string): Promise<Thrown> {
    return failureOf(loadPlugin().run(connectTo({ baseUrl }), chat.query));
  }

  function expectNetwork({ className, message, description, data }: Thrown, code: RegExp): void {
    expect({ className, message }).toEqual({ className: 'QueryError', message: chat.message });
    const { hint = /^$/ } = judgements['network'] ?? {};
    expect(data).toEqual({
      category: 'network',
      retryable: true,
      code: expect.stringMatching(code),
      hint: expect.stringMatching(hint),
    });
    expect(description).toContain(String(data['hint']));
  }

  it('refuses the connection', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise(resolve => server.close(resolve));
    expectNetwork(await failAt(`http://127.0.0.1:${port}`), /^ECONNREFUSED$/);
  });

  it('has a name that nobody knows', async () => {
    const thrown = await failAt('http://no-such-host.invalid');
    expectNetwork(thrown, /^(ENOTFOUND|EAI_AGAIN)$/);
    expect(thrown.description).toContain('no-such-host.invalid');
  });

  it('drops the connection at once', async () => {
    const port = await listen(createServer(socket => socket.destroy()));
    expectNetwork(await failAt(`http://127.0.0.1:${port}`), /^[A-Z_]+$/);
  });

  it('speaks no TLS', async () => {
    // A socket that is not read never learns that the other end is closed, and keeps the process.
    const port = await listen(createServer(socket => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const { data } = await failAt(`https://127.0.0.1:${port}`);
    expect(data).toMatchObject({ category: 'network', retryable: false, code: expect.stringMatching(/^[A-Z_\d]+$/) });
    expect(data['hint']).toMatch(/base URL/);
  });
});
