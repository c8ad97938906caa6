import { imageSize } from 'image-size';
import OpenAI, { APIConnectionError } from 'openai';
import type { ChatCompletionChunk, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ImageGenerateParamsNonStreaming } from 'openai/resources/images';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import sharp from 'sharp';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator({ models: 'any', now: () => new Date('2026-11-20T12:00:00Z') });
  client = connect();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.stop());

function connect(settings: { apiKey?: string; timeout?: number } = {}): OpenAI {
  return new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0, ...settings });
}

async function chat(prompt: string, settings: Partial<ChatCompletionCreateParamsNonStreaming> = {}) {
  const messages = [{ role: 'user' as const, content: prompt }];
  return client.chat.completions.create({ model: 'gpt-4o', messages, ...settings });
}

async function draw(settings: Partial<ImageGenerateParamsNonStreaming> & { model: string }) {
  return client.images.generate({ prompt: 'A lighthouse at dawn', ...settings });
}

function bytesOf(image: { b64_json?: string } | undefined): Buffer {
  return Buffer.from(image?.b64_json ?? '', 'base64');
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const schema = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    rating: { type: 'integer', minimum: 1, maximum: 5 },
    mood: { enum: ['calm', 'wild'] },
    authors: { type: 'array', minItems: 2, items: { $ref: '#/$defs/author' } },
    parent: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
    published: { type: 'string', format: 'date' },
    isRare: { type: 'boolean' },
  },
  required: ['title', 'rating', 'mood', 'authors', 'parent', 'published', 'isRare'],
  additionalProperties: false,
  $defs: {
    author: {
      type: 'object',
      properties: { name: { type: 'string' }, age: { type: ['integer', 'null'], exclusiveMinimum: 20 } },
      required: ['name', 'age'],
      additionalProperties: false,
    },
  },
};

