import { collect, type Fields, type Metadata, startPlugin, type TestPlugin } from './support/plugin';
import { paint, toDataUrl } from './support/sample-files';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any', now: () => new Date('2026-11-20T12:00:00Z') });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

/** The emulator is no server of OpenAI, so its prices are stated. */
const asOpenAI = { '*': 'openai' };
const run = (query: Fields, prices?: unknown) => plugin.run(query, { ...plugin.source, prices });
const costOf = async (query: Fields, prices: unknown = asOpenAI) => (await run(query, prices)).metadata.cost;

const chat = { operation: 'chat', prompt: 'Name three uses of zinc', output: 'full' };

/** Answers with what is given, as the model that was asked. */
function answerChat(usage: object, others: object = {}): void {
  plugin.emulator.answerNext('/v1/chat/completions', {
    body: { usage, ...others, choices: [{ finish_reason: 'stop', message: { content: 'Roofs' } }] },
  });
}

function answerResponse(body: object): void {
  plugin.emulator.answerNext('/v1/responses', {
    body: { id: 'resp_1', status: 'completed', model: 'gpt-5.4', output: [], tools: [], ...body },
  });
}

describe('the cost of text', () => {
  it('is tokens by price: cached ones by theirs [row 117]', async () => {
    answerChat({
      prompt_tokens: 1000,
      completion_tokens: 200,
      total_tokens: 1200,
      prompt_tokens_details: { cached_tokens: 400 },
    });
    // 600 x $2.5 + 400 x $0.25 + 200 x $15, by the million.
    expect(await costOf({ ...chat, model: 'gpt-5.4' })).toEqual({
      usd: 0.0046,
      basis: "gpt-5.4: $2.5 input, $0.25 cached input, $15 output per 1M tokens; OpenAI's prices of 2026-11-20",
    });
  });

  it('counts what is written to the cache [row 117]', async () => {
    answerChat({
      prompt_tokens: 1000,
      completion_tokens: 100,
      prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 500 },
    });
    // 400 x $0.1 + 100 x $0.01 + 500 x $0.125 + 100 x $0.5
    expect(await costOf({ ...chat, model: 'gpt-6-luna' })).toMatchObject({ usd: 0.0001535 });
  });

  it.each([
    // 1,000 x $2.5 + 100 x $15 = $0.004
    [undefined, 0.004],
    ['default', 0.004],
    ['flex', 0.002],
    ['priority', 0.008],
    ['scale', null],
  ])('is that of the tier that served the request: %s [row 117]', async (service_tier, usd) => {
    answerChat({ prompt_tokens: 1000, completion_tokens: 100 }, { service_tier });
    const cost = await costOf({ ...chat, model: 'gpt-5.4' });
    expect(cost && { usd: cost.usd }).toEqual(usd === null ? null : { usd });
  });

  it.each([
    // 272,000 x $2.5 + 1,000 x $15
    [272_000, 'gpt-5.4', 0.695],
    // 300,000 x $5 + 1,000 x $22.5
    [300_000, 'gpt-5.4', 1.5225],
    // 300,000 x $2 + 1,000 x $8: no other price for length
    [300_000, 'gpt-4.1', 0.608],
    [300_000, 'gpt-6.2-sol', null],
  ])('of %d input tokens of %s is that of their length [row 117]', async (prompt_tokens, model, usd) => {
    answerChat({ prompt_tokens, completion_tokens: 1000 });
    expect((await costOf({ ...chat, model }))?.usd ?? null).toBe(usd);
  });

  it('is told of saved queries, completions and streams too', async () => {
    for (const query of [
      { ...chat, output: 'classic' },
      { ...chat, operation: 'completion' },
    ]) {
      answerChat({ prompt_tokens: 10, completion_tokens: 10 });
      // 10 x $2 + 10 x $8
      expect(await costOf({ ...query, model: 'gpt-4.1' })).toMatchObject({ usd: 0.0001 });
    }
    const source = { ...plugin.source, prices: asOpenAI };
    const events = await collect(plugin.stream({ ...chat, model: 'gpt-4.1' }, { source }));
    const last = events.at(-1);
    const result = last?.['result'] as { metadata: Metadata } | undefined;
    const { usage = {}, cost } = result?.metadata ?? {};
    const { input_tokens = 0, output_tokens = 0 } = usage;
    expect(output_tokens).toBeGreaterThan(0);
    expect(cost?.usd).toBeCloseTo((input_tokens * 2 + output_tokens * 8) / 1e6, 10);
  });

  it('holds for a dated version of what was asked for, not for another model', async () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 0 };
    answerChat(usage, { model: 'gpt-6-luna-2026-10-01' });
    expect(await costOf({ ...chat, model: 'gpt-6-luna' })).toMatchObject({ usd: 0.0001 });
    answerChat(usage, { model: 'gpt-6-mystery' });
    expect(await costOf({ ...chat, model: 'gpt-6-luna' })).toBeNull();
  });

  it('of looking at an image is that of its tokens as text', async () => {
    const query = { operation: 'image_analysis', model: 'gpt-4.1-mini', prompt: 'What is it?' };
    answerChat({ prompt_tokens: 2000, completion_tokens: 100, prompt_tokens_details: { image_tokens: 1900 } });
    // 2,000 x $0.4 + 100 x $1.6
    expect(await costOf({ ...query, image: toDataUrl(await paint('png')) })).toMatchObject({ usd: 0.00096 });
  });
});

