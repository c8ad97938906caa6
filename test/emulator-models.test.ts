import OpenAI from 'openai';
import { type Emulator, start as startEmulator } from 'openai-emulator';

const now = () => new Date('2026-11-20T12:00:00Z');
const messages = [{ role: 'user' as const, content: 'Hello' }];
let current: Emulator;
let retired: Emulator;
let any: Emulator;

const clientOf = ({ baseUrl }: Emulator) => new OpenAI({ apiKey: 'sk-test', baseURL: baseUrl, maxRetries: 0 });
const chat = (emulator: Emulator, settings: object) =>
  clientOf(emulator).chat.completions.create({ model: 'gpt-5.4-mini', messages, ...settings });

beforeAll(async () => {
  current = await startEmulator({ now });
  retired = await startEmulator({ now, models: 'retired' });
  any = await startEmulator({ now, models: 'any' });
});
afterAll(() => Promise.all([current, retired, any].map(emulator => emulator.stop())));

describe('the models of the emulator', () => {
  it.each(['gpt-9-zeta', 'llama-9', 'ft:gpt-9:me::1'])('do not include %s, unless any name is served', async model => {
    const notFound = { status: 404, code: 'model_not_found', message: expect.stringContaining('does not exist') };
    await expect(chat(current, { model })).rejects.toMatchObject(notFound);
    await expect(chat(retired, { model })).rejects.toMatchObject(notFound);
    await expect(chat(any, { model })).resolves.toMatchObject({ model });
  });

  it.each([
    ['gpt-3.5-turbo', '/chat/completions', { messages }],
    ['gpt-4o-audio-preview', '/chat/completions', { messages }],
    ['o3-deep-research', '/responses', { input: 'Tea', tools: [{ type: 'web_search_preview' }] }],
    ['dall-e-3', '/images/generations', { prompt: 'Tea' }],
    ['gpt-image-1', '/images/generations', { prompt: 'Tea' }],
    ['davinci-002', '/completions', { prompt: 'Tea' }],
    ['text-moderation-latest', '/moderations', { input: 'Tea' }],
  ])('include %s only where retired models are served', async (model, path, body) => {
    const send = (emulator: Emulator) => clientOf(emulator).post(path, { body: { model, ...body } });
    await expect(send(current)).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      message: expect.stringContaining(`\`${model}\` has been deprecated`),
    });
    await expect(send(retired)).resolves.toBeDefined();
  });

  it('are retired on the day that OpenAI states, and listed until then', async () => {
    let time = new Date('2026-12-10T12:00:00Z');
    const emulator = await startEmulator({ now: () => time });
    const ids = async () => (await clientOf(emulator).models.list()).data.map(({ id }) => id);
    await expect(chat(emulator, { model: 'o3' })).resolves.toMatchObject({ model: 'o3' });
    expect(await ids()).toContain('o3');
    time = new Date('2026-12-11T12:00:00Z');
    await expect(chat(emulator, { model: 'o3' })).rejects.toMatchObject({ code: 'model_not_found' });
    expect(await ids()).not.toContain('o3');
    await emulator.stop();
  });

  it('are refused where they do something else', async () => {
    await expect(chat(current, { model: 'gpt-5.5-pro' })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('only supported in v1/responses'),
    });
    await expect(chat(retired, { model: 'davinci-002' })).rejects.toMatchObject({
      message: expect.stringContaining('not a chat model'),
    });
    await expect(chat(current, { model: 'text-embedding-3-small' })).rejects.toMatchObject({ status: 404 });
    const image = { model: 'dall-e-3', type: 'image_generation' };
    const drawing = { body: { model: 'gpt-5.4', input: 'Draw a cat', tools: [image] } };
    await expect(clientOf(current).post('/responses', drawing)).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('serve models tuned from theirs', async () => {
    const model = 'ft:gpt-4.1-mini-2025-04-14:me::abc';
    await expect(chat(current, { model })).resolves.toMatchObject({ model });
  });

  it('take only efforts and answers of their own size', async () => {
    await expect(chat(current, { model: 'gpt-5-mini', reasoning_effort: 'none' })).rejects.toMatchObject({
      code: 'unsupported_value',
      param: 'reasoning_effort',
      message: expect.stringContaining("Supported values are: 'minimal', 'low', 'medium', and 'high'."),
    });
    await expect(chat(current, { model: 'gpt-4o', reasoning_effort: 'low' })).rejects.toMatchObject({
      code: 'unsupported_parameter',
    });
    await expect(chat(current, { model: 'gpt-4o', max_tokens: 20_000 })).rejects.toMatchObject({
      param: 'max_tokens',
      message: expect.stringContaining('at most 16384 completion tokens'),
    });
  });
});

describe('requests in chat that answer no call, or leave one unanswered', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{}' } };
  const asks = { role: 'assistant', content: null, tool_calls: [call] };
  const answers = { role: 'tool', tool_call_id: 'call_1', content: '3' };

  it('are refused', async () => {
    await expect(chat(current, { messages: [...messages, asks, answers] })).resolves.toBeDefined();
    await expect(chat(current, { messages: [...messages, asks] })).rejects.toMatchObject({
      param: 'messages',
      message: expect.stringContaining('did not have response messages: call_1'),
    });
    await expect(chat(current, { messages: [...messages, answers] })).rejects.toMatchObject({
      param: 'messages.[1].role',
    });
  });
});
