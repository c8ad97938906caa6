import { type Fields, type Result, startPlugin, type TestPlugin } from '../support/plugin';
import { paint, pdf } from '../support/sample-files';

interface Data {
  id: string;
  status: string;
  text: string;
  images: { id: string; data_url: string }[];
  tool_calls: { id: string; name: string }[];
  computer_calls: {
    id: string;
    actions: { type: string; x?: number; text?: string }[];
    pending_safety_checks: { id: string }[];
  }[];
  web_searches: Fields[];
  code_interpreter: Fields[];
  output: { type: string }[];
}

let plugin: TestPlugin;
let png: Buffer;
/** What a computer shows. */
let screen: string;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
  png = await paint('png');
  screen = `data:image/png;base64,${png.toString('base64')}`;
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const respond = (options: object): Promise<Result<Data>> => plugin.run({ operation: 'respond', ...options });

describe('a computer', () => {
  it('is steered turn by turn: its actions come as data, screenshots of any form go back [D09 row 94]', async () => {
    const options = {
      model: 'gpt-5.4',
      computer_use: true,
      computer_use_options: { environment: 'browser', display_width: 800, display_height: 600 },
    };
    let { data } = await respond({ prompt: 'Use the computer to look up zinc', ...options });
    expect(plugin.lastBody()['tools']).toEqual([
      { type: 'computer_use_preview', environment: 'browser', display_width: 800, display_height: 600 },
    ]);
    const done: string[] = [];
    const screenshots = [screen, png.toString('base64'), { dataURL: screen, name: 'screen.png', type: 'image/png' }];
    for (const screenshot of screenshots) {
      const [call] = data.computer_calls;
      if (!call) throw new Error('The model asks for nothing');
      done.push(...call.actions.map(({ type }) => type));
      const acknowledged_safety_checks = call.pending_safety_checks;
      const tool_outputs = [{ id: call.id, screenshot, acknowledged_safety_checks }];
      ({ data } = await respond({ ...options, previous_response_id: data.id, tool_outputs }));
    }
    expect(done).toEqual(['screenshot', 'click', 'type']);
    expect(data.text).toContain('zinc');
    expect(data.computer_calls).toEqual([]);
  });

  it('needs no options with the tool of today, and always some with its preview [D09]', async () => {
    const { data } = await respond({ model: 'gpt-5.4', prompt: 'Use the computer', computer_use: 'true' });
    expect(plugin.lastBody()['tools']).toEqual([{ type: 'computer' }]);
    expect(data.computer_calls[0]?.actions).toEqual([{ type: 'screenshot' }]);
    await respond({ model: 'computer-use-preview', prompt: 'Use the computer', computer_use: true });
    expect(plugin.lastBody()['tools']).toEqual([
      { type: 'computer_use_preview', environment: 'browser', display_width: 1024, display_height: 768 },
    ]);
  });

  it('does not go on until its safety checks are acknowledged', async () => {
    const options = { model: 'gpt-5.4', computer_use: true };
    const first = await respond({ prompt: 'Use the computer', ...options });
    const answer = (data: Data): Fields => ({
      operation: 'respond',
      ...options,
      previous_response_id: data.id,
      tool_outputs: [{ id: data.computer_calls[0]?.id, screenshot: screen }],
    });
    const second = await plugin.run<Data>(answer(first.data));
    expect(second.data.computer_calls[0]?.pending_safety_checks).toEqual([
      expect.objectContaining({ id: expect.any(String) }),
    ]);
    const { description } = await plugin.failure(answer(second.data));
    expect(description).toMatch(/safety check/i);
  });
});

describe('the choice of tools', () => {
  const tools = {
    web_search: true,
    code_interpreter: true,
    image_generation: true,
    functions: [{ name: 'get_stock', parameters: { type: 'object', properties: {}, additionalProperties: false } }],
  };
  const kindsOf = ({ output }: Data) =>
    [...new Set(output.map(({ type }) => type))].filter(type => /_call$/.test(type));

  it.each([
    ['none', 'none', []],
    ['required', 'required', ['function_call']],
    ['image_generation', { type: 'image_generation' }, ['image_generation_call']],
    ['{ "type": "code_interpreter" }', { type: 'code_interpreter' }, ['code_interpreter_call']],
    ['web_search', { type: 'allowed_tools', mode: 'required', tools: [{ type: 'web_search' }] }, ['web_search_call']],
    ['get_stock', { type: 'function', name: 'get_stock' }, ['function_call']],
    [
      { type: 'allowed_tools', mode: 'required', tools: [{ type: 'code_interpreter' }] },
      { type: 'allowed_tools', mode: 'required', tools: [{ type: 'code_interpreter' }] },
      ['code_interpreter_call'],
    ],
  ])('is %j [D11 row 96]', async (tool_choice, sent, kinds) => {
    const { data } = await respond({ model: 'gpt-5.4', prompt: 'About zinc', ...tools, tool_choice });
    expect(plugin.lastBody()['tool_choice']).toEqual(sent);
    expect(kindsOf(data)).toEqual(kinds);
  });

  it('is refused where it names nothing that is there [D11]', async () => {
    const query = { operation: 'respond', prompt: 'zinc', ...tools, tool_choice: 'file_search' };
    const { data } = await plugin.refusal(query);
    expect(data.problems).toEqual([
      {
        field: 'tool_choice',
        message:
          'tool_choice must be one of auto, none, required, get_stock, web_search, code_interpreter, image_generation; got "file_search"',
        allowed: ['auto', 'none', 'required', 'get_stock', 'web_search', 'code_interpreter', 'image_generation'],
      },
    ]);
    const { data: none } = await plugin.refusal({ operation: 'respond', prompt: 'zinc', tool_choice: 'required' });
    expect(none.problems.map(({ field }) => field)).toEqual(['tool_choice']);
  });
});

