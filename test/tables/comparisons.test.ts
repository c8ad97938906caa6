import type OpenAI from 'openai';
import { JUDGE, readVerdict } from '../../plugins/openai/lib/bulk/compare-judge';
import { isRight, numberOf, textOf } from '../../plugins/openai/lib/bulk/compare-match';
import {
  findAnswerField,
  inspectMatch,
  inspectVariants,
  type Match,
  readVariants,
  type VariantOption,
} from '../../plugins/openai/lib/bulk/compare-options';
import {
  buildComparison,
  type CompareOptions,
  inspectExpected,
  toSubqueries,
} from '../../plugins/openai/lib/bulk/compare-request';
import { toComparisonOutcome } from '../../plugins/openai/lib/bulk/compare-result';
import { type Cell, type Compared, sendComparison } from '../../plugins/openai/lib/bulk/compare-run';
import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import type { Call, Context } from '../../plugins/openai/lib/operation';
import type { Failure } from '../../plugins/openai/lib/types/failure';
import { chatBody } from '../real-servers/shapes';
import type { Answering } from '../support/answer-server';
import type { Fields } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { Page, plainText, show } from './lines';
import { tell } from './tell-result';

/** What a comparison makes of its variants, which answers are right, and what it counts. */

expect.addSnapshotSerializer(plainText);

const contextOf = (id: string): Context => {
  const context: object = {
    model: lookUpModel(id),
    output: 'full',
    unsupported: new Set(),
    extra_parameters: {},
    subqueries: [],
    warn: () => undefined,
  };
  return context as Context;
};

const server = useRealServer();

it('values as they are compared', () => {
  const values = [
    ...[
      'Zinc',
      ' Zinc ',
      '',
      ' ',
      '7',
      '-7',
      '1,234.50',
      '1_000',
      "1'000",
      '1\u00a0000',
      '1\u202f000',
      '3e2',
      '3E-1',
      '1e999',
    ],
    ...[
      'about $1,234.50 or so',
      'minus - 7',
      '.5',
      '1.',
      'v2.3.4',
      '12-15',
      '１',
      'none',
      '1,2,3',
      '5%',
      '$.50',
      '-.5',
      'No.5',
      'né.5',
      'Größe.5',
      'Ж.5',
      'e\u0301.5',
      'दो.5',
      '«.5»',
      '\u22127',
      'x-1',
    ],
    ...[0, 7.5, -1, Number.NaN, true, null, undefined, { a: 1 }, [1, ' x '], () => 1],
  ];
  expect(
    new Page(values.map(value => `${show(value)}: ${show(textOf(value))} ${String(numberOf(value))}`))
  ).toMatchSnapshot();
});

it('answers that are right', () => {
  const pairs: [unknown, unknown][] = [
    ['Zinc', 'Zinc'],
    [' Zinc ', 'Zinc'],
    ['zinc', 'Zinc'],
    ['It is ZINC.', 'zinc'],
    ['Zinc', 'It is zinc'],
    ['', ''],
    [undefined, 'x'],
    [undefined, undefined],
    [{ a: 1 }, { a: 1 }],
    [7, '7'],
    ['7.4', 7],
    ['7.5', 7],
    ['7.51', 7],
    ['6.5', 7],
    ['6.49', 7],
    [0.1 + 0.2, 0.3],
    [1e10 + 1, 1e10],
    ['none', 7],
    [7, 'none'],
    ['none', 'none'],
    [1e10 + 20, 1e10],
  ];
  const matches: [Match, number | undefined][] = [
    ['exact', undefined],
    ['contains', undefined],
    ['judge', undefined],
    ['number', undefined],
    ['number', 0.5],
  ];
  const lines = pairs.map(([answer, expected]) => {
    const right = matches.map(([match, most]) => isRight(answer, expected, match, most));
    return `${show(answer)} for ${show(expected)}: ${right.map(String).join(' ')}`;
  });
  const verdicts = [
    { correct: true, reason: 'r' },
    { correct: false },
    { correct: 'true', reason: 7 },
    {},
    [],
    null,
    'x',
  ];
  lines.push(...verdicts.map(each => `${show(each)}: ${show(readVerdict(each))}`));
  expect(new Page(lines)).toMatchSnapshot();
});

const variants: (string | VariantOption[])[] = [
  'm, n',
  ' m ,  n, ',
  'm',
  'm, m',
  'a, b, c, d, e',
  'a, b, c, d, e, f',
  '',
  'a b',
  ['m', ' n '],
  ['m'],
  [{ model: 'm' }, { model_id: 'n' }],
  [{ model: 'm', temperature: 0 }, { prompt: 'x' }],
  [{ model: 7 }, { temperature: 0 }],
  [{}, {}],
  [{ name: ' short ' }, { name: 'short' }],
  [{ name: '' }, { name: ' ' }, { name: 7 }],
  [{ name: 'a' }, { name: 'b', rows: [] }],
  [
    { name: 'a', temprature: 1 },
    { name: 'b', images: 'x', zinc: 1 },
  ],
  ['m', { name: 'm' }],
];

