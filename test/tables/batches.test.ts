import type OpenAI from 'openai';
import { inspectContents } from '../../plugins/openai/lib/batch/batch-options';
import type { Fetched } from '../../plugins/openai/lib/batch/batch-results';
import { toResultsOutcome } from '../../plugins/openai/lib/batch/batch-rows';
import { isEnded, toBatchData, toBatchOutcome, toBatchRow } from '../../plugins/openai/lib/batch/batch-status';
import { type BatchRequest, countBatches, createBatches } from '../../plugins/openai/lib/batch/batch-upload';
import { readListedBatch } from '../../plugins/openai/lib/batch/stored-batch';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import type { Call, Context } from '../../plugins/openai/lib/operation';
import { targets } from '../../plugins/openai/lib/operations/batch/targets';
import { chatBody, png } from '../real-servers/shapes';
import type { Answering, FixedAnswer } from '../support/answer-server';
import type { Fields } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { Page, plainText, show } from './lines';
import { tell } from './tell-result';

/** What is uploaded for a batch, what is created, what it costs, and what is told of it. */

expect.addSnapshotSerializer(plainText);

const server = useRealServer();
const prices = {
  m: { input: 1e6, output: 2e6, batch: 0.5 },
  n: { input: 10, output: 20 },
};

const create: Fields = { operation: 'batch', batch_action: 'create', model_id: 'm', prompt: 'Metal [[a]]' };
const rows = [{ a: 1 }, { a: 2 }];
const uploaded: FixedAnswer = { body: { id: 'file-1' } };
const batch = (more: Fields = {}): FixedAnswer => ({
  body: {
    id: 'batch_1',
    status: 'validating',
    model: 'm',
    request_counts: { total: 0, completed: 0, failed: 0 },
    ...more,
  },
});
const refusal = (status: number, message = 'No'): FixedAnswer => ({ status, body: { error: { message, type: 'x' } } });

/** The requests that came: of a form, its fields without what separates them. */
const seen = () =>
  server.requests.map(({ method, path, text, body }) => {
    const fields = text
      .split(/--\S+\r\n/)
      .map(part => part.replace(/^[\s\S]*?filename="(.*)"[\s\S]*?\r\n\r\n/, '$1: ').replace(/\r\n/g, ' '));
    return `${method} ${path}${
      body
        ? ` ${show(body)}`
        : fields
            .filter(part => part !== '')
            .map(part => ` ${part.replace(/\s*--\S+--\s*$/, '')}`)
            .join(' |')
    }`;
  });

async function tellAll(cases: Record<string, [Fields, ...Answering[]]>): Promise<Page> {
  const lines: string[] = [];
  for (const [name, [query, ...answers]] of Object.entries(cases)) {
    server.answer(...answers);
    const told = await tell(server.askFrom({ ...server.source, prices }, query));
    lines.push(`${name}: ${show(told)}`, ...seen().map(line => `  ${line.trimEnd().replaceAll('\n', '\n    ')}`));
    server.reset();
  }
  return new Page(lines);
}

