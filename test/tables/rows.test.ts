import { chatBody, completion, png, responseBody, said, usage } from '../real-servers/shapes';
import type { Answering, FixedAnswer } from '../support/answer-server';
import type { Fields } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { group, Page, plainText, show } from './lines';
import { tell } from './tell-result';

/** What becomes of rows: of a batch by the lines of its files, of bulk chat by the response to each, of a comparison by what matches. */

expect.addSnapshotSerializer(plainText);

const server = useRealServer();

const batchOf = (more: Fields = {}): FixedAnswer => ({
  body: {
    id: 'batch_1',
    status: 'completed',
    endpoint: '/v1/chat/completions',
    model: 'm',
    output_file_id: 'file-1',
    request_counts: { total: 2, completed: 2, failed: 0 },
    ...more,
  },
});
const line = (custom_id: unknown, body: unknown, status_code: unknown = 200, more: Fields = {}) =>
  `${JSON.stringify({ custom_id, response: { status_code, body }, error: null, ...more })}\n`;
const file = (...lines: string[]): FixedAnswer => ({ type: 'application/jsonl', text: lines.join('') });
const results: Fields = { operation: 'batch', batch_action: 'results', batch_id: 'batch_1' };
const rows = [{ a: 1 }, { a: 2 }];
const answer = (content: unknown, more: object = {}) => ({ ...chatBody({ content }), ...more });
const two = file(line('row-0', answer('Zinc')), line('row-1', answer('Tin')));

async function tellAll(cases: Record<string, [query: Fields, ...answers: Answering[]]>): Promise<Page> {
  const lines: string[] = [];
  for (const [name, [query, ...answers]] of Object.entries(cases)) {
    const told = await tell(server.ask(query, ...answers));
    lines.push(`${name}: ${show(told).replace(/"fingerprint":"\w{32}"/g, '"fingerprint":…')}`);
    server.reset();
  }
  return new Page(lines);
}

it('results of a batch by its status and files', async () => {
  const cases: Record<string, [Fields, ...Answering[]]> = {};
  for (const status of [
    'validating',
    'in_progress',
    'finalizing',
    'cancelling',
    'failed',
    'expired',
    'cancelled',
    'completed',
  ])
    cases[status] = [{ ...results, rows }, batchOf({ status }), two];
  for (const status of ['failed', 'expired', 'cancelled', 'completed'])
    for (const completed of [0, 1])
      cases[`${status} without files, ${completed} completed`] = [
        results,
        batchOf({ status, output_file_id: null, request_counts: { completed } }),
      ];
  Object.assign(cases, {
    'errors of the batch': [
      results,
      batchOf({
        status: 'failed',
        output_file_id: null,
        request_counts: { total: 0, completed: 0, failed: 0 },
        errors: { data: [{ code: 'x', message: 'No', line: 3 }, {}] },
      }),
    ],
    'both files': [
      { ...results, rows },
      batchOf({ error_file_id: 'file-2' }),
      file(line('row-0', answer('Zinc'))),
      file(line('row-1', { error: { message: 'No', code: 'c', type: 't' } }, 400)),
    ],
    'only errors': [
      { ...results, rows },
      batchOf({ output_file_id: '', error_file_id: 'file-2', request_counts: { completed: 0, failed: 2 } }),
      file(line('row-1', { error: { message: 'No' } }, 400)),
    ],
    'a row is missing': [{ ...results, rows }, batchOf(), file(line('row-0', answer('Zinc')))],
    'the file is empty': [{ ...results, rows }, batchOf(), file('\n')],
    'the file is not there': [{ ...results, rows }, batchOf(), { status: 404, body: { error: { message: 'Gone' } } }],
    'not all are to arrive': [
      { ...results, rows },
      batchOf({ request_counts: { total: 2, completed: 1, failed: 0 } }),
      file(line('row-0', answer('Zinc'))),
    ],
    'without counts': [
      { ...results, rows },
      batchOf({ request_counts: undefined }),
      file(line('row-0', answer('Zinc'))),
    ],
    'lines out of order': [
      results,
      batchOf(),
      file(line('row-10', answer('c')), line('row-9', answer('b')), line('other', answer('a'))),
    ],
    'unreadable lines': [
      results,
      batchOf(),
      file('zinc\n', '[]\n', line(7, answer('x')), line('row-0', answer('Zinc')), '\n'),
    ],
    'nothing but unreadable lines': [results, batchOf(), file('zinc\n')],
    'the same id twice': [results, batchOf({ error_file_id: 'file-2' }), two, two],
    'rows that match nothing': [
      { ...results, rows: [{ a: 1 }] },
      batchOf(),
      file(line('row-0', answer('a')), line('row-1', answer('b')), line('zinc', answer('c'))),
    ],
    'two batches': [
      { ...results, batch_id: ['batch_1', 'batch_2'], rows },
      batchOf(),
      two,
      batchOf({ id: 'batch_2', status: 'in_progress' }),
    ],
    'rows of their own names': [
      { ...results, rows, spread: true },
      batchOf({ metadata: { answers: 'json' } }),
      file(line('row-0', answer('{"metal":"zinc"}')), line('row-1', answer('Tin'))),
    ],
    'rows with fingerprints': [
      { ...results, rows, fingerprint_field: 'fingerprint' },
      batchOf(),
      file(line(`row-0-${'a'.repeat(32)}`, answer('Zinc')), line(`row-1-${'b'.repeat(31)}`, answer('Tin'))),
    ],
  });
  expect(await tellAll(cases)).toMatchSnapshot();
});

