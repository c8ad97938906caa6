import { startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  text: string;
  parsed?: unknown;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const output_fields = 'total: number, category: travel | food, items: list of { price: number }';
const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Taxi, 12.50 EUR', output_fields, output: 'full' };
const good = { total: 12.5, category: 'travel', items: [{ price: 12.5 }] };
const wrong = { total: '12.50', category: 'fun', items: [{ price: 'free' }, {}], tip: 1 };

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const say = (content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }];
  plugin.emulator.answerNext('/v1/chat/completions', {
    body: { id: 'chatcmpl-1', object: 'chat.completion', model: 'gpt-4o-2024-08-06', choices, usage },
  });
};
const sent = () =>
  plugin.emulator.requests.map(({ body }) => body as { messages: { role: string; content: string }[] });
const priced = () => ({ ...plugin.source, prices: { 'gpt-4o': { input: 2.5, output: 10 } } });
/** 1,000 input and 100 output tokens of GPT-4o. */
const price = 0.0035;

describe('an answer that does not fit its schema', () => {
  it('fails with the paths and values, and with the text that was paid for', async () => {
    say(wrong);
    const { message, description, data } = await plugin.failure(query, priced());
    expect(message).toBe('Could not complete the chat');
    expect(data).toMatchObject({
      code: 'schema_mismatch',
      category: 'server',
      retryable: true,
      text: JSON.stringify(wrong),
      attempts: 1,
      cost: { usd: price },
    });
    expect(data.problems).toEqual([
      { field: 'total', message: 'total is "12.50"; must be a number', value: '12.50' },
      { field: 'category', message: 'category is "fun"; must be one of "travel", "food"', value: 'fun' },
      { field: 'items[0].price', message: 'items[0].price is "free"; must be a number', value: 'free' },
      { field: 'items[1].price', message: 'items[1].price is missing' },
      { field: 'tip', message: 'tip is not a field of the schema', value: 1 },
    ]);
    expect(description).toContain('category is "fun"; must be one of "travel", "food"');
    expect(description).toContain('Set repair to 1 or 2');
  });

  it('is checked against a schema that is not strict, and whatever server answers', async () => {
    const schema = { type: 'object', properties: { n: { $ref: '#/$defs/n' } }, $defs: { n: { minimum: 3 } } };
    say({ n: 2 });
    const { data } = await plugin.failure({ ...query, output_fields: '', json_schema: { schema, strict: false } });
    expect(data.problems).toMatchObject([{ field: 'n', message: expect.stringContaining('n is 2; ') }]);
    say({ m: 1 });
    await plugin.run({ ...query, output_fields: '', json_schema: { schema, strict: false } });
  });

  it('warns of a schema that it cannot be checked against', async () => {
    const schema = { type: 'object', properties: { n: { $ref: '#/$defs/nowhere' } } };
    say({ n: 2 });
    const { data, metadata } = await plugin.run<Data>({
      ...query,
      output_fields: '',
      json_schema: { schema, strict: false },
    });
    expect(data.parsed).toEqual({ n: 2 });
    expect(metadata.warnings).toContainEqual({
      parameter: 'json_schema',
      reason: expect.stringMatching(/not checked/),
    });
  });

  it('fails its own row', async () => {
    const answers = [good, wrong];
    for (const answer of answers) say(answer);
    const { data } = await plugin.run<{ rows: { status: string; error?: object; text: string }[] }>({
      operation: 'bulk_chat',
      model: 'gpt-4o',
      rows: [{ t: 'a' }, { t: 'b' }],
      prompt: '[[t]]',
      concurrency: 1,
      output_fields,
    });
    expect(data.rows).toMatchObject([
      { status: 'ok', parsed: good },
      { status: 'error', text: JSON.stringify(wrong), error: { code: 'schema_mismatch' } },
    ]);
  });

  it.each([
    ['respond', '/v1/responses', {}],
    ['get_response', '/v1/responses/resp_1', { response_id: 'resp_1' }],
  ])('fails %s', async (operation, path, options) => {
    const content = [{ type: 'output_text', text: '{"total":"12"}', annotations: [] }];
    const schema = { type: 'object', properties: { total: { type: 'number' } } };
    plugin.emulator.answerNext(path, {
      body: {
        id: 'resp_1',
        object: 'response',
        status: 'completed',
        text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
        output: [{ type: 'message', role: 'assistant', content }],
      },
    });
    const asked = operation === 'respond' ? { prompt: 'Taxi', output_fields: 'total: number' } : {};
    const { data } = await plugin.failure({ operation, ...options, ...asked });
    expect(data).toMatchObject({ code: 'schema_mismatch', text: '{"total":"12"}' });
    expect(data.problems).toMatchObject([{ field: 'total', value: '12' }]);
  });
});

