import { imageSize } from 'image-size';
import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Picture {
  data_url: string;
  url?: string;
  mime_type: string;
  bytes: number;
  width: number;
  height: number;
  revised_prompt?: string;
}
interface Data {
  images: Picture[];
  partial_images?: Picture[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'image_generation', prompt: 'A lighthouse at dusk', output: 'full' };
const draw = (options: object) => plugin.run<Data>({ ...query, ...options });

/** What the bytes in a data URL are. */
function measure({ data_url }: Picture) {
  const [, mime, base64 = ''] = /^data:([^;]+);base64,(.+)$/.exec(data_url) ?? [];
  const content = Buffer.from(base64, 'base64');
  const { type, width, height } = imageSize(content);
  return { mime, type, width, height, bytes: content.length };
}

describe('image models', () => {
  it('draws with DALL-E 2 [A01 row 38]', async () => {
    const { data } = await draw({ model: 'dall-e-2', size: '256x256' });
    expect(data.images.map(measure)).toMatchObject([{ type: 'png', width: 256, height: 256 }]);
  });

  it('draws with DALL-E 3 [A02 row 39]', async () => {
    const { data } = await draw({ model: 'dall-e-3', size: '1792x1024' });
    expect(data.images.map(measure)).toMatchObject([{ type: 'png', width: 1792, height: 1024 }]);
  });

  it('draws with GPT Image 1 and its small sister [A03 C04 row 40]', async () => {
    for (const model of ['gpt-image-1', 'gpt-image-1-mini']) {
      const { data } = await draw({ model, size: '1536x1024' });
      expect(data.images.map(measure)).toMatchObject([{ type: 'png', width: 1536, height: 1024 }]);
    }
  });

  it('draws with GPT Image 1.5 [row 41]', async () => {
    const { data } = await draw({ model: 'gpt-image-1.5', size: '1024x1536' });
    expect(data.images.map(measure)).toMatchObject([{ width: 1024, height: 1536 }]);
  });

  it('draws with GPT Image 2 [row 42]', async () => {
    const { data } = await draw({ model: 'gpt-image-2' });
    expect(plugin.lastBody()).toEqual({ model: 'gpt-image-2', prompt: 'A lighthouse at dusk', size: '1024x1024' });
    expect(data.images).toHaveLength(1);
  });

  it.each(['gpt-image-99', 'our-azure-deployment', 'flux-1'])('passes %s through [row 13]', async model_id => {
    const sent = { prompt: query.prompt, size: '1024x1024', quality: 'high' };
    const { data, metadata } = await draw({ model: 'other', model_id, ...sent });
    expect(plugin.emulator.requests[0]?.body).toEqual({ ...sent, model: model_id });
    expect(metadata.warnings).toEqual([]);
    expect(data.images.map(measure)).toMatchObject([{ width: 1024, height: 1024 }]);
  });
});

describe('what image options do', () => {
  it('gives every image that was asked for [row 46 row 55]', async () => {
    const { data } = await draw({ model: 'dall-e-2', n: '3', size: '256x256' });
    expect(plugin.lastBody()['n']).toBe(3);
    expect(data.images).toHaveLength(3);
    expect(new Set(data.images.map(({ data_url }) => data_url)).size).toBe(3);
  });

  it.each([
    ['dall-e-3', 'hd'],
    ['gpt-image-1', 'low'],
    ['gpt-image-2.5-flare', 'xhigh'],
  ])('sends the quality of %s: %s [row 47]', async (model, quality) => {
    await draw({ model, quality });
    expect(plugin.lastBody()['quality']).toBe(quality);
  });

  it('sends the style to DALL-E 3 [row 48]', async () => {
    await draw({ model: 'dall-e-3', style: 'natural' });
    expect(plugin.lastBody()['style']).toBe('natural');
  });

  it.each(['gpt-image-1', 'gpt-image-99'])(
    'leaves out for %s what only DALL-E takes, and says so [row 24 bug: style and response_format sent to GPT Image]',
    async model_id => {
      const result = await draw({ model_id, style: 'vivid', response_format: 'b64_json' });
      expect(Object.keys(plugin.lastBody()).filter(name => name !== 'size')).toEqual(['model', 'prompt']);
      expect(warnedOf(result).filter(name => name !== 'model')).toEqual(['style', 'response_format']);
    }
  );

  it('leaves out for DALL-E what only GPT Image takes, and says so', async () => {
    const only = { background: 'opaque', output_format: 'webp', moderation: 'low', partial_images: 2 };
    const result = await draw({ model: 'dall-e-3', output_compression: 50, ...only });
    expect(plugin.lastBody()).toEqual({
      model: 'dall-e-3',
      prompt: query.prompt,
      size: '1024x1024',
      response_format: 'b64_json',
    });
    expect(warnedOf(result).toSorted()).toEqual(['model', 'output_compression', ...Object.keys(only)].toSorted());
    expect(result.data.images.map(({ mime_type }) => mime_type)).toEqual(['image/png']);
  });

  it.each(['png', 'webp'])('draws on a transparent background as %s [row 49]', async output_format => {
    const { data } = await draw({ model: 'gpt-image-1', background: 'transparent', output_format });
    expect(plugin.lastBody()).toMatchObject({ background: 'transparent', output_format });
    expect(data.images.map(measure)).toMatchObject([{ mime: `image/${output_format}` }]);
  });

  it('refuses a transparent jpeg [row 49 row 127 bug: transparent jpeg labeled wrong]', async () => {
    const { data } = await plugin.refusal({
      ...query,
      model: 'gpt-image-1',
      background: 'transparent',
      output_format: 'jpeg',
    });
    expect(data.problems).toEqual([
      {
        field: 'output_format',
        message: 'output_format is "jpeg"; a transparent background requires output_format png or webp',
        allowed: ['png', 'webp'],
      },
    ]);
  });

  it.each([
    ['gpt-image-1', 'png', 'image/png'],
    ['gpt-image-1', 'jpeg', 'image/jpeg'],
    ['gpt-image-1', 'webp', 'image/webp'],
    ['gpt-image-2.6-flare', 'gif', 'image/gif'],
    ['gpt-image-2.6-flare', 'svg', 'image/svg+xml'],
  ])('%s really draws %s [row 50 row 56 bug: format and compression not sent]', async (model, output_format, mime) => {
    const { data } = await draw({ model, output_format, size: '1024x1024' });
    expect(plugin.lastBody()['output_format']).toBe(output_format);
    expect(data.images.map(measure)).toMatchObject([{ mime, width: 1024, height: 1024 }]);
    expect(data.images.map(({ mime_type }) => mime_type)).toEqual([mime]);
  });

  it('sends compression, which makes the file smaller [row 51 bug: format and compression not sent]', async () => {
    const fine = await draw({ model: 'gpt-image-1', output_format: 'jpeg', output_compression: 100 });
    const coarse = await draw({ model: 'gpt-image-1', output_format: 'jpeg', output_compression: '20' });
    expect(plugin.lastBody()['output_compression']).toBe(20);
    expect(coarse.data.images[0]?.bytes).toBeLessThan(Number(fine.data.images[0]?.bytes));
  });

  it.each([undefined, 'png'])('refuses compression with the format %s [row 51]', async output_format => {
    const { data } = await plugin.refusal({ ...query, model: 'gpt-image-1', output_format, output_compression: 50 });
    expect(data.problems).toMatchObject([
      {
        field: 'output_format',
        message: expect.stringContaining('output_compression requires output_format jpeg or webp'),
      },
    ]);
  });

  it('sends the moderation level and the safety identifier [row 52]', async () => {
    await draw({ model: 'gpt-image-1', moderation: 'low', safety_identifier: 'user-1' });
    expect(plugin.lastBody()).toMatchObject({ moderation: 'low', safety_identifier: 'user-1' });
  });

  it('gives partial images beside the final one [row 53]', async () => {
    const { data } = await draw({ model: 'gpt-image-1', partial_images: '2', output_format: 'webp' });
    expect(plugin.lastBody()).toMatchObject({ partial_images: 2, stream: true });
    expect(data.images.map(measure)).toMatchObject([{ mime: 'image/webp', width: 1024, height: 1024 }]);
    expect(data.partial_images?.map(measure)).toMatchObject([{ mime: 'image/webp' }, { mime: 'image/webp' }]);
  });

  it('gives every image of several, partial ones included [row 53]', async () => {
    const { data, metadata } = await draw({ model: 'gpt-image-1', partial_images: 1, n: 2, output_format: 'jpeg' });
    expect(data.images).toHaveLength(2);
    expect(data.partial_images).toHaveLength(2);
    const single = await draw({ model: 'gpt-image-1', partial_images: 1, output_format: 'jpeg' });
    expect(metadata.usage?.['output_tokens']).toBe(2 * Number(single.metadata.usage?.['output_tokens']));
  });

  it('gives the prompt as the model revised it [row 54]', async () => {
    const { data } = await draw({ model: 'dall-e-3' });
    expect(data.images[0]?.revised_prompt).toContain('A lighthouse at dusk');
  });

  it('refuses more images than the model draws [row 48 row 128]', async () => {
    const { data } = await plugin.refusal({ ...query, model: 'dall-e-3', n: 2 });
    expect(data.problems).toMatchObject([
      { field: 'n', message: expect.stringContaining('n must be 1 for dall-e-3; got 2') },
    ]);
  });
});
