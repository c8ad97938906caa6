import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Data {
  embedding: number[];
  embeddings: number[][];
  dimensions: number;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const path = '/v1/embeddings';
const query = { operation: 'generate_embedding', output: 'full' };
const embed = (options: object) => plugin.run<Data>({ ...query, ...options });

/** The texts of every request so far. */
const textsSent = () => plugin.emulator.requests.map(({ body }) => Reflect.get(Object(body), 'input') as string[]);

const notANumber = { embedding: Buffer.from(Float32Array.of(1, Number.NaN).buffer).toString('base64') };

/** An answer with vectors of our own choosing. */
const answerWith = (data: object[]) =>
  plugin.emulator.answerNext(path, {
    body: { object: 'list', model: 'a-model', data, usage: { prompt_tokens: 7, total_tokens: 7 } },
  });

describe('an embedding', () => {
  it('of a text is its vector, with usage and model [row 97]', async () => {
    const { message, data, metadata } = await embed({ input: 'Galvanised steel' });
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path });
    expect(plugin.lastBody()).toEqual({
      model: 'text-embedding-3-small',
      input: ['Galvanised steel'],
      encoding_format: 'float',
    });
    expect(message).toBe('Embedding generated successfully');
    expect(data).toEqual({ embedding: data.embeddings[0], embeddings: [expect.any(Array)], dimensions: 1536 });
    expect(data.embedding).toHaveLength(1536);
    expect(Math.hypot(...data.embedding)).toBeCloseTo(1);
    expect(metadata).toMatchObject({ model: 'text-embedding-3-small', attempts: 1, warnings: [] });
    expect(metadata.usage).toEqual({ input_tokens: expect.any(Number), total_tokens: expect.any(Number) });
  });

  it.each([
    ['a list', ['zinc', 'tin', 'lead']],
    ['the text of a list', '["zinc", "tin", "lead"]'],
  ])('of %s is every vector, in its order [row 98 bug: array embedding returns first vector]', async (_, input) => {
    const { message, data } = await embed({ input, dimensions: 64 });
    expect(plugin.lastBody()['input']).toEqual(['zinc', 'tin', 'lead']);
    expect(message).toBe('3 embeddings generated');
    expect(data.embeddings).toHaveLength(3);
    for (const [index, word] of ['zinc', 'tin', 'lead'].entries()) {
      expect(data.embeddings[index]).toEqual((await embed({ input: word, dimensions: 64 })).data.embedding);
    }
  });

  it('is put in its place by the index of the API, not by the order of the answer [row 98]', async () => {
    answerWith([
      { index: 2, embedding: [3] },
      { index: 0, embedding: [1] },
      { index: 1, embedding: [2] },
    ]);
    expect((await embed({ input: ['one', 'two', 'three'] })).data.embeddings).toEqual([[1], [2], [3]]);
  });

  it('comes also from a server that gives no index', async () => {
    answerWith([{ embedding: [1] }, { embedding: [2] }]);
    expect((await embed({ input: ['one', 'two'] })).data.embeddings).toEqual([[1], [2]]);
  });

  it('of a text that only looks like a list is that of the text', async () => {
    await embed({ input: '[1] A footnote' });
    expect(plugin.lastBody()['input']).toEqual(['[1] A footnote']);
  });
});

