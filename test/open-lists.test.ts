import sharp from 'sharp';
import { type AnswerServer, startAnswerServer } from './support/answer-server';
import { startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
let server: AnswerServer;

beforeAll(async () => {
  plugin = await startPlugin();
  server = await startAnswerServer();
});
afterEach(() => {
  plugin.endTest();
  server.reset();
});
afterAll(async () => {
  await plugin.stop();
  await server.stop();
});

const chatAnswer = { choices: [{ message: { role: 'assistant', content: 'Zinc' }, finish_reason: 'stop' }] };
const responseAnswer = {
  id: 'resp_1',
  status: 'completed',
  output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Zinc' }] }],
};
const imageAnswer = { data: [{ b64_json: 'iVBORw0KGgo=' }] };

/** Runs a query against a server that takes everything, and gives what it got. */
async function sent(query: Record<string, unknown>, answer: unknown) {
  server.answer({ body: answer });
  const result = await plugin.run(query, { ...plugin.source, baseUrl: server.baseUrl });
  return { body: server.last().body, text: server.last().text, warnings: result.metadata.warnings };
}

describe('a list of values that the API extends', () => {
  it.each([
    ['service_tier', { operation: 'chat', prompt: 'Zinc?' }, chatAnswer, 'warp'],
    ['reasoning_effort', { operation: 'chat', prompt: 'Zinc?', model_id: 'house-model' }, chatAnswer, 'utmost'],
    ['verbosity', { operation: 'chat', prompt: 'Zinc?' }, chatAnswer, 'talkative'],
    ['truncation', { operation: 'respond', prompt: 'Zinc?' }, responseAnswer, 'oldest-half'],
    ['quality', { operation: 'image_generation', prompt: 'A fox', model_id: 'house-painter' }, imageAnswer, 'cinema'],
    ['background', { operation: 'image_generation', prompt: 'A fox', model_id: 'house-painter' }, imageAnswer, 'blur'],
    ['moderation', { operation: 'image_generation', prompt: 'A fox' }, imageAnswer, 'strictest'],
    [
      'output_format',
      { operation: 'image_generation', prompt: 'A fox', model_id: 'house-painter' },
      imageAnswer,
      'avif',
    ],
  ])('sends a value of %s that it does not know, with a warning', async (field, query, answer, value) => {
    const { body, warnings } = await sent({ ...query, [field]: value }, answer);
    expect(body).toMatchObject({ [field]: value });
    expect(warnings).toContainEqual({
      parameter: field,
      reason: expect.stringMatching(
        new RegExp(`^"${value}" is not one of the values that this version knows \\(.+\\)`)
      ),
    });
  });

  it('searches a vector store by a filter that it does not know', async () => {
    const filters = { type: 'and', filters: [{ type: 'near', key: 'place', value: [52, 13], radius: 5 }] };
    const query = { operation: 'vector_store', vector_store_action: 'search', vector_store_id: 'vs_1', query: 'x' };
    const { body, warnings } = await sent({ ...query, filters }, { data: [] });
    expect(body['filters']).toEqual(filters);
    expect(warnings).toEqual([
      { parameter: 'filters', reason: expect.stringMatching(/^"near" is not one of the values .+ \(eq, .+, or\)/) },
    ]);
    const misspelt = { type: 'or', filters: [{ type: 'eqq', key: 'a', value: 1 }] };
    const { description } = await plugin.refusal({ ...query, filters: misspelt });
    expect(description).toMatch(/^filters\.filters\[0\]\.type must be one of .+Did you mean "eq"\?$/);
  });

  it.each([
    ['chat', chatAnswer, { response_format: { type: 'grammar', syntax: 'lark' } }],
    ['respond', responseAnswer, { text: { format: { type: 'grammar', syntax: 'lark' } } }],
  ])('asks for a format of the answer that it does not know: %s', async (operation, answer, expected) => {
    const extra_parameters =
      operation === 'chat' ? { response_format: { syntax: 'lark' } } : { text: { format: { syntax: 'lark' } } };
    const query = { operation, prompt: 'x', response_format: 'grammar', extra_parameters };
    const { body, warnings } = await sent(query, answer);
    expect(body).toMatchObject(expected);
    expect(warnings.map(({ parameter }) => parameter)).toEqual(['response_format']);
    const { description } = await plugin.refusal({ operation, prompt: 'x', response_format: 'json_objct' });
    expect(description).toContain('Did you mean "json_object"?');
  });

  it('sends the service tier ultrafast, which it knows, without a warning', async () => {
    const { body, warnings } = await sent(
      { operation: 'chat', prompt: 'Zinc?', service_tier: 'ultrafast' },
      chatAnswer
    );
    expect(body['service_tier']).toBe('ultrafast');
    expect(warnings).toEqual([]);
  });

  it('speaks with a voice of tomorrow', async () => {
    server.answer({ type: 'audio/mpeg', text: Buffer.from([0xff, 0xfb, 0x90, 0x64, ...new Array(400).fill(0)]) });
    const query = { operation: 'speech', input: 'Hello', voice: 'willow', output_format: 'ogg' };
    const { metadata } = await plugin.run(query, { ...plugin.source, baseUrl: server.baseUrl });
    expect(server.last().body).toMatchObject({ voice: 'willow', response_format: 'ogg' });
    expect(metadata.warnings.map(({ parameter }) => parameter)).toEqual(
      expect.arrayContaining(['voice', 'output_format'])
    );
  });

  it('sends a role of tomorrow, and a size of search context', async () => {
    const query = {
      operation: 'respond',
      prompt: 'Zinc?',
      message_history: [{ role: 'critic', content: 'Be brief' }],
      web_search: true,
      web_search_options: { search_context_size: 'enormous' },
    };
    const { body, warnings } = await sent(query, responseAnswer);
    expect(body).toMatchObject({ tools: [{ type: 'web_search', search_context_size: 'enormous' }] });
    expect(JSON.stringify(body)).toContain('critic');
    expect(warnings.map(({ parameter }) => parameter).sort()).toEqual(['message_history', 'web_search_options']);
  });

  it.each([
    [{ operation: 'chat', prompt: 'Zinc?', service_tier: 'prioirty' }, 'service_tier', 'priority'],
    [
      { operation: 'chat', prompt: 'Zinc?', model_id: 'house-model', reasoning_effort: 'hihg' },
      'reasoning_effort',
      'high',
    ],
    [{ operation: 'chat', prompt: 'Zinc?', reasoning_effort: 'hihg' }, 'reasoning_effort', 'high'],
    [{ operation: 'chat', prompt: 'Zinc?', verbosity: 'Medium' }, 'verbosity', 'medium'],
    [{ operation: 'respond', prompt: 'Zinc?', truncation: 'disabeld' }, 'truncation', 'disabled'],
    [
      { operation: 'image_generation', prompt: 'A fox', model_id: 'painter', output_format: 'jpg' },
      'output_format',
      'jpeg',
    ],
    [{ operation: 'speech', input: 'Hello', voice: 'aloy' }, 'voice', 'alloy'],
    [
      { operation: 'respond', prompt: 'x', web_search: true, web_search_options: { search_context_size: 'lwo' } },
      'web_search_options.search_context_size',
      'low',
    ],
    [
      { operation: 'chat', message_history: [{ role: 'asistant', content: 'Hi' }], prompt: 'x' },
      'message_history[0].role',
      'assistant',
    ],
  ])('takes a typing error for one: %j', async (query, field, meant) => {
    const { data } = await plugin.refusal(query);
    const [problem] = data.problems;
    expect(problem?.field).toBe(field);
    expect(problem?.message).toMatch(
      new RegExp(`^${field.replace(/[[\]]/g, '\\$&')} must be one of .+Did you mean "${meant}"\\?$`)
    );
  });

  it.each(['xlow', 'low2', 'lowest', 'turbo'])('takes %s for a value of its own', async reasoning_effort => {
    const { body } = await sent(
      { operation: 'chat', prompt: 'x', model_id: 'house-model', reasoning_effort },
      chatAnswer
    );
    expect(body).toMatchObject({ reasoning_effort });
  });

  it('holds a known model to the limits of the catalogue', async () => {
    const { description } = await plugin.refusal({ operation: 'chat', prompt: 'Zinc?', reasoning_effort: 'utmost' });
    expect(description).toContain('reasoning_effort must be one of none, low, medium, high, xhigh, max for gpt-6-luna');
    const spoken = await plugin.refusal({ operation: 'speech', input: 'Hello', model: 'tts-1', voice: 'marin' });
    expect(spoken.description).toMatch(/^voice must be one of alloy, .+ for tts-1; got "marin"/);
  });

  it('takes no text that stands in the wrong field, and does not repeat it', async () => {
    const failure = await plugin.refusal({ operation: 'chat', prompt: 'x', service_tier: 'my dear diary, today' });
    expect(failure.description).toMatch(/^service_tier must be one of auto, .*; got a string of 20 characters$/);
    expect(JSON.stringify(failure)).not.toContain('diary');
  });
});

describe('what a query says besides the known', () => {
  it('sends a web search without live access', async () => {
    const web_search_options = {
      external_web_access: false,
      allowed_domains: ['who.int'],
      filters: { locale: 'pt' },
      later: 1,
    };
    const { body } = await sent(
      { operation: 'respond', prompt: 'x', web_search: true, web_search_options },
      responseAnswer
    );
    expect(body['tools']).toEqual([
      {
        type: 'web_search',
        external_web_access: false,
        later: 1,
        filters: { locale: 'pt', allowed_domains: ['who.int'] },
      },
    ]);
  });

  it('sends all that the messages of a history say', async () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'high' } };
    const message_history = [
      { role: 'user', content: [image] },
      { role: 'assistant', content: 'I look it up', phase: 'commentary', annotations: [], refusal: null },
      { id: 'msg_1' },
    ];
    const { body } = await sent({ operation: 'respond', prompt: 'x', message_history }, responseAnswer);
    expect(body['input']).toEqual([
      { role: 'user', content: [{ type: 'input_image', image_url: 'https://example.com/a.png', detail: 'high' }] },
      { role: 'assistant', content: 'I look it up', phase: 'commentary' },
      { id: 'msg_1' },
      { role: 'user', content: [{ type: 'input_text', text: 'x' }] },
    ]);
  });

  it('sends all that a function says, in both endpoints', async () => {
    const declaration = { name: 'get_stock', parameters: { type: 'object' }, defer_loading: true, output_schema: {} };
    const chat = await sent({ operation: 'chat', prompt: 'x', functions: [declaration] }, chatAnswer);
    expect(chat.body['tools']).toEqual([{ type: 'function', function: declaration }]);
    const wrapped = [{ type: 'function', function: declaration, later: 1 }];
    const respond = await sent({ operation: 'respond', prompt: 'x', functions: wrapped }, responseAnswer);
    expect(respond.body['tools']).toEqual([{ type: 'function', ...declaration, strict: null, later: 1 }]);
  });

  it('sends custom tools, and lets one be chosen', async () => {
    const grammar = { syntax: 'regex', definition: '\\d+' };
    const functions = [{ type: 'custom', name: 'count', format: { type: 'grammar', ...grammar } }];
    const chat = await sent({ operation: 'chat', prompt: 'x', functions, tool_choice: 'count' }, chatAnswer);
    expect(chat.body).toMatchObject({
      tools: [{ type: 'custom', custom: { name: 'count', format: { type: 'grammar', grammar } } }],
      tool_choice: { type: 'custom', custom: { name: 'count' } },
    });
    const respond = await sent({ operation: 'respond', prompt: 'x', functions, tool_choice: 'count' }, responseAnswer);
    expect(respond.body).toMatchObject({ tools: functions, tool_choice: { type: 'custom', name: 'count' } });
  });

  it('asks for a longer window in the background', async () => {
    const query = { operation: 'respond', prompt: 'x', background_options: { completion_window: '8h' } };
    const { body } = await sent({ ...query, background: true }, { ...responseAnswer, status: 'queued', output: [] });
    expect(body).toMatchObject({ background: true, background_options: { completion_window: '8h' } });
    const { description } = await plugin.refusal(query);
    expect(description).toContain('background must be true when background_options.completion_window is 8h');
  });

  it('tells what the API took out of the input', async () => {
    const input_transformations = [{ id: 'rs_1', type: 'reasoning', action: 'removed', reason: 'model_mismatch' }];
    const { warnings } = await sent(
      { operation: 'respond', prompt: 'x' },
      { ...responseAnswer, input_transformations }
    );
    expect(warnings).toEqual([
      { parameter: 'input', reason: 'The API has removed an item of the input (reasoning): model_mismatch' },
    ]);
  });

  it('asks GPT Image 2.6 for an edit as SVG', async () => {
    const image = await sharp({ create: { width: 64, height: 64, channels: 4, background: 'red' } })
      .png()
      .toBuffer();
    const query = {
      operation: 'image_edit',
      prompt: 'As a drawing',
      model: 'gpt-image-2.6-flare',
      output_format: 'svg',
    };
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>').toString('base64');
    const { text } = await sent({ ...query, image: image.toString('base64') }, { data: [{ b64_json: svg }] });
    expect(text).toMatch(/name="output_format"\r\n\r\nsvg/);
  });
});