describe('no cost', () => {
  const usage = { prompt_tokens: 1000, completion_tokens: 100 };

  it('is told of a server that is not OpenAI, whatever its models are called [row 117]', async () => {
    answerChat(usage);
    expect(await costOf({ ...chat, model: 'gpt-5.4' }, '')).toBeNull();
  });

  it.each(['ft:gpt-4o:team::abc', 'gpt-99', 'our-deployment'])('is told of %s [row 117]', async model => {
    answerChat(usage);
    expect(await costOf({ ...chat, model })).toBeNull();
  });

  it.each([
    ['without usage', 'gpt-5.4', null],
    ['without its output', 'gpt-5.4', { prompt_tokens: 10 }],
    ['with sound, which has no price', 'gpt-5.4', { ...usage, prompt_tokens_details: { audio_tokens: 5 } }],
    [
      'with cached tokens, whose price is not known',
      'gpt-5.5-pro',
      { ...usage, prompt_tokens_details: { cached_tokens: 5 } },
    ],
  ])('is told of an answer %s [row 117]', async (_, model, given) => {
    answerChat(given as object);
    // The model is one of the Responses API, whose dated version another server may offer for chat.
    const query = model === 'gpt-5.4' ? { ...chat, model } : { ...chat, model: 'ours' };
    expect(await costOf(query, { ...asOpenAI, ours: model })).toBeNull();
  });

  it('is told where nothing is billed by use', async () => {
    expect(await costOf({ operation: 'list_models' })).toBeNull();
  });
});

describe('the prices of a connection', () => {
  it.each([
    ['an object', { 'our-model': { input: 3, cached_input: 1, output: 6 } }],
    ['its text', '{ "our-model": { "input": 3, "cached_input": 1, "output": 6 } }'],
  ])('win, given as %s [row 117]', async (_, prices) => {
    answerChat({ prompt_tokens: 1000, completion_tokens: 500, prompt_tokens_details: { cached_tokens: 200 } });
    // 800 x $3 + 200 x $1 + 500 x $6
    expect(await costOf({ ...chat, model: 'our-model' }, prices)).toEqual({
      usd: 0.0056,
      basis: "our-model: $3 input, $1 cached input, $6 output per 1M tokens; the connection's prices",
    });
  });

  it('may say which model of OpenAI a deployment is [row 117]', async () => {
    answerChat({ prompt_tokens: 1000, completion_tokens: 100 }, { model: 'gpt-5.4-2026-03-05' });
    expect(await costOf({ ...chat, model: 'our-deployment' }, { 'our-deployment': 'gpt-5.4' })).toMatchObject({
      usd: 0.004,
    });
  });

  it("stand in OpenAI's list in place of single prices", async () => {
    answerChat({ prompt_tokens: 1000, completion_tokens: 100 });
    // 1,000 x $2.5 + 100 x $12
    const prices = { ...asOpenAI, 'gpt-5.4': { output: 12 } };
    expect(await costOf({ ...chat, model: 'gpt-5.4' }, prices)).toMatchObject({ usd: 0.0037 });
  });
});

describe('the cost of images', () => {
  const draw = { operation: 'image_generation', prompt: 'A heron', output: 'full' };

  it('is tokens by price: text and image by theirs [row 117]', async () => {
    const { usage = {}, cost } = (await run({ ...draw, model: 'gpt-image-2', quality: 'low' }, asOpenAI)).metadata;
    expect(usage).toMatchObject({ input_text_tokens: 2, input_image_tokens: 0, output_image_tokens: 272 });
    // 2 x $5 + 272 x $30
    expect(cost).toEqual({
      usd: 0.00817,
      basis: "gpt-image-2: $5 input, $30 image output per 1M tokens; OpenAI's prices of 2026-11-20",
    });
  });

  it('of an edit counts the image that was handed in [row 117]', async () => {
    const query = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Darker', quality: 'low' };
    const { usage = {}, cost } = (await run({ ...query, image: toDataUrl(await paint('png')) }, asOpenAI)).metadata;
    const { input_text_tokens: text = 0, input_image_tokens: seen = 0, output_tokens: drawn = 0 } = usage;
    expect(seen).toBeGreaterThan(0);
    expect(cost?.usd).toBeCloseTo((text * 5 + seen * 8 + drawn * 30) / 1e6, 10);
  });

  it('is told for streamed images [row 117]', async () => {
    const query = { ...draw, model: 'gpt-image-2', quality: 'low', partial_images: 2 };
    // 2 x $5 + (272 + 200) x $30
    expect(await costOf(query)).toMatchObject({ usd: 0.01417 });
  });

  it.each([
    ['dall-e-3', { size: '1792x1024', quality: 'hd' }, 0.12],
    ['dall-e-3', { size: '1024x1024', quality: 'standard' }, 0.04],
    // hd costs twice as much, and nobody says which it was.
    ['dall-e-3', { size: '1024x1024' }, null],
    ['dall-e-2', { size: '512x512', n: 3 }, 0.054],
  ])('of %s is by the image: %j [row 117]', async (model, options, usd) => {
    expect((await costOf({ ...draw, model, ...options }))?.usd ?? null).toBe(usd);
  });
});

