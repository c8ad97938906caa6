import { setTimeout as sleep } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';
import type { ScriptedAnswer } from 'openai-emulator';
import {
  collect,
  type Fields,
  type Result,
  readFailure,
  startPlugin,
  type TestPlugin,
  warnedOf,
} from '../support/plugin';

interface Row extends Fields {
  status: 'ok' | 'error' | 'not_run';
  text?: string;
  parsed?: unknown;
  error?: { code: string; category: string; message: string };
  usage?: Record<string, number>;
}

interface Data {
  rows: Row[];
  succeeded: number;
  failed: number;
  not_run: number;
  stopped_because?: { code: string; category: string; message: string; hint: string };
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ latencyMs: 5 });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const completions = '/v1/chat/completions';
const query = { operation: 'bulk_chat', model: 'gpt-4o', prompt: 'Say "[[word]]"' };
const words = (count: number) => Array.from({ length: count }, (_, index) => ({ id: index, word: `word ${index}` }));
const run = (options: Fields, on = plugin) => on.run<Data>({ ...query, ...options });

/** What was asked, in the order it came. */
const asked = (on = plugin) =>
  on.emulator.requests.map(({ body }) => {
    const { messages } = body as { messages: { role: string; content: string }[] };
    return messages.map(({ content }) => content).join(' | ');
  });
const refusal = (status: number, code: string, headers: Record<string, string> = {}): ScriptedAnswer => ({
  status,
  headers,
  body: { error: { message: `Refused: ${code}`, type: code, param: null, code } },
});

/** An emulator of its own kind, for one test. */
async function withPlugin(options: Parameters<typeof startPlugin>[0], use: (own: TestPlugin) => Promise<void>) {
  const own = await startPlugin(options);
  try {
    await use(own);
  } finally {
    await own.stop();
  }
}

