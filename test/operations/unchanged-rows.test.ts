import { type Fields, type Result, startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Row extends Fields {
  status: string;
  fingerprint?: string;
}

interface Data {
  rows: Row[];
  succeeded: number;
  failed: number;
  unchanged: number;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const completions = '/v1/chat/completions';
const query = {
  operation: 'bulk_chat',
  model: 'gpt-5.4',
  prompt: 'Say "[[word]]"',
  fingerprint_field: 'fingerprint',
  concurrency: 100,
};
const words = (count: number): Fields[] => Array.from({ length: count }, (_, id) => ({ id, word: `word ${id}` }));
const source = (more: Fields = {}) => ({ ...plugin.source, prices: { '*': 'openai' }, ...more });
const run = (options: Fields, from = source()) => plugin.run<Data>({ ...query, ...options }, from);

/** A query, and how many requests it sent. */
async function count(options: Fields): Promise<{ sent: number; result: Result<Data> }> {
  const before = plugin.emulator.requests.length;
  const result = await run(options);
  return { sent: plugin.emulator.requests.length - before, result };
}

describe('rows that come with the fingerprint of an earlier result', () => {
  it('are sent only where they, or the prompt, have changed', async () => {
    const first = await count({ rows: words(200) });
    expect(first.sent).toBe(200);
    const rows = first.result.data.rows;
    expect(new Set(rows.map(row => row.fingerprint)).size).toBe(200);
    for (const { fingerprint } of rows) expect(fingerprint).toMatch(/^[\da-f]{32}$/);
    expect(first.result.data).toMatchObject({ succeeded: 200, failed: 0, unchanged: 0 });
    expect(first.result.metadata.warnings).toEqual([]);

    const second = await count({ rows });
    expect(second.sent).toBe(0);
    expect(second.result.message).toBe('0 rows succeeded, 200 unchanged');
    expect(second.result.data).toMatchObject({ succeeded: 0, failed: 0, unchanged: 200 });
    expect(second.result.data.rows).toEqual(rows.map(row => ({ ...row, status: 'unchanged' })));
    expect(second.result.metadata).toMatchObject({ attempts: 0, warnings: [] });

    const changed = second.result.data.rows.with(7, { ...second.result.data.rows[7], status: 'ok', word: 'another' });
    const third = await count({ rows: changed });
    expect(third.sent).toBe(1);
    expect(third.result.data.rows[7]).toMatchObject({ status: 'ok', text: 'another', id: 7 });
    expect(third.result.data.rows[7]?.fingerprint).not.toBe(rows[7]?.fingerprint);
    expect(third.result.data).toMatchObject({ succeeded: 1, unchanged: 199 });

    const fourth = await count({ rows: third.result.data.rows, prompt: 'Say again "[[word]]"' });
    expect(fourth.sent).toBe(200);
    expect(fourth.result.data).toMatchObject({ succeeded: 200, unchanged: 0 });
  });

  it('are counted by a dry run beforehand, with what the others may cost', async () => {
    const { data } = await run({ rows: words(3) });
    const rows = [...data.rows, { word: 'new' }, { word: 'newer' }];
    plugin.emulator.reset();
    const preview = async (options: Fields) => {
      const result = await plugin.run<Fields>({ ...query, max_tokens: 100, dry_run: true, ...options }, source());
      return { ...result.data, usd: result.metadata.max_cost?.usd };
    };
    const all = await preview({ rows, fingerprint_field: null });
    expect(all).toMatchObject({ requests: 5 });
    expect(all).not.toHaveProperty('unchanged');
    const some = await preview({ rows, max_tokens: null });
    expect(some).toMatchObject({ requests: 2, unchanged: 3, method: 'POST' });
    expect(await preview({ rows: data.rows, max_tokens: null })).toEqual({ requests: 0, unchanged: 3, usd: 0 });
    expect(await preview({ rows: data.rows })).toMatchObject({ requests: 3, unchanged: 0 });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('do not count towards the highest cost of the connection', async () => {
    const { data } = await run({ rows: words(50) });
    plugin.emulator.reset();
    const options = { rows: data.rows.concat([{ word: 'new' } as unknown as Row]) };
    const bound = await plugin.run({ ...query, ...options, dry_run: true }, source());
    const { usd = 0 } = bound.metadata.max_cost ?? {};
    await run(options, source({ maxCostUsd: usd }));
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it.each([
    ['model', { model: 'gpt-4.1' }, 1],
    ['system prompt', { system_prompt: 'Be brief' }, 1],
    ['temperature', { model: 'gpt-4.1', temperature: 0.3 }, 1],
    ['schema', { json_schema: { type: 'object', properties: {}, required: [], additionalProperties: false } }, 1],
    ['extra parameters', { extra_parameters: { store: true } }, 1],
    ['concurrency', { concurrency: 3 }, 0],
    ['service tier', { service_tier: 'flex' }, 0],
    ['safety identifier', { safety_identifier: 'another-user' }, 0],
    ['fields that the prompt does not use', { rows: [{ word: 'x', other: 'changed' }] }, 0],
  ])('depend on what is asked, not on how: %s', async (_, options, sent) => {
    const [row] = (await run({ rows: [{ word: 'x', other: 'y' }] })).data.rows;
    const [given] = ('rows' in options ? options.rows : undefined) ?? [{}];
    expect((await count({ ...options, rows: [{ ...row, ...given }] })).sent).toBe(sent);
  });

  it('may hold it under any name, and get both', async () => {
    const options = { fingerprint_field: ' ai_hash ' };
    const { rows } = (await run({ ...options, rows: [{ word: 'a' }] })).data;
    expect(rows[0]?.['ai_hash']).toBe(rows[0]?.fingerprint);
    const stored = rows.map(({ word, ai_hash, text }) => ({ word, ai_hash, text }));
    const { sent, result } = await count({ ...options, rows: stored });
    expect(sent).toBe(0);
    expect(result.data.rows).toEqual([{ ...stored[0], status: 'unchanged', fingerprint: rows[0]?.fingerprint }]);
  });

  it('are told from their results where the prompt shows the whole row', async () => {
    const options = { prompt: 'This row: [[row]]', response_format: 'json_object', spread: true };
    const answer = (content: string) =>
      plugin.emulator.answerNext(completions, { body: { choices: [{ finish_reason: 'stop', message: { content } }] } });
    answer('{ "kind": "noun" }');
    const { rows } = (await run({ ...options, prompt: 'JSON of [[row]]', rows: words(1) })).data;
    expect(rows[0]).toMatchObject({ kind: 'noun', status: 'ok' });
    const again = await count({ ...options, prompt: 'JSON of [[row]]', rows });
    expect(again.sent).toBe(0);
    expect(again.result.data.rows[0]).toMatchObject({ kind: 'noun', status: 'unchanged' });
  });

  it('are sent again where they failed, and lose the error when they succeed', async () => {
    const error = { message: 'No', type: 'x', param: null, code: 'content_policy_violation' };
    plugin.emulator.answerNext(completions, { status: 400, body: { error } });
    const { rows } = (await run({ rows: words(3), concurrency: 1 })).data;
    expect(rows.map(({ status, fingerprint }) => [status, typeof fingerprint])).toEqual([
      ['error', 'undefined'],
      ['ok', 'string'],
      ['ok', 'string'],
    ]);
    const again = await count({ rows });
    expect(again.sent).toBe(1);
    expect(again.result.data.rows[0]).toMatchObject({ status: 'ok', text: 'word 0' });
    expect(again.result.data.rows[0]).not.toHaveProperty('error');
    expect(again.result.metadata.warnings).toEqual([]);
  });

  it('have a fingerprint also where nobody names a field for it', async () => {
    const result = await run({ rows: words(2), fingerprint_field: '' });
    const { sent } = await count({ rows: result.data.rows });
    expect(sent).toBe(0);
    const covered = await run({ rows: result.data.rows, fingerprint_field: '' });
    expect(warnedOf(covered)).toContain('rows');
  });
});
