import { startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  text: string;
  parsed?: unknown;
  refusal?: string;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const schema = {
  type: 'object',
  properties: { title: { type: 'string' }, pages: { type: 'integer' } },
  required: ['title', 'pages'],
  additionalProperties: false,
};
const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Describe a book about tea as JSON', output: 'full' };
const chat = (options: object) => plugin.run<Data>({ ...query, ...options });

describe('answers as JSON', () => {
  it('asks for an object and gives it as data [row 30 row 32]', async () => {
    const { data } = await chat({ response_format: 'json_object' });
    expect(plugin.lastBody()['response_format']).toEqual({ type: 'json_object' });
    expect(data.parsed).toEqual(JSON.parse(data.text));
    expect(data.parsed).toHaveProperty('subject');
  });

  it.each([
    ['an object', schema],
    ['JSON text', JSON.stringify(schema)],
  ])(
    'sends a schema given as %s, strict, and gives the answer as data [row 31 row 32 bug: strict not sent]',
    async (_, json_schema) => {
      const { data } = await chat({ response_format: 'json_schema', json_schema });
      expect(plugin.lastBody()['response_format']).toEqual({
        type: 'json_schema',
        json_schema: { name: 'answer', schema, strict: true },
      });
      expect(data.parsed).toEqual({ title: expect.any(String), pages: expect.any(Number) });
    }
  );

  it('takes a schema wrapped as the API has it, with its name and without strictness [row 31]', async () => {
    const loose = { type: 'object', properties: { title: { type: 'string' } } };
    await chat({ json_schema: { name: 'book', description: 'A book', schema: loose, strict: false } });
    expect(plugin.lastBody()['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'book', description: 'A book', schema: loose, strict: false },
    });
  });

  it('gives plain text as text alone', async () => {
    const { data } = await chat({ response_format: 'text' });
    expect(plugin.lastBody()).not.toHaveProperty('response_format');
    expect(data).not.toHaveProperty('parsed');
  });

  it('fails where the answer was cut off, and says at which limit [row 33]', async () => {
    const error = await plugin.failure({ ...query, json_schema: schema, max_tokens: 3 });
    expect(error.message).toBe('Could not complete the chat');
    expect(error.description).toMatch(/reached max_tokens before its JSON was complete/);
    expect(error.data).toMatchObject({ code: 'output_truncated', category: 'invalid_request', retryable: false });
  });

  it('fails where the model answers with something else than JSON', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', {
      body: {
        object: 'chat.completion',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Sure! Here it is' } }],
      },
    });
    const error = await plugin.failure({ ...query, json_schema: schema });
    expect(error.data.code).toBe('invalid_json');
    expect(error.description).not.toContain('Sure!');
  });

  it('gives a refusal in a field of its own [row 33]', async () => {
    const { data } = await chat({ json_schema: schema, prompt: 'Please refuse' });
    expect(data.refusal).toMatch(/can't help/);
    expect(data).not.toHaveProperty('parsed');
    expect(data.text).toBe('');
  });

  it('shows that an answer was cut off [row 33]', async () => {
    const { metadata } = await chat({ max_tokens: 3 });
    expect(metadata.finish_reason).toBe('length');
    expect(metadata.warnings).toEqual([{ parameter: 'max_tokens', reason: expect.stringContaining('cut off') }]);
  });

  it('fails where the content filter left nothing', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', {
      body: { choices: [{ index: 0, finish_reason: 'content_filter', message: { role: 'assistant', content: null } }] },
    });
    const error = await plugin.failure(query);
    expect(error.data).toMatchObject({ code: 'content_filter', category: 'content_policy' });
  });
});

describe('schemas that a strict answer cannot follow', () => {
  it.each([
    ['no type', { properties: {} }, 'json_schema'],
    ['open objects', { ...schema, additionalProperties: true }, 'json_schema'],
    ['optional properties', { ...schema, required: ['title'] }, 'json_schema'],
    [
      'an open object within',
      { ...schema, properties: { ...schema.properties, title: { type: 'object', properties: {} } } },
      'json_schema.properties.title',
    ],
  ])('are refused for %s before they are paid for', async (_, json_schema, field) => {
    const { data } = await plugin.refusal({ ...query, json_schema });
    expect(data.problems.map(problem => problem.field)).toContain(field);
  });
});
