import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

/** Nothing is paid for that a limit forbids, nothing that is paid for is lost, and no failure passes for success. */

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const limited = () => ({ ...plugin.source, maxCostUsd: 0.001, prices: { 'gpt-5.4': { input: 1, output: 1000 } } });

describe("the connection's limit of cost", () => {
  const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Hi' };
  const respond = { operation: 'respond', model: 'gpt-5.4', prompt: 'Hi', max_output_tokens: 16 };
  const lines = (body: object) => [
    { body: { model: 'gpt-5.4', messages: [], max_completion_tokens: 100_000 } },
    { body: { model: 'gpt-5.4', messages: [], ...body } },
  ];
  const batch = (body: object) => ({
    operation: 'batch',
    batch_action: 'create',
    model: 'gpt-5.4',
    requests: lines(body),
  });

  it.each<[string, Fields]>([
    ['a negative number of tokens', { ...chat, extra_parameters: { max_completion_tokens: -1 } }],
    ['tokens as text', { ...chat, extra_parameters: { max_completion_tokens: '1' } }],
    ['tokens that are no number', { ...chat, extra_parameters: { max_completion_tokens: { a: 1 } } }],
    ['answers as text', { ...chat, max_tokens: 1, extra_parameters: { n: '128' } }],
    ['a negative number of answers', { ...chat, max_tokens: 1, extra_parameters: { n: -128 } }],
    ['a limit that the endpoint does not read', { ...chat, extra_parameters: { max_output_tokens: 1 } }],
    ['the smaller of two limits', { ...chat, max_tokens: 100_000, extra_parameters: { max_tokens: 1 } }],
    [
      'a limit of chat beside that of responses',
      { ...respond, max_output_tokens: 100_000, extra_parameters: { max_tokens: 1 } },
    ],
    ['a line of a batch that costs less than nothing', batch({ max_completion_tokens: -1e9 })],
    ['a line of a batch with answers in words', batch({ max_completion_tokens: 1, n: 'many' })],
    [
      'a request of any kind',
      {
        operation: 'api_request',
        method: 'POST',
        path: '/chat/completions',
        body: { model: 'gpt-5.4', messages: [], max_tokens: -5 },
      },
    ],
  ])('is not passed by %s', async (_, query) => {
    const { data } = await plugin.refusal(query, limited());
    expect(data.code).toBe('cost_limit');
  });

  it('lets pass what surely costs less', async () => {
    const source = { ...limited(), maxCostUsd: 1 };
    await expect(plugin.run({ ...chat, max_tokens: 16 }, source)).resolves.toMatchObject({ status: 'ok' });
  });
});

describe('a failure that looks like success', () => {
  it('a moderation without a verdict is none', async () => {
    plugin.emulator.answerNext('/v1/moderations', { body: { results: [{ categories: {}, category_scores: {} }] } });
    expect(await plugin.failure({ operation: 'moderation', input: 'x' })).toMatchObject({
      data: { code: 'unexpected_answer', category: 'server' },
    });
  });

  it.each(['Sorry, no embedding today', 'unavailable!', 'QUJD-_..'])('the text %p is no vector', async embedding => {
    plugin.emulator.answerNext('/v1/embeddings', { body: { data: [{ index: 0, embedding }], model: 'm' } });
    expect(
      await plugin.failure({ operation: 'generate_embedding', input: 'x', encoding_format: 'base64' })
    ).toMatchObject({
      data: { code: 'unexpected_answer' },
    });
  });

  it('waiting for research that could never be looked at fails as the last look did', async () => {
    plugin.emulator.answerNext('/v1/responses', { status: 500, body: { error: { message: 'Down' } }, times: 9 });
    const query = { operation: 'deep_research', research_action: 'wait', response_id: 'resp_1', wait_seconds: 1 };
    expect(await plugin.failure(query)).toMatchObject({ data: { category: 'server', status: 500 } });
  });

  it.each(['/etc/passwd', 'image', 'zinc', 'C3PO', 'true', 'file'])('the word %p is no file to upload', async file => {
    const { description } = await plugin.refusal({ operation: 'file', file_action: 'upload', file });
    expect(description).toMatch(/link, (a )?data URL, base64/);
  });
});