describe('one prompt for many rows', () => {
  it('answers every row in its place, keeps its fields, and sums the usage [row 115]', async () => {
    const { data, message, metadata } = await run({ rows: words(120), concurrency: 20 });
    expect(data.rows.map(({ id }) => id)).toEqual(words(120).map(({ id }) => id));
    for (const { word, status, text } of data.rows) expect({ status, text }).toEqual({ status: 'ok', text: word });
    expect(data).toMatchObject({ succeeded: 120, failed: 0, not_run: 0 });
    expect(data).not.toHaveProperty('stopped_because');
    expect(message).toBe('120 rows succeeded');
    expect(new Set(asked()).size).toBe(120);
    const sum = (name: string) => data.rows.reduce((total, { usage }) => total + (usage?.[name] ?? 0), 0);
    expect(metadata).toMatchObject({ operation: 'bulk_chat', model: 'gpt-4o', attempts: 120, warnings: [] });
    for (const name of ['input_tokens', 'output_tokens', 'total_tokens']) {
      expect(metadata.usage?.[name]).toBe(sum(name));
      expect(sum(name)).toBeGreaterThan(0);
    }
  });

  it('fills prompt and system prompt from each row, at any depth, objects as JSON', async () => {
    const rows = [{ who: { name: 'Ada', tags: ['a', 1] }, 'a.b': 'dotted', empty: null, n: 0, word: 'x' }];
    await run({
      rows,
      system_prompt: 'For [[who.name]]',
      prompt: '[[who.tags]] [[a.b]] [[ n ]][[empty]] \\[[word]] [[who.tags.1]]',
    });
    expect(asked()).toEqual(['For Ada | ["a",1] dotted 0 [[word]] 1']);
    plugin.emulator.reset();
    await run({ rows: JSON.stringify([{ a: 1, b: 'two' }]), prompt: 'This row: [[row]]' });
    expect(asked()).toEqual(['This row: {"a":1,"b":"two"}']);
  });

  it('gives the answer of each row as data [row 31 row 32]', async () => {
    const json_schema = {
      type: 'object',
      properties: { category: { type: 'string' } },
      required: ['category'],
      additionalProperties: false,
    };
    const { data } = await run({ rows: words(3), json_schema });
    for (const row of data.rows) expect(row.parsed).toEqual({ category: expect.any(String) });
    expect(plugin.lastBody()).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
  });

  it('sends the options of chat with every row, and what the builder adds', async () => {
    const options = {
      max_tokens: '50',
      temperature: '0.2',
      service_tier: 'flex',
      extra_parameters: { store: true, seed: 7 },
    };
    await run({ rows: words(2), ...options });
    for (const { body } of plugin.emulator.requests) {
      expect(body).toMatchObject({ max_tokens: 50, temperature: 0.2, service_tier: 'flex', seed: 7, store: true });
    }
    plugin.emulator.reset();
    const { metadata } = await run({ rows: words(2), model: 'o3', max_tokens: 500, temperature: 0.2 });
    expect(metadata.warnings).toContainEqual({ parameter: 'temperature', reason: expect.stringContaining('o3') });
    for (const { body } of plugin.emulator.requests) {
      expect(body).toMatchObject({ model: 'o3', max_completion_tokens: 500 });
      expect(body).not.toHaveProperty('temperature');
    }
  });

  it('has no more rows under way than it may', async () => {
    await withPlugin({ latencyMs: 60 }, async own => {
      const started = performance.now();
      const running = run({ rows: words(6), concurrency: 2 }, own);
      await new Promise(resolve => setTimeout(resolve, 30));
      expect(own.emulator.requests.length).toBeLessThanOrEqual(2);
      await running;
      expect(performance.now() - started).toBeGreaterThan(3 * 55);
    });
  });

  it('warns of a prompt that asks every row the same, and of a column that the result covers', async () => {
    const result = await run({ rows: [{ status: 'open', text: 'Hi' }], prompt: 'Say "yes"' });
    expect(warnedOf(result)).toEqual(['prompt', 'rows', 'rows']);
    expect(result.data.rows).toMatchObject([{ status: 'ok', text: 'yes' }]);
  });

  it('says how many answers were cut off [row 33]', async () => {
    const { metadata } = await run({ rows: words(2), prompt: 'Tell me about [[word]]', max_tokens: 3 });
    expect(metadata.warnings).toEqual([{ parameter: 'max_tokens', reason: expect.stringContaining('2 answers') }]);
  });

  it('shows the first request of a dry run, and how many there are [row 139]', async () => {
    const { data, metadata } = await plugin.run({ ...query, rows: words(40), dry_run: true });
    expect(data).toMatchObject({
      method: 'POST',
      requests: 40,
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Say "word 0"' }] },
    });
    expect(metadata.attempts).toBe(0);
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('gives the raw answers on request [row 120]', async () => {
    const { metadata } = await run({ rows: words(2), include_raw: true });
    expect(metadata.raw).toMatchObject([{ object: 'chat.completion' }, { object: 'chat.completion' }]);
  });
});

describe('the cost of many rows', () => {
  // What the emulator is asked is priced as OpenAI's.
  const source = (more: Fields = {}) => ({ ...plugin.source, prices: { '*': 'openai' }, ...more });

  it('is that of all answers [row 117]', async () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
    const choices = [{ index: 0, finish_reason: 'stop', message: { content: 'yes' } }];
    plugin.emulator.answerNext(completions, { body: { model: 'gpt-5.4', usage, choices }, times: 3 });
    const { metadata } = await plugin.run({ ...query, model: 'gpt-5.4', rows: words(3) }, source());
    // 3 x (1,000 x $2.5 + 100 x $15) by the million
    expect(metadata.cost).toMatchObject({ usd: 0.012 });
  });

  it('is not told where an answer was not waited for [row 117]', async () => {
    plugin.emulator.answerNext(completions, { hang: true });
    const asking = { ...query, model: 'gpt-5.4', rows: words(2), concurrency: 2, query_timeout: 500 };
    expect((await plugin.run(asking, source())).metadata.cost).toBeNull();
  });

  it.each([
    ['a gateway failed', { status: 502, body: {} }],
    ['the response was cut', { body: { choices: [] }, truncateAt: 5 }],
  ])('is not told where %s, and is where a row was refused', async (_, answer) => {
    const asking = { ...query, model: 'gpt-5.4', rows: words(2), concurrency: 1 };
    plugin.emulator.answerNext(completions, answer);
    const { data, metadata } = await plugin.run<{ failed: number }>(asking, source());
    expect([data.failed, metadata.cost]).toEqual([1, null]);
    plugin.emulator.answerNext(completions, refusal(400, 'content_policy_violation'));
    expect((await plugin.run(asking, source())).metadata.cost).toMatchObject({ usd: expect.any(Number) });
  });

  it('is held to the highest of the connection before anything is sent', async () => {
    const asking = { ...query, model: 'gpt-5.4', rows: words(1000), max_tokens: 1000 };
    // 1,000 rows x 1,000 tokens x $15 by the million, and more for what is read and a faster tier
    const { data } = await plugin.failure(asking, source({ maxCostUsd: 10 }));
    expect(data).toMatchObject({ code: 'cost_limit', problems: [{ field: 'maxCostUsd' }] });
    expect(plugin.emulator.requests).toEqual([]);
    await plugin.run({ ...asking, rows: words(2) }, source({ maxCostUsd: 10 }));
  });
});

describe('a row that fails', () => {
  it('is told from the others, which go on [row 123]', async () => {
    plugin.emulator.answerNext(completions, refusal(400, 'content_policy_violation'));
    const { data, message } = await run({ rows: words(5), concurrency: 1 });
    expect(data.rows.map(({ status }) => status)).toEqual(['error', 'ok', 'ok', 'ok', 'ok']);
    expect(data.rows[0]?.error).toEqual({
      code: 'content_policy_violation',
      category: 'content_policy',
      message: 'Refused: content_policy_violation',
    });
    expect(data).toMatchObject({ succeeded: 4, failed: 1, not_run: 0 });
    expect(message).toBe('4 rows succeeded, 1 failed');
  });

  it('keeps the price of an answer that cannot be used', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
    const body = { model: 'm', usage, choices: [{ index: 0, finish_reason: 'stop', message: { content: 'Sure!' } }] };
    plugin.emulator.answerNext(completions, { body });
    const { data, metadata } = await run({
      rows: words(2),
      concurrency: 1,
      response_format: 'json_object',
      prompt: 'JSON: [[word]]',
    });
    expect(data.rows[0]).toMatchObject({
      status: 'error',
      error: { code: 'invalid_json' },
      usage: { total_tokens: 7 },
    });
    expect(metadata.usage?.['total_tokens']).toBe(7 + Number(data.rows[1]?.usage?.['total_tokens']));
  });

  it('for a field that it lacks sends nothing, and repeats nothing that is private', async () => {
    const { data } = await run({ rows: [{ word: 'a' }, { name: 'secret name' }, { word: null }], prompt: '[[word]]' });
    expect(data.rows.map(({ status }) => status)).toEqual(['ok', 'error', 'error']);
    expect(data.rows[1]?.error).toEqual({
      code: 'invalid_options',
      category: 'invalid_options',
      message: 'The request was not sent: the row has no field "word"',
    });
    expect(asked()).toEqual(['a']);
  });

  it('does not show the words of its row in its error', async () => {
    const body = {
      error: { message: 'Cannot do "Zebrafinken im Nebel"', code: 'invalid_value', type: 'x', param: null },
    };
    plugin.emulator.answerNext(completions, { status: 400, body });
    const { data } = await run({ rows: [{ word: 'Zebrafinken im Nebel' }, { word: 'b' }], concurrency: 1 });
    expect(data.rows[0]?.error?.message).toBe('Cannot do "[removed]"');
  });

  it('is asked again where that helps [row 129]', async () => {
    plugin.emulator.answerNext(completions, {
      ...refusal(503, 'server_is_overloaded', { 'retry-after-ms': '1' }),
      times: 2,
    });
    const { data, metadata } = await run({ rows: words(4), concurrency: 1 });
    expect(data.succeeded).toBe(4);
    expect(metadata.attempts).toBe(6);
    expect(data.rows.map(({ text }) => text)).toEqual(words(4).map(({ word }) => word));
  });

  it('fails the query where no other succeeds [row 122]', async () => {
    plugin.emulator.answerNext(completions, { ...refusal(400, 'invalid_value'), times: 3 });
    const error = await plugin.failure({ ...query, rows: words(3) });
    expect(error.message).toBe('Could not complete the chats');
    expect(error.data).toMatchObject({ code: 'invalid_value', category: 'invalid_request', status: 400 });
  });
});

