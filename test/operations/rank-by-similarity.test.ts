import * as vm from 'node:vm';
import { type Fields, startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Data {
  rows: (Fields & { score: number; rank: number })[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const operation = 'rank_by_similarity';
const path = '/v1/embeddings';
const rank = (options: object) => plugin.run<Data>({ operation, query: 'zinc roof', ...options });

/** Four things, the closest to a zinc roof first. */
const texts = ['zinc roof tiles', 'a roof', 'sheets of zinc and tin', 'banana bread'];
const things = texts.map((name, id) => ({ id, name, price: 10 * id }));

/** Vectors of two numbers, as a database would hold them. */
const stored = [
  { id: 'east', vector: [1, 0] },
  { id: 'north', vector: [0, 2] },
  { id: 'north-east', vector: [3, 3] },
  { id: 'west', vector: [-0.5, 0] },
];

/** The query's vector is one of our own choosing. */
const answerWith = (...vectors: number[][]) =>
  plugin.emulator.answerNext(path, {
    body: {
      model: 'text-embedding-3-small',
      data: vectors.map((embedding, index) => ({ index, embedding })),
      usage: { prompt_tokens: 3, total_tokens: 3 },
    },
  });

async function embed(text: string, dimensions: number): Promise<number[]> {
  const query = { operation: 'generate_embedding', input: text, dimensions };
  return (await plugin.run<{ embedding: number[] }>(query)).data.embedding;
}

function multiply(one: number[], other: number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

describe('texts', () => {
  it('come back with score and rank, the most similar first [row 101]', async () => {
    const { message, data, metadata } = await rank({ rows: texts.toReversed() });
    expect(plugin.emulator.requests).toHaveLength(1);
    expect(plugin.lastBody()).toEqual({
      model: 'text-embedding-3-small',
      input: ['zinc roof', ...texts.toReversed()],
      encoding_format: 'base64',
    });
    expect(message).toBe('4 rows ranked');
    expect(data.rows.map(({ text, rank: place }) => [text, place])).toEqual([
      ['zinc roof tiles', 1],
      [expect.any(String), 2],
      [expect.any(String), 3],
      ['banana bread', 4],
    ]);
    for (const row of data.rows) expect(Object.keys(row)).toEqual(['text', 'score', 'rank']);
    expect(metadata).toMatchObject({ model: 'text-embedding-3-small', attempts: 1, warnings: [] });
    expect(metadata.usage?.['input_tokens']).toBeGreaterThan(0);
  });

  it('have the cosine of the angle between the vectors as their score [row 101]', async () => {
    const { data } = await rank({ rows: [...texts, 'zinc roof'] });
    const query = await embed('zinc roof', 1536);
    for (const { text, score } of data.rows) {
      expect(score).toBeCloseTo(multiply(query, await embed(String(text), 1536)), 5);
    }
    expect(data.rows[0]).toMatchObject({ text: 'zinc roof', rank: 1 });
    expect(data.rows[0]?.score).toBeCloseTo(1);
    expect(data.rows[0]?.score).toBeLessThanOrEqual(1);
  });

  it('may be so many that they take several requests [row 98 row 115]', async () => {
    const rows = Array.from({ length: 4200 }, (_, index) => `Part number ${index}`);
    const { data, metadata } = await rank({ query: 'Part number 4150', rows, top_k: 2 });
    expect(plugin.emulator.requests.map(({ body }) => (Object(body) as Fields)['input'])).toMatchObject([
      { length: 2048 },
      { length: 2048 },
      { length: 105 },
    ]);
    expect(data.rows[0]).toMatchObject({ text: 'Part number 4150', rank: 1 });
    expect(data.rows).toHaveLength(2);
    expect(metadata.attempts).toBe(3);
    expect(metadata.usage?.['input_tokens']).toBeGreaterThan(4200);
  });

  it('may be embedded by any other model, with numbers asked for [row 13]', async () => {
    answerWith([1, 0], [1, 0]);
    await rank({ model_id: 'nomic-embed-text', rows: ['zinc'] });
    expect(plugin.lastBody()).toEqual({
      model: 'nomic-embed-text',
      input: ['zinc roof', 'zinc'],
      encoding_format: 'float',
    });
  });
});

describe('rows of a table', () => {
  it.each([
    ['a list', things],
    ['its text', JSON.stringify(things)],
    ['made in another realm', vm.runInNewContext(`(${JSON.stringify(things)})`)],
  ])('come back as they were, with score and rank: %s [row 101]', async (_, rows) => {
    const before = JSON.stringify(rows);
    const { data } = await rank({ rows, field: 'name' });
    expect(plugin.lastBody()['input']).toEqual(['zinc roof', ...texts]);
    expect(data.rows).toHaveLength(4);
    for (const { score, rank: place, ...row } of data.rows) {
      expect(row).toEqual(things[Number(row['id'])]);
      expect(data.rows[place - 1]).toMatchObject(row);
    }
    expect(data.rows.map(({ score }) => score)).toEqual(data.rows.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(JSON.stringify(rows)).toBe(before);
  });

  it('may have a number as their text [row 101]', async () => {
    await rank({ rows: [{ code: 1234 }], field: 'code' });
    expect(plugin.lastBody()['input']).toEqual(['zinc roof', '1234']);
  });

  it('may be none, and then nothing is sent [row 101]', async () => {
    const { message, data, metadata } = await rank({ rows: [] });
    expect([message, data, metadata.attempts]).toEqual(['0 rows ranked', { rows: [] }, 0]);
    expect((await rank({ rows: [], dry_run: true })).data).toEqual({ requests: 0 });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('with a score or a rank of their own are warned of [row 101]', async () => {
    const rows = [{ name: 'zinc', score: 'A', rank: 9 }, 'tin'];
    const result = await rank({ rows, field: 'name' });
    expect(warnedOf(result)).toEqual(['rows', 'rows']);
    expect(result.data.rows.find(({ name }) => name === 'zinc')).toEqual({
      name: 'zinc',
      score: expect.any(Number),
      rank: 1,
    });
  });
});

describe('stored vectors', () => {
  it('are compared without being embedded again [row 101]', async () => {
    answerWith([0, 1]);
    const { data } = await rank({ rows: stored, vector_field: 'vector' });
    expect(plugin.lastBody()).toEqual({
      model: 'text-embedding-3-small',
      input: ['zinc roof'],
      dimensions: 2,
      encoding_format: 'base64',
    });
    expect(data.rows).toEqual([
      { ...stored[1], score: 1, rank: 1 },
      { ...stored[2], score: expect.closeTo(Math.SQRT1_2), rank: 2 },
      { ...stored[0], score: 0, rank: 3 },
      { ...stored[3], score: 0, rank: 4 },
    ]);
  });

  it('may be the text that a database gives for them [row 101]', async () => {
    answerWith([0, 1]);
    const rows = stored.map(({ id, vector }) => ({ id, vector: ` [${vector.join(',')}]` }));
    const { data } = await rank({ rows, vector_field: 'vector' });
    expect(data.rows.map(({ id }) => id)).toEqual(['north', 'north-east', 'east', 'west']);
    expect(data.rows[0]).toMatchObject(rows[1] ?? {});
  });

  it.each([null, '', undefined])(
    'may be missing in some rows, whose texts are embedded then: %s [row 101]',
    async none => {
      answerWith([0, 1], [5, 5], [0, -1]);
      const rows = [stored[0], { id: 'up', note: 'zinc', vector: none }, stored[1], { id: 'down', note: 'tin' }];
      const { data } = await rank({ rows, field: 'note', vector_field: 'vector' });
      expect(plugin.lastBody()).toMatchObject({ input: ['zinc roof', 'zinc', 'tin'], dimensions: 2 });
      expect(data.rows.map(({ id, score }) => [id, score])).toEqual([
        ['north', 1],
        ['up', expect.closeTo(Math.SQRT1_2)],
        ['east', 0],
        ['down', -1],
      ]);
    }
  );

  it.each([
    ['text-embedding-3-small', 1536, undefined],
    ['text-embedding-3-small', 256, 256],
    ['text-embedding-3-large', 1536, 1536],
    ['text-embedding-ada-002', 1536, undefined],
    ['our-own-model', 700, undefined],
  ])('of %s with %i numbers are asked for with dimensions %s [row 99]', async (model, length, dimensions) => {
    const rows = [{ vector: Array(length).fill(1) }];
    const { data } = await plugin.run<{ body: Fields }>({
      operation,
      query: 'zinc',
      rows,
      vector_field: 'vector',
      model_id: model,
      dry_run: true,
    });
    expect(data.body['dimensions']).toBe(dimensions);
  });

  it('that were made by generate_embedding give the ranking that their texts would [row 101]', async () => {
    const query = { operation: 'generate_embedding', input: texts, dimensions: 100, output: 'full' };
    const { data } = await plugin.run<{ embeddings: number[][] }>(query);
    const rows = texts.map((text, index) => ({ text, vector: data.embeddings[index] }));
    const ranked = await rank({ rows, vector_field: 'vector' });
    const zinc = await embed('zinc roof', 100);
    const expected = rows.map(({ text, vector = [] }) => ({ text, score: multiply(zinc, vector) }));
    expected.sort((one, other) => other.score - one.score);
    expect(ranked.data.rows.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    expect(ranked.data.rows.map(({ score }) => score)).toEqual(expected.map(({ score }) => expect.closeTo(score)));
  });

  it('of another length than the model gives fail with what to do [row 128]', async () => {
    answerWith([1, 2, 3]);
    const { message, data } = await plugin.failure({
      operation,
      model_id: 'our-own-model',
      query: 'zinc',
      rows: stored,
      vector_field: 'vector',
    });
    expect(message).toBe('Could not rank the rows');
    expect(data).toMatchObject({ code: 'dimensions_differ', category: 'invalid_request', retryable: false });
    expect(data['hint']).toContain('the same dimensions');
  });

  it('fail the query where the server gives zeros [row 128]', async () => {
    answerWith([0, 0]);
    const query = { operation, query: 'zinc', rows: stored, vector_field: 'vector' };
    expect((await plugin.failure(query)).data.code).toBe('unexpected_answer');
  });
});

describe('which rows are given', () => {
  const compass = (options: object) => {
    answerWith([0, 1]);
    return rank({ rows: stored, vector_field: 'vector', ...options });
  };
  const ids = ({ data }: { data: Data }) => data.rows.map(({ id }) => id);

  it('is limited by top_k [row 101]', async () => {
    expect(ids(await compass({ top_k: '2' }))).toEqual(['north', 'north-east']);
    expect(ids(await compass({ top_k: 99 }))).toHaveLength(4);
  });

  it('is limited by min_score, the limit itself included [row 101]', async () => {
    expect(ids(await compass({ min_score: '0.7' }))).toEqual(['north', 'north-east']);
    expect(ids(await compass({ min_score: 1 }))).toEqual(['north']);
    expect(ids(await compass({ min_score: 0.5, top_k: 1 }))).toEqual(['north']);
    answerWith([0, -1]);
    const none = await rank({ rows: [stored[1]], vector_field: 'vector', min_score: 0 });
    expect([none.message, none.data]).toEqual(['0 rows ranked', { rows: [] }]);
  });

  it('keeps the order of rows that are equally similar [row 101]', async () => {
    answerWith([1, 1]);
    const rows = Array.from({ length: 50 }, (_, id) => ({ id, vector: id % 2 ? [2, 1] : [1, 2] }));
    const { data } = await rank({ rows, vector_field: 'vector' });
    expect(data.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(data.rows.map(row => row.rank)).toEqual(rows.map(({ id }) => id + 1));
  });
});

it('a name that every object has is no field of a row', async () => {
  for (const fields of [{ field: 'constructor' }, { vector_field: '__proto__' }]) {
    const { data } = await plugin.refusal({ operation, query: 'zinc', rows: things, ...fields });
    expect(data.problems[0]?.message).toMatch(/^rows\[0\] has no (text in "constructor"|vector in "__proto__")/);
  }
});

it('a score that is no number fails, instead of leaving rows out in silence', async () => {
  const embedding = Buffer.from(Float32Array.of(1, Number.NaN).buffer).toString('base64');
  const body = { model: 'm', data: [0, 1].map(index => ({ index, embedding })) };
  plugin.emulator.answerNext(path, { body });
  const { data } = await plugin.failure({ operation, query: 'zinc', rows: ['tin'] });
  expect(data.code).toBe('unexpected_answer');
});
