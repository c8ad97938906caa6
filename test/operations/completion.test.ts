import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Data {
  text: string;
  choices?: { text: string; finish_reason: string }[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const prompt = 'The benefits of using low code platforms for software development include';
const complete = (options: object) =>
  plugin.run<Data>({ operation: 'completion', prompt, output: 'full', max_tokens: 200, ...options });
const instruct = 'gpt-3.5-turbo-instruct';
const messages = () => plugin.lastBody()['messages'] as { role: string; content: string }[];

describe('a completion by the completions endpoint', () => {
  it('gives a bare string where output is absent [E11 E14]', async () => {
    const { data, message } = await plugin.run({ operation: 'completion', model: instruct, prompt, max_tokens: 100 });
    expect(data).toEqual(expect.stringMatching(/^, /));
    expect(message).toBe('Text completed successfully');
    expect(plugin.lastRequest().path).toBe('/v1/completions');
    expect(plugin.lastBody()).toEqual({ model: instruct, prompt, max_tokens: 100 });
  });

  it('gives the documented object with output full [row 119]', async () => {
    const { data, metadata } = await complete({ model: instruct });
    expect(data).toEqual({ text: expect.stringMatching(/^, /) });
    expect(metadata).toMatchObject({
      operation: 'completion',
      model: instruct,
      id: expect.stringMatching(/^cmpl-/),
      finish_reason: 'stop',
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    });
  });

  it('sends prompt, token limit, stop sequence and suffix [E12]', async () => {
    const { data } = await complete({ model: instruct, max_tokens: 100, stop_sequence: 'END', suffix: '\n' });
    expect(plugin.lastBody()).toEqual({ model: instruct, prompt, max_tokens: 100, stop: ['END'], suffix: '\n' });
    expect(data.text).toContain('it went on');
  });

  it('never falls back on the 16 tokens of the API [bug: small default of max tokens]', async () => {
    const { data, metadata } = await complete({ model: instruct, max_tokens: '' });
    expect(plugin.lastBody()['max_tokens']).toBeGreaterThan(256);
    expect(metadata.finish_reason).toBe('stop');
    expect(data.text.length).toBeGreaterThan(64);
  });

  it('echoes the prompt and gives as many texts as were asked for', async () => {
    const { data } = await complete({ model: instruct, echo: 'true', n: '2' });
    expect(plugin.lastBody()).toMatchObject({ echo: true, n: 2 });
    expect(data.choices).toHaveLength(2);
    for (const { text } of data.choices ?? []) expect(text.startsWith(prompt)).toBe(true);
  });

  it('sends sampling options', async () => {
    await complete({ model: instruct, top_p: 0.5, frequency_penalty: 1, presence_penalty: -1 });
    expect(plugin.lastBody()).toMatchObject({ top_p: 0.5, frequency_penalty: 1, presence_penalty: -1 });
  });

  it('says where a model has no suffix', async () => {
    const result = await complete({ model: 'davinci-002', suffix: 'The end.' });
    expect(plugin.lastBody()).not.toHaveProperty('suffix');
    expect(warnedOf(result)).toContain('suffix');
  });
});

describe('a completion by a model that only chats', () => {
  it('continues the text and gives a bare string [E11 E14]', async () => {
    const { data } = await plugin.run({ operation: 'completion', model: 'gpt-3.5-turbo', prompt });
    expect(typeof data).toBe('string');
    expect(plugin.lastRequest().path).toBe('/v1/chat/completions');
    expect(messages()).toEqual([
      { role: 'system', content: expect.stringMatching(/^Continue the user's text from exactly where it ends/) },
      { role: 'user', content: prompt },
    ]);
  });

  it('has the same shape', async () => {
    const { data, metadata } = await complete({ model: 'gpt-4o' });
    expect(data).toEqual({ text: expect.any(String) });
    expect(metadata).toMatchObject({ operation: 'completion', model: 'gpt-4o', finish_reason: 'stop' });
  });

  it('is told the suffix and given token limit and stop sequence [E12]', async () => {
    await complete({ model: 'gpt-3.5-turbo', max_tokens: 100, stop_sequence: 'END', suffix: 'and that is why.' });
    expect(messages()[0]?.content).toContain('and that is why.');
    expect(plugin.lastBody()).toMatchObject({ max_tokens: 100, stop: ['END'] });
  });

  it('is given the limit under the name it takes [row 22]', async () => {
    await complete({ model: 'gpt-5-mini', max_tokens: 100 });
    expect(plugin.lastBody()['max_completion_tokens']).toBe(100);
    expect(plugin.lastBody()).not.toHaveProperty('max_tokens');
  });

  it('puts the prompt before the text where it is to be echoed', async () => {
    const { data } = await complete({ model: 'gpt-4o', echo: true, n: 2 });
    expect(plugin.lastBody()).not.toHaveProperty('echo');
    expect(data.choices).toHaveLength(2);
    for (const { text } of data.choices ?? []) expect(text.startsWith(prompt)).toBe(true);
  });

  it('is cut off at the stop sequence where the model takes none', async () => {
    const result = await complete({ model: 'o3', prompt: 'Name three uses of zinc', stop_sequence: '2.' });
    expect(plugin.lastBody()).not.toHaveProperty('stop');
    expect(result.data.text).toContain('1.');
    expect(result.data.text).not.toContain('2.');
    expect(warnedOf(result)).toContain('stop_sequence');
  });

  it.each(['gpt-99', 'ft:gpt-4.1-mini:team::abc', 'our-azure-deployment'])('passes %s through [row 13]', async id => {
    const { data } = await complete({ model_id: id });
    expect(plugin.lastBody()['model']).toBe(id);
    expect(data.text).not.toBe('');
  });

  it('is read from a compatible server that leaves out what kind of object it sends', async () => {
    plugin.emulator.answerNext('/v1/chat/completions', {
      body: { choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: ' speed.' } }] },
    });
    const { data } = await complete({ model_id: 'llama-4' });
    expect(data.text).toBe(' speed.');
  });

  it('shows that a text was cut off [row 33]', async () => {
    const { metadata } = await complete({ model: 'gpt-4o', max_tokens: 3 });
    expect(metadata.finish_reason).toBe('length');
    expect(metadata.warnings).toContainEqual({
      parameter: 'max_tokens',
      reason: expect.stringContaining('cut off'),
    });
  });
});

describe('temperature of a completion', () => {
  it.each([
    ['gpt-3.5-turbo', 0],
    ['gpt-3.5-turbo', 1],
    [instruct, 0.6],
    ['gpt-4o', 2],
    ['davinci-002', 2],
  ])('is sent to %s as %s [E13]', async (model, temperature) => {
    await complete({ model, temperature });
    expect(plugin.lastBody()['temperature']).toBe(temperature);
  });

  it.each(['gpt-3.5-turbo', instruct])(
    'is refused above 1 by %s, naming models that would take it [E13]',
    async model => {
      const { data } = await plugin.refusal({ operation: 'completion', model, prompt, temperature: 1.2 });
      expect(data.problems).toEqual([
        {
          field: 'temperature',
          message: expect.stringMatching(
            /^temperature must be a number between 0 and 1 for .+; got 1\.2\. Models that support it: .+$/
          ),
          allowed: [expect.stringMatching(/\b1$/)],
        },
      ]);
    }
  );

  it('is refused above 2 without naming models, since none takes it [E13]', async () => {
    const { data } = await plugin.refusal({
      operation: 'completion',
      model: 'gpt-3.5-turbo',
      prompt,
      temperature: 2.1,
    });
    expect(data.problems.map(({ field }) => field)).toEqual(['temperature']);
    expect(data.problems[0]?.message).not.toContain('Models that support it');
  });
});

it('sends the text to continue exactly as it was written', async () => {
  const code = '    def area(width, height):\n        ';
  await complete({ model: instruct, prompt: code });
  expect(plugin.lastBody()['prompt']).toBe(code);
  await complete({ model: 'gpt-4o', prompt: code });
  expect(messages().at(-1)).toEqual({ role: 'user', content: code });
});