describe('what is paid for is given', () => {
  it('results of a batch that did not arrive are errors that say so', async () => {
    const line = {
      custom_id: 'row-0',
      response: { status_code: 200, body: { choices: [{ message: { content: 'A' } }] } },
    };
    const counts = { total: 2, completed: 2, failed: 0 };
    const batch = { id: 'batch_1', object: 'batch', status: 'completed', endpoint: '/v1/chat/completions' };
    plugin.emulator.answerNext('/v1/batches', { body: { ...batch, output_file_id: 'file-1', request_counts: counts } });
    plugin.emulator.answerNext('/v1/files', {
      headers: { 'content-type': 'application/jsonl' },
      body: `${JSON.stringify(line)}\n`,
    });
    const query = { operation: 'batch', batch_action: 'results', batch_id: 'batch_1', rows: [{ a: 1 }, { a: 2 }] };
    const { data, metadata } = await plugin.run<{ rows: object[] }>(query);
    expect(data.rows[1]).toMatchObject({ status: 'error', error: { code: 'result_missing' } });
    expect(metadata.warnings).toContainEqual({
      parameter: 'batch_id',
      reason: expect.stringContaining('1 result has not'),
    });
  });

  it('a deletion that is repeated and finds nothing was done', async () => {
    plugin.emulator.answerNext('/v1/files', { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } });
    plugin.emulator.answerNext('/v1/files', { status: 404, body: { error: { message: 'No such file' } } });
    const { data } = await plugin.run({ operation: 'file', file_action: 'delete', file_id: 'file-1' });
    expect(data).toEqual({ id: 'file-1', deleted: true });
  });

  it('a deletion that finds nothing at once was not', async () => {
    plugin.emulator.answerNext('/v1/files', { status: 404, body: { error: { message: 'No such file' } } });
    const failure = await plugin.failure({ operation: 'file', file_action: 'delete', file_id: 'file-1' });
    expect(failure.data).toMatchObject({ status: 404 });
  });

  it('the beginning of a long speech is given where its end fails', async () => {
    const input = `${'One sentence that is spoken. '.repeat(150)}${'Another one that is not. '.repeat(100)}`;
    const spoken = { headers: { 'content-type': 'audio/pcm' }, body: Buffer.alloc(2000) };
    plugin.emulator.answerNext('/v1/audio/speech', spoken);
    plugin.emulator.answerNext('/v1/audio/speech', { status: 400, body: { error: { message: 'No' } } });
    const { data, metadata } = await plugin.run<Fields>({ operation: 'speech', input, output_format: 'pcm' });
    expect(data).toMatchObject({ bytes: 2000, not_spoken: expect.stringContaining('Another one') });
    expect(metadata.warnings).toContainEqual({ parameter: 'input', reason: expect.stringContaining('not_spoken') });
  });

  it('a file that no batch will read is deleted again', async () => {
    plugin.emulator.answerNext('/v1/batches', { status: 400, body: { error: { message: 'No' } } });
    const query = { operation: 'batch', batch_action: 'create', rows: [{ a: 1 }], prompt: '[[a]]' };
    expect(await plugin.failure(query)).toMatchObject({ data: { status: 400 } });
    expect(plugin.emulator.requests.map(({ method, path }) => `${method} ${path.replace(/file-\w+/, 'ID')}`)).toEqual([
      'POST /v1/files',
      'POST /v1/batches',
      'DELETE /v1/files/ID',
    ]);
  });
});

describe('an id that extra_parameters put in the place of a checked one', () => {
  it.each<[string, Fields]>([
    [
      'get_response',
      { operation: 'get_response', response_id: 'resp_1', extra_parameters: { response_id: '..%2Fmodels' } },
    ],
    [
      'research',
      {
        operation: 'deep_research',
        research_action: 'retrieve',
        response_id: 'resp_1',
        extra_parameters: { response_id: '../models' },
      },
    ],
    [
      'vector_store.update',
      {
        operation: 'vector_store',
        vector_store_action: 'update',
        vector_store_id: 'vs_1',
        name: 'x',
        extra_parameters: { vector_store_id: 'a/../b' },
      },
    ],
  ])('of %s leads nowhere', async (_, query) => {
    await plugin.refusal(query);
  });
});