it('variants', () => {
  const lines = variants.map(each => `${show(each)}: ${show(readVariants(each))} ${show(inspectVariants(each))}`);
  expect(new Page([...lines, show(inspectVariants(undefined))])).toMatchSnapshot();
});

it('fields to compare', () => {
  const schema = (...names: string[]) => ({
    type: 'object',
    properties: Object.fromEntries(names.map(name => [name, { type: 'string' }])),
  });
  const given: [output: Parameters<typeof findAnswerField>[0], answer: string | undefined, expected: string][] = [
    [undefined, undefined, 'a'],
    [undefined, 'b', 'a'],
    ['a; b', undefined, 'a'],
    ['a; b', undefined, 'c'],
    ['a', undefined, 'c'],
    ['a; b', 'b', 'a'],
    ['a; b', 'c', 'a'],
    [schema('a', 'b'), undefined, 'b'],
    [schema('a', 'b'), 'c', 'b'],
    [schema(), undefined, 'b'],
    [schema(), 'c', 'b'],
    [{ type: 'object' }, undefined, 'b'],
    [{ a: 'text' }, undefined, 'b'],
    ['7 is no list', undefined, 'b'],
  ];
  const lines = given.map(each => `${show(each)}: ${show(findAnswerField(...each))}`);
  const options: Parameters<typeof inspectMatch>[0][] = [
    {},
    { expected_field: 'a', answer_field: 'b' },
    ...(['exact', 'contains', 'number', 'judge'] as const).map(match => ({ match, tolerance: 0, judge_model: 'j' })),
    { tolerance: 1 },
    { judge_model: 'j' },
    { answer_field: 'b' },
  ];
  lines.push(...options.map(each => `${show(each)}: ${show(inspectMatch(each))}`));
  const rows = [
    [{ a: 'x' }],
    [{ a: 0 }, { a: false }],
    [{ a: 1 }, { a: '' }],
    [{ a: null }],
    [{ b: 1, c: 2 }],
    [{}],
    [{ a: 7 }, { a: 'x' }],
  ];
  for (const match of ['exact', 'number'] as const)
    lines.push(
      ...rows.map(
        each => `${match} ${show(each)}: ${show(inspectExpected({ rows: each, expected_field: 'a', match }))}`
      )
    );
  lines.push(show(inspectExpected({ rows: [{}] })), show(inspectExpected({ expected_field: 'a' })));
  lines.push(show(inspectExpected({ rows: [{}], expected_field: 'constructor' })));
  expect(new Page(lines)).toMatchSnapshot();
});

it('queries that a comparison consists of', () => {
  const options: CompareOptions = {
    model: 'm',
    rows: [{ a: 1 }],
    expected_field: 'a',
    variants: ['x', { prompt: 'p' }],
    match: 'exact',
  };
  const given: CompareOptions[] = [
    options,
    { ...options, prompt: 'q', system_prompt: 's', output_fields: 'a', max_tokens: 7, concurrency: 3 },
    { ...options, variants: [{ model: 'x', temperature: 0 }, { model_id: 'y' }] },
    { ...options, match: 'judge' },
    { ...options, match: 'judge', judge_model: 'j', concurrency: 2 },
  ];
  expect(new Page(given.map(each => show(toSubqueries(each))))).toMatchSnapshot();
});

const query: Fields = {
  operation: 'compare',
  model_id: 'm',
  prompt: 'Metal [[a]]',
  rows: [
    { a: 1, right: 'Zinc' },
    { a: 2, right: 'Tin' },
    { a: 3, right: 'Lead' },
  ],
  expected_field: 'right',
  variants: 'm, n',
  concurrency: 1,
};
const prices = { m: { input: 1e6, output: 2e6 }, n: { input: 10, output: 20 }, j: { input: 1, output: 2 } };
const refusal = (status: number): Answering => ({ status, body: { error: { message: `No ${status}` } } });

/** Each model's answers in order; `!` is a status, and `{` a whole body. */
const answersOf = (said: Record<string, (string | object)[]>): Answering => {
  const counts: Record<string, number> = {};
  return ({ body }) => {
    const model = String(body['model']);
    const at = counts[model] ?? 0;
    counts[model] = at + 1;
    const content = said[model]?.[at] ?? 'nothing';
    if (typeof content === 'object') return { body: { model, ...content } };
    if (content.startsWith('!')) return refusal(Number(content.slice(1))) as object;
    const usage = { prompt_tokens: at + 1, completion_tokens: 1, total_tokens: at + 2 };
    return { body: { ...chatBody({ content }), model, usage } };
  };
};