describe('the cost of a response', () => {
  const usage = { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 };
  const search = {
    type: 'web_search_call',
    id: 'ws_1',
    status: 'completed',
    action: { type: 'search', query: 'zinc' },
  };
  const files = { type: 'file_search_call', id: 'fs_1', status: 'completed', queries: [], results: null };
  const respond = { operation: 'respond', model: 'gpt-5.4', prompt: 'Zinc?' };

  it('counts the calls of its tools [row 117]', async () => {
    answerResponse({ usage, output: [search, { ...search, action: { type: 'open_page' } }, files, files] });
    // $0.004 of tokens, 1 search at $10 and 2 of files at $2.5 per 1,000
    expect(await costOf(respond)).toEqual({
      usd: 0.019,
      basis:
        'gpt-5.4: $2.5 input, $15 output per 1M tokens; web search: $10 per 1,000 calls; ' +
        "file search: $2.5 per 1,000 calls; OpenAI's prices of 2026-11-20",
    });
  });

  it('takes the number of billed searches from the server where it says it', async () => {
    const tool_usage = { web_search: { num_requests: 3 } };
    answerResponse({ usage, output: [search], tool_usage });
    expect(await costOf(respond)).toMatchObject({ usd: 0.034 });
  });

  it.each([
    ['the first web search', { output: [search], tools: [{ type: 'web_search_preview' }] }],
    ['a container', { output: [{ type: 'code_interpreter_call', id: 'ci_1', code: '', outputs: [] }] }],
    ['a search whose content is billed in blocks', { output: [search], model: 'gpt-4.1-mini' }],
    ['nothing yet', { status: 'queued', usage: null }],
  ])('is not told with %s [row 117]', async (_, body) => {
    answerResponse({ usage, ...body });
    expect(await costOf(respond)).toBeNull();
  });

  it.each([
    // 300 x $5 + 1,056 x $30 besides the $0.004
    ['gpt-image-2', 0.03718],
    [undefined, null],
  ])('has that of its images by the model that drew them: %s [row 117]', async (model, usd) => {
    const image_gen = {
      input_tokens: 300,
      input_tokens_details: { image_tokens: 0, text_tokens: 300 },
      output_tokens: 1056,
      output_tokens_details: { image_tokens: 1056, text_tokens: 0 },
    };
    const output = [{ type: 'image_generation_call', id: 'ig_1', result: (await paint('png')).toString('base64') }];
    const tools = [{ type: 'image_generation', ...(model && { model }) }];
    answerResponse({ usage, output, tools, tool_usage: { image_gen, web_search: { num_requests: 0 } } });
    expect((await costOf(respond))?.usd ?? null).toBe(usd);
  });

  it('is told of one that is fetched, by the model it names', async () => {
    const answer = { id: 'resp_1', status: 'completed', model: 'gpt-5.4', output: [], usage };
    plugin.emulator.answerNext('/v1/responses/resp_1', { body: answer });
    expect(await costOf({ operation: 'get_response', response_id: 'resp_1' })).toMatchObject({ usd: 0.004 });
  });

  it('of a refined image is that of both models', async () => {
    const { metadata } = await run({ ...respond, image_generation: true, prompt: 'Draw a cat' }, asOpenAI);
    const query = {
      operation: 'image_edit',
      model: 'gpt-image-2',
      prompt: 'Darker',
      previous_response_id: metadata.id,
    };
    const refined = await run({ ...query, include_raw: true }, asOpenAI);
    const {
      model,
      usage: talk,
      tool_usage,
    } = refined.metadata.raw as {
      model: string;
      usage: Record<string, number>;
      tool_usage: { image_gen: { output_tokens: number; input_tokens_details: Record<string, number> } };
    };
    expect(model).toBe('gpt-6-luna');
    const { input_tokens_details: read, output_tokens: drawn } = tool_usage.image_gen;
    const image = (read['text_tokens'] ?? 0) * 5 + (read['image_tokens'] ?? 0) * 8 + drawn * 30;
    const words = (talk['input_tokens'] ?? 0) * 0.1 + (talk['output_tokens'] ?? 0) * 0.5;
    expect(refined.metadata.cost?.usd).toBeCloseTo((image + words) / 1e6, 10);
  });
});
