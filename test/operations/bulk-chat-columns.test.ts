import { collect, type Fields, type Result, startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  rows: Fields[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const completions = '/v1/chat/completions';
const query = { operation: 'bulk_chat', model: 'gpt-5.4', prompt: 'JSON of "[[word]]"', concurrency: 1 };
const run = (options: Fields) => plugin.run<Data>({ ...query, ...options });
const answer = (content: string) =>
  plugin.emulator.answerNext(completions, { body: { choices: [{ finish_reason: 'stop', message: { content } }] } });

describe('answers as columns', () => {
  const options = { response_format: 'json_object', spread: 'true' };

  it('stand beside the fields of their row, whole in parsed as well', async () => {
    answer('{ "vendor": "Acme", "total": 12.5, "items": [{ "name": "nail" }] }');
    const { data, metadata } = await run({ ...options, rows: [{ word: 'a' }] });
    const parsed = { vendor: 'Acme', total: 12.5, items: [{ name: 'nail' }] };
    expect(data.rows).toEqual([
      { word: 'a', ...parsed, status: 'ok', parsed, text: expect.any(String), fingerprint: expect.any(String) },
    ]);
    expect(metadata.warnings).toEqual([]);
  });

  it('replace columns of the same name, and leave the fields of the result alone, and both are told', async () => {
    answer('{ "word": "new", "status": "urgent" }');
    const { data, metadata } = await run({ ...options, rows: [{ word: 'old' }] });
    expect(data.rows[0]).toMatchObject({ word: 'new', status: 'ok', parsed: { status: 'urgent' } });
    expect(metadata.warnings).toEqual([
      { parameter: 'rows', reason: expect.stringContaining('"word"') },
      { parameter: 'spread', reason: expect.stringContaining('"status"') },
    ]);
  });

  it('are none where the answer is no object', async () => {
    answer('[1, 2]');
    const { data } = await run({ ...options, rows: [{ word: 'a' }] });
    expect(data.rows[0]).toEqual({
      word: 'a',
      status: 'ok',
      parsed: [1, 2],
      text: '[1, 2]',
      fingerprint: expect.any(String),
    });
  });

  it('are told to need JSON', async () => {
    const { metadata } = await run({ spread: true, prompt: 'Say "[[word]]"', rows: [{ word: 'a' }] });
    expect(metadata.warnings).toEqual([{ parameter: 'spread', reason: expect.stringContaining('output_fields') }]);
  });
});

describe('the options of chat', () => {
  const functions = [{ name: 'get_stock', parameters: { type: 'object', properties: { sku: { type: 'string' } } } }];

  it('hold for every row', async () => {
    await run({
      model: 'gpt-4.1',
      rows: [{ word: 'a' }, { word: 'b' }],
      prompt: 'Say "[[word]]"',
      top_p: '0.5',
      frequency_penalty: '1',
      presence_penalty: -1,
      seed: '42',
      stop_sequence: 'END',
      functions: JSON.stringify(functions),
      tool_choice: 'none',
    });
    expect(plugin.emulator.requests).toHaveLength(2);
    for (const { body } of plugin.emulator.requests) {
      expect(body).toMatchObject({
        top_p: 0.5,
        frequency_penalty: 1,
        presence_penalty: -1,
        seed: 42,
        stop: ['END'],
        tools: [{ type: 'function', function: { name: 'get_stock' } }],
        tool_choice: 'none',
      });
    }
  });

  it('give the calls of each row', async () => {
    const { data } = await run({ rows: [{ word: 'a' }], prompt: '[[word]]', functions, tool_choice: 'get_stock' });
    expect(data.rows[0]).toMatchObject({
      status: 'ok',
      tool_calls: [{ id: expect.any(String), name: 'get_stock', arguments: expect.any(Object) }],
    });
  });

  it('cut each text where the model has no stop sequences', async () => {
    const { data, metadata } = await run({
      model: 'o3',
      rows: [{ word: 'one END two' }],
      prompt: 'Say "[[word]]"',
      stop_sequence: 'END',
    });
    expect(data.rows[0]).toMatchObject({ text: 'one ' });
    expect(plugin.lastBody()).not.toHaveProperty('stop');
    expect(metadata.warnings.map(({ parameter }) => parameter)).toContain('stop_sequence');
  });

  it('are checked as there', async () => {
    const refused = await plugin.refusal({
      ...query,
      rows: [{ word: 'a' }],
      tool_choice: 'get_stock',
      model: 'gpt-4.1',
      top_p: 2,
    });
    expect(refused.data.problems.map(({ field }) => field).sort()).toEqual(['tool_choice', 'top_p']);
  });
});

describe('a host that shows progress', () => {
  it('hears of each row as it ends', async () => {
    const rows = [{ word: 'a' }, { other: 'b' }, { word: 'c' }];
    const events = await collect(plugin.stream({ ...query, prompt: 'Say "[[word]]"', rows }));
    const progress = events.slice(0, -1);
    expect(progress.map(({ type }) => type)).toEqual(['row', 'row', 'row']);
    expect(progress.map(event => Reflect.get(event, 'done'))).toEqual([1, 2, 3]);
    const last = events.at(-1) as unknown as { type: 'result'; result: { data: Data } };
    expect(last.type).toBe('result');
    const whole = last.result.data.rows;
    for (const event of progress) {
      const { index, row, total } = event as unknown as { index: number; row: Fields; total: number };
      expect(total).toBe(3);
      expect(row).toEqual(whole[index]);
    }
  });

  it('hears of no row that was not sent', async () => {
    const first = await run({ prompt: 'Say "[[word]]"', rows: [{ word: 'a' }] });
    const rows = [...first.data.rows, { word: 'b' }];
    const options = { ...query, prompt: 'Say "[[word]]"', rows, fingerprint_field: 'fingerprint' };
    const events = await collect(plugin.stream(options));
    expect(events.slice(0, -1)).toMatchObject([{ type: 'row', index: 1, done: 2, total: 2, row: { text: 'b' } }]);
  });

  it.each([
    ['a retry', { 'retry-after-ms': '60000', 'x-should-retry': 'true' }, 3, []],
    ['a correction', { 'retry-after': '3000' }, 1, ['{"total":1}', 'no JSON']],
  ])('hears of a row that waits for %s when the run stops, which is told', async (_, headers, concurrency, answers) => {
    for (const content of answers) answer(content);
    if (answers.length === 0) answer('{"total":1}');
    const error = { message: 'No', type: 'x', param: null, code: 'busy' };
    plugin.emulator.answerNext(completions, { status: answers.length > 0 ? 429 : 503, headers, body: { error } });
    plugin.emulator.answerNext(completions, { status: 401, body: { error } });
    const rows = [{ word: 'a' }, { word: 'b' }, { word: 'c' }];
    const events = await collect(
      plugin.stream({ ...query, rows, concurrency, output_fields: 'total: number', repair: 1 })
    );
    const last = events.at(-1) as unknown as { result: Result<Data & { failed: number }> };
    const { data, metadata } = last.result;
    const told = events.slice(0, -1).map(event => event as unknown as { index: number; done: number; row: Fields });
    const failed = data.rows.flatMap(({ status }, index) => (status === 'error' ? [index] : []));
    expect(failed).toHaveLength(data.failed);
    expect(told.map(({ index }) => index).sort()).toEqual([0, ...failed]);
    for (const { index, row } of told) expect(row).toEqual(data.rows[index]);
    expect(metadata.warnings).toContainEqual({
      parameter: 'rows',
      reason: expect.stringMatching(/^1 failed row was not retried: No$/),
    });
  });

  it('that cancels still hears what was wrong with an answer that had come', async () => {
    for (const content of ['{"total":1}', 'no JSON']) answer(content);
    plugin.emulator.answerNext(completions, { hang: true });
    const stop = new AbortController();
    const options = {
      ...query,
      rows: [{ word: 'a' }, { word: 'b' }, { word: 'c' }],
      output_fields: 'total: number',
      concurrency: 1,
    };
    let heard = 0;
    for await (const event of plugin.stream(options, { signal: stop.signal })) {
      heard += 1;
      if (heard === 2) setTimeout(() => stop.abort(), 20);
      if (event.type !== 'result') continue;
      const { rows } = (event as unknown as { result: { data: Data } }).result.data;
      expect(rows).toMatchObject([
        { status: 'ok' },
        { status: 'error', text: 'no JSON', error: { code: 'invalid_json' } },
        { status: 'not_run' },
      ]);
    }
    expect(heard).toBe(3);
  });

  it('hears why the query failed after what came', async () => {
    const error = { message: 'No', type: 'x', param: null, code: 'invalid_value' };
    plugin.emulator.answerNext(completions, { status: 400, body: { error }, times: 2 });
    const seen: string[] = [];
    const stream = plugin.stream({ ...query, rows: [{ word: 'a' }, { word: 'b' }] });
    await expect(
      (async () => {
        for await (const { type } of stream) seen.push(type);
      })()
    ).rejects.toMatchObject({ message: 'Could not complete the chats' });
    expect(seen).toEqual(['row', 'row']);
  });
});
