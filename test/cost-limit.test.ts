import { type Fields, startPlugin, type TestPlugin } from './support/plugin';
import { paint, toDataUrl } from './support/sample-files';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any', now: () => new Date('2026-11-20T12:00:00Z') });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const asOpenAI = { '*': 'openai' };
const chat = { operation: 'chat', model: 'gpt-4.1', prompt: 'Name three uses of zinc', output: 'full' };
const limited = (maxCostUsd: unknown, prices: unknown = asOpenAI) => ({ ...plugin.source, prices, maxCostUsd });
const refusalOf = (query: Fields, maxCostUsd: unknown, prices?: unknown) =>
  plugin.refusal(query, limited(maxCostUsd, prices));
const boundOf = async (query: Fields, prices: unknown = asOpenAI) =>
  (await plugin.run({ ...query, dry_run: true }, { ...plugin.source, prices })).metadata.max_cost;

describe('the limit of a connection', () => {
  it('refuses a query that may cost more, naming both numbers, before anything is sent [row 117]', async () => {
    // 32,768 output tokens at $14, which is what priority asks, are $0.458752; the input comes to less than a cent.
    const { message, description, data } = await refusalOf(chat, '0.25');
    expect(message).toBe('Could not complete the chat');
    expect(description).toMatch(
      /^Maximum cost of a query \(USD\) is 0\.25, but this query may cost up to \$0\.4\d+ \(gpt-4\.1: at most \d+ input and 32,768 output tokens at \$3\.5 and \$14 per 1M; OpenAI's prices of 2026-11-20\)$/
    );
    expect(data).toMatchObject({ code: 'cost_limit', retryable: false, problems: [{ field: 'maxCostUsd' }] });
    expect(JSON.stringify({ description, data })).not.toContain('zinc');
  });

  it('lets a query pass that cannot cost more [row 117]', async () => {
    const { metadata } = await plugin.run({ ...chat, max_tokens: 100 }, limited(0.01));
    expect(metadata.cost?.usd).toBeLessThan(0.01);
    expect((await plugin.run(chat, limited(0.5))).metadata.attempts).toBe(1);
  });

  it('lets pass what costs nothing, also at 0 [row 117]', async () => {
    expect((await plugin.run({ operation: 'list_models' }, limited(0))).status).toBe('ok');
    await refusalOf({ ...chat, max_tokens: 1 }, '0');
  });

  it.each([
    ['a model without a price', { model: 'our-model' }, 'the price of our-model is unknown; add it to Prices'],
    ['a tier without a price', { service_tier: 'scale' }, 'the price of service_tier scale is unknown'],
    [
      'a search by another parameter',
      { extra_parameters: { web_search_options: {} } },
      'the cost of web_search_options is unknown',
    ],
  ])('refuses what has no bound: %s [row 117]', async (_, options, why) => {
    const { description, data } = await refusalOf({ ...chat, ...options }, 100);
    expect(description).toContain(
      `Maximum cost of a query (USD) is 100, but the maximum cost of this query is unknown: ${why}`
    );
    expect(data.code).toBe('cost_limit');
  });

  it('asks for max_tokens where the longest answer is not known [row 117]', async () => {
    const prices = { 'our-model': { input: 1, output: 2 } };
    const { description } = await refusalOf({ ...chat, model: 'our-model' }, 1, prices);
    expect(description).toContain('set max_tokens');
    const { status } = await plugin.run({ ...chat, model: 'our-model', max_tokens: 100 }, limited(1, prices));
    expect(status).toBe('ok');
  });

  it('lets a model pass that is stated to cost nothing', async () => {
    const prices = { 'our-model': { input: 0, output: 0 } };
    const { metadata } = await plugin.run({ ...chat, model: 'our-model', max_tokens: 100 }, limited(0, prices));
    expect(metadata.cost).toMatchObject({ usd: 0 });
  });

  it('refuses a dry run as it would refuse the query', async () => {
    await refusalOf({ ...chat, dry_run: true }, 0.25);
  });
});

describe('the most a query may cost', () => {
  it('is shown by a dry run: bytes of input, the longest answer, the dearest tier [row 117]', async () => {
    const prompt = 'ü'.repeat(500);
    const most = await boundOf({ ...chat, prompt, max_tokens: 100, n: 2 });
    const tokens = Number(/at most ([\d,]+) input/.exec(most?.basis ?? '')?.[1]?.replace(',', ''));
    // 1,000 bytes, and something for what stands around them.
    expect(tokens).toBeGreaterThanOrEqual(1000);
    expect(tokens).toBeLessThan(1400);
    // Priority asks 1.75 times $2 and $8.
    expect(most?.usd).toBeCloseTo((tokens * 3.5 + 200 * 14) / 1e6, 10);
    const standard = await boundOf({ ...chat, prompt, max_tokens: 100, n: 2, service_tier: 'default' });
    expect(standard?.usd).toBeLessThan(most?.usd ?? 0);
    expect(standard?.basis).toContain('at $2 and $8 per 1M');
  });

  it.each([
    ['chat', {}],
    ['chat', { system_prompt: 'Be brief', functions: [{ name: 'roof', parameters: { type: 'object' } }] }],
    ['completion', {}],
    ['respond', {}],
    ['image_analysis', { image: 'a red square' }],
  ])('is never less than what it then costs: %s [row 117]', async (operation, options) => {
    const image = 'image' in options ? { image: toDataUrl(await paint('png')) } : {};
    const query = { ...chat, operation, ...options, ...image };
    const most = await boundOf(query);
    const { metadata } = await plugin.run(query, { ...plugin.source, prices: asOpenAI });
    expect(metadata.cost?.usd).toBeGreaterThan(0);
    expect(most?.usd).toBeGreaterThan(metadata.cost?.usd ?? Number.POSITIVE_INFINITY);
  });

  it('takes the whole context where images, files or earlier turns are read [row 117]', async () => {
    const seen = {
      operation: 'image_analysis',
      model: 'gpt-4o',
      prompt: 'What?',
      image: toDataUrl(await paint('png')),
    };
    // 128,000 at $4.25 and 10 at $17
    expect(await boundOf({ ...seen, max_tokens: 10 })).toMatchObject({ usd: 0.54417 });
    const earlier = { operation: 'respond', model: 'gpt-4o', prompt: 'And?', previous_response_id: 'resp_1' };
    expect(await boundOf({ ...earlier, max_output_tokens: 20 })).toMatchObject({ usd: 0.54434 });
    // 1,050,000 are long: twice $2.5 and one and a half times $15, and priority asks twice as much.
    expect(await boundOf({ ...earlier, model: 'gpt-5.4', max_output_tokens: 1000 })).toMatchObject({ usd: 10.545 });
  });

  it('of tools is that of their calls, each of which reads everything again [row 117]', async () => {
    const query = { operation: 'respond', model: 'gpt-4o', prompt: 'Zinc?', web_search: true, max_output_tokens: 100 };
    expect(await boundOf(query)).toBeNull();
    expect((await refusalOf(query, 5)).description).toContain('set max_tool_calls');
    // 4 x 128,000 at $4.25, 100 at $17, 3 searches at $0.01
    expect(await boundOf({ ...query, max_tool_calls: 3 })).toMatchObject({ usd: 2.2077 });
    expect((await refusalOf({ ...query, max_tool_calls: 3 }, 2)).description).toContain('up to $2.2077');
    const coding = { ...query, web_search: false, code_interpreter: true, max_tool_calls: 3 };
    expect((await refusalOf(coding, 5)).description).toContain('the cost of the tool code_interpreter is unknown');
  });

  it.each([
    ['dall-e-2', { n: 3 }, 0.06],
    ['dall-e-2', { n: 3, size: '256x256' }, 0.048],
    ['dall-e-3', { size: '1792x1024' }, 0.12],
    ['dall-e-3', { size: '1024x1024' }, 0.08],
    ['dall-e-3', { size: '1024x1024', quality: 'standard' }, 0.04],
  ])('of images is their number by the dearest that fits: %s %j [row 117]', async (model, options, usd) => {
    const query = { operation: 'image_generation', model, prompt: 'A heron', ...options };
    expect(await boundOf(query)).toMatchObject({ usd });
  });

  it('of images whose tokens nobody can tell is what the connection says [row 117]', async () => {
    const query = { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A heron', n: 2, quality: 'low' };
    const { description } = await refusalOf(query, 1);
    expect(description).toContain(
      'add max_usd, the maximum cost of an image, for gpt-image-2 to Prices in the connection'
    );
    const prices = { ...asOpenAI, 'gpt-image-2': { max_usd: 0.25 } };
    expect((await refusalOf(query, 0.4, prices)).description).toContain('up to $0.5');
    // What it really cost is told by its tokens all the same.
    const { metadata } = await plugin.run(query, limited(0.5, prices));
    expect(metadata.cost).toMatchObject({ usd: (metadata.usage?.['input_tokens'] ?? 0) * 5e-6 + 0.01632 });
  });

  it('of a refined image is refused like any tool without a price [row 117]', async () => {
    const query = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Darker', previous_response_id: 'resp_1' };
    expect((await refusalOf(query, 5)).description).toContain('the cost of the tool image_generation is unknown');
  });

  it("is OpenAI's without a word on prices where the base URL is OpenAI's", async () => {
    const source = { apiKey: 'sk-test', baseUrl: '' };
    const { metadata } = await plugin.run({ ...chat, max_tokens: 10, dry_run: true }, source);
    expect(metadata.max_cost?.basis).toContain("OpenAI's prices of 2026-11-20");
    const { description } = await plugin.refusal(chat, { ...source, maxCostUsd: 0.1 });
    expect(description).toContain('32,768 output tokens');
  });
});
