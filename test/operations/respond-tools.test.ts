import { startPlugin, type TestPlugin } from '../support/plugin';

type Rows = Record<string, unknown>[];

interface Data {
  id: string;
  text: string;
  citations: { title: string; url?: string; start: number; end: number }[];
  web_searches: { type: string; query?: string; url?: string }[];
  file_search_results: Rows;
  code_interpreter: { code: string; logs: string }[];
  mcp_approval_requests: { id: string; server_label: string; name: string }[];
  mcp_calls: { server_label: string; name: string; output: string | null }[];
  computer_calls: { id: string; actions: Rows; pending_safety_checks: Rows }[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const respond = (options: object) => plugin.run<Data>({ operation: 'respond', ...options });
const toolsSent = () => plugin.lastBody()['tools'];

describe('tools of respond', () => {
  it('search the web, within domains and near a place, and cite what they found [D04 row 88 row 89]', async () => {
    const { data } = await respond({
      prompt: 'Search the web for zinc',
      web_search: true,
      web_search_options: {
        allowed_domains: ['who.int'],
        user_location: { country: 'PT' },
        search_context_size: 'low',
      },
    });
    expect(toolsSent()).toEqual([
      {
        type: 'web_search',
        filters: { allowed_domains: ['who.int'] },
        user_location: { type: 'approximate', country: 'PT' },
        search_context_size: 'low',
      },
    ]);
    expect(data.web_searches).toContainEqual(expect.objectContaining({ type: 'search', query: expect.any(String) }));
    expect(data.citations.length).toBeGreaterThan(0);
    for (const { title, start, end } of data.citations) {
      expect(title).not.toBe('');
      expect(data.text.slice(start, end)).not.toBe('');
    }
  });

  it('search files [D06 row 90]', async () => {
    const { data } = await respond({
      prompt: 'Search my files for zinc',
      file_search_vector_store_ids: 'vs_1',
      file_search_options: { max_num_results: 3 },
      include: ['file_search_call.results'],
    });
    expect(toolsSent()).toEqual([{ type: 'file_search', vector_store_ids: ['vs_1'], max_num_results: 3 }]);
    expect(data.file_search_results[0]).toMatchObject({ file_id: expect.any(String), text: expect.any(String) });
  });

  it('run Python and show its code and what it printed [D08 row 91]', async () => {
    const { data } = await respond({
      prompt: 'Run code that adds 95, 60 and 42',
      code_interpreter: true,
      include: ['code_interpreter_call.outputs'],
    });
    expect(toolsSent()).toEqual([{ type: 'code_interpreter', container: { type: 'auto' } }]);
    expect(data.code_interpreter[0]?.code).not.toBe('');
    expect(data.code_interpreter[0]?.logs).not.toBe('');
  });

  it('ask before they call an MCP server, and go on when allowed [D05 row 92 row 93 bug: MCP approval forced to never]', async () => {
    const servers = [
      { server_label: 'docs', server_url: 'https://mcp.example.com', authorization: 'token-0123456789' },
    ];
    const first = await respond({ prompt: 'Use docs to search for zinc', mcp_servers: servers, include_raw: true });
    expect(toolsSent()).toEqual([{ type: 'mcp', ...servers[0] }]);
    expect(JSON.stringify(first)).not.toContain('token-0123456789');
    const [request] = first.data.mcp_approval_requests;
    expect(request).toMatchObject({ server_label: 'docs', name: expect.any(String) });
    expect(first.message).toBe('The response waits for 1 approval');
    const next = await respond({
      previous_response_id: first.data.id,
      mcp_servers: servers,
      tool_outputs: [{ id: request?.id, approve: true }],
    });
    expect(plugin.lastBody()['input']).toEqual([
      { type: 'mcp_approval_response', approval_request_id: request?.id, approve: true },
    ]);
    expect(next.data.mcp_calls[0]).toMatchObject({ server_label: 'docs', output: expect.any(String) });
  });

  it('show no token of an MCP server in a dry run or an error', async () => {
    const server = {
      server_label: 'docs',
      server_url: 'https://mcp.example.com',
      headers: { 'x-key': 'header-0123456789' },
    };
    const query = { operation: 'respond', prompt: 'zinc', mcp_servers: [server] };
    expect(JSON.stringify(await plugin.run({ ...query, dry_run: true }))).not.toContain('header-0123456789');
    plugin.emulator.answerNext('/v1/responses', {
      status: 400,
      body: { error: { message: 'bad x-key header-0123456789' } },
    });
    expect(JSON.stringify(await plugin.failure(query))).not.toContain('header-0123456789');
  });

  it('go together, each with options of its own [D02 D10 row 59]', async () => {
    await respond({
      prompt: 'zinc',
      web_search: true,
      code_interpreter: 'true',
      code_interpreter_options: '{ "container": { "type": "auto", "file_ids": ["file-1"] } }',
      image_generation: true,
      image_generation_options: { quality: 'low' },
      max_tool_calls: 3,
      parallel_tool_calls: false,
    });
    expect(plugin.lastBody()).toMatchObject({
      tools: [
        { type: 'web_search' },
        { type: 'code_interpreter', container: { type: 'auto', file_ids: ['file-1'] } },
        { type: 'image_generation', quality: 'low' },
      ],
      max_tool_calls: 3,
      parallel_tool_calls: false,
    });
  });

  it.each([
    ['web_search', 'web_search_options', { search_context_size: 'low' }],
    ['code_interpreter', 'code_interpreter_options', { container: 'cntr_1' }],
    ['image_generation', 'image_generation_options', { quality: 'low' }],
    ['image_generation', 'partial_images', 2],
    ['computer_use', 'computer_use_options', { environment: 'browser' }],
  ])('warn where %s is off and %s are given [bug: lost in silence]', async (tool, name, value) => {
    const off = await respond({ prompt: 'zinc', [tool]: false, [name]: value });
    expect(off.metadata.warnings).toEqual([{ parameter: name, reason: `${name} was left out because ${tool} is off` }]);
    const on = await respond({ prompt: 'zinc', [tool]: true, [name]: value });
    expect(on.metadata.warnings).toEqual([]);
  });

  it('are searched for by the older name where the model knows no other', async () => {
    await respond({ prompt: 'zinc', model: 'o3-deep-research', web_search: true });
    expect(toolsSent()).toEqual([{ type: 'web_search_preview' }]);
    const { data } = await plugin.refusal({
      operation: 'respond',
      prompt: 'zinc',
      model: 'o3-deep-research',
      web_search: true,
      web_search_options: { allowed_domains: ['who.int'] },
    });
    expect(data.problems.map(({ field }) => field)).toEqual(['web_search_options']);
  });
});

describe('background', () => {
  it('answers at once, is fetched when it is done, and can be stopped twice', async () => {
    const { message, data } = await respond({ prompt: 'Name three uses of zinc', background: true });
    expect(message).toBe('The response is queued');
    expect(data).toMatchObject({ status: 'queued', text: '' });
    let status = '';
    for (let turn = 0; turn < 10 && status !== 'completed'; turn += 1) {
      const got = await plugin.run<{ status: string; text: string }>({
        operation: 'get_response',
        response_id: data.id,
      });
      status = got.data.status;
      if (status === 'completed') expect(got.data.text).toContain('zinc');
    }
    expect(status).toBe('completed');
    const other = await respond({ prompt: 'zinc', background: true });
    for (const _ of [1, 2]) {
      const stopped = await plugin.run({ operation: 'cancel_response', response_id: other.data.id });
      expect(stopped).toMatchObject({ message: 'The response was cancelled', data: { status: 'cancelled' } });
    }
  });

  it('tells a response that failed as such, and not as a failure to fetch it', async () => {
    plugin.emulator.answerNext('/v1/responses/resp_1', {
      body: {
        id: 'resp_1',
        object: 'response',
        status: 'failed',
        error: { code: 'server_error', message: 'Oh' },
        output: [],
      },
    });
    const { data } = await plugin.run({ operation: 'get_response', response_id: 'resp_1' });
    expect(data).toMatchObject({ status: 'failed', error: { code: 'server_error', message: 'Oh' } });
  });

  it('says in plain words why another response cannot be cancelled', async () => {
    const { data } = await respond({ prompt: 'zinc' });
    const { description } = await plugin.failure({ operation: 'cancel_response', response_id: data.id });
    expect(description).toContain('Cannot cancel a synchronous response.');
  });

  it.each(['get_response', 'cancel_response'])('%s needs the id of a response [row 127]', async operation => {
    const { data } = await plugin.refusal({ operation });
    expect(data.problems.map(({ field }) => field)).toEqual(['response_id']);
  });
});
