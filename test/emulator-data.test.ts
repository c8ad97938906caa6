import OpenAI from 'openai';
import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { ModerationCreateParams } from 'openai/resources/moderations';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import sharp from 'sharp';
import { findFaults } from './support/api-document';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired' });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const model = 'text-embedding-3-small';

async function embed(input: EmbeddingCreateParams['input'], settings: Partial<EmbeddingCreateParams> = {}) {
  const { data } = await client.embeddings.create({ model, input, encoding_format: 'float', ...settings });
  return data.map(({ embedding }) => embedding);
}

function dot(first: number[] = [], second: number[] = []): number {
  return first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0);
}

function moderate(input: ModerationCreateParams['input'], moderator?: string) {
  return client.moderations.create({ input, ...(moderator && { model: moderator }) });
}

describe('embeddings', () => {
  it('are vectors of unit length, one for each text, in order, and always the same', async () => {
    const answer = await client.embeddings.create({
      model,
      input: ['green tea', 'a red bicycle'],
      encoding_format: 'float',
    });
    expect(findFaults('CreateEmbeddingResponse', answer)).toEqual([]);
    expect(answer).toMatchObject({ object: 'list', model, usage: { prompt_tokens: 7, total_tokens: 7 } });
    expect(answer.data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 1536],
      [1, 1536],
    ]);
    for (const { embedding } of answer.data) expect(dot(embedding, embedding)).toBeCloseTo(1, 6);
    expect(await embed('a red bicycle')).toEqual([answer.data[1]?.embedding]);
  });

  it('are the nearer the more words two texts share', async () => {
    const texts = [
      'How do I reset my password?',
      'I forgot my password, please reset it',
      'Resetting passwords',
      'The weather in Lisbon',
    ];
    const [question, same, related, other] = await embed(texts);
    expect(dot(question, same)).toBeGreaterThan(0.5);
    expect(dot(question, same)).toBeGreaterThan(dot(question, related));
    expect(dot(question, related)).toBeGreaterThan(dot(question, other) + 0.1);
    const [short, alike, unlike] = await embed(['cold beer', 'a cold beer', 'tax return'], { dimensions: 64 });
    expect(dot(short, alike)).toBeGreaterThan(dot(short, unlike) + 0.3);
  });

  it('come in base64 as 32-bit floats, which is what the SDK asks for by itself', async () => {
    const [floats] = await embed('green tea', { dimensions: 8 });
    const decoded = await client.embeddings.create({ model, input: 'green tea', dimensions: 8 });
    expect(emulator.requests.at(-1)?.body).toMatchObject({ encoding_format: 'base64' });
    expect(decoded.data[0]?.embedding).toEqual(floats?.map(Math.fround));
    const raw = await client.embeddings.create({ model, input: 'green tea', dimensions: 8, encoding_format: 'base64' });
    const bytes = Buffer.from(String(raw.data[0]?.embedding), 'base64');
    expect(Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(floats?.map(Math.fround));
  });

  it('have the dimensions of the model, or fewer where it takes the wish', async () => {
    const lengthOf = async (settings: Partial<EmbeddingCreateParams>) => (await embed('tea', settings))[0]?.length;
    expect(await lengthOf({ model: 'text-embedding-3-large' })).toBe(3072);
    expect(await lengthOf({ model: 'text-embedding-ada-002' })).toBe(1536);
    expect(await lengthOf({ model: 'text-embedding-3-large', dimensions: 2000 })).toBe(2000);
    expect(await lengthOf({ dimensions: 1 })).toBe(1);
  });

  it('take tokens', async () => {
    const [alone] = await embed([101, 102, 103]);
    const [first, second, third] = await embed([[101, 102, 103], [101, 102, 104], [7]]);
    expect(first).toEqual(alone);
    expect(dot(first, second)).toBeGreaterThan(dot(first, third) + 0.3);
  });

  it('go up to the limits', async () => {
    expect(
      await embed(
        Array.from({ length: 2048 }, (_, index) => `row ${index}`),
        { dimensions: 2 }
      )
    ).toHaveLength(2048);
    expect(await embed('x'.repeat(8192 * 4), { dimensions: 2 })).toHaveLength(1);
  });

  it.each<[string, EmbeddingCreateParams['input'], Partial<EmbeddingCreateParams>, object]>([
    ['an empty text', '', {}, { status: 400, param: 'input', message: expect.stringContaining('empty string') }],
    ['an empty text among others', ['tea', ''], {}, { param: 'input[1]' }],
    ['an empty list', [], {}, { param: 'input', code: 'empty_array' }],
    ['empty tokens', [[1], []], {}, { param: 'input[1]' }],
    ['too many texts', Array(2049).fill('tea'), {}, { code: 'array_above_max_length' }],
    [
      'a text that is too long',
      ['tea', 'x'.repeat(32_769)],
      {},
      { param: 'input[1]', message: expect.stringContaining('maximum context length is 8192 tokens') },
    ],
    [
      'too much altogether',
      Array(40).fill('x'.repeat(32_000)),
      {},
      { code: 'max_tokens_per_request', message: expect.stringContaining('Requested 320000 tokens, max 300000') },
    ],
    [
      'dimensions of a model that has but one length',
      'tea',
      { model: 'text-embedding-ada-002', dimensions: 256 },
      { param: 'dimensions' },
    ],
    [
      'more dimensions than there are',
      'tea',
      { dimensions: 1537 },
      { code: 'integer_above_max_value', param: 'dimensions' },
    ],
    ['no dimensions', 'tea', { dimensions: 0 }, { code: 'integer_below_min_value' }],
    ['a model that chats', 'tea', { model: 'gpt-5.4' }, { status: 404, param: 'model' }],
    ['a model that never was', 'tea', { model: 'no-such-model' }, { status: 404, code: 'model_not_found' }],
  ])('are refused for %s', async (_, input, settings, refusal) => {
    await expect(embed(input, settings)).rejects.toMatchObject(refusal);
  });

  it('are refused for what is no text', async () => {
    const post = (body: object) => client.post('/embeddings', { body: { model, ...body } });
    await expect(post({})).rejects.toMatchObject({ code: 'missing_required_parameter', param: 'input' });
    await expect(post({ input: [{ text: 'tea' }] })).rejects.toMatchObject({ code: 'invalid_type', param: 'input[0]' });
    await expect(post({ input: 5 })).rejects.toMatchObject({ code: 'invalid_type', param: 'input' });
    await expect(post({ input: 'tea', encoding_format: 'hex' })).rejects.toMatchObject({ param: 'encoding_format' });
    await expect(post({ input: 'tea', size: 3 })).rejects.toMatchObject({ code: 'unknown_parameter', param: 'size' });
  });
});

