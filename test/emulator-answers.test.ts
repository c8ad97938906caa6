import OpenAI, { toFile } from 'openai';
import { type Emulator, start as startEmulator } from 'openai-emulator';

let emulator: Emulator;
let client: OpenAI;
const model = 'gpt-6-luna';

beforeAll(async () => {
  emulator = await startEmulator({ now: () => new Date('2026-11-20T12:00:00Z') });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const say = async (content: string, settings: object = {}) => {
  const messages = [{ role: 'user' as const, content }];
  const { choices } = await client.chat.completions.create({ model, messages, ...settings });
  return choices[0]?.message;
};

const dot = (one: number[], other: number[]) => one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0);

describe('answers that fit the question', () => {
  it('rank what is meant first, also in other words', async () => {
    const rows = ['A recipe for bread', 'A lighthouse on the coast', 'How to repair a bicycle', 'The price of apples'];
    const { data } = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['light for ships', ...rows],
    });
    const [query = [], ...others] = data.map(({ embedding }) => embedding);
    const scores = others.map(vector => dot(query, vector));
    expect(rows[scores.indexOf(Math.max(...scores))]).toBe('A lighthouse on the coast');
  });

  it.each([
    ['Classify this message as billing, support or sales: The invoice charged my card twice', 'billing'],
    ['Classify this message as billing, support or sales: The app crashes when I log in', 'support'],
    ['Is "the invoice was charged twice" about billing, support or sales? Answer with the label.', 'billing'],
    ['Which team should handle this: I cannot log in. Teams: billing, support, sales', 'support'],
    ['What is the sentiment (positive, negative or neutral) of: I love this lamp', 'positive'],
    ['Classify this. Labels: refund, bug, praise. The app crashes all the time', 'bug'],
    ['Is the sentiment positive, negative or neutral? I love this lamp, it is wonderful', 'positive'],
  ])('pick the label whose words fit: %s', async (prompt, label) => {
    expect((await say(prompt))?.content).toBe(label);
  });

  it('go on with a text where that is the instruction', async () => {
    const messages = [
      { role: 'system' as const, content: "Continue the user's text from exactly where it ends." },
      { role: 'user' as const, content: 'Once upon a time there was a goat' },
    ];
    const { choices } = await client.chat.completions.create({ model: 'gpt-6-luna', messages });
    expect(choices[0]?.message.content).toMatch(/^, \w/);
  });

  it('are data by the schema, taken from the question where it says them', async () => {
    const schema = {
      type: 'object',
      properties: {
        'full name': { type: 'string' },
        email: { type: 'string' },
        age: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
        children: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
        team: { enum: ['billing', 'support'] },
      },
    };
    const response_format = { type: 'json_schema', json_schema: { name: 'person', schema } };
    const asked = 'My name is Ada Lovelace (ada@example.org), I am 36, and my refund is wrong';
    const person = JSON.parse((await say(asked, { response_format }))?.content ?? '');
    expect(person).toMatchObject({ 'full name': 'Ada Lovelace', email: 'ada@example.org', age: 36, team: 'billing' });
    expect(person.children).toBeGreaterThanOrEqual(0);
    expect(person.children).toBeLessThan(100);
  });

  it('call a function when the question is about what it does', async () => {
    const weather = {
      name: 'get_forecast',
      description: 'The weather forecast for a city',
      parameters: { type: 'object' },
    };
    const tools = [{ type: 'function', function: weather }];
    expect((await say('What will the weather be like in Oslo?', { tools }))?.tool_calls).toHaveLength(1);
    expect((await say('Who wrote Faust?', { tools }))?.tool_calls).toBeUndefined();
  });

  it('say what is in the bytes of a picture, and the words that were drawn on it', async () => {
    const drawn = await client.images.generate({ model: 'gpt-image-2', prompt: 'Harbour at dusk', size: '1024x1024' });
    const url = `data:image/png;base64,${drawn.data?.[0]?.b64_json}`;
    const content = [
      { type: 'text' as const, text: 'Describe it' },
      { type: 'image_url' as const, image_url: { url } },
    ];
    const { choices } = await client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
    expect(choices[0]?.message.content).toMatch(/a 1024x1024 PNG in [a-z, ]+ with the words "Harbour at dusk"/);
  });
});