describe('what else a turn may have', () => {
  it('is added to a conversation that OpenAI keeps [row 20]', async () => {
    const made = await fetch(`${plugin.emulator.baseUrl}/conversations`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json' },
      body: '{}',
    });
    const { id: conversation_id } = (await made.json()) as { id: string };
    await respond({ prompt: 'My name is Ada.', conversation_id });
    expect(plugin.lastBody()['conversation']).toBe(conversation_id);
    await respond({ prompt: 'What is my name?', conversation_id });
    const kept = await fetch(`${plugin.emulator.baseUrl}/conversations/${conversation_id}/items?order=asc`, {
      headers: { authorization: 'Bearer sk-test' },
    });
    const { data } = (await kept.json()) as { data: { role: string }[] };
    expect(data.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  });

  it('sends what to include and how to truncate', async () => {
    await respond({ prompt: 'zinc', include: '["message.output_text.logprobs"]', truncation: 'auto' });
    expect(plugin.lastBody()).toMatchObject({ include: ['message.output_text.logprobs'], truncation: 'auto' });
  });

  it('takes images and files of any form, a PDF too', async () => {
    const content = [{ type: 'output_text', text: 'Zinc', annotations: [] }];
    const output = [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }];
    const body = { id: 'resp_1', object: 'response', status: 'completed', output };
    plugin.emulator.answerNext('/v1/responses', { body });
    await respond({
      model: 'gpt-5.4',
      prompt: 'What do these say?',
      images: [screen, { image_url: 'https://example.com/zinc.png' }],
      files: [{ base64Data: pdf.toString('base64'), name: 'zinc.pdf', type: 'application/pdf' }, 'file-abc123'],
    });
    expect(plugin.lastBody()['input']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What do these say?' },
          { type: 'input_image', detail: 'auto', image_url: screen },
          { type: 'input_image', detail: 'auto', image_url: 'https://example.com/zinc.png' },
          {
            type: 'input_file',
            filename: 'zinc.pdf',
            file_data: `data:application/pdf;base64,${pdf.toString('base64')}`,
          },
          { type: 'input_file', file_id: 'file-abc123' },
        ],
      },
    ]);
  });

  it.each(['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'o3'])(
    'is an image of the tool, by %s [D30]',
    async model => {
      const { data } = await respond({
        model,
        prompt: 'Draw a heron',
        image_generation: true,
        tool_choice: 'required',
      });
      expect(data.images).toHaveLength(1);
    }
  );

  it('is drawn by the image model that was chosen, or by OpenAI’s own choice [D31]', async () => {
    const draw = { prompt: 'Draw a heron', image_generation: true };
    await respond(draw);
    expect(plugin.lastBody()['tools']).toEqual([{ type: 'image_generation' }]);
    await respond({ ...draw, image_generation_options: { model: 'gpt-image-1' } });
    expect(plugin.lastBody()['tools']).toEqual([{ type: 'image_generation', model: 'gpt-image-1' }]);
  });
});

it('every tool at once is one request by the document [D02 D10]', async () => {
  const { data } = await respond({
    model: 'gpt-5.4',
    prompt: 'zinc',
    web_search: true,
    web_search_options: {
      allowed_domains: ['who.int'],
      user_location: { country: 'PT', city: 'Lisbon' },
      search_context_size: 'high',
    },
    file_search_vector_store_ids: ['vs_1', 'vs_2'],
    file_search_options: { max_num_results: 5, filters: { type: 'eq', key: 'year', value: 2026 } },
    mcp_servers: [
      {
        server_label: 'docs',
        server_url: 'https://mcp.example.com',
        authorization: 'token-0123456789',
        allowed_tools: ['search'],
        require_approval: { never: { tool_names: ['search'] } },
      },
      {
        server_label: 'mail',
        connector_id: 'connector_gmail',
        authorization: 'token-9876543210',
        require_approval: 'always',
      },
    ],
    code_interpreter: true,
    code_interpreter_options: { container: { type: 'auto', memory_limit: '4g' } },
    image_generation: true,
    image_generation_options: {
      model: 'gpt-image-2',
      size: '1536x1024',
      quality: 'low',
      output_format: 'jpeg',
      output_compression: 50,
      background: 'opaque',
      action: 'generate',
    },
    partial_images: 1,
    computer_use: true,
    functions: [
      {
        name: 'get_stock',
        parameters: {
          type: 'object',
          properties: { sku: { type: 'string' } },
          required: ['sku'],
          additionalProperties: false,
        },
      },
    ],
    tools: [{ type: 'custom', name: 'sql', description: 'Runs SQL' }],
    tool_choice: 'none',
    max_tool_calls: 4,
    parallel_tool_calls: false,
  });
  expect((plugin.lastBody()['tools'] as { type: string }[]).map(({ type }) => type)).toEqual([
    'function',
    'web_search',
    'file_search',
    'mcp',
    'mcp',
    'code_interpreter',
    'image_generation',
    'computer',
    'custom',
  ]);
  expect(data.text).toContain('zinc');
});
