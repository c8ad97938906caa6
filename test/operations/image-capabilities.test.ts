import operations from '../../plugins/openai/operations.json';
import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';
import { contentOf, paint, readForm, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
let image: string;
beforeAll(async () => {
  plugin = await startPlugin();
  image = toDataUrl(await paint('png'));
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const images = { images: [{ data_url: expect.stringMatching(/^data:image\/png;base64,/) }] };

describe('an agent, which knows no more than what it wants,', () => {
  it('is given an image for a prompt [B02]', async () => {
    const { data } = await plugin.run({
      operation: 'image_generation',
      prompt: 'A heron in the reeds',
      output: 'full',
    });
    expect(plugin.lastBody()).toEqual({ model: expect.any(String), prompt: 'A heron in the reeds' });
    expect(data).toMatchObject(images);
  });

  it('is given a changed image for an image and an instruction [B03]', async () => {
    const drawn = await plugin.run<{ images: { data_url: string }[] }>({
      operation: 'image_generation',
      prompt: 'A heron',
      output: 'full',
    });
    const { data } = await plugin.run({ operation: 'image_edit', prompt: 'Add a frog', image: drawn.data.images });
    expect(await readForm(plugin.lastRequest())).toEqual({
      fields: { model: expect.any(String), prompt: 'Add a frog' },
      files: [
        {
          field: 'image',
          name: 'file.png',
          type: 'image/png',
          content: contentOf(drawn.data.images[0]?.data_url),
        },
      ],
    });
    expect(data).toMatchObject(images);
  });
});

describe('drawing, editing and analyzing', () => {
  it('are three operations that the form offers [C01]', () => {
    const list = JSON.stringify(operations);
    for (const id of ['image_generation', 'image_edit', 'image_analysis']) expect(list).toContain(`"${id}"`);
  });

  it('ask three endpoints [C01]', async () => {
    const prompt = 'A heron';
    await plugin.run({ operation: 'image_generation', prompt });
    await plugin.run({ operation: 'image_edit', prompt, image });
    await plugin.run({ operation: 'image_analysis', prompt, image });
    expect(plugin.emulator.requests.map(({ path }) => path)).toEqual([
      '/v1/images/generations',
      '/v1/images/edits',
      '/v1/chat/completions',
    ]);
  });

  it('are set up apart: each has a model and options of its own, and what others left behind changes nothing [C02]', async () => {
    const stale = {
      mask: '',
      style: 'vivid',
      input_fidelity: 'high',
      detail: 'high',
      system_prompt: 'Be brief',
      image,
    };
    const sent: Fields[] = [];
    const readFields = async () => {
      const { fields, files } = await readForm(plugin.lastRequest());
      return { ...fields, ...Object.fromEntries(files.map(({ field, content }) => [field, content])) };
    };
    for (const query of [
      { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A heron', quality: 'low' },
      { operation: 'image_edit', model: 'gpt-image-1.5', prompt: 'A frog', background: 'opaque' },
      { operation: 'image_analysis', model: 'gpt-4o', prompt: 'A bird?', temperature: 0 },
    ]) {
      await plugin.run({ ...stale, ...query });
      sent.push(query.operation === 'image_edit' ? await readFields() : plugin.lastBody());
    }
    expect(sent).toMatchObject([
      { model: 'gpt-image-2', quality: 'low' },
      { model: 'gpt-image-1.5', background: 'opaque', input_fidelity: 'high', image: contentOf(image) },
      {
        model: 'gpt-4o',
        messages: [{ content: 'Be brief' }, { content: [{ type: 'text' }, { image_url: { detail: 'high' } }] }],
      },
    ]);
    expect(sent.map(body => Object.keys(body).toSorted())).toEqual([
      ['model', 'prompt', 'quality', 'size'],
      ['background', 'image', 'input_fidelity', 'model', 'prompt'],
      ['messages', 'model', 'temperature'],
    ]);
  });
});

describe('the time an image may take', () => {
  const queries = [
    { operation: 'image_generation', prompt: 'A heron' },
    { operation: 'image_edit', prompt: 'A heron', image: '' },
  ];

  it.each(queries)('is set per query, and nothing is asked for twice: $operation [C25 row 14 row 131]', async query => {
    plugin.emulator.answerNext('/v1/images/', { hang: true, times: 3 });
    const failed = await plugin.failure({ ...query, image, query_timeout: '300' });
    expect(failed.description).toContain('No response within 0.3 seconds (query_timeout)');
    expect(failed.data.category).toBe('timeout');
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it.each(queries)('is set for the connection: $operation [C25 row 14]', async query => {
    plugin.emulator.answerNext('/v1/images/', { stallAfterHeaders: true });
    const source = { ...plugin.source, timeoutSeconds: 1 };
    const { description } = await plugin.failure({ ...query, image }, source);
    expect(description).toContain("No response within 1 second (the connection's timeout)");
  });

  it('covers the whole of a stream [C25]', async () => {
    plugin.emulator.answerNext('/v1/images/', { chunks: [': one\n\n', ': two\n\n', ': three\n\n'], chunkDelayMs: 80 });
    const edit = { operation: 'image_edit', prompt: 'A heron', image, partial_images: 2, query_timeout: 120 };
    expect((await plugin.failure(edit)).data.category).toBe('timeout');
  });
});