it('lines of a batch by their endpoint', async () => {
  const bodies: Record<string, unknown[]> = {
    '/v1/chat/completions': [
      answer('Zinc'),
      answer(null, { choices: [{ message: { refusal: 'No.' }, finish_reason: 'stop' }] }),
      answer(null, { choices: [{ message: { content: 'a' } }, { message: { content: 'b' } }] }),
      answer(null, { choices: [{ message: { content: 'cut' }, finish_reason: 'length' }] }),
      answer(null, { choices: [{ message: { tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }] } }] }),
      { choices: [] },
      { error: { message: 'No' } },
      JSON.stringify(answer('as text')),
      'no JSON',
      null,
      [],
    ],
    '/v1/responses': [
      responseBody([said('Zinc')]),
      responseBody([said('half')], { status: 'failed', error: { code: 'server_error', message: 'No' } }),
      responseBody([said('cut')], { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
      responseBody([{ type: 'image_generation_call', id: 'ig', result: png }]),
      responseBody([{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' }]),
      responseBody([said('{"a":1}')], { text: { format: { type: 'json_object' } } }),
      responseBody([]),
    ],
    '/v1/completions': [
      { choices: [{ text: 'Zinc' }] },
      { choices: [{ message: { content: 'Tin' } }] },
      { choices: [{}] },
      {},
    ],
    '/v1/embeddings': [
      { data: [{ index: 0, embedding: [1, 2] }] },
      {
        data: [
          { index: 1, embedding: [2] },
          { index: 0, embedding: [1] },
        ],
      },
      { data: [] },
      { data: [{ index: 0 }] },
    ],
    '/v1/moderations': [
      { results: [{ flagged: true, categories: { hate: true }, category_scores: { hate: 0.9 } }] },
      {
        results: [
          { flagged: false, categories: {}, category_scores: {} },
          { flagged: true, categories: { hate: true }, category_scores: {} },
        ],
      },
      { results: [] },
      {},
    ],
    '/v1/images/generations': [
      { data: [{ b64_json: png }] },
      { data: [{ b64_json: png }, { url: 'https://a.invalid' }] },
      { data: [] },
    ],
    '/v1/images/edits': [{ data: [{ b64_json: png }] }, { error: { message: 'No' } }],
    '/v1/zinc': [{ a: 1 }],
    constructor: [{ a: 1 }],
  };
  const lines: string[] = [];
  for (const [endpoint, each] of Object.entries(bodies)) {
    const { data } = await server.ask(
      results,
      batchOf({ endpoint }),
      file(...each.map((body, at) => line(`row-${at}`, body)))
    );
    lines.push(endpoint, ...(data['rows'] as object[]).map(row => `  ${show(row)}`));
    server.reset();
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('lines of a batch that failed', async () => {
  const failed = [
    line('row-0', { error: { message: 'Too many', code: 'rate_limit_exceeded', type: 'x' } }, 429),
    line('row-1', { error: { message: 'No' } }, 400),
    line('row-2', {}, 500),
    line('row-3', null, 500),
    line('row-4', answer('x'), 399),
    line('row-5', answer('x'), '200'),
    line('row-6', answer('x'), null),
    line('row-7', null, null, { response: null, error: { code: 'batch_expired', message: 'Late' } }),
    line('row-8', null, null, { response: null, error: { code: 'batch_cancelled', message: 'Stopped' } }),
    line('row-9', null, null, { response: null, error: { code: 'x', message: 'No' } }),
    line('row-10', null, null, { response: null, error: null }),
    line('row-11', { error: { message: 'key sk-test-0123456789abcdef is wrong' } }, 401),
    line('row-12', answer('x', { usage: null, model: 7 })),
    line('row-13', answer('x', { usage: { prompt_tokens: 1 }, model: 'other' })),
  ];
  const { data, metadata } = await server.ask(results, batchOf(), file(...failed));
  expect(new Page([...(data['rows'] as object[]).map(show), show(metadata.usage)])).toMatchSnapshot();
});

const create: Fields = {
  operation: 'batch',
  batch_action: 'create',
  batch_target: 'chat',
  model_id: 'm',
  dry_run: true,
};

it('requests of a batch as they are given', async () => {
  const body = { messages: [] };
  const given: unknown[] = [
    [body],
    [{ body }, { body }],
    [
      { custom_id: 'a', body },
      { custom_id: 'a', body },
    ],
    [
      { custom_id: 7, body },
      { custom_id: '', body },
    ],
    [{ method: 'GET', body }],
    [
      { url: '/v1/chat/completions', body },
      { url: '/v1/responses', body },
    ],
    [{ url: '/v1/zinc', body }],
    [{ url: 7, body }],
    [{ body: { ...body, model: 'x' } }, { body }],
    [{ body: { ...body, model: 'x' } }, { body: { model: 'x' } }],
    [{ body: { ...body, stream: true } }],
    [{ custom_id: 'a' }],
    [[], null, 7, 'x'],
    [],
    '',
    `${JSON.stringify(body)}\n\n${JSON.stringify({ custom_id: 'b', body })}`,
    `${JSON.stringify(body)}\n{`,
    '\n',
  ];
  const told: [string, string][] = [];
  for (const requests of given) told.push([show(requests), show(await tell(server.ask({ ...create, requests })))]);
  expect(new Page(group(told))).toMatchSnapshot();
});

const bulk: Fields = { operation: 'bulk_chat', model_id: 'm', prompt: 'Metal [[a]]', rows };
const no = (status: number, error: Fields = { message: 'No' }, headers: Record<string, string> = {}): FixedAnswer => ({
  status,
  body: { error },
  headers,
});

it('rows of bulk chat by their responses', async () => {
  const good = completion({ content: 'Zinc' });
  const one = { ...bulk, concurrency: 1 };
  const cases: Record<string, [Fields, ...Answering[]]> = {
    'all well': [one, good],
    'one is refused': [one, good, no(400)],
    'the first is refused': [one, no(400), good],
    'all are refused': [one, no(400)],
    'the key is wrong': [one, good, no(401)],
    'the key is wrong at once': [one, no(401)],
    'no credit is left': [
      { ...one, rows: [...rows, { a: 3 }] },
      good,
      no(429, { message: 'No', code: 'insufficient_quota' }),
    ],
    'the model is unknown': [one, no(404, { message: 'No', code: 'model_not_found' })],
    'not allowed': [{ ...one, rows: [...rows, { a: 3 }] }, good, no(403)],
    'an unverified organization': [
      { ...one, rows: [...rows, { a: 3 }] },
      good,
      no(403, { message: 'Your organization must be verified' }),
    ],
    'a server that fails': [{ ...one, rows: [...rows, { a: 3 }] }, good, no(500), good],
    'a limit that passes': [one, good, no(429, { message: 'Wait' }, { 'retry-after-ms': '1' }), good],
    'a filter': [one, completion({ content: '' }, { finish_reason: 'content_filter' }), good],
    'cut answers': [one, completion({ content: 'Zi' }, { finish_reason: 'length' })],
    'empty answers': [one, good, completion({ content: null })],
    'no answer': [one, good, { body: { choices: [] } }],
    'a refusal': [one, completion({ content: null, refusal: 'No.' })],
    calls: [
      { ...one, functions: [{ name: 'f' }] },
      completion({ content: null, tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }] }),
    ],
    JSON: [
      { ...one, output_fields: 'metal', spread: true },
      completion({ content: '{"metal":"zinc"}' }),
      completion({ content: '{"tin":1}' }),
    ],
    'a corrected JSON': [
      { ...one, output_fields: 'metal', repair: 1 },
      completion({ content: '{"tin":1}' }),
      completion({ content: '{"metal":"zinc"}' }),
    ],
    'a JSON that is never right': [{ ...one, output_fields: 'metal', repair: 1 }, completion({ content: '{"tin":1}' })],
    'a correction that fails': [
      { ...one, output_fields: 'metal', repair: 1 },
      completion({ content: '{"metal":"zinc"}' }),
      completion({ content: '{"tin":1}' }),
      no(400),
    ],
    'a correction that a limit holds': [
      { ...one, output_fields: 'metal', repair: 1 },
      completion({ content: '{"metal":"zinc"}' }),
      completion({ content: '{"tin":1}' }),
      no(429, { message: 'Wait' }, { 'retry-after-ms': '9999999' }),
    ],
    'the second correction fails': [
      { ...one, output_fields: 'metal', repair: 2 },
      completion({ content: '{"metal":"zinc"}' }),
      completion({ content: '{"tin":1}' }),
      completion({ content: '{"tin":2}' }),
      no(400),
    ],
    'rows with the names of results': [{ ...one, rows: [{ a: 1, text: 'own', status: 'mine' }] }, good],
    'with fingerprints': [{ ...one, rows: [{ a: 1, fingerprint: 'old' }], fingerprint_field: 'fingerprint' }, good],
    'fields that are missing': [{ ...one, rows: [{ a: 1 }, { b: 2 }] }, good],
    'without usage': [one, { body: { ...chatBody({ content: 'x' }), usage: undefined } }],
    raw: [{ ...one, include_raw: true }, good],
    'a fallback': [{ ...one, fallback_models: 'n' }, no(404, { message: 'No', code: 'model_not_found' }), good],
  };
  expect(await tellAll(cases)).toMatchSnapshot();
});

const compare: Fields = {
  operation: 'compare',
  model_id: 'm',
  prompt: 'Metal [[a]]',
  rows: [
    { a: 1, right: 'Zinc' },
    { a: 2, right: 'Tin' },
  ],
  expected_field: 'right',
  variants: 'm, n',
  concurrency: 1,
};

it('variants by what matches', async () => {
  const byModel = (answers: Record<string, string[]>): Answering => {
    const counts: Record<string, number> = {};
    return ({ body }) => {
      const model = String(body['model']);
      const at = counts[model] ?? 0;
      counts[model] = at + 1;
      const content = answers[model]?.[at] ?? 'nothing';
      return content.startsWith('!')
        ? no(Number(content.slice(1)))
        : { body: { ...chatBody({ content }), model, usage } };
    };
  };
  const cases: Record<string, [Fields, ...Answering[]]> = {
    'one is right': [compare, byModel({ m: ['Zinc', 'Tin'], n: ['zinc', ' Tin '] })],
    contained: [{ ...compare, match: 'contains' }, byModel({ m: ['It is zinc.', 'no'], n: ['TIN', 'tin'] })],
    'contained, but asked exactly': [compare, byModel({ m: ['It is Zinc.', 'no'], n: ['x', 'y'] })],
    numbers: [
      {
        ...compare,
        match: 'number',
        tolerance: 0.5,
        rows: [
          { a: 1, right: 30 },
          { a: 2, right: '1,000' },
        ],
      },
      byModel({ m: ['about 30.5', '999.5'], n: ['30.51', 'none'] }),
    ],
    'one fails': [compare, byModel({ m: ['Zinc', '!400'], n: ['Zinc', 'Tin'] })],
    'one variant fails': [compare, byModel({ m: ['!401'], n: ['Zinc', 'Tin'] })],
    'all fail': [compare, byModel({ m: ['!400', '!400'], n: ['!400', '!400'] })],
    judged: [
      { ...compare, match: 'judge', judge_model: 'j' },
      byModel({
        m: ['Zinc', 'a'],
        n: ['b', 'Tin'],
        j: ['{"reason":"r","correct":true}', '{"reason":"s","correct":false}'],
      }),
    ],
    'judged in vain': [
      { ...compare, match: 'judge', judge_model: 'j' },
      byModel({ m: ['Zinc', 'a'], n: ['b', 'Tin'], j: ['zinc', '!400'] }),
    ],
    fields: [
      { ...compare, output_fields: 'right; why' },
      byModel({ m: ['{"right":"Zinc","why":"w"}', '{"right":"x","why":"w"}'], n: ['{"right":"Zinc"}', 'no'] }),
    ],
    named: [
      {
        ...compare,
        variants: [
          { name: 'short', model: 'm', max_tokens: 5 },
          { name: 'long', model_id: 'n', prompt: 'Other [[a]]' },
        ],
      },
      byModel({ m: ['Zinc', 'Tin'], n: ['Zinc', 'x'] }),
    ],
  };
  expect(await tellAll(cases)).toMatchSnapshot();
});
