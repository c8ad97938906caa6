import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

let plugin: TestPlugin;

beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const draw = { operation: 'respond', prompt: 'A fox', image_generation: true };

describe('the options of the image tool', () => {
  it.each([
    [
      { size: '7x7' },
      /^image_generation_options\.size must be auto or WIDTHxHEIGHT .+ for gpt-image-2\.6-sunburst; got "7x7"/,
    ],
    [
      { output_compression: 300 },
      /^image_generation_options\.output_compression must be an integer between 0 and 100; got 300/,
    ],
    [{ quality: 'best' }, /^image_generation_options\.quality must be one of auto, .+; got "best"/],
    [{ quality: 'hihg' }, /Did you mean "high"\?/],
    [
      { model: 'gpt-image-2', quality: 'max' },
      /^image_generation_options\.quality must be one of .+ for gpt-image-2; got "max"/,
    ],
    [
      { model: 'gpt-image-2', input_fidelity: 'high' },
      /^image_generation_options\.input_fidelity is not supported by gpt-image-2/,
    ],
    [
      { background: 'transparent', output_format: 'jpeg' },
      /^image_generation_options\.output_format is "jpeg"; a transparent/,
    ],
    [
      { model: 'gpt-6-luna' },
      /^image_generation_options\.model "gpt-6-luna" cannot generate images; use one of gpt-image-2\.6/,
    ],
  ])('are checked like those of an image: %j', async (image_generation_options, message) => {
    const { description } = await plugin.refusal({ ...draw, image_generation_options });
    expect(description).toMatch(message);
  });

  it('pass on what only the tool knows', async () => {
    const image_generation_options = { action: 'generate', size: '1536x1024', quality: 'low' };
    await plugin.run({ ...draw, image_generation_options });
    expect(plugin.lastBody()['tools']).toEqual([{ type: 'image_generation', ...image_generation_options }]);
  });

  it('warn of a model that is not known to call the tool', async () => {
    const dry = { ...draw, dry_run: true };
    const { metadata } = await plugin.run({ ...dry, model: 'gpt-4-turbo' });
    const warning = metadata.warnings.find(({ parameter }) => parameter === 'image_generation');
    expect(warning?.reason).toMatch(
      /^OpenAI does not list gpt-4-turbo among the models that call this tool; use a model such as gpt-6/
    );
    for (const model of ['gpt-6-luna', 'gpt-4.1', 'o3'])
      expect(warnedOf(await plugin.run({ ...dry, model }))).not.toContain('image_generation');
  });
});

describe('typed escapes', () => {
  it('stand for a line break, a tab and a backslash', async () => {
    const dry = { operation: 'chat', prompt: 'x', dry_run: true, model: 'gpt-4.1' };
    const body = async (options: object) => {
      const { data } = await plugin.run<{ body: { stop?: string[]; messages: { content: string }[] } }>({
        ...dry,
        ...options,
      });
      return data.body;
    };
    expect((await body({ stop_sequence: '\\n\\n' })).stop).toEqual(['\n\n']);
    expect((await body({ stop_sequence: 'a\\tb\\\\n' })).stop).toEqual(['a\tb\\n']);
    expect((await body({ stop_sequence: '["\\\\n"]' })).stop).toEqual(['\\n']);
    expect((await body({ suffix: '\\nThe end' })).messages[0]?.content).toContain('<suffix>\nThe end</suffix>');
  });
});
