import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';
import { paint, toDataUrl } from '../support/sample-files';

interface Judgement {
  flagged: boolean;
  categories: Record<string, boolean>;
  scores: Record<string, number>;
}

interface Data extends Judgement {
  results: (Judgement & { kind: string; index: number; applied_input_types: Record<string, string[]> })[];
}

let plugin: TestPlugin;
let photograph: string;
beforeAll(async () => {
  plugin = await startPlugin();
  photograph = toDataUrl(await paint('jpeg', { width: 320, height: 200 }), 'image/jpeg');
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const operation = 'moderation';
const path = '/v1/moderations';
const judge = (options: object) => plugin.run<Data>({ operation, ...options });
const inputsSent = () => plugin.emulator.requests.map(({ body }) => (Object(body) as Fields)['input']);

const harmless = 'Zinc is a metal';
const harmful = 'I will kill you';
/** The emulator goes by the words of an address. */
const gory = { image_url: 'https://images.example.com/gore.png' };

describe('texts', () => {
  it('are judged by categories with scores [row 108]', async () => {
    const { message, data, metadata } = await judge({ input: harmless });
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path });
    expect(plugin.lastBody()).toEqual({ model: 'omni-moderation-latest', input: [harmless] });
    expect(message).toBe('Nothing was flagged');
    expect(Object.keys(data)).toEqual(['flagged', 'categories', 'scores', 'results']);
    expect(data.flagged).toBe(false);
    expect(Object.keys(data.categories)).toHaveLength(13);
    expect(Object.values(data.categories)).toEqual(Array(13).fill(false));
    expect(Object.keys(data.scores)).toEqual(Object.keys(data.categories));
    expect(data.results).toEqual([
      {
        kind: 'text',
        index: 0,
        flagged: false,
        categories: data.categories,
        scores: data.scores,
        applied_input_types: expect.objectContaining({ violence: ['text'], harassment: ['text'] }),
      },
    ]);
    expect(metadata).toMatchObject({
      model: 'omni-moderation-latest',
      id: expect.stringMatching(/^modr/),
      attempts: 1,
    });
  });

  it('that are harmful are flagged [row 108]', async () => {
    const { message, data } = await judge({ input: harmful });
    expect(message).toBe('The content was flagged');
    expect(data).toMatchObject({
      flagged: true,
      categories: { violence: true, 'harassment/threatening': true, sexual: false },
    });
    expect(data.scores['violence']).toBeGreaterThan(0.5);
    expect(data.scores['sexual']).toBeLessThan(0.5);
  });

  it.each([
    ['a list', [harmless, harmful, harmless]],
    ['the text of a list', JSON.stringify([harmless, harmful, harmless])],
  ])('are judged one by one in %s, and together [row 108]', async (_, input) => {
    const { data } = await judge({ input });
    expect(plugin.emulator.requests).toHaveLength(1);
    expect(data.results.map(({ kind, index, flagged }) => [kind, index, flagged])).toEqual([
      ['text', 0, false],
      ['text', 1, true],
      ['text', 2, false],
    ]);
    expect(data.flagged).toBe(true);
    for (const [name, score] of Object.entries(data.scores)) {
      expect(score).toBe(Math.max(...data.results.map(({ scores }) => scores[name] ?? Number.NaN)));
      expect(data.categories[name]).toBe(data.results.some(({ categories }) => categories[name]));
    }
  });

  it('may be more than one request takes, and keep their places [row 108]', async () => {
    const input = Array.from({ length: 70 }, (_, index) => (index === 65 ? harmful : `${harmless} ${index}`));
    const { data, metadata } = await judge({ input, extra_parameters: { model: 'omni-moderation-2024-09-26' } });
    expect(inputsSent()).toEqual([input.slice(0, 32), input.slice(32, 64), input.slice(64)]);
    expect(plugin.emulator.requests.map(({ body }) => (Object(body) as Fields)['model'])).toEqual(
      Array(3).fill('omni-moderation-2024-09-26')
    );
    expect(data.results.map(({ index }) => index)).toEqual(input.map((_, index) => index));
    expect(data.results.filter(({ flagged }) => flagged)).toMatchObject([{ index: 65 }]);
    expect(metadata.attempts).toBe(3);
  });

  it('that are long have a request for themselves [row 108]', async () => {
    const long = 'Zinc is a metal. '.repeat(1500);
    const { data } = await judge({ input: [long, harmless, long, long] });
    expect(inputsSent()).toEqual([[long, harmless], [long], [long]]);
    expect(data.results).toHaveLength(4);
  });
});

