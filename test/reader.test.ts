import { createContext, runInContext } from 'node:vm';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Name three uses of zinc' };
const messages = [{ role: 'user', content: query.prompt }];

describe('values of a form', () => {
  it('come as texts, which is how form fields hold them [A12]', async () => {
    await plugin.run({
      ...query,
      max_tokens: ' 100 ',
      temperature: '0.7',
      top_p: '1e-1',
      n: '2',
      seed: '-3',
      stop_sequence: '["a", "b"]',
      message_history: ' [{ "role": "user", "content": "Hi" }] ',
      extra_parameters: '{ "store": false }',
    });
    expect(plugin.lastBody()).toEqual({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Hi' }, ...messages],
      max_tokens: 100,
      temperature: 0.7,
      top_p: 0.1,
      n: 2,
      seed: -3,
      stop: ['a', 'b'],
      store: false,
    });
  });

  it('come as the values of expressions, which need not be texts [A12]', async () => {
    await plugin.run({ ...query, prompt: 42, system_prompt: true, stop_sequence: 7, temperature: 1, seed: 0 });
    expect(plugin.lastBody()).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'true' },
        { role: 'user', content: '42' },
      ],
      stop: ['7'],
      temperature: 1,
      seed: 0,
    });
  });

  it('may come from another realm [A12 B04]', async () => {
    const foreign: unknown = runInContext(
      `({ operation: 'chat', model: 'gpt-4o', prompt: 'Hi', stop_sequence: ['END'],
          message_history: [{ role: 'assistant', content: 'Hello' }], extra_parameters: { metadata: { team: 'data' } } })`,
      createContext({})
    );
    await plugin.run(foreign as Fields);
    expect(plugin.lastBody()).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Hi' },
      ],
      stop: ['END'],
      temperature: 0,
      metadata: { team: 'data' },
    });
  });

  it("are absent where they are '', null or undefined", async () => {
    const names = ['system_prompt', 'message_history', 'max_tokens', 'temperature', 'response_format', 'functions'];
    for (const nothing of ['', null, undefined]) {
      await plugin.run({ ...query, ...Object.fromEntries(names.map(name => [name, nothing])) });
      expect(plugin.lastBody()).toEqual({ model: 'gpt-4o', temperature: 0, messages });
    }
  });

  it('keep 0 and false apart from absent', async () => {
    await plugin.run({ ...query, temperature: 0, frequency_penalty: '0', include_raw: false });
    expect(plugin.lastBody()).toEqual({ model: 'gpt-4o', messages, temperature: 0, frequency_penalty: 0 });
  });

  it('are left as they were given', async () => {
    const given = Object.freeze({
      ...query,
      temperature: '0.5',
      message_history: Object.freeze([Object.freeze({ role: 'user', content: 'Hi' })]),
      extra_parameters: Object.freeze({ store: false }),
    });
    const before = JSON.stringify(given);
    await plugin.run(given);
    expect(JSON.stringify(given)).toBe(before);
  });
});

describe('what is not of this form', () => {
  it('is ignored: fields of other forms and of the host', async () => {
    await plugin.run({
      ...query,
      size: '7x7',
      orientation: 'diagonal',
      quality: 'best',
      style: 'vivid',
      background: 'pink',
      input_M1: 'text',
      model_embedding: 'text-embedding-3-small',
      encoding_format_M1: 'float',
      more_options: 'show',
      transformation: 'return data',
      enableTransformation: true,
      runOnPageLoad: true,
      parameters: [],
    });
    expect(plugin.lastBody()).toEqual({ model: 'gpt-4o', temperature: 0, messages });
  });

  it('is ignored by images as well', async () => {
    await plugin.run({
      operation: 'image_generation',
      model: 'gpt-image-2',
      prompt: 'A heron',
      system_prompt: 'Be brief',
      temperature: 'warm',
      max_tokens: -1,
      message_history: 'broken [',
      stop_sequence: 'END',
    });
    expect(plugin.lastBody()).toEqual({ model: 'gpt-image-2', prompt: 'A heron', size: '1024x1024' });
  });

  it('is not taken from the prototype of the options', async () => {
    const given: Fields = Object.assign(Object.create({ temperature: 1, system_prompt: 'Be brief' }), query);
    await plugin.run(given);
    expect(plugin.lastBody()).toEqual({ model: 'gpt-4o', temperature: 0, messages });
  });
});

describe('values that are nested without end', () => {
  const nest = (levels: number) => '{"a":'.repeat(levels) + '1'.concat('}'.repeat(levels));
  const around: { [name: string]: unknown } = { id: 1 };
  around['self'] = around;

  it.each<[string, string, Fields]>([
    ['a body', 'body', { operation: 'api_request', method: 'POST', path: '/x', body: nest(20_000) }],
    ['rows', 'rows', { operation: 'bulk_chat', prompt: 'Say [[a]]', rows: `[${nest(3000)}]` }],
    ['rows of a batch', 'rows', { operation: 'batch', prompt: 'Say [[a]]', rows: `[${nest(3000)}]` }],
    ['rows that hold themselves', 'rows', { operation: 'bulk_chat', prompt: 'Say [[id]]', rows: [around] }],
    ['extra parameters', 'extra_parameters', { ...query, extra_parameters: nest(250) }],
    [
      'filters',
      'filters',
      {
        operation: 'vector_store',
        vector_store_action: 'search',
        vector_store_id: 'vs_1',
        query: 'zinc',
        filters: `${'{"type":"and","filters":['.repeat(5000)}{}${']}'.repeat(5000)}`,
      },
    ],
  ])('are refused: %s', async (_, field, options) => {
    const { data } = await plugin.refusal(options);
    expect(data.problems).toEqual([
      {
        field,
        message: expect.stringContaining('must not be nested more than 200 levels deep'),
        allowed: ['at most 200 levels'],
      },
    ]);
  });

  it('are told from values that are merely deep', async () => {
    await plugin.run({ operation: 'bulk_chat', model: 'gpt-4o', prompt: 'Say [[a.a.a]]', rows: `[${nest(190)}]` });
    expect(plugin.emulator.requests).toHaveLength(1);
  });
});
