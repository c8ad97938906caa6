import { type Answering, type AnswerServer, startAnswerServer } from '../support/answer-server';
import { collect, type Fields, startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Summary extends Fields {
  name: string;
  accuracy: number | null;
  cost_usd: number | null;
}

interface Row extends Fields {
  answers: Fields[];
}

interface Data {
  variants: Summary[];
  rows: Row[];
  disagreements: number;
}

interface Body extends Fields {
  model: string;
  messages: { role: string; content: string }[];
}

let plugin: TestPlugin;
let server: AnswerServer;
beforeAll(async () => {
  [plugin, server] = await Promise.all([startPlugin(), startAnswerServer()]);
});
afterEach(() => {
  server.reset();
  plugin.endTest();
});
afterAll(() => Promise.all([server.stop(), plugin.stop()]));

const rows = [
  { id: 1, team: 'billing' },
  { id: 2, team: 'support' },
  { id: 3, team: 'sales' },
];
const base = {
  operation: 'compare',
  rows,
  prompt: 'Ticket [[id]]',
  expected_field: 'team',
  variants: 'gpt-5.4-mini, gpt-4.1',
};
const source = (more: Fields = {}) => ({
  ...plugin.source,
  baseUrl: server.baseUrl,
  prices: { '*': 'openai' },
  ...more,
});
const compare = (query: Fields = {}, more?: Fields) => plugin.run<Data>({ ...base, ...query }, source(more));
const bodies = () => server.requests.map(({ body }) => body as Body);

const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
const give = (model: string, content: string) => ({
  body: {
    id: 'c',
    model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage,
  },
});

/** What each model, or each prompt, says to each ticket. */
const say =
  (said: Record<string, Record<number, string>>): Answering =>
  ({ body }) => {
    const { model, messages } = body as Body;
    const text = messages.at(-1)?.content ?? '';
    const answers = said[model] ?? said[text.split(' ')[0] ?? ''] ?? {};
    return give(model, answers[Number(/(\d)/.exec(text)?.[1])] ?? 'nothing');
  };

const mini = { 1: 'billing', 2: ' support\n', 3: 'billing' };
const full = { 1: 'billing', 2: 'sales', 3: 'sales' };

describe('variants', () => {
  it('are compared by accuracy, cost, time and disagreements', async () => {
    server.answer(say({ 'gpt-5.4-mini': mini, 'gpt-4.1': full }));
    const { data, message, metadata } = await compare();
    expect(message).toBe('2 variants compared on 3 rows');
    expect(data.variants).toMatchObject([
      { name: 'gpt-5.4-mini', accuracy: 0.6667, correct: 2, wrong: 1, failed: 0, not_run: 0, disagreements: 2 },
      { name: 'gpt-4.1', accuracy: 0.6667, correct: 2, wrong: 1, disagreements: 2, usage: { input_tokens: 300 } },
    ]);
    for (const { median_ms, slowest_ms } of data.variants)
      expect([typeof median_ms, typeof slowest_ms]).toEqual(['number', 'number']);
    const [cheap = 0, dear = 0] = data.variants.map(({ cost_usd }) => cost_usd ?? 0);
    expect(dear).toBeGreaterThan(cheap);
    expect(metadata.cost?.usd).toBeCloseTo(cheap + dear, 10);
    expect(data.disagreements).toBe(2);
    expect(data.rows[1]).toMatchObject({
      ...rows[1],
      expected: 'support',
      disputed: true,
      answers: [
        { variant: 'gpt-5.4-mini', status: 'ok', answer: ' support\n', correct: true, duration_ms: expect.any(Number) },
        { variant: 'gpt-4.1', answer: 'sales', correct: false },
      ],
    });
    expect(server.requests).toHaveLength(6);
  });

  it('may differ in prompt and parameters, and share the rest', async () => {
    server.answer(say({ Ticket: mini, Short: full }));
    const variants = [
      { name: 'long', temperature: 0 },
      { name: 'short', prompt: 'Short [[id]]', max_tokens: 20 },
      { model: 'gpt-4.1-mini' },
    ];
    const { data } = await compare({ variants, model: 'gpt-4.1', system_prompt: 'One word', max_tokens: 50 });
    expect(data.variants.map(({ name, model }) => [name, model])).toEqual([
      ['long', 'gpt-4.1'],
      ['short', 'gpt-4.1'],
      ['gpt-4.1-mini', 'gpt-4.1-mini'],
    ]);
    const one = (text: string) => bodies().find(({ messages }) => messages.at(-1)?.content === text);
    expect(one('Ticket 1')).toMatchObject({ temperature: 0, max_tokens: 50 });
    expect(one('Short 1')).toMatchObject({ max_tokens: 20, messages: [{ role: 'system', content: 'One word' }, {}] });
  });

  it('that fail do not stop the others', async () => {
    server.answer(({ body }) => {
      const { model } = body as Body;
      return model === 'gpt-4.1'
        ? give(model, 'billing')
        : {
            status: 404,
            body: { error: { message: 'No such model', type: null, param: null, code: 'model_not_found' } },
          };
    });
    const { data } = await compare({ variants: 'nobody-knows, gpt-4.1' });
    expect(data.variants).toMatchObject([
      { accuracy: null, failed: 3, cost_usd: null, median_ms: null, error: 'No such model' },
      { accuracy: 0.3333, failed: 0 },
    ]);
    const { data: failed } = await plugin.failure({ ...base, variants: 'nobody-knows, nor-this' }, source());
    expect(failed.category).toBe('model_not_found');
  });

  it('show each row as it ends to a host that can', async () => {
    server.answer(say({ 'gpt-5.4-mini': mini, 'gpt-4.1': full }));
    const events = await collect(plugin.stream(base, { source: source() }));
    const shown = events.filter(({ type }) => type === 'row');
    expect(shown).toHaveLength(6);
    expect(shown).toContainEqual(
      expect.objectContaining({ row: expect.objectContaining({ variant: 'gpt-4.1', id: 2 }) })
    );
  });
});

describe('an answer is right', () => {
  it.each([
    ['exact', 'Zinc', ' Zinc ', true],
    ['exact', 'Zinc', 'zinc', false],
    ['exact', true, 'true', true],
    ['contains', 'zinc', 'It is ZINC.', true],
    ['contains', 'zinc', 'It is tin.', false],
    ['number', 1234.5, 'about $1,234.50 in all', true],
    ['number', '12', '12.4', true],
    ['number', 12, '12.6', false],
    ['number', 0.3, 'none', false],
  ])('by %s: %j and %j: %p', async (match, wanted, said, correct) => {
    server.answer(({ body }) => give(String(body['model']), said));
    const query = { rows: [{ id: 1, team: wanted }], match, ...(match === 'number' && { tolerance: 0.5 }) };
    const { data } = await compare(query);
    expect(data.rows[0]?.answers.map(answer => answer['correct'])).toEqual([correct, correct]);
  });

  it('never exactly where all are sentences, which a warning tells', async () => {
    server.answer(({ body }) => give(String(body['model']), 'It is for billing, support or sales.'));
    const result = await compare();
    expect(result.data.variants).toMatchObject([{ accuracy: 0 }, { accuracy: 0 }]);
    expect(warnedOf(result)).toEqual(['match']);
  });

  it('by one of its output fields', async () => {
    server.answer(({ body }) => give(String(body['model']), '{"total": 12.5, "paid": true}'));
    const receipts = [{ id: 1, total: 12.5, ok: true }];
    const query = { rows: receipts, output_fields: 'total: number, paid: boolean', expected_field: 'total' };
    const first = await compare(query);
    expect(first.data.variants.map(({ accuracy }) => accuracy)).toEqual([1, 1]);
    const second = await compare({ ...query, expected_field: 'ok', answer_field: 'paid' });
    expect(second.data.rows[0]?.answers).toMatchObject([{ answer: true, correct: true }, {}]);
  });

  it('if a model says so, which is asked only where the answer differs', async () => {
    server.answer(({ body }) => {
      const { model, messages } = body as Body;
      if (model !== 'judge') return give(model, model === 'gpt-4.1' ? 'billing' : 'The billing team');
      const isRight = messages.at(-1)?.content.includes('Expected answer:\nbilling') === true;
      return give(model, JSON.stringify({ reason: 'Same team', correct: isRight }));
    });
    const prices = { '*': 'openai', judge: { input: 10, output: 10 } };
    const { data, metadata } = await compare({ match: 'judge', judge_model: 'judge' }, { prices });
    const judged = bodies().filter(({ model }) => model === 'judge');
    expect(judged).toHaveLength(5);
    expect(judged[0]?.messages.at(-1)?.content).toMatch(
      /^Task:\nTicket \d\n\nExpected answer:\n\w+\n\nAnswer to grade:\nThe billing/
    );
    expect(data.variants.map(({ accuracy }) => accuracy)).toEqual([0.3333, 0.3333]);
    expect(data.rows[0]?.answers[0]).toMatchObject({ correct: true, reason: 'Same team' });
    const variants = data.variants.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0);
    expect(metadata.cost?.usd).toBeCloseTo(variants + 5 * 0.0011, 10);
  });

  it('unknown where the judge fails, and the answers are returned all the same', async () => {
    server.answer(({ body }) =>
      body['model'] === 'judge'
        ? { status: 400, body: { error: { message: 'Not me', code: 'x' } } }
        : give('m', 'dunno')
    );
    const result = await compare({ match: 'judge', judge_model: 'judge' });
    expect(result.data.variants).toMatchObject([{ accuracy: null, correct: 0, wrong: 0, failed: 0 }, {}]);
    expect(result.metadata.warnings).toEqual([
      { parameter: 'judge_model', reason: expect.stringMatching(/^6 answers were not judged/) },
    ]);
  });

  it('unknown where the host cancels while it is judged, and the answers are returned all the same', async () => {
    const stop = new AbortController();
    server.answer(({ body }) => {
      if (body['model'] === 'judge') stop.abort();
      return give('m', 'dunno');
    });
    const query = { ...base, match: 'judge', judge_model: 'judge' };
    const events = await collect(plugin.stream(query, { source: source(), signal: stop.signal }));
    expect(events.at(-1)).toMatchObject({
      type: 'result',
      result: {
        data: { variants: [{ accuracy: null, failed: 0, not_run: 0 }, {}] },
        metadata: {
          cost: null,
          usage: expect.any(Object),
          warnings: [{ parameter: 'judge_model', reason: '6 answers were not judged: The query was cancelled' }],
        },
      },
    });
  });

  it('unknown where the judge runs out of credit, which is told', async () => {
    let asked = 0;
    const empty = {
      message: 'You exceeded your current quota',
      code: 'insufficient_quota',
      type: 'insufficient_quota',
    };
    server.answer(({ body }) => {
      if (body['model'] !== 'judge') return give('m', 'dunno');
      asked += 1;
      return asked === 1
        ? give('judge', '{"reason":"Same team","correct":true}')
        : { status: 429, body: { error: empty } };
    });
    const { metadata } = await compare({ match: 'judge', judge_model: 'judge', concurrency: 1 });
    const [warning] = metadata.warnings;
    expect(warning).toEqual({
      parameter: 'judge_model',
      reason: expect.stringMatching(/answers were not judged: .*quota/i),
    });
  });
});

