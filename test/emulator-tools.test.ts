import OpenAI from 'openai';
import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
  ResponseOutputItem,
  Tool,
} from 'openai/resources/responses/responses';
import { type Emulator, start as startEmulator } from 'openai-emulator';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired', now: () => new Date('2026-11-20T12:00:00Z') });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

type Settings = Partial<ResponseCreateParamsNonStreaming>;
type Item<Type> = Extract<ResponseOutputItem, { type: Type }>;

const model = 'gpt-5.4';
const web: Tool = { type: 'web_search' };
const files: Tool = { type: 'file_search', vector_store_ids: ['vs_1', 'vs_2'] };
const code: Tool = { type: 'code_interpreter', container: { type: 'auto' } };
const server: Tool.Mcp = { type: 'mcp', server_label: 'wiki', server_url: 'https://wiki.example/secret/mcp' };
const screen: Tool = { type: 'computer_use_preview', environment: 'browser', display_width: 800, display_height: 600 };

function makeFunction(name: string): Tool {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  return { type: 'function', name, strict: false, parameters };
}

function ask(input: ResponseCreateParamsNonStreaming['input'], settings: Settings = {}): Promise<Response> {
  return client.responses.create({ model, input: input ?? '', ...settings });
}

async function listEvents(input: string, settings: Settings): Promise<string[]> {
  const stream = await client.responses.create({ model, input, ...settings, stream: true });
  const types: string[] = [];
  let previous = -1;
  for await (const { type, sequence_number } of stream) {
    expect(sequence_number).toBe(previous + 1);
    previous = sequence_number;
    if (type !== types.at(-1)) types.push(type);
  }
  return types;
}

function typesOf({ output }: Response): string[] {
  return output.map(({ type }) => type);
}

function find<Type extends ResponseOutputItem['type']>({ output }: Response, type: Type): Item<Type> {
  const item = output.find((candidate): candidate is Item<Type> => candidate.type === type);
  if (item) return item;
  throw new Error(`no ${type} among ${output.map(candidate => candidate.type).join(', ')}`);
}

function notesIn(answer: Response) {
  return find(answer, 'message').content.flatMap(part =>
    part.type === 'output_text' ? part.annotations.map(note => ({ ...note, text: part.text })) : []
  );
}

