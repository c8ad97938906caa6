import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInThisContext } from 'node:vm';
import { collect, startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

/** What the process's own prototypes hold that any loop would find. */
const inherited = (): string[] =>
  runInThisContext('[...Object.keys(Object.prototype), ...Object.keys(Array.prototype)]');

describe('names and indexes that a server chooses', () => {
  const indexes = ['__proto__', 'constructor', 'length', -1, 0.5, 1e9, 1e300, null, {}];
  const piece = (choice: object) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [choice] })}\n\n`;
  const whole = piece({ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' });

  async function readStream(choice: object): Promise<unknown> {
    plugin.emulator.answerNext('/v1/chat/completions', { chunks: [piece(choice), whole, 'data: [DONE]\n\n'] });
    const events = await collect(plugin.stream({ operation: 'chat', prompt: 'Hi', output: 'full' }));
    return events.at(-1);
  }

  it.each(indexes)('a choice at %p is written nowhere, and an answer is given', async index => {
    const last = await readStream({ index, delta: { content: 'polluted' }, finish_reason: 'stop' });
    expect(last).toMatchObject({ type: 'result', result: { data: { text: expect.stringMatching(/Hi|polluted/) } } });
    expect(inherited()).toEqual([]);
  });

  it.each(indexes)('a call of a function at %p is written nowhere, and the answer beside it is given', async index => {
    const call = { index, id: 'call_1', type: 'function', function: { name: 'polluted', arguments: '{}' } };
    const last = await readStream({ index: 0, delta: { tool_calls: [call] } });
    expect(last).toMatchObject({ type: 'result', result: { data: { text: 'Hi' } } });
    expect(inherited()).toEqual([]);
  });

  it('a category called __proto__ is a category', async () => {
    const result = JSON.parse(
      '{ "flagged": true, "categories": { "__proto__": true }, "category_scores": { "__proto__": 1 } }'
    );
    plugin.emulator.answerNext('/v1/moderations', { body: { id: 'm', model: 'm', results: [result] } });
    const { data } = await plugin.run<{ flagged: boolean; categories: object }>({
      operation: 'moderation',
      input: 'x',
    });
    expect(data.flagged).toBe(true);
    expect(Object.keys(data.categories)).toEqual(['__proto__']);
    expect(inherited()).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'results of a batch for the endpoint %s stay as they are',
    async endpoint => {
      const line = { custom_id: 'row-0', response: { status_code: 200, body: { answer: 42 } } };
      const batch = { id: 'batch_1', object: 'batch', status: 'completed', endpoint, output_file_id: 'file-1' };
      plugin.emulator.answerNext('/v1/batches', {
        body: { ...batch, request_counts: { total: 1, completed: 1, failed: 0 } },
      });
      plugin.emulator.answerNext('/v1/files', {
        headers: { 'content-type': 'application/jsonl' },
        body: `${JSON.stringify(line)}\n`,
      });
      const query = { operation: 'batch', batch_action: 'results', batch_id: 'batch_1' };
      const { data } = await plugin.run<{ rows: object[] }>(query);
      expect(data.rows).toEqual([expect.objectContaining({ status: 'ok', body: { answer: 42 } })]);
    }
  );
});

describe('an Object.prototype that somebody else has extended', () => {
  const bundle = join(__dirname, '../../plugins/openai/dist/index.js');

  /** What queries give in a process of their own, whose prototype is extended before the bundle is loaded. */
  async function askExtended(extension: object, queries: object[], source: object): Promise<string[]> {
    const script = `
      for (const [name, value] of Object.entries(${JSON.stringify(extension)})) Object.prototype[name] = value;
      const { default: Plugin } = require(${JSON.stringify(bundle)});
      const ask = query => new Plugin().run(${JSON.stringify(source)}, query).then(
        ({ message }) => message,
        error => error.constructor.name + ' ' + error.description
      );
      (async () => {
        const said = [];
        for (const query of ${JSON.stringify(queries)}) said.push(await ask(query));
        process.stdout.write(JSON.stringify(said));
      })();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
    return JSON.parse(stdout);
  }

  const edit = { operation: 'image_edit', prompt: 'x', image: 'http://127.0.0.1:9/a.png' };
  const queries = [{ operation: 'chat', prompt: 'Hi' }, { operation: 'respond', prompt: 'Hi', dry_run: true }, edit];

  it('neither keeps the bundle from loading nor opens private addresses', async () => {
    const extension = { extra: 'a method of another library', allowPrivateNetwork: true };
    const said = await askExtended(extension, queries, plugin.source);
    expect(said).toEqual([
      'Chat completed successfully',
      expect.stringContaining('Dry run'),
      expect.stringContaining('private address'),
    ]);
  });

  it('gives no query options, no connection fields and no operation members of its own', async () => {
    const extension = {
      ...{ dry_run: true, maxCostUsd: 0, max_tokens: -1, temperature: 9, extra_parameters: { model: 'other' } },
      ...{ sendsMany: true, billedWhenSent: true, errorIsData: true, default: 'x', only_with: 'x', limits: false },
    };
    const said = await askExtended(extension, [{ operation: 'chat', prompt: 'Hi' }], plugin.source);
    expect(said).toEqual(['Chat completed successfully']);
    expect(plugin.lastBody()).toEqual({ model: 'gpt-6-luna', messages: [{ role: 'user', content: 'Hi' }] });
  });
});
