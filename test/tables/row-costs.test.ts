import { describeCounts, warnOfStop } from '../../plugins/openai/lib/bulk/bulk-result';
import { inspectFileTemplates } from '../../plugins/openai/lib/bulk/row-files';
import { chatBody } from '../real-servers/shapes';
import type { Answering } from '../support/answer-server';
import type { Fields } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { Page, plainText, show } from './lines';
import { tell } from './tell-result';

/** What rows cost at prices that the connection states, and how many files their templates may name. */

expect.addSnapshotSerializer(plainText);

const server = useRealServer();
/** A token costs a dollar, so that a reader can calculate each line. */
const prices = {
  m: { input: 1e6, cached_input: 5e5, output: 2e6 },
  'm-mini': { input: 1e5, output: 1e5 },
  '*': 'openai',
};
const rows = [{ a: 1 }, { a: 2 }];
const query: Fields = { operation: 'bulk_chat', model_id: 'm', prompt: 'Metal [[a]]', rows };
const compare: Fields = {
  ...query,
  operation: 'compare',
  rows: [{ a: 1, b: 'Zinc' }],
  variants: [{ name: 'short' }, { name: 'long', prompt: 'Which metal is [[a]]?' }],
  expected_field: 'b',
};

const decide: Fields = { ...query, operation: 'decide', questions: 'metal? yes/no', concurrency: 1 };

const used = (prompt_tokens: number, completion_tokens: number, more: object = {}) => ({
  usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  model: 'm',
  ...more,
});
const zinc = (more: object, content = 'Zinc'): Answering => ({
  body: { ...chatBody({ content }), ...used(3, 2), ...more },
});