async function compareAll(
  cases: Record<string, [Fields, Record<string, (string | object)[]>, Fields?]>
): Promise<Page> {
  const lines: string[] = [];
  for (const [name, [more, said, source]] of Object.entries(cases)) {
    server.answer(answersOf(said));
    const { data, ...rest } = await tell(
      server.askFrom({ ...server.source, prices, ...source }, { ...query, ...more })
    );
    const { variants: summaries = [], rows = [], ...others }: { variants?: object[]; rows?: object[] } = Object(data);
    lines.push(`${name}: ${show({ ...rest, ...others })}`, ...[...summaries, ...rows].map(each => `  ${show(each)}`));
    server.reset();
  }
  return new Page(lines);
}

it('what a comparison counts', async () => {
  const ok = { choices: [{ message: { content: 'Zinc' }, finish_reason: 'stop' }] };
  expect(
    await compareAll({
      'all right': [{}, { m: ['Zinc', 'Tin', 'Lead'], n: ['Zinc', 'Tin', 'Lead'] }],
      'one wrong each': [{}, { m: ['Zinc', 'Tin', 'x'], n: ['x', 'Tin', 'Lead'] }],
      'one fails': [{}, { m: ['Zinc', '!400', 'Lead'], n: ['Zinc', 'Tin', 'x'] }],
      'one variant is stopped': [{}, { m: ['Zinc', '!401'], n: ['Zinc', 'Tin', 'x'] }],
      'one variant never begins': [{}, { m: ['!401'], n: ['Zinc', 'Tin', 'x'] }],
      'no answer is right, but contains it': [{}, { m: ['It is Zinc', 'b', 'c'], n: ['a', 'b', 'c'] }],
      'no answer is right': [{}, { m: ['a', 'b', 'c'], n: ['a', 'b', 'c'] }],
      'one right, others contain it': [{}, { m: ['Zinc', 'It is tin', 'c'], n: ['a', 'b', 'c'] }],
      'none can be read': [{ output_fields: 'right' }, { m: ['a', 'b', 'c'], n: ['d', 'e', 'f'] }],
      'one can be read': [{ output_fields: 'right' }, { m: ['{"right":"Zinc"}', 'b', 'c'], n: ['d', 'e', 'f'] }],
      'empty answers': [{}, { m: ['', 'Tin', 'Lead'], n: ['Zinc', '', ''] }],
      'without usage': [{}, { m: [ok, ok, ok], n: ['Zinc', 'Tin', 'Lead'] }],
      'of a dated version': [
        {},
        {
          m: [{ ...ok, model: 'm-2026', usage: { prompt_tokens: 3, completion_tokens: 2 } }],
          n: [{ ...ok, model: 'z', usage: { prompt_tokens: 3, completion_tokens: 2 } }],
        },
      ],
      'of a tier': [
        {},
        { m: [{ ...ok, service_tier: 'flex', usage: { prompt_tokens: 3, completion_tokens: 2 } }], n: ['Zinc'] },
      ],
      judged: [
        { match: 'judge', judge_model: 'j' },
        {
          m: ['Zinc', 'a', 'b'],
          n: ['Zinc', 'Tin', 'c'],
          j: ['{"reason":"r","correct":true}', '{"reason":"s","correct":false}', '{"reason":"t","correct":true}'],
        },
      ],
      'judged by nobody': [
        { match: 'judge', judge_model: 'j' },
        { m: ['Zinc', 'a', 'b'], n: ['Zinc', 'Tin', 'c'], j: ['!401'] },
      ],
      'one not judged': [
        { match: 'judge', judge_model: 'j' },
        { m: ['Zinc', 'a', 'Lead'], n: ['Zinc', 'b', 'Lead'], j: ['{"reason":"r","correct":true}', 'what?'] },
      ],
      'not to be judged': [
        { match: 'judge', judge_model: 'j' },
        { m: ['Zinc', 'Tin', 'Lead'], n: ['Zinc', 'Tin', 'Lead'] },
      ],
      'files that nobody can read': [
        { variants: ['m', { name: 'x', prompt: '[[zinc]]' }] },
        { m: ['Zinc', 'Tin', 'Lead'] },
      ],
      'a variant that no row fills': [
        {
          rows: [
            { a: 1, right: 'x' },
            { b: 1, right: 'y' },
          ],
          prompt: 'Metal',
          variants: ['m', { name: 'z', prompt: '[[a]]', system_prompt: '[[b]]' }],
        },
        { m: ['x', 'z'] },
      ],
      'with raw': [
        { include_raw: true, rows: [{ a: 1, right: 'x' }] },
        { m: ['x'], n: ['!400'] },
      ],
    })
  ).toMatchSnapshot();
});

