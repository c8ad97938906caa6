import { startPlugin, type TestPlugin } from '../support/plugin';

interface Row {
  id: string | null;
  type: string;
  role: string | null;
  text: string;
  name?: string;
  arguments?: string;
}

interface Rows {
  rows: Row[];
  has_more: boolean;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ now: () => new Date('2026-11-20T12:00:00Z') });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const run = <Data>(conversation_action: string, options: object = {}) =>
  plugin.run<Data>({ operation: 'conversation', conversation_action, ...options });
const create = async (options: object = {}) => (await run<{ id: string }>('create', options)).data.id;
const listItems = async (options: object) => (await run<Rows>('list_items', options)).data;

describe('a conversation kept at the server [row 20]', () => {
  it('is created, looked up and deleted', async () => {
    const { data, metadata, message } = await run<{ id: string }>('create', { metadata: '{ "customer": "4711" }' });
    expect(message).toBe('Conversation created');
    expect(data).toEqual({
      id: expect.stringMatching(/^conv_/),
      created_at: '2026-11-20T12:00:00.000Z',
      metadata: { customer: '4711' },
    });
    expect(metadata).toMatchObject({ operation: 'conversation', id: data.id });
    expect((await run('get', { conversation_id: data.id })).data).toEqual(data);
    expect(await run('delete', { conversation_id: data.id })).toMatchObject({
      message: 'Conversation deleted',
      data: { id: data.id, deleted: true },
    });
    const query = { operation: 'conversation', conversation_action: 'get', conversation_id: data.id };
    expect((await plugin.failure(query)).data).toMatchObject({ status: 404, category: 'invalid_request' });
  });

  it('is what respond goes on from, and gives every turn back as a row', async () => {
    const conversation_id = await create({ items: [{ role: 'system', content: 'Answer in one sentence.' }] });
    const first = await plugin.run<{ text: string }>({
      operation: 'respond',
      prompt: 'What is zinc?',
      conversation_id,
    });
    const next = await plugin.run<{ text: string }>({ operation: 'respond', prompt: 'And tin?', conversation_id });
    expect(plugin.lastBody()).toMatchObject({ conversation: conversation_id });
    const { rows, has_more } = await listItems({ conversation_id });
    expect(rows.map(({ type, role, text }) => ({ type, role, text }))).toEqual([
      { type: 'message', role: 'system', text: 'Answer in one sentence.' },
      { type: 'message', role: 'user', text: 'What is zinc?' },
      { type: 'message', role: 'assistant', text: first.data.text },
      { type: 'message', role: 'user', text: 'And tin?' },
      { type: 'message', role: 'assistant', text: next.data.text },
    ]);
    expect(rows.every(({ id }) => id !== null)).toBe(true);
    expect(has_more).toBe(false);
  });

  it('takes the history of a chat, whose answers are parts of text, as its beginning', async () => {
    const chat = await plugin.run<{ message_history: object[] }>({ operation: 'chat', prompt: 'Hi', output: 'full' });
    const parts = {
      role: 'assistant',
      content: [
        { type: 'text', text: 'Hello ' },
        { type: 'text', text: 'again' },
      ],
    };
    const conversation_id = await create({ items: [...chat.data.message_history, parts] });
    expect((await listItems({ conversation_id })).rows).toMatchObject([
      { role: 'user', text: 'Hi' },
      { role: 'assistant', text: expect.stringMatching(/./) },
      { role: 'assistant', text: 'Hello again' },
    ]);
  });

  it('is given further items, those of the API included, and never twice', async () => {
    const conversation_id = await create();
    const call = { type: 'function_call', call_id: 'call_1', name: 'get_price', arguments: '{"metal":"zinc"}' };
    const items = [{ role: 'user', content: 'What does zinc cost?' }, call];
    const { data, message } = await run<{ rows: Row[] }>('add_items', {
      conversation_id,
      items: JSON.stringify(items),
    });
    expect(message).toBe('2 items added');
    expect(data.rows).toMatchObject([
      { type: 'message', role: 'user', text: 'What does zinc cost?' },
      { type: 'function_call', role: null, text: '', name: 'get_price', arguments: call.arguments },
    ]);
    const path = `/v1/conversations/${conversation_id}/items`;
    plugin.emulator.answerNext(path, { truncateAt: 3, body: { object: 'list' } });
    await plugin.failure({ operation: 'conversation', conversation_action: 'add_items', conversation_id, items });
    expect(
      plugin.emulator.requests.filter(({ method, path: asked }) => method === 'POST' && asked === path)
    ).toHaveLength(2);
  });

  it('gives the newest items where not all are wanted, in the order they were said', async () => {
    const turn = (index: number) => ({ role: 'user', content: `Turn ${index}` });
    const conversation_id = await create();
    for (let at = 0; at < 120; at += 20) {
      const items = Array.from({ length: 20 }, (_, index) => turn(at + index));
      await run('add_items', { conversation_id, items });
    }
    const texts = async (options: object) =>
      (await listItems({ conversation_id, ...options })).rows.map(({ text }) => text);
    expect(await texts({ limit: 3 })).toEqual(['Turn 117', 'Turn 118', 'Turn 119']);
    expect(await texts({ limit: 500 })).toEqual(Array.from({ length: 120 }, (_, index) => `Turn ${index}`));
    expect(await texts({ limit: 2, extra_parameters: { order: 'asc' } })).toEqual(['Turn 0', 'Turn 1']);
    expect((await listItems({ conversation_id, limit: 3 })).has_more).toBe(true);
  });

  it('shows what was thought and what tools answered', async () => {
    const item = (more: object) => ({ id: 'item_1', status: 'completed', ...more });
    const data = [
      item({ type: 'function_call_output', call_id: 'call_1', output: '{"price":3}' }),
      item({
        type: 'reasoning',
        summary: [
          { type: 'summary_text', text: 'Thinking' },
          { type: 'summary_text', text: 'more' },
        ],
      }),
      item({
        type: 'message',
        role: 'assistant',
        content: [{ type: 'refusal', refusal: 'No' }, { type: 'input_image' }],
      }),
    ];
    plugin.emulator.answerNext('/v1/conversations', { body: { object: 'list', data, has_more: false } });
    expect((await listItems({ conversation_id: 'conv_1' })).rows).toMatchObject([
      { role: 'assistant', text: 'No' },
      { type: 'reasoning', text: 'Thinking\nmore' },
      { type: 'function_call_output', text: '{"price":3}' },
    ]);
  });
});

describe('what a host keeps under a name, as a text in a table, [row 21]', () => {
  /** A table of an app. */
  const table = new Map<string, string>();

  it('is the history of a chat, which goes on from it', async () => {
    const first = await plugin.run<{ message_history: object[] }>({
      operation: 'chat',
      prompt: 'Name three uses of zinc',
      output: 'full',
    });
    table.set('customer 4711', JSON.stringify(first.data.message_history));
    const message_history = table.get('customer 4711');
    const next = await plugin.run<{ message_history: object[] }>({
      operation: 'chat',
      prompt: 'And of tin?',
      message_history,
      output: 'full',
    });
    expect(plugin.lastBody()['messages']).toEqual([
      ...first.data.message_history,
      { role: 'user', content: 'And of tin?' },
    ]);
    expect(next.data.message_history).toHaveLength(4);
  });

  it('may be no more than the id of a conversation', async () => {
    table.set('customer 4712', await create());
    const turn = { operation: 'respond', conversation_id: table.get('customer 4712') };
    await plugin.run({ ...turn, prompt: 'What is zinc?' });
    await plugin.run({ ...turn, prompt: 'And tin?' });
    expect((await listItems({ conversation_id: table.get('customer 4712') })).rows).toHaveLength(4);
  });
});