describe('web search', () => {
  it('searches, reads, and cites', async () => {
    const answer = await ask('Search the web for news of zinc', {
      tools: [
        {
          ...web,
          filters: { allowed_domains: ['zinc.example'] },
          user_location: { type: 'approximate', city: 'Lyon', country: 'FR' },
        },
      ],
      include: ['web_search_call.action.sources'],
    });
    expect(typesOf(answer)).toEqual(['web_search_call', 'web_search_call', 'web_search_call', 'message']);
    expect(answer.output).toMatchObject([
      { action: { type: 'search', sources: [{ url: expect.stringMatching(/^https:\/\/zinc\.example\//) }, {}, {}] } },
      { action: { type: 'open_page' } },
      { action: { type: 'find_in_page' } },
      {},
    ]);
    expect(answer.output_text).toContain('near Lyon, FR');
    const notes = notesIn(answer).flatMap(note => (note.type === 'url_citation' ? [note] : []));
    expect(notes.map(({ title }) => title === '')).toEqual([false, false, true]);
    for (const { text, start_index, end_index, url } of notes) {
      expect(text.slice(start_index, end_index)).toContain(`](${url})`);
      expect(url).toMatch(/^https:\/\/zinc\.example\//);
    }
  });

  it.each(['web_search_preview', 'web_search_preview_2025_03_11', 'web_search_2025_08_26'] as const)(
    'is also called %s, and keeps its sources to itself unless asked',
    async type => {
      const answer = await ask('Hello', { tools: [{ type, search_context_size: 'low' }] });
      expect(typesOf(answer)).toEqual(['web_search_call', 'message']);
      expect(find(answer, 'web_search_call').action).not.toHaveProperty('sources');
    }
  );

  it('streams in legal order', async () => {
    expect(await listEvents('Hello', { tools: [{ type: 'web_search', search_context_size: 'low' }] })).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.web_search_call.in_progress',
      'response.web_search_call.searching',
      'response.web_search_call.completed',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      ...Array.from({ length: 3 }, () => [
        'response.output_text.delta',
        'response.output_text.annotation.added',
      ]).flat(),
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
  });
});

describe('file search', () => {
  it('finds, and shows what it found when asked', async () => {
    const tools: Tool[] = [{ ...files, max_num_results: 2, filters: { type: 'eq', key: 'year', value: 2025 } }];
    const quiet = await ask('What do the files say about zinc?', { tools });
    expect(quiet.output).toMatchObject([{ type: 'file_search_call', queries: ['zinc'], results: null }, {}]);
    const full = await client.responses.retrieve(quiet.id, { include: ['file_search_call.results'] });
    const { results } = find(full, 'file_search_call');
    expect(results).toMatchObject([{ attributes: { year: 2025 }, score: 0.95 }, {}]);
    const [note] = notesIn(full);
    expect(note).toMatchObject({ type: 'file_citation', file_id: results?.[0]?.file_id, filename: 'handbook.pdf' });
    expect(await listEvents('Hello', { tools })).toContain('response.file_search_call.searching');
  });
});

describe('the code interpreter', () => {
  it('runs code with what the prompt names', async () => {
    const tools = [code];
    const answer = await ask('Calculate 3 and 4.5', { tools, include: ['code_interpreter_call.outputs'] });
    const call = find(answer, 'code_interpreter_call');
    expect(call.code).toContain('numbers = [3, 4.5]');
    expect(call.outputs).toMatchObject([
      { type: 'logs', logs: 'sum 7.5\nmean 3.75\n' },
      { type: 'image', url: expect.stringMatching(/^data:image\/png;base64,/) },
    ]);
    const [note] = notesIn(answer);
    expect(note).toMatchObject({ type: 'container_file_citation', container_id: call.container_id });
    if (note?.type === 'container_file_citation') {
      expect(note.text.slice(note.start_index, note.end_index)).toBe('sandbox:/mnt/data/chart.png');
    }
    const { id } = await client.containers.create({ name: 'Sums' });
    const own = await ask('Hello', { tools: [{ type: 'code_interpreter', container: id }] });
    expect(find(own, 'code_interpreter_call')).toMatchObject({ container_id: id, outputs: null });
    const events = await listEvents('Hello', { tools });
    expect(events.slice(3, 8)).toEqual([
      'response.code_interpreter_call.in_progress',
      'response.code_interpreter_call_code.delta',
      'response.code_interpreter_call_code.done',
      'response.code_interpreter_call.interpreting',
      'response.code_interpreter_call.completed',
    ]);
  });
});

describe('remote MCP', () => {
  const answerTo = (id: string, approve: boolean): ResponseInputItem[] => [
    { type: 'mcp_approval_response', approval_request_id: id, approve },
  ];

  it('asks first, and calls when it may', async () => {
    const tools: Tool[] = [{ ...server, authorization: 'token-1', headers: { 'X-Key': 'token-2' } }];
    const asked = await ask('Look into the wiki', { tools });
    expect(typesOf(asked)).toEqual(['mcp_list_tools', 'mcp_approval_request']);
    expect(asked.status).toBe('completed');
    expect(JSON.stringify(asked)).not.toMatch(/token-|secret/);
    const { id } = find(asked, 'mcp_approval_request');
    const settings = { tools, previous_response_id: asked.id };
    const called = await ask(answerTo(id, true), settings);
    expect(typesOf(called)).toEqual(['mcp_call', 'message']);
    expect(find(called, 'mcp_call')).toMatchObject({ approval_request_id: id, server_label: 'wiki', error: null });
    const refused = await ask(answerTo(id, false), settings);
    expect(typesOf(refused)).toEqual(['message']);
    expect(refused.output_text).toContain('did not');
    await expect(ask(answerTo('mcpr_none', true), settings)).rejects.toMatchObject({ status: 400, param: 'input' });
  });

  it('calls at once when it never has to ask', async () => {
    const tools: Tool[] = [{ ...server, require_approval: 'never', allowed_tools: ['read_page'] }];
    const answer = await ask('Look into the wiki', { tools });
    expect(typesOf(answer)).toEqual(['mcp_list_tools', 'mcp_call', 'message']);
    expect(find(answer, 'mcp_list_tools').tools.map(({ name }) => name)).toEqual(['read_page']);
    const next = await ask('Again the wiki', { tools, previous_response_id: answer.id });
    expect(typesOf(next)).toEqual(['mcp_call', 'message']);
    expect((await listEvents('The wiki', { tools })).slice(2, 12)).toEqual([
      'response.output_item.added',
      'response.mcp_list_tools.in_progress',
      'response.mcp_list_tools.completed',
      'response.output_item.done',
      'response.output_item.added',
      'response.mcp_call.in_progress',
      'response.mcp_call_arguments.delta',
      'response.mcp_call_arguments.done',
      'response.mcp_call.completed',
      'response.output_item.done',
    ]);
  });

  it('asks for some tools only', async () => {
    const tools: Tool[] = [{ ...server, require_approval: { never: { tool_names: ['search', 'fetch'] } } }];
    expect(typesOf(await ask('Use search of the wiki', { tools }))).toContain('mcp_call');
    expect(typesOf(await ask('Use add_note of the wiki', { tools }))).toContain('mcp_approval_request');
  });
});

describe('computer use', () => {
  const image_url =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const show = (call: Item<'computer_call'>, acknowledged = call.pending_safety_checks): ResponseInputItem[] => [
    {
      type: 'computer_call_output',
      call_id: call.call_id,
      output: { type: 'computer_screenshot', image_url },
      acknowledged_safety_checks: acknowledged,
    },
  ];

  it('looks, clicks, types, and is done', async () => {
    const tools = [screen];
    const first = await ask('Open the page about zinc in the browser', { tools });
    expect(typesOf(first)).toEqual(['computer_call']);
    const look = find(first, 'computer_call');
    expect(look).toMatchObject({ action: { type: 'screenshot' }, pending_safety_checks: [] });
    const second = await ask(show(look), { tools, previous_response_id: first.id });
    const click = find(second, 'computer_call');
    expect(click).toMatchObject({ action: { type: 'click', x: 400, y: 300 }, pending_safety_checks: [{}] });
    const settings = { tools, previous_response_id: second.id };
    await expect(ask(show(click, []), settings)).rejects.toMatchObject({
      status: 400,
      param: 'input',
      message: expect.stringContaining('unacknowledged safety check'),
    });
    const third = await ask(show(click), settings);
    const type = find(third, 'computer_call');
    expect(type.action).toMatchObject({ type: 'type', text: expect.stringContaining('zinc') });
    const last = await ask(show(type), { tools, previous_response_id: third.id });
    expect(typesOf(last)).toEqual(['message']);
  });

  it('hands over lists of actions to its newer name', async () => {
    const answer = await ask('Use the computer', { tools: [{ type: 'computer' }] });
    expect(find(answer, 'computer_call')).toMatchObject({ actions: [{ type: 'screenshot' }] });
    await expect(ask('Never mind', { previous_response_id: answer.id })).rejects.toMatchObject({
      message: expect.stringContaining('No tool output found for computer call'),
    });
  });
});

describe('functions', () => {
  const tools = [makeFunction('get_weather'), makeFunction('get_time'), makeFunction('get_news')];
  const prompt = 'Call get_weather and get_time for Lisbon';

  it('are called together, and answered together', async () => {
    const asked = await ask(prompt, { tools });
    const calls = asked.output.flatMap(item => (item.type === 'function_call' ? [item] : []));
    expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
    const outputs = calls.map(({ call_id }, index): ResponseInputItem => {
      return { type: 'function_call_output', call_id, output: `answer ${index}` };
    });
    const told = await ask(outputs, { tools, previous_response_id: asked.id });
    expect(told.output_text).toBe('The tool answered: answer 0; answer 1');
    await expect(ask(outputs.slice(1), { previous_response_id: asked.id })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('No tool output found for function call'),
    });
    await expect(ask(outputs)).rejects.toMatchObject({ message: expect.stringContaining('No tool call found') });
    expect(typesOf(await ask(prompt, { tools, parallel_tool_calls: false }))).toEqual(['function_call']);
  });

  it('follow what a hosted tool did', async () => {
    const answer = await ask('Search the web, and call get_news', { tools: [web, ...tools] });
    expect(typesOf(answer).slice(-2)).toEqual(['web_search_call', 'function_call']);
  });
});

describe('the choice of tools', () => {
  const fetching: Tool = { ...server, require_approval: 'never' };
  const all = [web, files, code, fetching];

  it('uses all that the prompt names, in one turn', async () => {
    const answer = await ask('Search the web and my files, calculate, and ask the wiki', { tools: all });
    expect(new Set(typesOf(answer))).toEqual(
      new Set(['mcp_list_tools', 'web_search_call', 'file_search_call', 'code_interpreter_call', 'mcp_call', 'message'])
    );
    expect(new Set(notesIn(answer).map(({ type }) => type))).toEqual(
      new Set(['url_citation', 'file_citation', 'container_file_citation'])
    );
    const bounded = await ask('Search the web and my files, and calculate', { tools: all, max_tool_calls: 4 });
    expect(typesOf(bounded).filter(type => /(search|interpreter)_call$/.test(type))).toEqual([
      'web_search_call',
      'web_search_call',
      'web_search_call',
      'file_search_call',
    ]);
  });

  it.each<[ResponseCreateParamsNonStreaming['tool_choice'], string[]]>([
    ['auto', ['web_search_call', 'message']],
    ['required', ['web_search_call', 'message']],
    ['none', ['message']],
    [{ type: 'file_search' }, ['file_search_call', 'message']],
    [{ type: 'code_interpreter' }, ['code_interpreter_call', 'message']],
    [{ type: 'web_search_preview' }, ['web_search_call', 'message']],
    [{ type: 'mcp', server_label: 'wiki', name: 'fetch' }, ['mcp_call', 'message']],
    [{ type: 'function', name: 'get_news' }, ['function_call']],
    [{ type: 'allowed_tools', mode: 'auto', tools: [{ type: 'file_search' }] }, ['file_search_call', 'message']],
    [{ type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'get_news' }] }, ['function_call']],
    [{ type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp', server_label: 'wiki' }] }, ['mcp_call', 'message']],
  ])('obeys %j', async (tool_choice, expected) => {
    const tools = [...all, makeFunction('get_weather'), makeFunction('get_news')];
    const answer = await ask('Hello', { tools, tool_choice: tool_choice ?? 'auto' });
    const used = typesOf(answer).filter((type, index, types) => type !== types[index - 1]);
    expect(used.filter(type => type !== 'mcp_list_tools')).toEqual(expected);
  });
});

describe('reasoning', () => {
  const settings: Settings = { model: 'gpt-5.5', reasoning: { effort: 'low', summary: 'auto' } };

  it('is summed up when asked for', async () => {
    const answer = await ask('Name three uses of zinc', settings);
    expect(answer.output).toMatchObject([{ type: 'reasoning', summary: [{ type: 'summary_text' }, {}] }, {}]);
    const { summary, ...hidden } = find(answer, 'reasoning');
    expect(hidden).not.toHaveProperty('encrypted_content');
    const include: Settings['include'] = ['reasoning.encrypted_content'];
    expect(
      find(await ask('Hello', { ...settings, include, store: false }), 'reasoning').encrypted_content
    ).toBeTruthy();
    expect((await listEvents('Hello', settings)).slice(2, 7)).toEqual([
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
    ]);
  });

  it('is not summed up, or streamed, for an unverified organization', async () => {
    const stranger = client.withOptions({ organization: 'org-unverified' });
    const asked = { model: 'gpt-5.5', input: 'Hello' };
    await expect(stranger.responses.create({ ...asked, reasoning: { summary: 'auto' } })).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_value',
      param: 'reasoning.summary',
      message: expect.stringContaining('verified to generate reasoning summaries'),
    });
    await expect(stranger.responses.create({ ...asked, stream: true })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('verified to stream this model'),
    });
    expect(await stranger.responses.create(asked)).toMatchObject({ status: 'completed' });
  });
});

describe('conversations and prompt templates', () => {
  it('keep what was said', async () => {
    const items = [{ type: 'message' as const, role: 'user' as const, content: 'My name is Ada' }];
    const { id } = await client.conversations.create({ items, metadata: { topic: 'names' } });
    const first = await ask('Name three uses of zinc', { conversation: id });
    expect(first.conversation).toEqual({ id });
    const second = await ask('Go on', { conversation: { id } });
    expect(second.usage?.input_tokens).toBeGreaterThan(first.usage?.input_tokens ?? 0);
    const { data } = await client.conversations.items.list(id, { order: 'asc' });
    expect(data.map(item => (item.type === 'message' ? item.role : item.type))).toEqual([
      'user',
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
    expect(await client.conversations.retrieve(id)).toMatchObject({
      object: 'conversation',
      metadata: { topic: 'names' },
    });
    await expect(ask('Hello', { conversation: id, previous_response_id: first.id })).rejects.toMatchObject({
      status: 400,
    });
    expect(await client.conversations.delete(id)).toMatchObject({ deleted: true });
    await expect(ask('Hello', { conversation: id })).rejects.toMatchObject({ status: 404 });
  });

  it('fill in what they were given', async () => {
    const prompt = { id: 'pmpt_tea', version: '2', variables: { topic: 'green tea' } };
    const { output_text, ...answer } = await client.responses.create({ prompt });
    expect(output_text).toMatch(/pmpt_tea \(version 2\) with topic "green tea"/);
    expect(answer).toMatchObject({ prompt, status: 'completed' });
    await expect(client.responses.create({ prompt: { id: 'pmpt_none' } })).rejects.toMatchObject({ status: 404 });
  });
});

describe('refusals of tools', () => {
  const unfinished = (tool: object) => ({ ...tool }) as Tool;

  it.each<[Tool, number, string]>([
    [{ type: 'file_search', vector_store_ids: ['vs_none'] }, 404, 'tools'],
    [{ type: 'file_search', vector_store_ids: [] }, 400, 'tools[0].vector_store_ids'],
    [{ ...files, max_num_results: 51 }, 400, 'tools[0].max_num_results'],
    [unfinished({ type: 'code_interpreter' }), 400, 'tools[0].container'],
    [{ type: 'code_interpreter', container: 'cntr_none' }, 404, 'tools'],
    [{ type: 'mcp', server_label: 'wiki' }, 400, 'tools[0].server_url'],
    [unfinished({ type: 'mcp', server_url: 'https://wiki.example/mcp' }), 400, 'tools[0].server_label'],
    [{ ...server, server_url: 'https://wiki.invalid/mcp' }, 424, 'tools'],
    [unfinished({ type: 'computer_use_preview', environment: 'browser' }), 400, 'tools[0].display_width'],
    [
      { type: 'web_search', filters: { allowed_domains: ['https://a.example'] } },
      400,
      'tools[0].filters.allowed_domains',
    ],
    [unfinished({ type: 'web_search_preview', filters: {} }), 400, 'tools[0].filters'],
  ])('%j', async (tool, status, param) => {
    await expect(ask('Hello', { tools: [tool] })).rejects.toMatchObject({ status, param });
  });

  it('name the choice that is not offered', async () => {
    const tool_choice = { type: 'mcp' as const, server_label: 'other' };
    await expect(ask('Hello', { tools: [server], tool_choice })).rejects.toMatchObject({ param: 'tool_choice' });
  });
});