it('batches of each kind of request', async () => {
  const chat = { ...create, rows };
  const photo = `data:image/png;base64,${png}`;
  const cases: Record<string, [Fields, ...Answering[]]> = {
    chat: [chat],
    'chat with all': [
      { ...chat, system_prompt: 'As [[a]]', max_tokens: 7, metadata: { t: 'x' }, extra_parameters: { seed: 1 } },
    ],
    'chat with fields': [{ ...chat, output_fields: 'metal' }],
    'chat with a schema': [
      { ...chat, json_schema: { type: 'object', properties: {}, required: [], additionalProperties: false } },
    ],
    'chat with fingerprints': [{ ...chat, fingerprint_field: 'f' }],
    'chat with images': [{ ...chat, images: '[[p]]', rows: [{ a: 1, p: photo }, { a: 2 }] }],
    'chat with a file that is none': [
      {
        ...chat,
        images: '[[p]]',
        rows: [
          { a: 1, p: 'zinc' },
          { a: 2, p: photo },
        ],
      },
    ],
    'chat with files that are none': [
      {
        ...chat,
        images: '[[p]]',
        rows: [
          { a: 1, p: 'zinc' },
          { a: 2, p: 'tin' },
        ],
      },
    ],
    'the same for all': [{ ...chat, prompt: 'Metal' }],
    'a row that cannot be filled': [{ ...chat, rows: [{ a: 1 }, { b: 2 }] }],
    respond: [{ ...chat, target: 'respond', system_prompt: 'As [[a]]', max_tokens: 16 }],
    'respond without more': [{ ...chat, target: 'respond', rows: [{ a: 1 }] }],
    'respond, too short': [{ ...chat, target: 'respond', max_tokens: 15 }],
    'respond with fields': [{ ...chat, target: 'respond', output_fields: 'metal', rows: [{ a: 1 }] }],
    'respond with a document': [
      { ...chat, target: 'respond', files: '[[p]]', rows: [{ a: 1, p: { file_id: 'file-abc' } }] },
    ],
    embedding: [{ ...chat, target: 'embedding', dimensions: 3 }],
    'embedding without more': [{ ...chat, target: 'embedding', images: '[[a]]', system_prompt: 'x', rows: [{ a: 1 }] }],
    moderation: [{ ...chat, target: 'moderation', rows: [{ a: 1 }] }],
    image: [{ ...chat, target: 'image', size: '1024x1024', quality: 'low', rows: [{ a: 1 }] }],
    'requests as they are': [
      {
        ...create,
        prompt: '',
        requests: [{ custom_id: 'x', url: '/v1/responses', body: { input: 'a' } }, { input: 'b' }],
      },
    ],
    'requests for JSON': [
      {
        ...create,
        prompt: '',
        requests: [{ messages: [] }, { messages: [], response_format: { type: 'json_schema' } }],
        metadata: { t: 'x' },
      },
    ],
    'requests for text': [
      {
        ...create,
        prompt: '',
        requests: [
          { messages: [], response_format: { type: 'text' } },
          { messages: [], response_format: 'json' },
        ],
      },
    ],
    'requests with parameters for all': [
      { ...create, prompt: '', requests: [{ messages: [] }], extra_parameters: { seed: 1 } },
    ],
    'requests beside rows': [{ ...chat, requests: [{ messages: [] }] }],
  };
  for (const each of Object.values(cases)) each.push(uploaded, batch());
  expect(await tellAll(cases)).toMatchSnapshot();
});

it('batches that are created, and that are not', async () => {
  const chat = { ...create, rows };
  const large = Array.from({ length: 50_000 }, () => 'x');
  const embeddings = {
    ...create,
    target: 'embedding',
    prompt: '',
    requests: [{ input: large }, { input: ['a', 'b'] }, { input: 'c' }],
  };
  const cases: Record<string, [Fields, ...Answering[]]> = {
    'the upload is refused': [chat, refusal(400)],
    'the upload has no id': [chat, { body: {} }],
    'the batch is refused': [chat, uploaded, refusal(400), { body: { id: 'file-1', deleted: true } }],
    'the batch is refused, and the file stays': [chat, uploaded, refusal(403), refusal(500)],
    'the batch may be there': [chat, uploaded, refusal(500)],
    'the batch has no id': [chat, uploaded, { body: {} }],
    'the batch may be there, after a while': [chat, uploaded, refusal(408)],
    'the batch may be there already': [chat, uploaded, refusal(409)],
    'the second is refused': [
      embeddings,
      uploaded,
      batch(),
      { body: { id: 'file-2' } },
      refusal(400, 'Full'),
      { body: {} },
    ],
    'the second may be there': [embeddings, uploaded, batch(), { body: { id: 'file-2' } }, refusal(500, 'Down')],
    'two are created': [
      { ...embeddings, requests: [{ input: large }, { input: 'c' }] },
      uploaded,
      batch(),
      { body: { id: 'file-2' } },
      batch({ id: 'batch_2', model: 'n' }),
    ],
    'a dry run': [{ ...chat, dry_run: true, max_tokens: 10 }],
    'a dry run of requests': [{ ...create, prompt: '', dry_run: true, requests: [{ messages: [], max_tokens: 10 }] }],
    'a dry run of tracked rows': [{ ...chat, dry_run: true, fingerprint_field: 'f' }],
    'a dry run of two batches': [{ ...embeddings, dry_run: true }],
  };
  const page = await tellAll(cases);
  expect(new Page([page.text.replace(/("x",){99,}/g, '"x",…')])).toMatchSnapshot();
});