describe('images', () => {
  it('are judged in any form, each by itself, as many requests as the API needs [row 109]', async () => {
    const picture = await paint('png');
    const images = [
      photograph,
      picture.toString('base64'),
      { name: 'red.png', base64Data: picture.toString('base64') },
    ];
    const { data, metadata } = await judge({ images: [...images, gory] });
    expect(inputsSent()).toEqual(
      [photograph, toDataUrl(picture), toDataUrl(picture), gory.image_url].map(url => [
        { type: 'image_url', image_url: { url } },
      ])
    );
    expect(data.results.map(({ kind, index, flagged }) => [kind, index, flagged])).toEqual([
      ['image', 0, false],
      ['image', 1, false],
      ['image', 2, false],
      ['image', 3, true],
    ]);
    expect(data).toMatchObject({ flagged: true, categories: { violence: true, hate: false } });
    expect(metadata.attempts).toBe(4);
  });

  it('tell by category what was looked at [row 109]', async () => {
    const { data } = await judge({ images: gory });
    expect(data.results[0]?.applied_input_types).toMatchObject({ violence: ['image'], hate: [] });
  });

  it('and texts are judged in one query [row 108 row 109]', async () => {
    const { data } = await judge({ input: [harmless, harmful], images: [photograph] });
    expect(data.results.map(({ kind, index, flagged }) => [kind, index, flagged])).toEqual([
      ['text', 0, false],
      ['text', 1, true],
      ['image', 0, false],
    ]);
    const empty = await judge({ input: harmless, images: [] });
    expect(empty.data.results).toHaveLength(1);
  });
});

describe('the model that judges', () => {
  it('may be any other [row 13]', async () => {
    const body = { id: 'modr-1', model: 'guard', results: [{ flagged: true, categories: {}, category_scores: {} }] };
    plugin.emulator.answerNext(path, { body });
    const { data } = await judge({ input: harmless, model_id: 'guard' });
    expect(plugin.lastBody()['model']).toBe('guard');
    expect(data).toEqual({
      flagged: true,
      categories: {},
      scores: {},
      results: [{ kind: 'text', index: 0, flagged: true, categories: {}, scores: {}, applied_input_types: {} }],
    });
  });

  it('may leave categories open, which then are not flagged [row 108]', async () => {
    const result = { flagged: false, categories: { hate: false, illicit: null }, category_scores: { hate: 0.1 } };
    plugin.emulator.answerNext(path, { body: { id: 'modr-1', model: 'm', results: [result] } });
    const { data } = await judge({ input: harmless });
    expect(data).toMatchObject({ categories: { hate: false, illicit: false }, scores: { hate: 0.1 } });
  });

  it('that is shut down is sent with a warning, and named where it fails [row 134]', async () => {
    const query = { operation, input: harmless, model: 'text-moderation-latest' };
    const { metadata } = await plugin.run({ ...query, dry_run: true });
    expect(metadata.warnings).toEqual([{ parameter: 'model', reason: expect.stringContaining('2025-10-27') }]);
    const { description } = await plugin.failure(query);
    expect(description).toContain('Use omni-moderation-latest instead');
  });
});

describe('an invalid response', () => {
  it.each([
    [
      'lacks a result',
      { id: 'modr-1', model: 'm', results: [{ flagged: false, categories: {} }] },
      'unexpected_answer',
    ],
    ['has no results', { id: 'modr-1', model: 'm' }, 'unexpected_answer'],
    ['is a refusal with status 200', { error: { message: 'No', code: 'model_not_found' } }, 'model_not_found'],
  ])('fails the query: it %s', async (_, body, code) => {
    plugin.emulator.answerNext(path, { body, times: 9 });
    const { message, data } = await plugin.failure({ operation, input: [harmless, harmful] });
    expect([message, data.code]).toEqual(['Could not moderate the content', code]);
  });

  it('is shown as it came, where it is asked for [row 120]', async () => {
    const one = await judge({ input: harmless, include_raw: true });
    expect(one.metadata.raw).toMatchObject({ id: one.metadata.id, results: [{ category_scores: {} }] });
    const several = await judge({ input: harmless, images: photograph, include_raw: true });
    expect(several.metadata.raw).toMatchObject([{ results: [{}] }, { results: [{}] }]);
  });

  it('is not even asked for in a dry run [row 139]', async () => {
    const { data } = await plugin.run({ operation, input: harmless, images: [photograph, photograph], dry_run: true });
    expect(data).toMatchObject({ requests: 3, body: { input: [harmless] } });
    expect(plugin.emulator.requests).toEqual([]);
  });
});
