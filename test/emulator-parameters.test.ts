import OpenAI from 'openai';
import { type Emulator, start as startEmulator } from 'openai-emulator';

let emulator: Emulator;
let client: OpenAI;
const model = 'gpt-6-luna';
const messages = [{ role: 'user' as const, content: 'Name two uses of zinc' }];

beforeAll(async () => {
  emulator = await startEmulator({ models: 'any' });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const join = (tokens: { token: string }[] = []) => tokens.map(({ token }) => token).join('');

describe('log probabilities', () => {
  it('say of every token of a chat how likely it was, and what else was', async () => {
    const { choices } = await client.chat.completions.create({ model, messages, logprobs: true, top_logprobs: 3 });
    const content = choices[0]?.logprobs?.content ?? [];
    expect(join(content)).toBe(choices[0]?.message.content);
    for (const { token, logprob, bytes, top_logprobs } of content) {
      expect(logprob).toBeLessThanOrEqual(0);
      expect(Buffer.from(bytes ?? []).toString()).toBe(token);
      expect(top_logprobs.map(top => top.token)).toHaveLength(3);
      expect(Math.max(...top_logprobs.map(top => top.logprob))).toBe(logprob);
    }
  });

  it('come with the pieces of a stream', async () => {
    const pieces: string[] = [];
    for await (const { choices } of await client.chat.completions.create({
      model,
      messages,
      logprobs: true,
      stream: true,
    })) {
      const [choice] = choices;
      if (!choice?.delta.content) continue;
      expect(join(choice.logprobs?.content ?? [])).toBe(choice.delta.content);
      pieces.push(choice.delta.content);
    }
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('come with a response that includes them, and its events', async () => {
    const asked = { model, input: 'Name two uses of zinc', top_logprobs: 2 };
    const include = ['message.output_text.logprobs' as const];
    const { output, output_text } = await client.responses.create({ ...asked, include });
    const [part] = output.flatMap(item => (item.type === 'message' ? item.content : []));
    expect(part?.type === 'output_text' && join(part.logprobs)).toBe(output_text);
    for await (const event of await client.responses.create({ ...asked, include, stream: true })) {
      if (event.type === 'response.output_text.delta') expect(join(event.logprobs)).toBe(event.delta);
    }
    const plain = await client.responses.create(asked);
    expect(plain.output.find(({ type }) => type === 'message')).toMatchObject({ content: [{ logprobs: [] }] });
  });

  it('come with a completion in the form of its endpoint', async () => {
    const { choices } = await client.completions.create({ model: 'house-model', prompt: 'Zinc is', logprobs: 2 });
    const { tokens = [], text_offset = [], top_logprobs } = choices[0]?.logprobs ?? {};
    expect(tokens.join('')).toBe(choices[0]?.text);
    expect(text_offset[1]).toBe(tokens[0]?.length);
    expect(Object.keys(top_logprobs?.[0] ?? {})).toHaveLength(2);
  });

  it('are listed in number only where they are asked for', async () => {
    const query = client.chat.completions.create({ model, messages, top_logprobs: 2 });
    await expect(query).rejects.toMatchObject({ status: 400, param: 'top_logprobs' });
  });
});

describe('what the API has and the emulator lacks', () => {
  it.each([
    ['POST', '/fine_tuning/jobs'],
    ['GET', '/evals/eval_1/runs'],
    ['POST', '/videos'],
  ] as const)('is refused with an error that says so: %s %s', async (method, path) => {
    const query = client.request({ method: method === 'GET' ? 'get' : 'post', path, body: undefined });
    await expect(query).rejects.toMatchObject({
      status: 404,
      code: 'not_emulated',
      message: expect.stringContaining(`The emulator does not serve ${method} /v1${path}; OpenAI's API does.`),
    });
  });
});

it('a function gets what the question says', async () => {
  const properties = { city: { type: 'string' }, sku: { type: 'string' } };
  const parameters = { type: 'object', properties, required: Object.keys(properties) };
  const { choices } = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'How much of ZN-42 is in stock in New York?' }],
    tools: [{ type: 'function', function: { name: 'get_stock', description: 'Units in stock', parameters } }],
  });
  const [call] = choices[0]?.message.tool_calls ?? [];
  expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ city: 'New York', sku: 'ZN-42' });
});

describe('what a request settles', () => {
  const text = 'Describe the history of zinc';

  it('has an effect: verbosity makes an answer short or long', async () => {
    const lengths = [];
    for (const verbosity of ['low', 'medium', 'high'] as const) {
      const asked = { model, messages: [{ role: 'user' as const, content: text }], verbosity };
      const chat = await client.chat.completions.create(asked);
      const response = await client.responses.create({ model, input: text, text: { verbosity } });
      expect(response.output_text).toBe(chat.choices[0]?.message.content);
      lengths.push(response.output_text.length);
    }
    expect(lengths).toEqual([...lengths].sort((one, other) => one - other));
    expect(new Set(lengths).size).toBe(3);
  });

  it('is read, and counted: tools as well', async () => {
    const tools = [{ type: 'function' as const, name: 'weigh', parameters: {}, strict: false }];
    const asked = { model, input: text };
    const plain = await client.responses.inputTokens.count(asked);
    const more = await client.responses.inputTokens.count({ ...asked, tools });
    expect(more.input_tokens).toBeGreaterThan(plain.input_tokens);
    expect((await client.responses.create({ ...asked, tools })).usage?.input_tokens).toBe(more.input_tokens);
  });
});