const weatherTool = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe('chat', () => {
  it('answers about the subject of the prompt, always the same', async () => {
    const first = await chat('Name three uses of zinc');
    const second = await chat('Name three uses of zinc');
    const [choice] = first.choices;
    expect(choice?.message.content).toMatch(/three points about zinc:\n\n1\. .*\n2\. .*\n3\. /);
    expect(choice?.finish_reason).toBe('stop');
    expect(second.choices).toEqual(first.choices);
    expect(first.usage).toMatchObject({ prompt_tokens: 10, completion_tokens_details: { reasoning_tokens: 0 } });
    expect(first.created).toBe(Date.parse('2026-11-20T12:00:00Z') / 1000);
  });

  it('streams the same text in legal order', async () => {
    const prompt = 'Name three uses of zinc';
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: prompt }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: ChatCompletionChunk[] = await collect(stream);
    const plain = await chat(prompt);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(text).toBe(plain.choices[0]?.message.content);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: plain.usage });
    expect(chunks[0]?.usage).toBeNull();
  });

  it('obeys n, stop, and the token limit', async () => {
    const several = await chat('Tell me about tin', { n: 3 });
    expect(several.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(several.choices.map(({ message }) => message.content)).size).toBe(3);

    const stopped = await chat('Name three uses of zinc', { stop: ['2.', '3.'] });
    expect(stopped.choices[0]?.message.content).not.toContain('2.');
    expect(stopped.choices[0]?.finish_reason).toBe('stop');

    const short = await chat('Name three uses of zinc', { max_completion_tokens: 5 });
    expect(short.choices[0]?.message.content).toHaveLength(20);
    expect(short.choices[0]?.finish_reason).toBe('length');
    expect(short.usage?.completion_tokens).toBe(5);
  });

  it('writes what a JSON schema asks for', async () => {
    const { choices } = await chat('Describe a book about tea', {
      response_format: { type: 'json_schema', json_schema: { name: 'book', strict: true, schema } },
    });
    const book = JSON.parse(choices[0]?.message.content ?? '');
    expect(Object.keys(book)).toEqual(schema.required);
    expect(book.title).toBe('a book about tea');
    expect(['calm', 'wild']).toContain(book.mood);
    expect(book.authors).toHaveLength(2);
    expect(book.authors[0].age).toBeGreaterThan(20);
    expect(Number.isInteger(book.rating) && book.rating >= 1 && book.rating <= 5).toBe(true);
    expect(typeof book.isRare).toBe('boolean');
  });

  it('refuses a strict schema that is not closed', async () => {
    const open = { ...schema, additionalProperties: true };
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'book', strict: true, schema: open } };
    await expect(chat('Describe a book', { response_format })).rejects.toMatchObject({
      status: 400,
      param: 'response_format',
      message: expect.stringContaining("'additionalProperties' is required"),
    });
  });

  it('writes a JSON object if the word JSON was spoken', async () => {
    const response_format = { type: 'json_object' as const };
    const { choices } = await chat('As JSON: three uses of zinc', { response_format });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toMatchObject({ subject: 'zinc' });
    await expect(chat('Three uses of zinc', { response_format })).rejects.toMatchObject({ param: 'messages' });
  });

  it('calls the tools it is told to call', async () => {
    const tools = [weatherTool];
    const named = { type: 'function' as const, function: { name: 'get_weather' } };
    const forced = await chat('The weather of Lisbon', { tools, tool_choice: named });
    const [call] = forced.choices[0]?.message.tool_calls ?? [];
    expect(forced.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ city: 'Lisbon' });

    const mentioned = await chat('Use get_weather for Lisbon', { tools });
    expect(mentioned.choices[0]?.message.tool_calls).toHaveLength(1);
    const unmentioned = await chat('Tell me about Lisbon', { tools });
    expect(unmentioned.choices[0]?.message.tool_calls).toBeUndefined();

    const answered = await chat('', {
      tools,
      messages: [
        { role: 'user', content: 'Use get_weather for Lisbon' },
        { role: 'assistant', tool_calls: forced.choices[0]?.message.tool_calls ?? [] },
        { role: 'tool', tool_call_id: call?.id ?? '', content: '21 degrees' },
      ],
    });
    expect(answered.choices[0]?.message.content).toBe('The tool answered: 21 degrees');
  });

  it('streams tool calls that put together again are the same', async () => {
    const runner = client.chat.completions.stream({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Use get_weather for Lisbon' }],
      tools: [weatherTool],
    });
    const [choice] = (await runner.finalChatCompletion()).choices;
    expect(choice?.finish_reason).toBe('tool_calls');
    expect(choice?.message.tool_calls?.[0]).toMatchObject({
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' },
    });
  });

  it('answers old-fashioned functions in the old fashion', async () => {
    const { choices } = await chat('The weather of Lisbon', {
      functions: [weatherTool.function],
      function_call: { name: 'get_weather' },
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: { name: 'get_weather', arguments: '{"city":"Lisbon"}' } },
    });
  });

  it('sees images and files', async () => {
    const { choices, usage } = await chat('', {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Compare these charts of sales' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
            { type: 'image_url', image_url: { url: 'https://www.example.com/chart.jpg' } },
            { type: 'file', file: { filename: 'sales.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
          ],
        },
      ],
    });
    expect(choices[0]?.message.content).toMatch(
      /^I received 2 images \(image\/png, from www\.example\.com\)\. I read sales\.pdf\. .* sales/
    );
    expect(usage?.prompt_tokens).toBeGreaterThan(1000);
  });

  it('refuses politely when asked to', async () => {
    const { choices } = await chat('please refuse this');
    expect(choices[0]?.message).toMatchObject({ content: null, refusal: expect.stringContaining("can't help") });
  });

  it.each([
    [{ model: 'gpt-5', max_tokens: 5 }, 'unsupported_parameter', 'max_tokens'],
    [{ model: 'gpt-5', temperature: 0.2 }, 'unsupported_value', 'temperature'],
    [{ model: 'o3', stop: 'x' }, 'unsupported_parameter', 'stop'],
    [{ model: 'gpt-4o', temperature: 9 }, 'decimal_above_max_value', 'temperature'],
    [{ model: 'gpt-4o', n: 0 }, 'integer_below_min_value', 'n'],
    [{ model: 'gpt-4o', colour: 'red' }, 'unknown_parameter', 'colour'],
    [{ model: 'gpt-4o', messages: [] }, 'empty_array', 'messages'],
  ])('refuses %j', async (settings, code, param) => {
    await expect(chat('Hello', settings)).rejects.toMatchObject({ status: 400, code, param });
  });

  it('lets a temperature through where no reasoning is done, and anything to unknown models', async () => {
    const quiet = await chat('Hello', { model: 'gpt-5.1', temperature: 0.2, reasoning_effort: 'none' });
    expect(quiet.choices).toHaveLength(1);
    const other = await chat('Hello', { model: 'llama-9', ...{ top_k: 3 } });
    expect(other.model).toBe('llama-9');
  });
});