it('costs of rows', async () => {
  const no: Answering = { status: 400, body: { error: { message: 'No', type: 'x' } } };
  const missing: Answering = { status: 404, body: { error: { message: 'No such endpoint', type: 'x' } } };
  const wrong = zinc(used(10, 10), 'zinc');
  const cases: Record<string, [Fields, ...Answering[]]> = {
    'both answered': [query, zinc({}), zinc({})],
    'of different sizes': [query, zinc(used(1, 0)), zinc(used(0, 1))],
    'one fails': [query, no, zinc({})],
    'one without usage': [query, zinc({ usage: null }), zinc({})],
    'of a model of another price': [query, zinc({ model: 'n' }), zinc({})],
    'of two models': [{ ...query, concurrency: 1 }, zinc({}), zinc({ model: 'm-mini' })],
    'of a tier': [query, zinc({ service_tier: 'flex' }), zinc({})],
    'one is asked twice': [
      { ...query, concurrency: 1, output_fields: 'metal', repair: 1 },
      wrong,
      zinc({}, '{"metal":"zinc"}'),
    ],
    compared: [compare, zinc({}), zinc({})],
    ...Object.fromEntries(
      ['m-mini', 'm-mini-2026-01-01', 'm-2026-01-01', 'm-0613', 'm:latest', 'm:free', 'm-32k', 'm2', ''].map(model => [
        `compared, answered by "${model}"`,
        [compare, zinc({ model })],
      ])
    ),
    'compared at list prices': [
      { ...compare, model_id: 'gpt-4o' },
      zinc({ model: 'gpt-4o-2024-08-06' }),
      zinc({ model: 'gpt-4o-mini' }),
    ],
    'a chat, answered by another model': [
      { operation: 'chat', model_id: 'm', prompt: 'Zinc?', output: 'full' },
      zinc({ model: 'm-mini' }),
    ],
    'compared by a judge': [
      { ...compare, match: 'judge', judge_model: 'm' },
      zinc({}, 'It is zinc'),
      zinc({}, 'It is zinc'),
      zinc(used(7, 1), '{"equal":true}'),
    ],
    'no answer can be used': [{ ...query, output_fields: 'metal' }, wrong],
    'no answer can be used, each asked twice': [{ ...query, output_fields: 'metal', repair: 1 }, wrong],
    'no answer can be used, one fails': [{ ...query, concurrency: 1, output_fields: 'metal' }, wrong, no],
    'no answer can be used, one is unclear': [
      { ...query, concurrency: 1, output_fields: 'metal' },
      wrong,
      { ...no, status: 500 },
    ],
    'no answer can be used, without usage': [{ ...query, output_fields: 'metal' }, zinc({ usage: null }, 'zinc')],
    'compared, no answer can be used': [{ ...compare, output_fields: 'b' }, wrong],
    'decided, no answer can be used': [decide, missing, wrong],
    'decided one, no answer can be used': [{ ...decide, rows: '', prompt: '', input: 'Zinc' }, missing, wrong],
    'completed, no answer': [
      { operation: 'completion', model_id: 'm', prompt: 'Zinc' },
      { body: { ...chatBody({ content: null }), ...used(3, 2) } },
    ],
  };
  const lines: string[] = [];
  for (const [name, [asked, ...answers]] of Object.entries(cases)) {
    server.answer(...answers);
    const told = await tell(server.askFrom({ ...server.source, prices }, asked));
    const { data, cost, usage, attempts, ERROR } = told;
    const variants: unknown = Reflect.get(Object(data), 'variants');
    const each = Array.isArray(variants) ? variants.map(one => Reflect.get(Object(one), 'cost_usd')) : undefined;
    lines.push(`${name}: ${show({ cost, usage, each, ERROR, ...(ERROR !== undefined && { attempts }) })}`);
    server.reset();
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('results of a batch whose ids are those of rows, or nearly', async () => {
  const endpoint = '/v1/chat/completions';
  const batch = { id: 'batch_1', status: 'completed', endpoint, model: 'm', output_file_id: 'file-1' };
  const print = 'a1b2c3d4'.repeat(4);
  const ids = ['row-0', 'row-1', 'x-row-0', 'row-0-', `row-0-${print}`, `row-0-${print}0`, 'row-', 'row-2', 'ROW-0'];
  const lines: string[] = [];
  for (const id of ids) {
    const body = { ...chatBody({ content: 'Zinc' }), ...used(3, 2) };
    const line = JSON.stringify({ custom_id: id, response: { status_code: 200, body }, error: null });
    server.answer({ body: batch }, { type: 'application/jsonl', text: `${line}\n` });
    const asked = { operation: 'batch', batch_action: 'results', batch_id: 'batch_1', rows };
    const { data, cost, '!': warnings, ERROR } = await tell(server.askFrom({ ...server.source, prices }, asked));
    lines.push(`${id}: ${show({ rows: Reflect.get(Object(data), 'rows'), cost, warnings, ERROR })}`);
    server.reset();
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('templates of files, at each limit', () => {
  const row = { photo: 'https://a.invalid/x', empty: '' };
  const lists = [0, 1, 500, 501].map(count => Array.from({ length: count }, () => '[[photo]]'));
  const told = [
    ...lists,
    ['[[photo]]', 7, { file_id: 'f' }],
    '[[zinc]]',
    '[[empty]]',
    ['[[photo]]', '[[zinc]]'],
  ].flatMap(images =>
    [[], [row], [{}, row]].map(
      given => `${show(images)} of ${given.length} rows: ${show(inspectFileTemplates({ images }, given))}`
    )
  );
  expect(new Page(told)).toMatchSnapshot();
});

it('counts of rows in words', () => {
  const counts = [0, 1, 2, 1000];
  const told = counts.flatMap(count => [
    describeCounts(count, 0, 0),
    describeCounts(0, count, 0),
    describeCounts(0, 0, count),
    describeCounts(0, 0, 0, count),
  ]);
  const stopped = { code: 'c', category: 'k', message: 'No time' };
  const warn = (parameter: string, reason: string) => void told.push(`${parameter}: ${reason}`);
  for (const not_run of [0, 1, 2, 7]) {
    warnOfStop(not_run, { ends: Array(7), stopped }, warn);
    warnOfStop(not_run, { ends: Array(7) }, warn);
  }
  expect(new Page(told)).toMatchSnapshot();
});