describe('rate limits', () => {
  it.each([
    ['requests one by one', { requestsPerSecond: 100, burst: 15 }],
    ['requests in a burst', { requestsPerSecond: 200, burst: 40 }],
  ])('are kept to across rows, with no row lost or repeated: %s [row 118]', async (_, rateLimit) => {
    await withPlugin({ rateLimit, latencyMs: 5 }, async own => {
      const { data } = await run({ rows: words(120), concurrency: 40 }, own);
      expect(data.succeeded).toBe(120);
      expect(data.rows.map(({ text }) => text)).toEqual(words(120).map(({ word }) => word));
      // Only the first few are sent before an answer tells the limits; the rest is for a machine that is busy.
      expect(own.emulator.requests.length).toBeLessThanOrEqual(140);
      expect(new Set(asked(own)).size).toBe(120);
    });
  });

  it('hold all rows back for as long as the server asks, and send no row twice that was answered', async () => {
    const limited = refusal(429, 'rate_limit_exceeded', { 'retry-after-ms': '400' });
    plugin.emulator.answerNext(completions, limited);
    const running = run({ rows: words(30), concurrency: 1 });
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(plugin.emulator.requests).toHaveLength(1);
    const { data } = await running;
    expect(data.succeeded).toBe(30);
    expect(plugin.emulator.requests).toHaveLength(31);
  });

  it('that last longer than the query end it early, with what there is', async () => {
    plugin.emulator.answerNext(completions, {
      body: { choices: [{ finish_reason: 'stop', message: { content: 'one' } }] },
    });
    plugin.emulator.answerNext(completions, refusal(429, 'rate_limit_exceeded', { 'retry-after': '120' }));
    const { data, metadata } = await run({ rows: words(5), concurrency: 1, query_timeout: 10_000 });
    expect(data.rows.map(({ status }) => status)).toEqual(['ok', ...Array(4).fill('not_run')]);
    expect(data.stopped_because).toMatchObject({ code: 'rate_limit_exceeded', category: 'rate_limit' });
    expect(metadata.warnings).toEqual([{ parameter: 'rows', reason: expect.stringContaining('4 of 5 rows') }]);
    expect(plugin.emulator.requests).toHaveLength(2);
  });

  it.each([
    ['is used up for the day', '10', '24h0m0s', 'hours?', 1],
    ['lets one through a minute, and more are under way', '1', '60s', 'seconds', 3],
  ])('that a header states end it at once where it %s, which is told', async (_, limit, reset, unit, concurrency) => {
    plugin.emulator.answerNext(completions, {
      headers: {
        'x-ratelimit-limit-requests': limit,
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': reset,
      },
      body: { choices: [{ finish_reason: 'stop', message: { content: 'one' } }] },
      times: 9,
    });
    const started = performance.now();
    const { data, metadata } = await run({ rows: words(6), concurrency, query_timeout: 20_000 });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(data).toMatchObject({ succeeded: concurrency, failed: 0, not_run: 6 - concurrency });
    expect(data.stopped_because).toEqual({
      code: 'rate_limit',
      category: 'rate_limit',
      message: expect.stringMatching(
        new RegExp(
          `^The rate limit leaves no room before the query's deadline: the next request is possible in about \\d+ ${unit}$`
        )
      ),
      hint: expect.stringContaining('in another query after that time'),
    });
    expect(metadata.warnings).toMatchObject([{ parameter: 'rows', reason: expect.stringContaining('The rate limit') }]);
  });

  it('that the server asks not to retry are the error of that row', async () => {
    plugin.emulator.answerNext(completions, refusal(429, 'rate_limit_exceeded', { 'x-should-retry': 'false' }));
    const { data } = await run({ rows: words(3), concurrency: 1 });
    expect(data.rows.map(({ status }) => status)).toEqual(['error', 'ok', 'ok']);
    expect(plugin.emulator.requests).toHaveLength(3);
  });

  it('of a single row that is too large are the error of that row', async () => {
    const body = {
      error: { message: 'Request too large for gpt-4o', type: 'tokens', param: null, code: 'rate_limit_exceeded' },
    };
    plugin.emulator.answerNext(completions, { status: 429, body });
    const { data } = await run({ rows: words(3), concurrency: 1 });
    expect(data.rows.map(({ status }) => status)).toEqual(['error', 'ok', 'ok']);
    expect(plugin.emulator.requests).toHaveLength(3);
  });
});