const results: Fields = { operation: 'batch', batch_action: 'results', batch_id: 'batch_1' };
const line = (custom_id: string, more: Fields) =>
  `${JSON.stringify({ custom_id, response: { status_code: 200, body: { ...chatBody({ content: 'Zinc' }), model: 'm', usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }, ...more } } })}\n`;

it('what the results of a batch cost, by the prices of batches', async () => {
  const files: Record<string, string> = {
    one: line('row-0', {}),
    two: line('row-0', {}) + line('row-1', { usage: { prompt_tokens: 10, completion_tokens: 0, total_tokens: 10 } }),
    'of a dated version': line('row-0', { model: 'm-2026-01-01' }),
    'of another model': line('row-0', { model: 'n' }),
    'of an unknown model': line('row-0', { model: 'z' }),
    'without a model': line('row-0', { model: null }),
    'without usage': line('row-0', { usage: null }) + line('row-1', {}),
    'of another tier': line('row-0', { service_tier: 'flex' }),
    'one cannot be read': line('row-0', { choices: [] }) + line('row-1', {}),
    'the same twice': line('row-0', {}) + line('row-0', {}),
  };
  const done = batch({ status: 'completed', endpoint: '/v1/chat/completions', output_file_id: 'file-1' });
  const lines: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    server.answer(done, { type: 'application/jsonl', text });
    const { cost, usage, model, ERROR } = await tell(server.askFrom({ ...server.source, prices }, results));
    lines.push(`${name}: ${show({ cost, usage, model, ERROR })}`);
    server.reset();
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('what is told of results', () => {
  const ok = { status: 'ok' as const, text: 't' };
  const fetched: Fetched = {
    batches: [readListedBatch({ id: 'batch_1', status: 'completed', model: 'm' })],
    results: new Map([
      ['row-1', ok],
      ['row-0', ok],
    ]),
    charges: new Map([['row-1', { usage: { input_tokens: 1 } }]]),
    unreadable: 0,
    missing: 0,
    replaced: 0,
    incomplete: [],
  };
  const unended = [readListedBatch({ id: 'batch_1', status: 'in_progress' })];
  const given: [string, Partial<Fetched>, Fields?][] = [
    ['all well', {}],
    ['with rows', {}, { rows: [{ a: 1 }, { a: 2 }] }],
    ['with more rows', {}, { rows: [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4, f: 'x' }], fingerprint_field: 'f' }],
    [
      'with more rows, and some are missing',
      { missing: 1 },
      { rows: [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4, f: 'x' }], fingerprint_field: 'f' },
    ],
    ['with fewer rows', {}, { rows: [{ a: 1 }] }],
    ['with no rows', {}, { rows: [] }],
    [
      'of others',
      {
        results: new Map([
          ['b', ok],
          ['row-2', ok],
          ['a', ok],
          ['row-10', ok],
        ]),
      },
    ],
    [
      'that failed',
      {
        results: new Map([
          ['row-0', { status: 'error', error: { code: 'c', category: 'k', message: 'm' } }],
          ['row-1', { status: 'not_run' }],
        ]),
      },
    ],
    ['in progress', { batches: unended, results: new Map() }],
    ['in progress, with results', { batches: unended }],
    ['none', { results: new Map() }],
    ...([1, 2, 1000] as const).flatMap((count): [string, Partial<Fetched>][] => [
      [`${count} unreadable`, { unreadable: count }],
      [`${count} missing`, { missing: count }],
      [`${count} replaced`, { replaced: count }],
    ]),
    ['one incomplete', { incomplete: ['batch_1'] }],
    ['two incomplete', { incomplete: ['batch_1', 'batch_2'] }],
    ['all of it', { unreadable: 1, missing: 1, replaced: 1, incomplete: ['x'] }, { rows: [{ a: 1 }] }],
  ];
  const lines = given.map(([name, more, options = {}]) => {
    const warnings: string[] = [];
    const outcome = toResultsOutcome(
      { ...fetched, ...more },
      options,
      (field, reason) => void warnings.push(`${field}: ${reason}`)
    );
    return `${name}: ${show(outcome)} ${show(warnings)}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it('what is told of batches', () => {
  const statuses = [
    'validating',
    'in_progress',
    'finalizing',
    'cancelling',
    'failed',
    'expired',
    'cancelled',
    'completed',
    'zinc',
    undefined,
  ];
  const lines = statuses.map(status => {
    const one = readListedBatch({ id: 'b', ...(status && { status }) });
    const { message, data } = toBatchOutcome([one, one]);
    return `${status}: ended ${isEnded(one)}, ${toBatchOutcome([one]).message}, ${message}, ${show(data)}`;
  });
  const order = statuses.flatMap(one =>
    statuses.map(
      other => toBatchData([one, other].map(status => readListedBatch({ id: 'b', ...(status && { status }) }))).status
    )
  );
  lines.push(order.join(' '));
  const raws: object[] = [
    {},
    { id: 7, status: 7 },
    {
      id: 'b',
      endpoint: '/v1/x',
      model: 'm',
      request_counts: { total: 3, completed: 2, failed: 1 },
      created_at: 1,
      expires_at: 86_400,
      metadata: { a: '1' },
    },
    { id: 'b', errors: { data: [{ code: 'c', message: 'm', line: 0 }, { line: 7 }, {}] } },
    { id: 'b', errors: { data: [] } },
  ];
  lines.push(
    ...raws.map(
      raw => `${show(raw)}: ${show(toBatchRow(readListedBatch(raw)))} ${show(toBatchData([readListedBatch(raw)]))}`
    )
  );
  lines.push(show(toBatchData([])));
  expect(new Page(lines)).toMatchSnapshot();
});

it('contents that cannot be batches', () => {
  const given: Fields[] = [
    {},
    { rows },
    { prompt: 'x' },
    { requests: [] },
    { requests: [], rows },
    { requests: '', prompt: 'x' },
    { rows, prompt: '[[b]]' },
    { rows: [{ a: 1 }, {}], prompt: '[[a]]' },
    { rows: [{ a: 1 }, {}], prompt: 'x', system_prompt: '[[a]]' },
    { rows, prompt: 'x', images: '[[b]]' },
    { rows, prompt: 'x', output_fields: 'a', json_schema: {} },
    { rows, prompt: ' ' },
  ];
  expect(
    new Page(given.map(each => `${show(each)}: ${show(inspectContents({ model: 'm', ...each }))}`))
  ).toMatchSnapshot();
});

it('files of a batch, and what becomes of them', async () => {
  const connection = readConnection({ apiKey: 'sk-test' }, '2026-11-02');
  const { signal } = new AbortController();
  const run = async (
    more: Partial<BatchRequest>,
    fails: (batches: number) => boolean = () => false,
    given: object = {}
  ) => {
    const log: string[] = [];
    let batches = 0;
    const client: object = {
      post: async (path: string, { body }: { body: { fields: [string, unknown][] } }) => {
        const file = body.fields.map(([name, value]) =>
          value instanceof File ? `${value.name} ${value.type} ${value.size}` : `${name} ${String(value)}`
        );
        log.push(`POST ${path} ${file.join(', ')}`);
        return { id: `file_${log.length}` };
      },
      batches: {
        create: async (order: object) => {
          batches += 1;
          log.push(`create ${show(order)}`);
          if (fails(batches)) throw new Error('No');
          return { id: `batch_${batches}` };
        },
      },
      files: { delete: async (id: string) => log.push(`delete ${id}`) },
    };
    const request: BatchRequest = {
      endpoint: '/v1/chat/completions',
      count: 3,
      weigh: () => 1,
      write: index => `{"i":${index}}`,
      bodies: () => [],
      metadata: {},
      ...more,
    };
    const call: object = {
      signal,
      connection,
      dry_run: false,
      attempt: (send: () => unknown) => send(),
      read: () => ({ kind: 'api', status: 400, reason: 'No', ...given }),
      ...given,
    };
    const told = await createBatches(client as OpenAI, request, call as Call).then(
      created => show({ ...created, batches: created.batches.map(({ id }) => id) }),
      (error: Error) => `throws ${error.message} ${show(Reflect.get(error, 'data'))}`
    );
    return `${log.join('; ')} -> ${told}`;
  };
  const fault = { code: 'x', category: 'invalid_options', message: 'No file' };
  const faulty = (...indexes: number[]): Partial<BatchRequest> => ({
    write: async index => (indexes.includes(index) ? fault : '{}'),
  });
  const read = (failure: object) => ({ read: () => ({ reason: 'No', ...failure }) });
  const cases = {
    three: run({}),
    none: run({ count: 0 }),
    'with metadata': run({ metadata: { a: '1' } }),
    'nine, four at a time': run({ count: 9 }),
    'just what one holds': run({ weigh: () => 25_000, count: 2 }),
    'one more': run({ weigh: () => 25_000, count: 3 }),
    'just what two hold': run({ weigh: () => 25_000, count: 4 }),
    'each too much for one': run({ weigh: () => 60_000, count: 2 }),
    'with characters of several bytes': run({ write: () => '{"ä":"–"}' }),
    'the first at fault': run(faulty(0)),
    'the last at fault': run(faulty(2)),
    'all at fault': run(faulty(0, 1, 2)),
    'nine, the sixth at fault': run({ ...faulty(5), count: 9 }),
    'the first refused': run({}, () => true),
    'the second refused': run({ weigh: () => 50_000 }, batches => batches === 2),
    'the second refused, one at fault': run({ ...faulty(0), weigh: () => 50_000 }, batches => batches === 2),
    ...Object.fromEntries(
      [200, 399, 400, 408, 409, 429, 498, 499, 500].map(status => [
        `refused with ${status}`,
        run({}, () => true, read({ kind: 'api', status })),
      ])
    ),
    'refused without a status': run({}, () => true, read({ kind: 'api' })),
    'never arrived': run({}, () => true, read({ kind: 'network', status: 400 })),
    'a dry run': run({}, () => true, { dry_run: true }),
  };
  const counts = [0, 1, 2, 3].flatMap(count =>
    [0, 1, 25_000, 25_001, 50_001].map(weight => countBatches({ count, weigh: () => weight }))
  );
  const lines = [`batches: ${counts.join(' ')}`];
  for (const [name, told] of Object.entries(cases)) lines.push(`${name}: ${await told}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('what each request counts towards the limit of a batch', () => {
  const context: object = { extra_parameters: {}, warn: () => undefined };
  const inputs = ['a', [], ['a'], ['a', 'b', 'c'], [1, 2, 3], [[1, 2], [3]], undefined];
  const requests = inputs.map(input => ({ input }));
  const weights = ['embedding', 'chat'].map(name => {
    const request = targets[name]?.buildRequest({ model: 'm', requests }, context as Context) as BatchRequest;
    return requests.map((_, index) => request.weigh(index));
  });
  expect(weights).toEqual([
    [1, 1, 1, 3, 1, 2, 1],
    [1, 1, 1, 1, 1, 1, 1],
  ]);
});

it('no more than four lines of a file are made at a time', async () => {
  let [atOnce, most] = [0, 0];
  const client: object = { post: async () => ({ id: 'file_1' }), batches: { create: async () => ({ id: 'batch_1' }) } };
  const { signal } = new AbortController();
  const call: object = { signal, connection: {}, dry_run: false, attempt: (send: () => unknown) => send() };
  const request: BatchRequest = {
    endpoint: '/v1/chat/completions',
    count: 10,
    weigh: () => 1,
    write: async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      return '{}';
    },
    bodies: () => [],
    metadata: {},
  };
  await createBatches(client as OpenAI, request, call as Call);
  expect(most).toBe(4);
});