describe('options of an embedding', () => {
  it.each([
    ['text-embedding-3-small', 1536],
    ['text-embedding-3-large', 3072],
    ['text-embedding-ada-002', 1536],
  ])('the vectors of %s have %i numbers, or as many as are asked for [row 97 row 99]', async (model, most) => {
    expect((await embed({ model, input: 'zinc' })).data.dimensions).toBe(most);
    const shorter = await embed({ model, input: 'zinc', dimensions: '256' });
    const takes = model !== 'text-embedding-ada-002';
    expect(plugin.lastBody()['dimensions']).toBe(takes ? 256 : undefined);
    expect(shorter.data.dimensions).toBe(takes ? 256 : most);
    expect(warnedOf(shorter)).toEqual(takes ? [] : ['dimensions']);
  });

  it.each(['nomic-embed-text', 'our-azure-deployment'])('the model may be any other: %s [row 13]', async model_id => {
    const { metadata } = await embed({ model_id, input: 'zinc', dimensions: 5000, dry_run: true });
    expect(metadata).toMatchObject({ model: model_id, warnings: [] });
  });

  it('base64 halves what travels and gives the same numbers [row 100]', async () => {
    const asNumbers = await embed({ input: ['zinc', 'tin'] });
    const asBase64 = await embed({ input: ['zinc', 'tin'], encoding_format: 'base64', include_raw: true });
    expect(plugin.lastBody()['encoding_format']).toBe('base64');
    expect(asBase64.metadata.raw).toMatchObject({ data: [{ embedding: expect.any(String) }, {}] });
    expect(asBase64.data.embeddings).toHaveLength(2);
    for (const [index, vector] of asBase64.data.embeddings.entries()) {
      expect(vector).toEqual(asNumbers.data.embeddings[index]?.map(value => Math.fround(value)));
    }
  });

  it('a server that does not know base64 gives numbers, which are taken [row 100]', async () => {
    answerWith([{ index: 0, embedding: [0.5, 0.25] }]);
    expect((await embed({ input: 'zinc', encoding_format: 'base64' })).data.embedding).toEqual([0.5, 0.25]);
  });
});