describe('what ends the work early', () => {
  it.each([
    ['an empty account [row 130]', 429, 'insufficient_quota', 'quota'],
    ['a revoked key', 401, 'invalid_api_key', 'authentication'],
    ['a missing permission', 403, 'forbidden', 'permission'],
    ['a model that is gone', 404, 'model_not_found', 'model_not_found'],
  ])('%s stops it and says how far it got', async (_, status, code, category) => {
    const ok = { body: { choices: [{ finish_reason: 'stop', message: { content: 'yes' } }] } };
    plugin.emulator.answerNext(completions, { ...ok, times: 2 });
    plugin.emulator.answerNext(completions, { ...refusal(status, code), times: 50 });
    const { data, message, metadata } = await run({ rows: words(50), concurrency: 1 });
    expect(plugin.emulator.requests).toHaveLength(3);
    expect(data.rows.slice(0, 4).map(row => row.status)).toEqual(['ok', 'ok', 'error', 'not_run']);
    expect(data).toMatchObject({ succeeded: 2, failed: 1, not_run: 47, stopped_because: { code, category } });
    expect(data.stopped_because?.hint).toMatch(/\w/);
    expect(message).toBe('2 rows succeeded, 1 failed, 47 were not run');
    expect(warnedOf({ metadata } as Result)).toEqual(['rows']);
  });

  it('fails the query where nothing was answered before [row 124]', async () => {
    plugin.emulator.answerNext(completions, { ...refusal(429, 'insufficient_quota'), times: 50 });
    const error = await plugin.failure({ ...query, rows: words(50), concurrency: 4 });
    expect(error.data).toMatchObject({ category: 'quota', code: 'insufficient_quota', retryable: false });
    expect(plugin.emulator.requests.length).toBeLessThanOrEqual(4);
  });

  it("gives back what is finished when the query's time ends, and marks the rest", async () => {
    await withPlugin({ latencyMs: 100 }, async own => {
      const started = performance.now();
      const { data } = await run({ rows: words(60), concurrency: 3, query_timeout: 1000 }, own);
      expect(performance.now() - started).toBeLessThan(1000);
      const of = (status: string) => data.rows.filter(row => row.status === status).length;
      expect(data).toMatchObject({ succeeded: of('ok'), failed: 0, not_run: of('not_run') });
      expect(of('ok')).toBeGreaterThanOrEqual(3);
      expect(of('ok') + of('not_run')).toBe(60);
      expect(data.stopped_because).toMatchObject({ category: 'timeout' });
      // Nothing is started that cannot end in time.
      expect(own.emulator.requests.length - of('ok')).toBeLessThanOrEqual(3);
    });
  });

  it('keeps finished rows where others hang, and says that those were sent', async () => {
    plugin.emulator.answerNext(completions, { hang: true });
    const { data } = await run({ rows: words(4), concurrency: 2, query_timeout: 700 });
    expect(data.rows.map(({ status }) => status)).toEqual(['not_run', 'ok', 'ok', 'ok']);
    expect(data.rows[0]?.error).toMatchObject({
      category: 'timeout',
      message: expect.stringContaining('may be billed'),
    });
  });

  it('fails the query where its time ends before the first answer', async () => {
    plugin.emulator.answerNext(completions, { hang: true, times: 9 });
    const error = await plugin.failure({ ...query, rows: words(3), query_timeout: 300 });
    expect(error.data).toMatchObject({ category: 'timeout', code: 'timeout' });
  });

  it('stops when the host cancels [row 132]', async () => {
    plugin.emulator.answerNext(completions, { hang: true, times: 9 });
    const stop = new AbortController();
    const events = collect(plugin.stream({ ...query, rows: words(9) }, { signal: stop.signal }));
    setTimeout(() => stop.abort(), 100);
    const error = await events.then(
      () => undefined,
      (thrown: unknown) => readFailure(thrown)
    );
    expect(error?.data).toMatchObject({ category: 'cancelled' });
  });

  it('fails where the host cancels before anything is sent [row 132 bug: cancelled as success]', async () => {
    const error = await collect(plugin.stream({ ...query, rows: words(9) }, { signal: AbortSignal.abort() })).then(
      () => undefined,
      (thrown: unknown) => readFailure(thrown)
    );
    expect(error?.data).toMatchObject({ category: 'cancelled' });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('is a server that cannot be reached', async () => {
    const gone = await startPlugin();
    await gone.stop();
    const started = performance.now();
    const source = { ...gone.source, maxRetries: 0 };
    const error = await plugin.failure({ ...query, rows: words(500) }, source);
    expect(error.data).toMatchObject({ category: 'network', code: 'ECONNREFUSED' });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('rows that are no plain data', () => {
  it('fail by themselves where a field has no form in JSON', async () => {
    const refuses = {
      toJSON() {
        throw new Error('no');
      },
    };
    const rows = [{ word: 'a' }, { word: { count: 10n } }, { word: { toJSON() {} } }, { word: refuses }];
    const { data } = await run({ rows });
    expect(data.rows.map(({ status, error }) => error?.message ?? status)).toEqual([
      'ok',
      ...Array.from({ length: 3 }, () => 'The request was not sent: the field "word" cannot be converted to JSON'),
    ]);
  });

  it('end the query, and not the host, where looking at them fails', async () => {
    const host: NodeJS.Process = runInThisContext('process');
    const unhandled = jest.fn();
    host.on('unhandledRejection', unhandled);
    let isArmed = false;
    const row = {
      get word() {
        if (isArmed) throw new Error('The row is gone');
        return 'zinc';
      },
    };
    plugin.emulator.answerNext(completions, { ...refusal(400, 'x'), times: 9 });
    const asking = run({ rows: [row, ...words(3)] });
    while (plugin.emulator.requests.length === 0) await sleep(1);
    isArmed = true;
    await expect(asking).rejects.toMatchObject({
      message: 'Could not run the query',
      data: { code: 'internal_error', category: 'internal' },
    });
    await sleep(50);
    host.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

it('a query that was cancelled before its first answer fails as cancelled [row 132]', async () => {
  const cancelling = new AbortController();
  cancelling.abort();
  const cancelled = plugin.stream({ ...query, rows: words(3) }, { signal: cancelling.signal });
  const { data } = await collect(cancelled).then(() => Promise.reject(new Error('It succeeded')), readFailure);
  expect(data.category).toBe('cancelled');
  expect(plugin.emulator.requests).toHaveLength(0);
});

it('reads a template full of blanks at once', async () => {
  const { metadata } = await run({ rows: words(1), prompt: `Say [[word]] [[${' '.repeat(200_000)}` });
  expect(metadata.duration_ms).toBeLessThan(2000);
});