describe('repair', () => {
  it.each([
    ['once', [wrong], 1],
    ['once, in prose', ['It is 12.50'], 1],
    ['twice', [wrong, { ...good, total: null }], 2],
  ])('corrects an answer that was wrong %s', async (_, answers, times) => {
    for (const answer of [...answers, good]) say(answer);
    const { data, metadata } = await plugin.run<Data>({ ...query, repair: 2 }, priced());
    expect(data.parsed).toEqual(good);
    expect(metadata).toMatchObject({
      attempts: times + 1,
      repairs: times,
      usage: { input_tokens: 1000 * (times + 1) },
    });
    expect(metadata.cost?.usd).toBeCloseTo(price * (times + 1), 9);
    expect(sent()).toHaveLength(times + 1);
  });

  it('tells the model what is wrong, and with which schema', async () => {
    say(wrong);
    say(good);
    await plugin.run<Data>({ ...query, repair: '1' });
    const [first, second] = sent();
    expect(second?.messages).toEqual([
      ...(first?.messages ?? []),
      { role: 'assistant', content: JSON.stringify(wrong) },
      { role: 'user', content: expect.stringMatching(/category is "fun"; must be one of .*Answer again.*"enum"/s) },
    ]);
    expect(second).toMatchObject({ model: 'gpt-4o', response_format: { type: 'json_schema' } });
  });

  it.each([1, 2])('gives up after %i, with the last answer and the cost of all', async repair => {
    for (let count = 0; count < 4; count += 1) say({ ...wrong, tip: count });
    const { data } = await plugin.failure({ ...query, repair }, priced());
    expect(sent()).toHaveLength(repair + 1);
    expect(data).toMatchObject({
      code: 'schema_mismatch',
      attempts: repair + 1,
      text: expect.stringContaining(`"tip":${repair}`),
    });
    expect(data['cost']).toMatchObject({ usd: expect.closeTo(price * (repair + 1), 9) });
  });

  it('keeps the answer where it cannot be sent back', async () => {
    say(wrong);
    plugin.emulator.answerNext('/v1/chat/completions', { status: 400, body: { error: { message: 'No', code: 'no' } } });
    const { data } = await plugin.failure({ ...query, repair: 1 }, priced());
    expect(data).toMatchObject({
      code: 'schema_mismatch',
      text: JSON.stringify(wrong),
      attempts: 2,
      cost: { usd: price },
    });
  });

  it('counts every try towards the cost limit, and in a dry run', async () => {
    const limited = { ...query, max_tokens: 100 };
    const preview = async (repair: number) =>
      (await plugin.run({ ...limited, repair, dry_run: true }, priced())).metadata.max_cost?.usd ?? 0;
    const [once, twice] = [await preview(0), await preview(1)];
    expect(twice).toBeGreaterThan(2 * once);
    const source = { ...priced(), maxCostUsd: (once + twice) / 2 };
    const { data } = await plugin.refusal({ ...limited, repair: 1 }, source);
    expect(data.code).toBe('cost_limit');
    say(good);
    await plugin.run({ ...limited, repair: 0 }, source);
    say(wrong);
    say(good);
    const { metadata } = await plugin.run({ ...limited, repair: 1 }, { ...source, maxCostUsd: twice });
    expect(metadata.attempts).toBe(2);
  });

  it('warns where nothing is checked, and takes at most 2', async () => {
    const { metadata } = await plugin.run({ ...query, output_fields: '', repair: 1 });
    expect(metadata.warnings).toContainEqual({ parameter: 'repair', reason: expect.any(String) });
    const { data } = await plugin.refusal({ ...query, repair: 3 });
    expect(data.problems).toMatchObject([{ field: 'repair' }]);
  });

  it('corrects a response, in a conversation too', async () => {
    const answer = (text: string) =>
      plugin.emulator.answerNext('/v1/responses', {
        body: {
          id: 'resp_1',
          object: 'response',
          status: 'completed',
          model: 'gpt-4o-2024-08-06',
          output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] }],
          usage: { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 },
        },
      });
    const ask = { operation: 'respond', model: 'gpt-4o', prompt: 'Taxi', output_fields: 'total: number', repair: 1 };
    answer('{"total":"12"}');
    answer('{"total":12}');
    const { data, metadata } = await plugin.run<Data>(ask, priced());
    expect(data.parsed).toEqual({ total: 12 });
    expect(metadata.cost?.usd).toBeCloseTo(2 * price, 9);
    expect(plugin.lastBody()['input']).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: '{"total":"12"}' },
      { role: 'user', content: expect.stringContaining('total is "12"; must be a number') },
    ]);
    answer('{"total":"12"}');
    answer('{"total":12}');
    await plugin.run<Data>({ ...ask, conversation_id: 'conv_1' });
    expect(plugin.lastBody()['input']).toMatchObject([
      { role: 'user', content: expect.stringContaining('Answer again') },
    ]);
  });
});

