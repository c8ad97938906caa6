import { imageSize } from 'image-size';
import OpenAI from 'openai';
import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
  ResponseStreamEvent,
  Tool,
} from 'openai/resources/responses/responses';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import sharp from 'sharp';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired', now: () => new Date('2026-11-20T12:00:00Z') });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const model = 'gpt-5.4';
const drawing: Tool.ImageGeneration = { type: 'image_generation', model: 'gpt-image-2.5-flare' };
const forced = { type: 'image_generation' as const };

async function ask(
  input: ResponseCreateParamsNonStreaming['input'],
  settings: Partial<ResponseCreateParamsNonStreaming> = {}
): Promise<Response> {
  return client.responses.create({ model, input: input ?? '', ...settings });
}

function draw(input: ResponseCreateParamsNonStreaming['input'], settings: Partial<Tool.ImageGeneration> = {}) {
  return ask(input, { tools: [{ ...drawing, ...settings }], tool_choice: forced });
}

async function collect(settings: Partial<ResponseCreateParamsNonStreaming>): Promise<ResponseStreamEvent[]> {
  const stream = await client.responses.create({ model, ...settings, stream: true });
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

function callIn({ output }: Response) {
  const call = output.find(item => item.type === 'image_generation_call');
  if (!call) throw new Error('no picture was drawn');
  return { ...call, bytes: Buffer.from(call.result ?? '', 'base64') };
}

/** The upper part, which an edit keeps. */
async function skyOf(bytes: Buffer): Promise<string> {
  const { width, height } = await sharp(bytes).metadata();
  const region = { left: 0, top: 0, width, height: Math.round(height / 2) };
  return (await sharp(bytes).extract(region).removeAlpha().raw().toBuffer()).toString('base64');
}

async function paintGreen(): Promise<string> {
  const background = { r: 0, g: 255, b: 0 };
  const bytes = await sharp({ create: { width: 1280, height: 800, channels: 3, background } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${bytes.toString('base64')}`;
}

describe('text', () => {
  it('answers, and repeats the settings', async () => {
    const answer = await ask('Name three uses of zinc', { instructions: 'Be brief', metadata: { case: '7' } });
    expect(answer.output_text).toMatch(/three points about zinc:\n\n1\. .*\n2\. .*\n3\. /);
    expect(answer).toMatchObject({
      object: 'response',
      status: 'completed',
      model,
      created_at: Date.parse('2026-11-20T12:00:00Z') / 1000,
      instructions: 'Be brief',
      metadata: { case: '7' },
      tools: [],
      output: [{ type: 'message', role: 'assistant', status: 'completed' }],
    });
    const { input_tokens = 0, output_tokens = 0, total_tokens } = answer.usage ?? {};
    expect([input_tokens > 0, output_tokens > 0]).toEqual([true, true]);
    expect(total_tokens).toBe(input_tokens + output_tokens);
  });

  it('streams in legal order', async () => {
    const events = await collect({ input: 'Name three uses of zinc' });
    const types = events.map(({ type }) => type);
    expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map(event => event.sequence_number)).toEqual([...events.keys()]);
    const text = events.map(event => (event.type === 'response.output_text.delta' ? event.delta : '')).join('');
    expect(text).toBe((await ask('Name three uses of zinc')).output_text);
    expect(events[0]).toMatchObject({ response: { status: 'in_progress', output: [], usage: null } });
    expect(events.at(-1)).toMatchObject({ response: { status: 'completed', output: [{ content: [{ text }] }] } });
  });

  it('stops when the tokens are used up', async () => {
    const answer = await ask('Name three uses of zinc', { max_output_tokens: 16 });
    expect(answer).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
    expect(answer.output_text).toHaveLength(64);
    const events = await collect({ input: 'Name three uses of zinc', max_output_tokens: 16 });
    expect(events.at(-1)?.type).toBe('response.incomplete');
  });

  it('writes JSON, refuses, and calls functions', async () => {
    const properties = { title: { type: 'string' } };
    const schema = { type: 'object', properties, required: ['title'], additionalProperties: false };
    const format = { type: 'json_schema' as const, name: 'book', strict: true, schema };
    const book = await ask('Describe a book about tea', { text: { format } });
    expect(JSON.parse(book.output_text)).toEqual({ title: 'a book about tea' });

    const refused = await ask('please refuse this');
    expect(refused.output).toMatchObject([{ content: [{ type: 'refusal' }] }]);

    const tools: Tool[] = [{ type: 'function', name: 'get_weather', strict: true, parameters: schema }];
    const called = await ask('The weather of Lisbon', {
      tools,
      tool_choice: { type: 'function', name: 'get_weather' },
    });
    expect(called.output).toMatchObject([
      { type: 'function_call', name: 'get_weather', arguments: '{"title":"Lisbon"}' },
    ]);
    const [call] = called.output;
    const call_id = call?.type === 'function_call' ? call.call_id : '';
    const result: ResponseInputItem = { type: 'function_call_output', call_id, output: '21 degrees' };
    const told = await ask([result], { tools, previous_response_id: called.id });
    expect(told.output_text).toBe('The tool answered: 21 degrees');
  });

  it('sees images', async () => {
    const image_url = await paintGreen();
    const content: OpenAI.Responses.ResponseInputMessageContentList = [
      { type: 'input_text', text: 'Compare these charts of sales' },
      { type: 'input_image', image_url, detail: 'low' },
      { type: 'input_image', file_id: 'file-sample', detail: 'auto' },
    ];
    const { output_text } = await ask([{ role: 'user', content }]);
    expect(output_text).toMatch(
      /^I looked at 2 images: a 1280x800 PNG with detail low in green, a 1024x1024 PNG with detail auto in .* with the words "A sample picture"\. /
    );
    await expect(ask([{ role: 'user', content }], { model: 'o3-mini' })).rejects.toMatchObject({
      status: 400,
      param: 'input[0].content[1].type',
    });
  });
});

describe('the image generation tool', () => {
  it('draws as its options say', async () => {
    const answer = await draw('A lighthouse at dawn', {
      size: '1536x1024',
      output_format: 'jpeg',
      output_compression: 60,
      quality: 'low',
    });
    expect(answer.output).toHaveLength(1);
    const call = callIn(answer);
    expect(call).toMatchObject({
      id: expect.stringMatching(/^ig_/),
      status: 'completed',
      action: 'generate',
      size: '1536x1024',
      quality: 'low',
      background: 'opaque',
      output_format: 'jpeg',
      revised_prompt: expect.stringContaining('A lighthouse at dawn'),
    });
    expect(imageSize(call.bytes)).toMatchObject({ type: 'jpg', width: 1536, height: 1024 });
    expect(answer.tool_usage?.image_gen).toMatchObject({
      output_tokens: 408,
      input_tokens_details: { image_tokens: 0 },
    });

    const clear = callIn(await draw('A lighthouse at dawn', { background: 'transparent', output_format: 'webp' }));
    expect((await sharp(clear.bytes).stats()).isOpaque).toBe(false);
  });

  it('is used when the prompt asks for it, and followed by words', async () => {
    const tools = [drawing];
    const drawn = await ask('Draw a cat', { tools });
    expect(drawn.output.map(({ type }) => type)).toEqual(['image_generation_call', 'message']);
    expect(drawn.output_text).toContain('picture');
    const told = await ask('Name three uses of zinc', { tools });
    expect(told.output.map(({ type }) => type)).toEqual(['message']);
    const kept = await ask('Draw a cat', { tools, tool_choice: 'none' });
    expect(kept.output.map(({ type }) => type)).toEqual(['message']);
    const only = { type: 'allowed_tools' as const, mode: 'required' as const, tools: [{ type: 'image_generation' }] };
    const allowed = await ask('A cat', { tools, tool_choice: only });
    expect(allowed.output.map(({ type }) => type)).toEqual(['image_generation_call']);
  });

  it('draws on the previous picture', async () => {
    const first = await draw('A lighthouse at dawn', { size: '1280x800' });
    const second = await ask('Now make it stormy', { tools: [drawing], previous_response_id: first.id });
    const [before, after] = [callIn(first), callIn(second)];
    expect(after).toMatchObject({ action: 'edit', size: '1280x800' });
    expect(after.result).not.toBe(before.result);
    expect(await skyOf(after.bytes)).toBe(await skyOf(before.bytes));
    expect(second.tool_usage?.image_gen.input_tokens_details.image_tokens).toBeGreaterThan(0);

    const third = await ask('Add a ship', { tools: [drawing], previous_response_id: second.id });
    expect(callIn(third).result).not.toBe(after.result);
    expect(await skyOf(callIn(third).bytes)).toBe(await skyOf(before.bytes));
  });

  it('draws on a picture that the input names or carries', async () => {
    const first = callIn(await draw('A lighthouse at dawn'));
    const named = { type: 'image_generation_call', id: first.id, status: 'completed', result: null } as const;
    const question = { role: 'user' as const, content: 'Now make it stormy' };
    const second = callIn(await draw([question, named]));
    expect(await skyOf(second.bytes)).toBe(await skyOf(first.bytes));
    const carried = callIn(await draw([{ ...named, id: 'ig_elsewhere', result: first.result }, question]));
    expect(carried.result).toBe(second.result);

    const fresh = callIn(await draw([named, question], { action: 'generate' }));
    expect(await skyOf(fresh.bytes)).not.toBe(await skyOf(first.bytes));
    await expect(draw('Now make it stormy', { action: 'edit' })).rejects.toMatchObject({ status: 400, param: 'tools' });
  });

  it('draws on pictures of the user, within a mask', async () => {
    const image_url = await paintGreen();
    const content: OpenAI.Responses.ResponseInputMessageContentList = [
      { type: 'input_text', text: 'Add a ship' },
      { type: 'input_image', image_url, detail: 'auto' },
    ];
    const opaque = { create: { width: 1280, height: 800, channels: 4, background: '#000000' } } as const;
    const mask = `data:image/png;base64,${(await sharp(opaque).png().toBuffer()).toString('base64')}`;
    const changed = callIn(await draw([{ role: 'user', content }]));
    expect(imageSize(changed.bytes)).toMatchObject({ width: 1280, height: 800 });
    expect((await sharp(changed.bytes).stats()).dominant).toMatchObject({ r: 8, b: 8 });
    const untouched = callIn(await draw([{ role: 'user', content }], { input_image_mask: { image_url: mask } }));
    const { channels } = await sharp(untouched.bytes).stats();
    expect(channels.map(({ mean }) => mean)).toEqual([0, 255, 0]);
  });

  it('streams partial pictures', async () => {
    const tools = [{ ...drawing, partial_images: 2 }];
    const events = await collect({ input: 'A lighthouse at dawn', tools, tool_choice: forced });
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.image_generation_call.in_progress',
      'response.image_generation_call.generating',
      'response.image_generation_call.partial_image',
      'response.image_generation_call.partial_image',
      'response.image_generation_call.completed',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map(event => event.sequence_number)).toEqual([...events.keys()]);
    const partial = events.filter(event => event.type === 'response.image_generation_call.partial_image');
    expect(partial).toMatchObject([
      { partial_image_index: 0, output_index: 0, item_id: expect.stringMatching(/^ig_/), size: '1024x1024' },
      { partial_image_index: 1, output_index: 0 },
    ]);
    const pictures = partial.map(event => imageSize(Buffer.from(event.partial_image_b64, 'base64')));
    expect(pictures).toMatchObject([{ width: 1024 }, { width: 1024 }]);
    expect(events[2]).toMatchObject({ item: { status: 'in_progress', result: null } });
    expect(events.at(-1)).toMatchObject({ response: { output: [{ status: 'completed' }] } });
  });

  it.each<[Partial<Tool.ImageGeneration>, string, string]>([
    [{ size: '100x100' }, 'invalid_value', 'tools[0].size'],
    [{ model: 'dall-e-3' }, 'invalid_value', 'tools[0].model'],
    [{ model: 'gpt-image-2', input_fidelity: 'high' }, 'invalid_input_fidelity_model', 'tools'],
    [{ output_format: 'png', output_compression: 50 }, 'invalid_value', 'tools[0].output_compression'],
    [{ partial_images: 4 }, 'integer_above_max_value', 'tools[0].partial_images'],
  ])('refuses %j', async (settings, code, param) => {
    await expect(draw('A cat', settings)).rejects.toMatchObject({ status: 400, code, param });
  });

  it('blocks what is not safe', async () => {
    await expect(draw('blocked by safety')).rejects.toMatchObject({ code: 'moderation_blocked' });
  });
});

describe('stored responses', () => {
  it('can be read, continued, and deleted', async () => {
    const answer = await ask('Name three uses of zinc');
    expect(await client.responses.retrieve(answer.id)).toEqual(answer);
    const next = await ask([{ role: 'user', content: 'Name one more' }], { previous_response_id: answer.id });
    expect(next.previous_response_id).toBe(answer.id);
    expect(next.usage?.input_tokens).toBeGreaterThan((answer.usage?.input_tokens ?? 0) + 20);

    const { data } = await client.responses.inputItems.list(next.id);
    expect(data).toMatchObject([{ type: 'message', role: 'user', content: [{ text: 'Name one more' }] }]);
    await client.responses.delete(answer.id);
    await expect(client.responses.retrieve(answer.id)).rejects.toMatchObject({ status: 404 });
  });

  it('are not found if they never were or were not to be stored', async () => {
    const { id } = await ask('Hello', { store: false });
    await expect(client.responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
    await expect(ask('Hello', { previous_response_id: id })).rejects.toMatchObject({
      status: 400,
      code: 'previous_response_not_found',
      param: 'previous_response_id',
    });
    const unknown = { type: 'image_generation_call', id: 'ig_unknown', status: 'completed', result: null } as const;
    await expect(draw([unknown])).rejects.toMatchObject({ status: 404, param: 'input' });
  });
});

describe('refusals', () => {
  it.each<[Partial<ResponseCreateParamsNonStreaming>, string, string]>([
    [{ max_output_tokens: 8 }, 'integer_below_min_value', 'max_output_tokens'],
    [{ model: 'o3', temperature: 0.2 }, 'unsupported_parameter', 'temperature'],
    [{ temperature: 9 }, 'decimal_above_max_value', 'temperature'],
    [{ input: [] }, 'missing_required_parameter', 'input'],
    [{ tool_choice: forced }, 'invalid_value', 'tool_choice'],
    [{ temperature: 1, ...{ colour: 'red' } }, 'unknown_parameter', 'colour'],
  ])('name the parameter: %j', async (settings, code, param) => {
    await expect(ask('Hello', settings)).rejects.toMatchObject({ status: 400, code, param });
  });
});
