import { startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  text: string;
  tool_calls: { id: string; name: string; arguments: Record<string, unknown> }[];
  message_history: object[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const stock = {
  name: 'get_stock',
  description: 'Units in stock',
  parameters: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
};
const price = { name: 'get_price', parameters: { type: 'object', properties: {} } };
const wrapped = (declaration: object) => ({ type: 'function', function: declaration });
const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Describe the bolts', output: 'full' };
const chat = (options: object) => plugin.run<Data>({ ...query, ...options });

describe('functions of chat', () => {
  it.each([
    ['bare', [stock, price]],
    ['wrapped as the API has them', [wrapped(stock), wrapped(price)]],
    ['as JSON text', JSON.stringify([stock, wrapped(price)])],
  ])('are sent the same when they are given %s', async (_, functions) => {
    await chat({ functions });
    expect(plugin.lastBody()['tools']).toEqual([wrapped(stock), wrapped(price)]);
    expect(plugin.lastBody()).not.toHaveProperty('functions');
  });

  it.each([
    ['auto', 'auto'],
    ['none', 'none'],
    ['required', 'required'],
    ['get_price', { type: 'function', function: { name: 'get_price' } }],
    ['{ "type": "function", "function": { "name": "get_stock" } }', wrapped({ name: 'get_stock' })],
  ])('are chosen by tool_choice %s', async (tool_choice, sent) => {
    await chat({ functions: [stock, price], tool_choice });
    expect(plugin.lastBody()['tool_choice']).toEqual(sent);
  });

  it('come back as calls with their arguments as data', async () => {
    const { message, data, metadata } = await chat({ functions: [stock, price], tool_choice: 'get_stock' });
    expect(message).toBe('The chat waits for the output of get_stock');
    expect(data.tool_calls).toEqual([
      { id: expect.stringMatching(/^call_/), name: 'get_stock', arguments: { sku: expect.any(String) } },
    ]);
    expect(metadata.finish_reason).toBe('tool_calls');
  });

  it('go on by the history with what the function answered', async () => {
    const { data } = await chat({ functions: [stock], tool_choice: 'get_stock' });
    const [call] = data.tool_calls;
    const message_history = [...data.message_history, { role: 'tool', tool_call_id: call?.id, content: '12 pieces' }];
    await chat({ functions: [stock], message_history, prompt: 'Is that enough?' });
    expect(plugin.lastBody()['messages']).toMatchObject([
      { role: 'user', content: 'Describe the bolts' },
      { role: 'assistant', content: null, tool_calls: [{ id: call?.id, type: 'function' }] },
      { role: 'tool', tool_call_id: call?.id, content: '12 pieces' },
      { role: 'user', content: 'Is that enough?' },
    ]);
  });

  it('keep arguments that are not JSON as the text they came as', async () => {
    const called = { id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{ "sku": ' } };
    plugin.emulator.answerNext('/v1/chat/completions', {
      body: { choices: [{ finish_reason: 'tool_calls', message: { content: null, tool_calls: [called] } }] },
    });
    const { data } = await chat({ functions: [stock] });
    expect(data.tool_calls).toEqual([{ id: 'call_1', name: 'get_stock', arguments: '{ "sku": ' }]);
  });

  it.each([
    ['a name with blanks', { functions: [{ name: 'get stock' }] }, 'functions[0].name'],
    ['a name twice', { functions: [stock, stock] }, 'functions[1].name'],
    ['no name', { functions: [{ description: 'x' }] }, 'functions[0].name'],
    ['a choice that is not there', { functions: [stock], tool_choice: 'get_weather' }, 'tool_choice'],
    ['a choice of nothing', { tool_choice: 'auto' }, 'tool_choice'],
  ])('are refused for %s', async (_, options, field) => {
    const { data } = await plugin.refusal({ ...query, ...options });
    expect(data.problems.map(problem => problem.field)).toEqual([field]);
  });
});