describe('rows whose answers do not fit', () => {
  const rows = [{ text: 'Taxi' }, { text: 'Lunch' }];
  const bulk = { operation: 'bulk_chat', model: 'gpt-4o', rows, prompt: '[[text]]', output_fields, concurrency: 1 };
  interface Rows {
    rows: {
      status: string;
      repairs?: number;
      parsed?: unknown;
      usage?: Record<string, number>;
      error?: { code: string };
    }[];
    succeeded: number;
  }

  it('keep an answer whose correction was under way when time ran out, at an unknown cost', async () => {
    say(good);
    say(wrong);
    plugin.emulator.answerNext('/v1/chat/completions', { hang: true });
    const { data, metadata } = await plugin.run<Rows>({ ...bulk, repair: 1, query_timeout: 600 }, priced());
    expect(data.rows).toMatchObject([
      { status: 'ok', usage: { input_tokens: 1000 } },
      {
        status: 'error',
        text: JSON.stringify(wrong),
        usage: { input_tokens: 1000 },
        error: { code: 'schema_mismatch' },
      },
    ]);
    expect(metadata.usage).toMatchObject({ input_tokens: 2000 });
    expect(metadata.cost).toBeNull();
  });

  it('are sent back alone, and all tries are counted', async () => {
    for (const answer of [wrong, good, 'no JSON', wrong, good]) say(answer);
    const { data, metadata } = await plugin.run<Rows>({ ...bulk, repair: 2 }, priced());
    expect(data.succeeded).toBe(2);
    const tries = data.rows.map(row => row.repairs ?? 0);
    expect(tries.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(data.rows[0]).toMatchObject({
      text: expect.any(String),
      parsed: good,
      usage: { input_tokens: (1 + (tries[0] ?? 0)) * 1000 },
    });
    expect(metadata.attempts).toBe(5);
    expect(metadata.cost?.usd).toBeCloseTo(5 * price, 10);
    const corrections = sent().filter(({ messages }) => messages.length > 1);
    expect(corrections).toHaveLength(3);
    expect(corrections[0]?.messages.at(-1)?.content).toMatch(/Answer again/);
  });

  it('keep their last answer where it never fits, or cannot be sent back', async () => {
    for (const answer of [wrong, wrong, good]) say(answer);
    const { data, metadata } = await plugin.run<Rows>({ ...bulk, repair: 1 }, priced());
    expect(data.rows.map(({ status }) => status).toSorted()).toEqual(['error', 'ok']);
    expect(data.rows.find(({ status }) => status === 'error')).toMatchObject({
      error: { code: 'schema_mismatch' },
      repairs: 1,
    });
    expect(metadata.cost?.usd).toBeCloseTo(3 * price, 10);
    plugin.emulator.reset();
    say(wrong);
    const tooLong = { error: { message: 'Too long', code: 'x' } };
    plugin.emulator.answerNext('/v1/chat/completions', { status: 400, body: tooLong });
    say(good);
    const broken = await plugin.run<Rows>({ ...bulk, repair: 1 }, priced());
    expect(broken.data.rows.find(({ status }) => status === 'error')?.error).toMatchObject({ code: 'schema_mismatch' });
    expect(broken.metadata.cost?.usd).toBeCloseTo(2 * price, 10);
  });

  it('count towards the cost limit with every try they may need', async () => {
    const { metadata } = await plugin.run({ ...bulk, max_tokens: 10, repair: 2, dry_run: true }, priced());
    expect(metadata.max_cost?.basis).toMatch(/^6 requests/);
  });
});