it('what a comparison costs at most', async () => {
  const cases: Record<string, [Fields, Record<string, string[]>]> = {
    'two variants': [{ max_tokens: 10, dry_run: true }, {}],
    'a longer prompt': [{ max_tokens: 10, dry_run: true, prompt: 'Which metal is it, [[a]]?' }, {}],
    'a judge': [{ max_tokens: 10, dry_run: true, match: 'judge', judge_model: 'j' }, {}],
    'a judge of longer answers': [{ max_tokens: 1000, dry_run: true, match: 'judge', judge_model: 'j' }, {}],
    'rows that cannot be sent': [{ max_tokens: 10, dry_run: true, rows: [{ a: 1, right: 1 }, { right: 2 }] }, {}],
    'no limit of tokens': [{ dry_run: true }, {}],
  };
  expect(await compareAll(cases)).toMatchSnapshot();
});

it('times, and answers that nobody waited for', () => {
  const data = chatBody({ content: 'x' });
  const tellEnds = (ends: object[], ...others: object[]): string => {
    const cells = ends.map((end, at): Cell => {
      const duration: unknown = Reflect.get(end, 'duration');
      const result = { status: 'data' in end ? ('ok' as const) : ('not_run' as const) };
      return { result, ...(at > 0 && { correct: at === 1 }), ...(typeof duration === 'number' && { duration }) };
    });
    const compared: object = {
      comparison: { rows: ends.map(() => ({})), expected: [], variants: [{ name: 'a', model: 'm' }], match: 'exact' },
      variants: [{ ended: { ends }, cells }, ...others.map(end => ({ ended: { ends: [end] }, cells: [] }))],
      prices: { own: new Map(), asOpenAI: false },
    };
    const { charges, raw, data: told } = toComparisonOutcome(compared as Compared, () => undefined);
    const [first] = told.variants;
    const { median_ms, slowest_ms, accuracy, not_run } = first ?? {};
    return `${median_ms} at the median, ${slowest_ms} at most, ${accuracy} right, ${not_run} not run, ${charges?.length} charges, ${show(raw).length > 2}`;
  };
  const times = [[], [7.4], [7.5, 1], [3, 1, 2], [4, 1, 3, 2], [9, 1, 8, 2, 7]];
  const lines = times.map(each => `${show(each)}: ${tellEnds(each.map(duration => ({ data, duration })))}`);
  lines.push(`not sent: ${tellEnds([{ data, duration: 1 }, { sent: false }])}`);
  lines.push(`sent: ${tellEnds([{ data, duration: 1 }, { sent: true }])}`);
  lines.push(`another variant was sent: ${tellEnds([{ data, duration: 1 }], { sent: true })}`);
  lines.push(`another variant has ended: ${tellEnds([{ data, duration: 1 }], { data, duration: 1 })}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('a judge that fails, and one that is cancelled', async () => {
  const judged = async (cancels: boolean, kind: Failure['kind']) => {
    const query = new AbortController();
    const client: object = {
      chat: {
        completions: {
          create: ({ model }: { model: string }) => ({
            withResponse: async () => {
              if (model !== 'j') return { data: chatBody({ content: 'x' }), response: new Response('') };
              if (cancels) query.abort();
              throw new Error('No');
            },
          }),
        },
      },
    };
    const call: object = {
      signal: query.signal,
      connection: readConnection({ apiKey: 'sk-test' }, '2026-11-02'),
      dry_run: false,
      lighten: (body: object, send: (body: object) => unknown) => send(body),
      read: (): Failure => ({ kind, reason: 'Stopped' }),
      readAnswer: (): Failure => ({ kind: 'response', reason: 'No answer' }),
      remaining: () => 60_000,
    };
    const options = { model: 'm', rows: [{ a: 1, right: 'y' }], expected_field: 'right', variants: 'm, n' };
    const subqueries = ['m', 'n', 'j'].map(id => {
      const checked = { model: id, rows: options.rows, prompt: '[[a]]' };
      return { options: id === 'j' ? { ...JUDGE, model: id, rows: [] } : checked, context: contextOf(id) };
    });
    const context = { ...contextOf('m'), subqueries };
    const comparison = buildComparison({ ...options, match: 'judge', judge_model: 'j' }, context);
    return sendComparison(client as OpenAI, comparison, call as Call).then(
      ({ unjudged, variants: told }) => [
        unjudged?.error.message,
        told.map(({ cells }) => cells.map(({ answer }) => answer)),
      ],
      (error: Error) => `throws ${error.message}`
    );
  };
  expect(await judged(false, 'cancelled')).toEqual(['Stopped', [['x'], ['x']]]);
  expect(await judged(true, 'timeout')).toEqual(['Stopped', [['x'], ['x']]]);
  expect(await judged(true, 'cancelled')).toEqual(['Stopped', [['x'], ['x']]]);
});