describe('custom tools', () => {
  const tool = { type: 'custom' as const, name: 'run_sql', description: 'Runs SQL' };

  it('are called, streamed and answered in responses', async () => {
    const response = await client.responses.create({ model, input: 'Use run_sql to count users', tools: [tool] });
    const call = response.output.find(item => item.type === 'custom_tool_call');
    expect(call).toMatchObject({ name: 'run_sql', input: expect.stringMatching(/\w/) });
    const events: string[] = [];
    const request = { model, input: 'Use run_sql to count users', tools: [tool], stream: true as const };
    for await (const event of await client.responses.create(request)) events.push(event.type);
    expect(events).toContain('response.custom_tool_call_input.delta');
    expect(events).toContain('response.custom_tool_call_input.done');
    const answer = await client.responses.create({
      model,
      previous_response_id: response.id,
      input: [{ type: 'custom_tool_call_output', call_id: call?.call_id ?? '', output: '42 users' }],
      tools: [tool],
    });
    expect(answer.output_text).toContain('42 users');
  });

  it('are streamed in chat', async () => {
    const tools = [{ type: 'custom' as const, custom: { name: 'run_sql' } }];
    const messages = [{ role: 'user' as const, content: 'Use run_sql to count users' }];
    let streamed = '';
    for await (const chunk of await client.chat.completions.create({ model, messages, tools, stream: true })) {
      streamed += JSON.stringify(chunk.choices[0]?.delta ?? {});
    }
    expect(streamed).toContain('"custom":{"name":"run_sql"');
  });

  it('are refused a grammar that the emulator cannot write by', async () => {
    const format = { type: 'grammar' as const, syntax: 'lark' as const, definition: 'start: "a"' };
    const input = { model, input: 'Use run_sql', tools: [{ ...tool, format }] };
    await expect(client.responses.create(input)).rejects.toMatchObject({ code: 'not_emulated' });
  });
});

describe('what the emulator does not serve', () => {
  it.each([
    ['/chat/completions', { messages: [{ role: 'user', content: 'Hi' }], logit_bias: { 50256: -100 } }, 'logit_bias'],
    ['/responses', { input: 'Hi', tools: [{ type: 'apply_patch' }] }, 'tools[0].type'],
  ])('is refused at %s, not ignored', async (path, body, param) => {
    await expect(client.post(path, { body: { model, ...body } })).rejects.toMatchObject({
      code: 'not_emulated',
      param,
    });
  });
});

describe('decisions', () => {
  const input = 'The invoice charged my card twice and I want my money back immediately!';

  it('answer predicates, choices and scores with probabilities, and decline alone what they decline', async () => {
    const { answers, usage } = await client.decisions.create({
      model,
      input,
      questions: [
        { type: 'predicate', name: 'refund', instructions: 'The customer wants a refund of money' },
        {
          type: 'choice',
          name: 'team',
          instructions: 'Which team?',
          choices: [{ value: 'billing' }, { value: 'support' }, { value: 'sales' }],
        },
        {
          type: 'score',
          instructions: 'How urgent?',
          levels: [{ label: 'low' }, { label: 'high' }, { label: 'urgent' }],
        },
        { type: 'predicate', instructions: 'Please refuse this' },
      ],
    });
    expect(answers).toMatchObject([
      { type: 'predicate', name: 'refund', probability: expect.any(Number) },
      { type: 'choice', name: 'team', choice: 'billing' },
      { type: 'score', name: null, score: 3 },
      { type: 'refusal', name: null },
    ]);
    expect(answers[0]?.type === 'predicate' && answers[0].probability).toBeGreaterThan(0.5);
    expect(usage.total_tokens).toBe(usage.input_tokens + usage.output_tokens);
  });

  it('are made by one model, of questions that can be answered', async () => {
    const questions = [{ type: 'predicate' as const, instructions: 'It is late' }];
    await expect(client.decisions.create({ model: 'gpt-5.4', input, questions })).rejects.toMatchObject({
      status: 404,
    });
    await expect(client.decisions.create({ model, input, questions: [] })).rejects.toMatchObject({
      param: 'questions',
    });
    const choices = [{ value: 'a' }, { value: 'a' }];
    const repeated = [{ type: 'choice' as const, instructions: 'Which?', choices }];
    await expect(client.decisions.create({ model, input, questions: repeated })).rejects.toMatchObject({
      param: 'questions[0].choices',
    });
  });
});