describe('extra parameters', () => {
  it('are merged deeply, beside what the fields say', async () => {
    const query = { operation: 'respond', prompt: 'x', reasoning_effort: 'low' };
    const { body, warnings } = await sent(
      { ...query, extra_parameters: { reasoning: { mode: 'pro' } } },
      responseAnswer
    );
    expect(body['reasoning']).toEqual({ effort: 'low', mode: 'pro' });
    expect(warnings).toEqual([]);
  });

  it('say what they replaced', async () => {
    const query = { operation: 'respond', prompt: 'x', reasoning_effort: 'low', web_search: true };
    const extra_parameters = { reasoning: { effort: 'high' }, tools: [{ type: 'shell' }], store: true };
    const { body, warnings } = await sent({ ...query, extra_parameters }, responseAnswer);
    expect(body).toMatchObject(extra_parameters);
    expect(warnings).toEqual([
      {
        parameter: 'extra_parameters',
        reason: 'extra_parameters replaced what the query sets itself: reasoning.effort, tools',
      },
    ]);
  });

  it('say so once for many rows', async () => {
    const query = { operation: 'bulk_chat', prompt: 'Name [[metal]]', temperature: 0, model: 'gpt-4.1' };
    const rows = [{ metal: 'zinc' }, { metal: 'tin' }];
    const { metadata } = await plugin.run({ ...query, rows, extra_parameters: { temperature: 1 } });
    expect(metadata.warnings.filter(({ parameter }) => parameter === 'extra_parameters')).toHaveLength(1);
  });
});