describe('more than one request takes', () => {
  const many = Array.from({ length: 4100 }, (_, index) => `Part number ${index}`);

  it('is split at 2,048 texts, and every vector comes in its place [row 98]', async () => {
    const { data, metadata } = await embed({ input: many, dimensions: 8, extra_parameters: { user: 'u-1' } });
    expect(textsSent().map(({ length }) => length)).toEqual([2048, 2048, 4]);
    expect(textsSent().flat()).toEqual(many);
    expect(plugin.emulator.requests.map(({ body }) => body)).toMatchObject(
      Array(3).fill({ dimensions: 8, user: 'u-1' })
    );
    expect(data.embeddings).toHaveLength(4100);
    for (const index of [0, 2047, 2048, 4095, 4096, 4099]) {
      const { data: one } = await embed({ input: many[index], dimensions: 8 });
      expect(data.embeddings[index]).toEqual(one.embedding);
    }
    expect(metadata).toMatchObject({ attempts: 3 });
  });

  it('has the usage of all requests [row 115]', async () => {
    const { metadata } = await embed({ input: many, dimensions: 8 });
    const [first = [], ...others] = textsSent();
    let sum = 0;
    for (const input of [first, ...others]) {
      sum += (await embed({ input, dimensions: 8 })).metadata.usage?.['total_tokens'] ?? Number.NaN;
    }
    expect(metadata.usage).toEqual({ input_tokens: sum, total_tokens: sum });
  });

  it('is split before 300,000 tokens, counted so that it is surely enough [row 98]', async () => {
    const text = 'Zinc from Jülich. '.repeat(1500);
    const { data } = await embed({ input: Array(25).fill(text), dimensions: 8 });
    expect(data.embeddings).toHaveLength(25);
    expect(textsSent().flat()).toHaveLength(25);
    for (const texts of textsSent()) expect(Buffer.byteLength(texts.join(''))).toBeLessThanOrEqual(300_000);
    expect(textsSent()).toHaveLength(3);
  });

  it('is told by a dry run: the first request, and how many there are [row 139]', async () => {
    const { data } = await plugin.run<{ requests: number; body: object }>({ ...query, input: many, dry_run: true });
    expect(data.requests).toBe(3);
    expect(data.body).toMatchObject({ input: many.slice(0, 2048) });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('is sent again where a part of it fails for a moment [row 129]', async () => {
    const body = { error: { message: 'Not now', type: 'server_error', code: null } };
    plugin.emulator.answerNext(path, { status: 503, headers: { 'retry-after-ms': '1' }, body });
    const { data, metadata } = await embed({ input: many, dimensions: 8 });
    expect(data.embeddings).toHaveLength(4100);
    expect(metadata.attempts).toBe(4);
  });

  it('keeps the deadline of the query over all requests', async () => {
    plugin.emulator.answerNext(path, {
      body: { model: 'm', data: many.slice(0, 2048).map(() => ({ embedding: [1] })) },
    });
    plugin.emulator.answerNext(path, { hang: true, times: 9 });
    const { data } = await plugin.failure({ ...query, input: many, query_timeout: 1500 });
    expect(data).toMatchObject({ code: 'timeout', category: 'timeout' });
    expect(plugin.emulator.requests).toHaveLength(3);
  });

  it('stops at the first request where the account is empty [row 130]', async () => {
    const error = {
      message: 'You exceeded your current quota',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    };
    plugin.emulator.answerNext(path, { status: 429, body: { error }, times: 9 });
    const { data } = await plugin.failure({ ...query, input: many });
    expect(data.category).toBe('quota');
    expect(plugin.emulator.requests).toHaveLength(1);
  });
});

describe('a text that is long', () => {
  it.each([
    ['words', 'zinc '.repeat(8193)],
    ['digits', '123456789 '.repeat(2731)],
    ['Cyrillic words', 'цинк '.repeat(8193)],
  ])('is refused where its %s are surely too many', async (_, input) => {
    const { data } = await plugin.refusal({ ...query, input: ['tin', input] });
    expect(data.problems).toEqual([
      {
        field: 'input[1]',
        message: 'input[1] must be at most 8,192 tokens for text-embedding-3-small; got at least 8,193',
        allowed: ['at most 8,192 tokens'],
      },
    ]);
  });

  it.each([
    ['as many words as tokens are taken', 'zinc '.repeat(8192)],
    ['one word', 'z'.repeat(400_000)],
    ['blanks between words', `zinc${' '.repeat(400_000)}tin`],
  ])('is left to the API to judge where it may pass: %s', async (_, input) => {
    const body = { model: 'm', data: [{ index: 0, embedding: [1] }], usage: { prompt_tokens: 1, total_tokens: 1 } };
    plugin.emulator.answerNext(path, { body });
    expect((await embed({ input })).data.embedding).toEqual([1]);
  });

  it('is left to servers whose models nobody knows here', async () => {
    const input = 'zinc '.repeat(9000);
    const { status } = await embed({ model_id: 'a-long-reader', input, dry_run: true });
    expect(status).toBe('ok');
  });

  it('fails with what to do where the API finds it too long', async () => {
    const { data } = await plugin.failure({ ...query, input: 'z'.repeat(100_000) });
    expect(data).toMatchObject({ category: 'context_length', status: 400 });
  });
});

describe('an invalid response', () => {
  it.each([
    ['lacks a vector', { model: 'm', data: [{ index: 0, embedding: [1] }] }, 'unexpected_answer'],
    ['has an empty vector', { model: 'm', data: [{ embedding: [] }, { embedding: [] }] }, 'unexpected_answer'],
    ['has no vectors at all', { model: 'm' }, 'unexpected_answer'],
    [
      'holds what is no number',
      { model: 'm', data: [{ embedding: [1, null] }, { embedding: [1] }] },
      'unexpected_answer',
    ],
    ['holds NaN', { model: 'm', data: [notANumber, notANumber] }, 'unexpected_answer'],
    [
      'has base64 that is cut off',
      { model: 'm', data: [{ embedding: 'AACAPwA=' }, { embedding: 'AACAPw==' }] },
      'unexpected_answer',
    ],
    ['is a web page', '<!doctype html>', 'not_json'],
    ['is a refusal with status 200', { error: { message: 'No', code: 'model_not_found' } }, 'model_not_found'],
  ])('fails the query: it %s', async (_, body, code) => {
    const headers = { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' };
    plugin.emulator.answerNext(path, { headers, body, times: 9 });
    const { message, data } = await plugin.failure({ ...query, input: ['zinc', 'tin'] });
    expect(message).toBe('Could not generate the embedding');
    expect(data.code).toBe(code);
  });
});