describe('smaller endpoints', () => {
  it('keep chat completions that are to be stored', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const { id } = await client.chat.completions.create({ model, messages, store: true, metadata: { team: 'red' } });
    const listed = await client.chat.completions.list({ metadata: { team: 'red' } });
    expect(listed.data.map(completion => completion.id)).toEqual([id]);
    expect((await client.chat.completions.messages.list(id)).data).toMatchObject([{ role: 'user', content: 'Hello' }]);
    await client.chat.completions.update(id, { metadata: { team: 'blue' } });
    expect(await client.chat.completions.retrieve(id)).toMatchObject({ metadata: { team: 'blue' } });
    await client.chat.completions.delete(id);
    await expect(client.chat.completions.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });

  it('take files in parts', async () => {
    const pieces = ['{"a":1}\n', '{"b":2}\n'];
    const bytes = pieces.join('').length;
    const settings = { filename: 'rows.jsonl', purpose: 'batch', bytes, mime_type: 'application/jsonl' } as const;
    const { id } = await client.uploads.create(settings);
    const part_ids: string[] = [];
    for (const piece of pieces) {
      part_ids.push((await client.uploads.parts.create(id, { data: await toFile(Buffer.from(piece)) })).id);
    }
    await expect(client.uploads.complete(id, { part_ids: part_ids.slice(1) })).rejects.toMatchObject({
      param: 'part_ids',
    });
    const done = await client.uploads.complete(id, { part_ids });
    expect(done).toMatchObject({ status: 'completed', file: { filename: 'rows.jsonl', bytes } });
    expect(await (await client.files.content(done.file?.id ?? '')).text()).toBe(pieces.join(''));
    await expect(client.uploads.cancel(id)).rejects.toMatchObject({ status: 400 });
  });

  it('keep the files of containers, charts of the code interpreter among them', async () => {
    const response = await client.responses.create({
      model,
      input: 'Plot 1, 2 and 3 with python',
      tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
    });
    const call = response.output.find(item => item.type === 'code_interpreter_call');
    const container = call?.container_id ?? '';
    const [chart] = (await client.containers.files.list(container)).data;
    expect(chart).toMatchObject({ path: '/mnt/data/chart.png', source: 'assistant' });
    const content = await client.containers.files.content.retrieve(chart?.id ?? '', { container_id: container });
    expect((await content.bytes()).slice(1, 4)).toEqual(new Uint8Array(Buffer.from('PNG')));
    const own = await client.containers.create({ name: 'Sums' });
    const file = await toFile(Buffer.from('1,2'), 'sums.csv');
    expect(await client.containers.files.create(own.id, { file })).toMatchObject({
      path: '/mnt/data/sums.csv',
      bytes: 3,
    });
    await client.containers.delete(own.id);
    await expect(client.containers.retrieve(own.id)).rejects.toMatchObject({ status: 404 });
  });

  it('count the tokens of a request as its response does, and shorten a conversation', async () => {
    const first = await client.responses.create({ model, input: 'Name two uses of zinc' });
    const { input_tokens } = await client.responses.inputTokens.count({ model, input: 'Name two uses of zinc' });
    expect(input_tokens).toBe(first.usage?.input_tokens);
    const compacted = await client.responses.compact({ model, previous_response_id: first.id });
    expect(compacted.output.map(({ type }) => type)).toEqual(['message', 'compaction']);
    const shortened: OpenAI.Responses.ResponseInputItem[] = JSON.parse(JSON.stringify(compacted.output));
    const input = [...shortened, { role: 'user' as const, content: 'Say "done"' }];
    expect((await client.responses.create({ model, input })).output_text).toBe('done');
  });

  it('show and take away single items of a conversation', async () => {
    const items = [{ type: 'message' as const, role: 'user' as const, content: 'Hello' }];
    const conversation = await client.conversations.create({ items });
    const [item] = (await client.conversations.items.list(conversation.id)).data;
    const place = { conversation_id: conversation.id };
    const id = item && 'id' in item ? String(item.id) : '';
    expect(await client.conversations.items.retrieve(id, place)).toMatchObject({ role: 'user' });
    await client.conversations.items.delete(id, place);
    await expect(client.conversations.items.retrieve(id, place)).rejects.toMatchObject({ status: 404 });
  });
});