describe('before anything is sent', () => {
  it.each<[Fields, string, RegExp]>([
    [{ variants: 'gpt-4.1 vs gpt-4o' }, 'variants', /"gpt-4\.1 vs gpt-4o" is not a model id/],
    [{ variants: 'gpt-4.1' }, 'variants', /must have 2 to 5 entries; got 1/],
    [{ variants: ['gpt-4.1', { name: 'gpt-4.1' }] }, 'variants', /unique names; "gpt-4\.1" is used twice/],
    [{ variants: [{ modle: 'x' }, {}] }, 'variants[0].modle', /is not a field of variants; did you mean "model"/],
    [{ variants: [{ output_fields: 'a' }, {}] }, 'variants[0].output_fields', /; use name, model/],
    [{ variants: ['gpt-4.1', 'dall-e-3'] }, 'variants[1].model', /^variants\[1\]: model "dall-e-3" cannot/],
    [
      { variants: ['gpt-4.1', { model: 'gpt-4o', temperature: 9 }] },
      'variants[1].temperature',
      /^variants\[1\]: temperature must be/,
    ],
    [{ variants: ['gpt-4.1', { prompt: '[[no]]' }] }, 'variants[1].prompt', /prompt cannot be filled from row 1/],
    [{ prompt: '' }, 'prompt', /^prompt is required/],
    [{ expected_field: 'tema' }, 'expected_field', /row 1 has no value in "tema"; its fields are id, team/],
    [{ match: 'number' }, 'expected_field', /must be a number/],
    [{ tolerance: 1 }, 'tolerance', /tolerance requires match "number"; got "exact"/],
    [{ judge_model: 'gpt-4.1' }, 'judge_model', /judge_model requires match "judge"/],
    [{ match: 'judge', judge_model: 'dall-e-3' }, 'judge_model.model', /^judge_model: model "dall-e-3" cannot/],
    [{ answer_field: 'x' }, 'answer_field', /requires output_fields/],
    [{ output_fields: 'a, b' }, 'answer_field', /answer_field is required; use a, b/],
    [{ output_fields: 'a, b', answer_field: 'c' }, 'answer_field', /"c" is not one of the output fields; use a, b/],
  ])('%j is told', async (query, field, message) => {
    const { data } = await plugin.refusal({ ...base, ...query });
    expect(data.problems).toMatchObject([{ field, message: expect.stringMatching(message) }]);
  });

  it('the cost limit holds over the whole matrix, judging included', async () => {
    const prices = {
      'gpt-5.4-mini': { input: 0, output: 1000 },
      'gpt-4.1': { input: 0, output: 1000 },
      j: { input: 0, output: 10 },
    };
    const query = { ...base, max_tokens: 10 };
    const { data } = await plugin.refusal(query, source({ prices, maxCostUsd: 0.059 }));
    expect(data.problems[0]?.message).toMatch(/may cost up to \$0\.06 \(6 requests/);
    server.answer(({ body }) => give(String(body['model']), 'x'));
    await compare({ max_tokens: 10 }, { prices, maxCostUsd: 0.06 });
    const judged = { ...query, match: 'judge', judge_model: 'j', dry_run: true };
    const dry = await plugin.run<Fields>(judged, source({ prices }));
    // 6 answers of 10 tokens, and 6 of the judge of 4,000.
    expect(dry.metadata.max_cost).toMatchObject({ usd: 0.3, basis: expect.stringMatching(/^12 requests/) });
  });

  it('a dry run shows the first request and how many there are', async () => {
    const { data } = await plugin.run<Fields>({ ...base, match: 'judge', dry_run: true });
    expect(data).toMatchObject({ requests: 6, judge_requests: 6, body: { model: 'gpt-5.4-mini' } });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('what a model does not support is left out with a warning that names the variant', async () => {
    server.answer(({ body }) => give(String(body['model']), 'x'));
    const result = await compare({ variants: ['gpt-4.1', { model: 'gpt-4.1-mini', reasoning_effort: 'low' }] });
    expect(warnedOf(result)).toEqual(['variants[1]']);
    expect(result.metadata.warnings[0]?.reason).toMatch(/^reasoning_effort: gpt-4\.1-mini does not support/);
  });
});