describe('completions', () => {
  const model = 'gpt-3.5-turbo-instruct';
  const prompt = 'The fox looked up';

  it('continues a text within 16 tokens unless told otherwise', async () => {
    const short = await client.completions.create({ model, prompt });
    expect(short.choices[0]?.text).toHaveLength(64);
    expect(short.choices[0]?.finish_reason).toBe('length');
    const whole = await client.completions.create({ model, prompt, max_tokens: 500, echo: true, n: 2 });
    expect(whole.choices).toHaveLength(2);
    expect(whole.choices[0]).toMatchObject({
      text: expect.stringMatching(/^The fox looked up,/),
      finish_reason: 'stop',
    });
    const stopped = await client.completions.create({ model, prompt, stop: '.' });
    expect(stopped.choices[0]?.text).not.toContain('.');
  });

  it('streams', async () => {
    const chunks = await collect(await client.completions.create({ model, prompt, stream: true }));
    const whole = await client.completions.create({ model, prompt });
    expect(chunks.map(({ choices }) => choices[0]?.text).join('')).toBe(whole.choices[0]?.text);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
  });
});

describe('images', () => {
  const model = 'gpt-image-2.5-flare';

  it.each([
    ['png', 'png'],
    ['jpeg', 'jpg'],
    ['webp', 'webp'],
    ['gif', 'gif'],
    ['svg', 'svg'],
  ] as const)('draws a real %s of the asked size', async (output_format, type) => {
    const answer = await draw({ model, output_format, size: '1040x784' });
    expect(imageSize(bytesOf(answer.data?.[0]))).toMatchObject({ type, width: 1040, height: 784 });
    expect(answer).toMatchObject({ output_format, size: '1040x784', background: 'opaque', quality: 'medium' });
    expect(answer.usage?.total_tokens).toBe((answer.usage?.input_tokens ?? 0) + (answer.usage?.output_tokens ?? 0));
  });

  it('draws n different pictures, transparent ones too, and compresses', async () => {
    const { data = [] } = await draw({ model, n: 2, background: 'transparent' });
    expect(new Set(data.map(({ b64_json }) => b64_json)).size).toBe(2);
    expect((await sharp(bytesOf(data[0])).stats()).isOpaque).toBe(false);
    const fine = await draw({ model, output_format: 'jpeg' });
    const coarse = await draw({ model, output_format: 'jpeg', output_compression: 20 });
    expect(bytesOf(coarse.data?.[0]).length).toBeLessThan(bytesOf(fine.data?.[0]).length / 2);
  });

  it('serves the links of DALL-E until they expire', async () => {
    const { data = [] } = await draw({ model: 'dall-e-3', size: '1792x1024' });
    const file = await fetch(data[0]?.url ?? '');
    expect(data[0]?.revised_prompt).toContain('A lighthouse at dawn');
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(imageSize(Buffer.from(await file.arrayBuffer()))).toMatchObject({ width: 1792, height: 1024 });
    const expired = new URL(data[0]?.url ?? '');
    expired.searchParams.set('se', '2026-11-20T11:00:00Z');
    expect((await fetch(expired)).status).toBe(403);
    const inline = await draw({ model: 'dall-e-2', size: '256x256', response_format: 'b64_json' });
    expect(imageSize(bytesOf(inline.data?.[0])).width).toBe(256);
  });

  it('streams partial images before the finished one', async () => {
    const stream = await client.images.generate({ model, prompt: 'A tree', stream: true, partial_images: 2 });
    const events = await collect(stream);
    expect(events.map(({ type }) => type)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    expect(events.map(event => ('partial_image_index' in event ? event.partial_image_index : null))).toEqual([
      0,
      1,
      null,
    ]);
    expect(new Set(events.map(({ b64_json }) => b64_json)).size).toBe(3);
    expect(events.map(event => imageSize(bytesOf(event)).width)).toEqual([1024, 1024, 1024]);
    expect(events.at(-1)).toMatchObject({ usage: { output_tokens_details: { image_tokens: 1256 } } });
  });

  it.each([
    [{ model: 'gpt-image-2', response_format: 'url' as const }, 'unknown_parameter', 'response_format'],
    [{ model: 'gpt-image-1.5', style: 'vivid' as const }, 'unknown_parameter', 'style'],
    [{ model: 'gpt-image-1.5', size: '256x256' as const }, 'invalid_value', 'size'],
    [{ model: 'gpt-image-2', size: '1000x1000' }, 'invalid_value', 'size'],
    [{ model: 'gpt-image-2', background: 'transparent' as const }, 'invalid_value', 'background'],
    [{ model: 'gpt-image-2', output_compression: 50 }, 'invalid_value', 'output_compression'],
    [{ model: 'gpt-image-2', quality: 'standard' as const }, 'invalid_value', 'quality'],
    [{ model: 'dall-e-3', n: 2 }, 'integer_above_max_value', 'n'],
    [{ model: 'dall-e-2', size: '1792x1024' as const }, 'invalid_value', 'size'],
    [{ model: 'dall-e-3', output_format: 'webp' as const }, 'unknown_parameter', 'output_format'],
  ])('refuses %j', async (settings, code, param) => {
    await expect(draw(settings)).rejects.toMatchObject({ status: 400, code, param });
  });

  it('refuses a prompt that is too long', async () => {
    const refusal = { status: 400, code: 'string_above_max_length', param: 'prompt' };
    await expect(draw({ model: 'dall-e-2', prompt: 'x'.repeat(1001) })).rejects.toMatchObject(refusal);
  });

  it('blocks what is not safe', async () => {
    await expect(draw({ model, prompt: 'blocked by safety' })).rejects.toMatchObject({
      type: 'image_generation_user_error',
      code: 'moderation_blocked',
      message: expect.stringMatching(/request ID req_/),
    });
  });
});

describe('models', () => {
  it('lists those that are still served', async () => {
    const { data } = await client.models.list();
    const dates = data.map(({ shutdown_date }) => shutdown_date).filter(date => typeof date === 'string');
    expect(data.length).toBeGreaterThan(3);
    expect(data[0]).toMatchObject({ object: 'model', owned_by: 'system', created: expect.any(Number) });
    expect(dates.filter(date => date <= '2026-11-20')).toEqual([]);
  });

  it('describes one, unless it is shut down or never was', async () => {
    const [model] = (await client.models.list()).data;
    expect(await client.models.retrieve(model?.id ?? '')).toEqual(model);
    await expect(client.models.retrieve('no-such-model')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    await expect(chat('Hello', { model: 'no-such-model' })).rejects.toMatchObject({ status: 404, param: 'model' });
  });
});

describe('what surrounds an answer', () => {
  it('refuses wrong keys and unknown addresses in the API its own words', async () => {
    const wrong = connect({ apiKey: 'sk-invalid' });
    await expect(wrong.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    const bare = await fetch(`${emulator.baseUrl}/models`);
    expect(bare.status).toBe(401);
    const azure = await fetch(`${emulator.baseUrl}/models`, { headers: { 'api-key': 'any' } });
    expect(azure.status).toBe(200);
    await expect(client.get('/nowhere')).rejects.toMatchObject({
      status: 404,
      error: { message: 'Invalid URL (GET /v1/nowhere)', type: 'invalid_request_error', param: null, code: null },
    });
    await expect(client.get('/completions')).rejects.toMatchObject({ status: 405 });
  });

  it('names every request and states the limits', async () => {
    const { response, request_id } = await client.models.list().withResponse();
    expect(request_id).toMatch(/^req_[0-9a-f]{32}$/);
    const names = ['openai-version', 'openai-processing-ms', 'openai-organization', 'x-ratelimit-reset-tokens'];
    expect(names.map(name => response.headers.get(name)).every(Boolean)).toBe(true);
  });

  it('keeps a journal', async () => {
    await client.models.list({ query: { limit: 3 } });
    await chat('Hello');
    expect(emulator.requests).toMatchObject([
      { method: 'GET', path: '/v1/models?limit=3', headers: { authorization: 'Bearer sk-test' } },
      { method: 'POST', path: '/v1/chat/completions', body: { messages: [{ role: 'user', content: 'Hello' }] } },
    ]);
    expect(emulator.requests[1]?.rawBody.toString()).toContain('"Hello"');
    emulator.reset();
    expect(emulator.requests).toEqual([]);
  });
});

describe('scripted answers', () => {
  const path = '/v1/chat/completions';

  it('come first, as often as they are wanted', async () => {
    const error = { message: 'Slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' };
    emulator.answerNext(path, { status: 429, headers: { 'retry-after': '2' }, body: { error }, times: 2 });
    await expect(chat('Hello')).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    await expect(chat('Hello')).rejects.toMatchObject({ status: 429 });
    expect((await chat('Hello')).choices).toHaveLength(1);
  });

  it('can break off, before and in the middle of a stream', async () => {
    emulator.answerNext('/v1/models', { body: 'x'.repeat(1000), truncateAt: 100 });
    const response = await fetch(`${emulator.baseUrl}/models`);
    expect(response.headers.get('content-length')).toBe('1000');
    await expect(response.text()).rejects.toThrow('terminated');

    emulator.answerNext('/v1/models', { chunks: ['data: 1\n\n', 'data: 2\n\n'], truncateAt: 12 });
    const stream = await fetch(`${emulator.baseUrl}/models`);
    await expect(stream.text()).rejects.toThrow('terminated');
  });

  it('can hang, stall, and be late', async () => {
    const hasty = connect({ timeout: 80 });
    emulator.answerNext('/v1/models', { hang: true });
    await expect(hasty.models.list()).rejects.toBeInstanceOf(APIConnectionError);
    emulator.answerNext('/v1/models', { body: {}, delayMs: 500 });
    await expect(hasty.models.list()).rejects.toBeInstanceOf(APIConnectionError);

    emulator.answerNext('/v1/models', { stallAfterHeaders: true });
    const stalled = await fetch(`${emulator.baseUrl}/models`, { signal: AbortSignal.timeout(80) });
    expect(stalled.status).toBe(200);
    await expect(stalled.text()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('can be chunks, at their own pace', async () => {
    const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
    emulator.answerNext(path, {
      chunks: [chunk('Good'), Buffer.from(chunk(' day')), 'data: [DONE]\n\n'],
      chunkDelayMs: 5,
    });
    const stream = await client.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true });
    const chunks = await collect(stream);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content)).toEqual(['Good', ' day']);
  });
});
