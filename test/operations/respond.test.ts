import { startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  id: string;
  status: string;
  text: string;
  parsed?: unknown;
  refusal?: string;
  images: { id: string; data_url: string; width: number; height: number; mime_type: string; revised_prompt?: string }[];
  citations: object[];
  tool_calls: { id: string; name: string; arguments: Record<string, unknown> }[];
  reasoning_summary: string;
  incomplete_reason?: string;
  partial_images?: object[];
  output: Record<string, unknown>[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const respond = (options: object) => plugin.run<Data>({ operation: 'respond', ...options });
const draw = { image_generation: true, tool_choice: { type: 'image_generation' } };
const answerWith = (body: object) =>
  plugin.emulator.answerNext('/v1/responses', {
    body: { id: 'resp_1', object: 'response', created_at: 1, model: 'gpt-6-luna', status: 'completed', ...body },
  });
const said = (...content: object[]) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content,
});
const textPart = (text: string, annotations: object[] = []) => ({ type: 'output_text', text, annotations });

describe('respond', () => {
  it('answers by the Responses API where chat uses chat completions [D12 row 8]', async () => {
    const { data, metadata } = await respond({ prompt: 'Name three uses of zinc' });
    expect(plugin.lastRequest().path).toBe('/v1/responses');
    expect(data).toMatchObject({ status: 'completed', text: expect.stringContaining('zinc') });
    expect(metadata).toMatchObject({ operation: 'respond', id: data.id, usage: { total_tokens: expect.any(Number) } });
    await plugin.run({ operation: 'chat', prompt: 'Name three uses of zinc' });
    expect(plugin.lastRequest().path).toBe('/v1/chat/completions');
  });

  it('serves models that have no chat completions', async () => {
    await respond({ prompt: 'zinc', model: 'gpt-5.5-pro' });
    expect(plugin.lastBody()['model']).toBe('gpt-5.5-pro');
  });

  it('goes on from an answer that OpenAI keeps [row 19]', async () => {
    const first = await respond({ prompt: 'Name three uses of zinc' });
    const next = await respond({ prompt: 'And of copper?', previous_response_id: first.data.id });
    expect(plugin.lastBody()).toMatchObject({ previous_response_id: first.data.id, store: true });
    expect(next.data.text).not.toBe('');
  });

  it('sends reasoning, summary, verbosity, tier, store, metadata and safety id [row 27 row 28 row 29 row 37]', async () => {
    await respond({
      prompt: 'zinc',
      model: 'gpt-5.6-sol',
      reasoning_effort: 'high',
      reasoning_summary: 'auto',
      verbosity: 'low',
      service_tier: 'default',
      store: false,
      metadata: '{ "customer": "4711" }',
      safety_identifier: 'user-1',
      include: ['message.output_text.logprobs'],
    });
    expect(plugin.lastBody()).toMatchObject({
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low' },
      service_tier: 'default',
      store: false,
      metadata: { customer: '4711' },
      safety_identifier: 'user-1',
      include: ['message.output_text.logprobs'],
    });
  });

  it('sends a prompt template kept at OpenAI, alone or with a prompt [row 36]', async () => {
    answerWith({ output: [said(textPart('Sunny'))] });
    const { data } = await respond({ prompt_template: { id: 'pmpt_1', version: '2', variables: { city: 'Lisbon' } } });
    expect(plugin.lastBody()['prompt']).toEqual({ id: 'pmpt_1', version: '2', variables: { city: 'Lisbon' } });
    expect(plugin.lastBody()).not.toHaveProperty('input');
    expect(data.text).toBe('Sunny');
  });

  it('warns of the day on which prompts stored at OpenAI end', async () => {
    answerWith({ output: [said(textPart('Sunny'))] });
    const { metadata } = await respond({ prompt_template: { id: 'pmpt_1' } });
    expect(metadata.warnings).toEqual([
      {
        parameter: 'prompt_template',
        reason: expect.stringMatching(/ends stored prompts.+on 2026-11-30.+\[\[name\]\]/),
      },
    ]);
  });

  it('fills variables into its own prompt', async () => {
    const variables = { city: 'Lisbon', guest: { name: 'Ana' } };
    await respond({ prompt: 'Weather in [[city]]?', instructions: 'Greet [[guest.name]]', variables });
    expect(plugin.lastBody()).toMatchObject({
      instructions: 'Greet Ana',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Weather in Lisbon?' }] }],
    });
  });

  it.each([
    [
      'Weather in [[town]]?',
      { city: 'Lisbon' },
      'prompt uses [[town]], which variables does not define; variables has [[city]]. Write \\[[ for literal brackets',
    ],
    [
      '[[town]]',
      {},
      'prompt uses [[town]], which variables does not define; variables is empty. Write \\[[ for literal brackets',
    ],
    ['[[city]]', { city: '' }, 'prompt is empty after its variables are filled in'],
  ])('says why variables cannot fill a prompt: %j from %j', async (prompt, variables, message) => {
    expect((await plugin.refusal({ operation: 'respond', prompt, variables })).description).toBe(message);
  });

  it('sends what assistants said as theirs [bug: assistant history sent as input_text]', async () => {
    await respond({
      prompt: 'And now?',
      message_history: [
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hello!' }] },
        { role: 'assistant', content: 'How are you?' },
      ],
    });
    expect(plugin.lastBody()['input']).toEqual([
      { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
      { role: 'assistant', content: 'Hello!' },
      { role: 'assistant', content: 'How are you?' },
      { role: 'user', content: [{ type: 'input_text', text: 'And now?' }] },
    ]);
  });

  it('asks for JSON by a strict schema and gives it as data', async () => {
    const schema = {
      type: 'object',
      properties: { uses: { type: 'array', items: { type: 'string' } } },
      required: ['uses'],
      additionalProperties: false,
    };
    const { data } = await respond({ prompt: 'Uses of zinc', json_schema: schema });
    expect(plugin.lastBody()['text']).toEqual({
      format: { type: 'json_schema', name: 'answer', schema, strict: true },
    });
    expect(data.parsed).toEqual({ uses: expect.any(Array) });
  });

  it('joins all text parts, with citations that point into the whole [bug: only the first text part]', async () => {
    const cited = { type: 'url_citation', start_index: 0, end_index: 4, url: 'https://zinc.example/a', title: '' };
    answerWith({ output: [said(textPart('One. '), textPart('Two.', [cited]))] });
    const { data } = await respond({ prompt: 'zinc' });
    expect(data.text).toBe('One. Two.');
    expect(data.citations).toEqual([{ title: 'zinc.example', url: 'https://zinc.example/a', start: 5, end: 9 }]);
    expect(data.text.slice(5, 9)).toBe('Two.');
  });

  it('has citations that point at their links behind emoji, however the server counts', async () => {
    const url = 'https://zinc.example/a';
    const link = `([zinc](${url}))`;
    const text = `🦓🦓 Zinc is old ${link}.`;
    for (const start_index of [text.indexOf(link), [...text.slice(0, text.indexOf(link))].length]) {
      const cited = { type: 'url_citation', start_index, end_index: start_index + link.length, url, title: 'Zinc' };
      answerWith({ output: [said(textPart('🙂 First. '), textPart(text, [cited]))] });
      const { data } = await respond({ prompt: 'zinc' });
      const [{ start, end }] = data.citations as [{ start: number; end: number }];
      expect(data.text.slice(start, end)).toBe(link);
    }
  });

  it('names the files that Python wrote, and where they are [row 32]', async () => {
    const where = { container_id: 'cntr_1', file_id: 'cfile_1' };
    const cited = { type: 'container_file_citation', ...where, filename: 'a.csv', start_index: 0, end_index: 5 };
    answerWith({ output: [said(textPart('One. '), textPart('a.csv', [cited]))] });
    const { data } = await respond({ prompt: 'zinc', code_interpreter: true });
    expect(data.citations).toEqual([{ title: 'a.csv', ...where, start: 5, end: 10 }]);
  });

  it('tells an answer that is not complete, and a refusal [row 33]', async () => {
    answerWith({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [said(textPart('Zinc is'))],
    });
    const { message, data, metadata } = await respond({ prompt: 'zinc', max_output_tokens: 16 });
    expect(message).toBe('The response is incomplete');
    expect(data).toMatchObject({ status: 'incomplete', incomplete_reason: 'max_output_tokens', text: 'Zinc is' });
    expect(metadata.warnings).toContainEqual(expect.objectContaining({ parameter: 'max_output_tokens' }));
    answerWith({ output: [said({ type: 'refusal', refusal: 'I cannot help with that.' })] });
    expect((await respond({ prompt: 'zinc' })).data.refusal).toBe('I cannot help with that.');
  });

  it('fails where the response failed [row 122]', async () => {
    answerWith({ status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow down' }, output: [] });
    const { data } = await plugin.failure({ operation: 'respond', prompt: 'zinc' });
    expect(data).toMatchObject({ category: 'rate_limit', code: 'rate_limit_exceeded' });
  });
});

describe('functions of respond', () => {
  const stock = {
    name: 'get_stock',
    description: 'Units in stock',
    parameters: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
  };

  it('are called by name, and answered in the next query [D03 row 95 row 96]', async () => {
    const first = await respond({ prompt: 'How many bolts?', functions: [stock], tool_choice: 'get_stock' });
    expect(plugin.lastBody()).toMatchObject({
      tools: [{ type: 'function', ...stock }],
      tool_choice: { type: 'function', name: 'get_stock' },
    });
    const [call] = first.data.tool_calls;
    expect(call).toMatchObject({ name: 'get_stock', arguments: { sku: expect.any(String) } });
    expect(first.message).toBe('The response waits for the output of get_stock');
    const next = await respond({
      previous_response_id: first.data.id,
      tool_outputs: [{ id: call?.id, output: { pieces: 12 } }],
    });
    expect(plugin.lastBody()['input']).toEqual([
      { type: 'function_call_output', call_id: call?.id, output: '{"pieces":12}' },
    ]);
    expect(next.data.text).toContain('12');
  });
});

describe('the image generation tool of respond', () => {
  it('draws, when it is forced to, and gives every image ready to bind [D01 D07 D13 D14 D16 D22 D23 D24 row 59]', async () => {
    const { data } = await respond({ prompt: 'Draw a cat', ...draw });
    expect(plugin.lastBody()).toMatchObject({
      tools: [{ type: 'image_generation' }],
      tool_choice: { type: 'image_generation' },
    });
    expect(data.images).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^ig_/),
        data_url: expect.stringMatching(/^data:image\/png;base64,/),
        revised_prompt: expect.stringContaining('cat'),
      }),
    ]);
    const items = data.output.filter(({ type }) => type === 'image_generation_call');
    expect(items).toHaveLength(1);
    expect(items[0]).not.toHaveProperty('result');
  });

  it('has options of its own [D10 D17 D18 D19 D20 D21]', async () => {
    const options = {
      size: '1536x1024',
      quality: 'low',
      output_format: 'webp',
      output_compression: 60,
      background: 'opaque',
    };
    const { data } = await respond({
      prompt: 'Draw a cat',
      ...draw,
      image_generation_options: JSON.stringify(options),
    });
    expect(plugin.lastBody()['tools']).toEqual([{ type: 'image_generation', ...options }]);
    expect(data.images[0]).toMatchObject({ width: 1536, height: 1024, mime_type: 'image/webp' });
  });

  it('changes an image of an earlier answer [D25 row 67]', async () => {
    const first = await respond({ prompt: 'Draw a cat', ...draw });
    const next = await respond({ prompt: 'Make it realistic', ...draw, previous_response_id: first.data.id });
    expect(next.data.images[0]?.id).not.toBe(first.data.images[0]?.id);
  });

  it('changes an image by its id [D26 row 68]', async () => {
    plugin.leaveDocument(
      "OpenAI's guide names an earlier image call by its id alone, where the document wants all of it"
    );
    const first = await respond({ prompt: 'Draw a cat', ...draw });
    const id = first.data.images[0]?.id;
    const next = await respond({ prompt: 'Make it realistic', ...draw, image_ids: id });
    expect(plugin.lastBody()['input']).toContainEqual({ type: 'image_generation_call', id });
    expect(next.data.images).toHaveLength(1);
  });

  it('shows partial images before the final one [D27 D28 D29 row 53]', async () => {
    const kinds: string[] = [];
    const query = { operation: 'respond', prompt: 'Draw a cat', ...draw, partial_images: 2 };
    for await (const event of plugin.stream(query)) {
      kinds.push(event.type === 'partial_image' ? `partial_image ${event['index']}` : event.type);
    }
    expect(kinds.filter(kind => !['text_delta', 'status'].includes(kind))).toEqual([
      'partial_image 0',
      'partial_image 1',
      'result',
    ]);
    const { data } = await respond({ prompt: 'Draw a cat', ...draw, partial_images: 2 });
    expect(data.partial_images).toHaveLength(2);
  });
});

describe('respond, in the background', () => {
  it('answers at once, and streams partial images to hosts that show them [row 59 bug: waits for partial images]', async () => {
    const query = { prompt: 'Draw a cat', image_generation: true, partial_images: 2, background: true };
    const { data } = await respond(query);
    expect(data.status).toBe('queued');
    expect(plugin.lastBody()).not.toHaveProperty('stream');
    const kinds = new Set<string>();
    for await (const { type } of plugin.stream({ operation: 'respond', ...query })) kinds.add(type);
    expect(kinds).toContain('partial_image');
  });
});

describe('respond, streamed', () => {
  it('passes text on as it comes [row 35]', async () => {
    let text = '';
    for await (const event of plugin.stream({ operation: 'respond', prompt: 'Name three uses of zinc' })) {
      if (event.type === 'text_delta') text += event['text'];
      else if (event.type === 'result') expect(event).toMatchObject({ result: { data: { text } } });
    }
    expect(text).toContain('zinc');
  });
});