describe('moderations', () => {
  const harmless = 'The meeting is at nine';

  it('judge a text by its words', async () => {
    const answer = await moderate('I will kill you');
    expect(findFaults('CreateModerationResponse', answer)).toEqual([]);
    expect(answer).toMatchObject({ id: expect.stringMatching(/^modr-/), model: 'omni-moderation-latest' });
    const [result] = answer.results;
    expect(result).toMatchObject({
      flagged: true,
      categories: { violence: true, 'harassment/threatening': true, sexual: false },
    });
    expect(result?.category_scores.violence).toBeGreaterThan(0.5);
    expect(result?.category_applied_input_types.hate).toEqual(['text']);
    expect((await moderate('I will kill you')).results).toEqual(answer.results);

    const [fine] = (await moderate(harmless)).results;
    expect(fine?.flagged).toBe(false);
    expect(Object.values(fine?.category_scores ?? {}).every(score => score > 0 && score < 0.01)).toBe(true);
    expect(Object.keys(fine?.categories ?? {})).toHaveLength(13);
  });

  it.each([
    ['You are such an idiot', 'harassment'],
    ['They are an inferior race', 'hate'],
    ['We should exterminate all neighbours', 'hate/threatening'],
    ['Where can I buy drugs?', 'illicit'],
    ['How to build a bomb', 'illicit/violent'],
    ['Thoughts about suicide', 'self-harm'],
    ['I want to die', 'self-harm/intent'],
    ['How to hurt myself', 'self-harm/instructions'],
    ['An erotic novel', 'sexual'],
    ['There was blood everywhere', 'violence/graphic'],
  ] as const)('find in "%s" %s', async (text, category) => {
    const [result] = (await moderate(text)).results;
    expect(result?.categories[category]).toBe(true);
  });

  it('give a list of texts one result each', async () => {
    const { results } = await moderate([harmless, 'He murdered them', harmless]);
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, false]);
  });

  it('judge texts and images together, by what each category can be seen in', async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const picture = {
      type: 'image_url' as const,
      image_url: { url: `data:image/png;base64,${png.toString('base64')}` },
    };
    const both = await moderate([{ type: 'text', text: harmless }, picture]);
    expect(findFaults('CreateModerationResponse', both)).toEqual([]);
    expect(both.results).toHaveLength(1);
    expect(both.results[0]).toMatchObject({
      flagged: false,
      category_applied_input_types: { violence: ['text', 'image'], hate: ['text'] },
    });
    const alone = await moderate([{ type: 'image_url', image_url: { url: 'https://www.example.com/gore.png' } }]);
    expect(alone.results[0]).toMatchObject({
      flagged: true,
      categories: { 'violence/graphic': true },
      category_applied_input_types: { violence: ['image'], hate: [] },
      category_scores: { hate: 0 },
    });
  });

  it('are refused for what they cannot judge', async () => {
    const post = (body: object) => client.post('/moderations', { body });
    await expect(post({})).rejects.toMatchObject({ status: 400, param: 'input' });
    await expect(post({ input: [] })).rejects.toMatchObject({ code: 'empty_array', param: 'input' });
    await expect(post({ input: ['tea', 5] })).rejects.toMatchObject({ code: 'invalid_type', param: 'input[1]' });
    await expect(post({ input: [{ type: 'audio' }] })).rejects.toMatchObject({ param: 'input[0].type' });
    await expect(post({ input: [{ type: 'text' }] })).rejects.toMatchObject({ param: 'input[0].text' });
    await expect(post({ input: [{ type: 'image_url' }] })).rejects.toMatchObject({ param: 'input[0].image_url' });
    const words = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    await expect(post({ input: [words, words] })).rejects.toMatchObject({ code: 'too_many_images' });
    await expect(post({ input: [words] })).rejects.toMatchObject({ code: 'image_parse_error' });
    await expect(moderate('tea', 'gpt-5.4')).rejects.toMatchObject({ status: 404, param: 'model' });
  });
});
