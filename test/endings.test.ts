import { type AnswerServer, startAnswerServer } from './support/answer-server';
import { onDay } from './support/on-day';
import { startPlugin, type TestPlugin } from './support/plugin';

const DAY = '2026-11-20T12:00:00Z';

let plugin: TestPlugin;
let server: AnswerServer;

beforeAll(async () => {
  plugin = await startPlugin();
  server = await startAnswerServer();
});
afterEach(() => {
  plugin.endTest();
  server.reset();
});
afterAll(async () => {
  await plugin.stop();
  await server.stop();
});

const chat = { operation: 'chat', prompt: 'Zinc?', output: 'full' };
const chatAnswer = { choices: [{ message: { role: 'assistant', content: 'Zinc' }, finish_reason: 'stop' }] };

const reasons = async (query: Record<string, unknown>) => {
  const { metadata } = await onDay(DAY, () => plugin.run(query));
  return metadata.warnings.filter(({ parameter }) => parameter === 'model').map(({ reason }) => reason);
};

describe('a model that ends', () => {
  it.each([
    [{ ...chat, model: 'gpt-5' }, 'gpt-5 shuts down at OpenAI on 2026-12-11, in 21 days. Use gpt-6.1-sol instead.'],
    [
      { operation: 'image_generation', prompt: 'A fox', model: 'gpt-image-1.5' },
      'gpt-image-1.5 shuts down at OpenAI on 2026-12-01, in 11 days. Use gpt-image-2.6-flare or gpt-image-2.6-sunburst instead.',
    ],
    [
      { operation: 'speech', input: 'Hello' },
      'gpt-4o-mini-tts shuts down at OpenAI on 2027-01-06, in 47 days. OpenAI names no replacement that can do the same.',
    ],
  ])('within 60 days is used with a warning of the day and what replaces it: %j', async (query, reason) => {
    expect(await reasons(query)).toEqual([reason]);
  });

  it('later is used without one', async () => {
    expect(await reasons({ ...chat, model: 'gpt-5.1' })).toEqual([]);
  });

  it("ends by the account's own list of models, once that has been read", async () => {
    const source = { ...plugin.source, baseUrl: server.baseUrl, apiKey: 'sk-test-ends-0123456789' };
    const run = async (model: string) => {
      server.answer({ body: chatAnswer });
      return (await onDay(DAY, () => plugin.run({ ...chat, model_id: model }, source))).metadata.warnings.map(
        ({ reason }) => reason
      );
    };
    expect(await run('gpt-6-luna')).toEqual([]);
    const data = [
      { id: 'gpt-6-luna', shutdown_date: '2026-12-24' },
      { id: 'gpt-5', shutdown_date: '2027-12-11' },
      { id: 'house-model', shutdown_date: '2026-11-21' },
    ];
    server.answer({ body: { object: 'list', data } });
    await plugin.run({ operation: 'list_models' }, source);
    expect(await run('gpt-6-luna')).toEqual([
      'gpt-6-luna shuts down at OpenAI on 2026-12-24, in 34 days. OpenAI names no replacement that can do the same.',
    ]);
    expect(await run('gpt-5')).toEqual([]);
    expect(await run('house-model')).toEqual([
      expect.stringMatching(/^house-model shuts down at OpenAI on 2026-11-21, in 1 day/),
    ]);
  });
});

describe('advice on models', () => {
  it('names models that support all of the query, and stay', async () => {
    const query = {
      operation: 'image_generation',
      prompt: 'A fox',
      model: 'gpt-image-2',
      quality: 'max',
      size: '1024x1024',
    };
    const { description } = await plugin.refusal(query);
    expect(description).toMatch(
      /Models that support it: gpt-image-2\.6-sunburst, gpt-image-2\.6-flare, gpt-image-2\.5-sunburst$/
    );
    const edit = await plugin.refusal({
      operation: 'chat',
      prompt: 'x',
      model: 'gpt-5.4',
      reasoning_effort: 'minimal',
    });
    // Only GPT-5 supports it, and it ends within weeks.
    expect(edit.description).not.toContain('gpt-5-mini');
  });
});

describe('costs', () => {
  const cost = async (query: Record<string, unknown>, body: unknown) => {
    server.answer({ body });
    const { metadata } = await plugin.run(query, { ...plugin.source, baseUrl: server.baseUrl });
    return metadata.cost;
  };
  const usage = { input_tokens: 100, output_tokens: 10, total_tokens: 110 };
  const response = {
    id: 'resp_1',
    status: 'completed',
    model: 'gpt-6-luna',
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Zinc' }] }],
    usage,
  };
  const ask = { operation: 'respond', prompt: 'Zinc?' };

  it('are unknown where something is billed that has no known price', async () => {
    const later = { ...ask, background: true, background_options: { completion_window: '8h' } };
    expect(await cost(later, response)).toBeNull();
    const input_tokens_details = { cache_write_tokens: 50, cache_write_tokens_details: { ttl_12h_tokens: 50 } };
    expect(await cost(ask, { ...response, usage: { ...usage, input_tokens_details } })).toBeNull();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>').toString('base64');
    const draw = { operation: 'image_generation', prompt: 'A fox', model: 'gpt-image-2.6-flare', output_format: 'svg' };
    expect(
      await cost(draw, { data: [{ b64_json: svg }], usage, svg_usage: { ...usage, model: 'gpt-6-luna' } })
    ).toBeNull();
  });
});

describe('the test of a connection', () => {
  it('names in its message what the account can do', async () => {
    const { message } = await plugin.testConnection();
    expect(message).toMatch(
      /^Connected to \S+: \d+ models\. Available: chat, generate, edit \(up to 16 images\), analyze, /
    );
    expect(message).not.toContain('\n');
  });
});
