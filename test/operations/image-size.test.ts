import { startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  images: { data_url: string; width: number; height: number }[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'image_generation', prompt: 'A lighthouse at dusk', output: 'full' };
const draw = (options: object) => plugin.run<Data>({ ...query, ...options });

describe('sizes', () => {
  it.each(['dall-e-2', 'dall-e-3'])('is 1024x1024 for %s where none is given [E17]', async model => {
    await plugin.run({ operation: 'image_generation', model, prompt: 'A lighthouse' });
    expect(plugin.lastBody()['size']).toBe('1024x1024');
  });

  it.each(['256x256', '512x512', '1024x1024'])('DALL-E 2 draws %s [E18]', async size => {
    const { data } = await draw({ model: 'dall-e-2', size });
    expect(data.images.map(({ width, height }) => `${width}x${height}`)).toEqual([size]);
  });

  it.each(['1024x1024', '1792x1024', '1024x1792'])('DALL-E 3 draws %s [E19]', async size => {
    const { data } = await draw({ model: 'dall-e-3', size });
    expect(data.images.map(({ width, height }) => `${width}x${height}`)).toEqual([size]);
  });

  it.each([
    ['dall-e-2', '1792x1024', ['256x256', '512x512', '1024x1024']],
    ['dall-e-3', '256x256', ['1024x1024', '1792x1024', '1024x1792']],
    ['gpt-image-1', '256x256', ['auto', '1024x1024', '1536x1024', '1024x1536']],
  ])(
    '%s refuses %s and names its sizes and who would take it [E18 E19 row 43 bug: wrong size replaced]',
    async (model, size, allowed) => {
      const { description, data } = await plugin.refusal({ ...query, model, size });
      expect(data.problems).toEqual([{ field: 'size', message: expect.any(String), allowed }]);
      expect(description).toContain(`size must be one of ${allowed.join(', ')} for ${model}; got "${size}"`);
    }
  );

  it.each(['1536x864', '2048x2048', '3840x2160', 'auto'])('GPT Image 2 takes %s [row 45]', async size => {
    await plugin.run({ ...query, model: 'gpt-image-2', size, dry_run: true }).then(({ data }) => {
      expect(data).toMatchObject({ body: { size } });
    });
  });

  it('GPT Image 2 draws a size of its own [row 45]', async () => {
    const { data } = await draw({ model: 'gpt-image-2', size: '1536x864' });
    expect(data.images).toMatchObject([{ width: 1536, height: 864 }]);
  });

  it.each(['1000x1000', '4096x2048', '256x256', '3840x800', '1024', '1024X1024', '-16x1024', 'big'])(
    'GPT Image 2 refuses %s by its rules [row 45]',
    async size => {
      const { data } = await plugin.refusal({ ...query, model: 'gpt-image-2', size });
      expect(data.problems).toEqual([
        {
          field: 'size',
          message: expect.stringMatching(
            /^size must be auto or WIDTHxHEIGHT \(both divisible by 16.+ for gpt-image-2; got ".+"$/
          ),
          allowed: ['auto', 'WIDTHxHEIGHT'],
        },
      ]);
    }
  );
});

describe('orientation', () => {
  it.each([
    ['gpt-image-1', 'landscape', '1536x1024'],
    ['gpt-image-1', 'portrait', '1024x1536'],
    ['gpt-image-1', 'square', '1024x1024'],
    ['dall-e-3', 'landscape', '1792x1024'],
    ['dall-e-3', 'portrait', '1024x1792'],
    ['dall-e-3', 'square', '1024x1024'],
    ['dall-e-2', 'square', '1024x1024'],
    ['gpt-image-2', 'landscape', '1536x1024'],
    ['gpt-image-99', 'portrait', '1024x1536'],
  ])('lets %s draw its %s as %s', async (model_id, orientation, size) => {
    const { data } = await draw({ model_id, orientation });
    expect(plugin.lastBody()['size']).toBe(size);
    expect(plugin.lastBody()).not.toHaveProperty('orientation');
    expect(data.images.map(({ width, height }) => `${width}x${height}`)).toEqual([size]);
  });

  const sizesOf = async (model: string) => {
    const sent = [];
    for (const orientation of ['landscape', 'portrait', 'square']) {
      const { data } = await plugin.run<{ body: { size: string } }>({ ...query, model, orientation, dry_run: true });
      sent.push(data.body.size);
    }
    return sent;
  };

  it('becomes the size of that shape for GPT Image [C07 C08 C09 C10 row 44]', async () => {
    expect(await sizesOf('gpt-image-1')).toEqual(['1536x1024', '1024x1536', '1024x1024']);
    expect(await sizesOf('gpt-image-1-mini')).toEqual(['1536x1024', '1024x1536', '1024x1024']);
  });

  it('becomes the size of that shape for DALL-E 3 [C07 C11 C12 C13 row 44]', async () => {
    expect(await sizesOf('dall-e-3')).toEqual(['1792x1024', '1024x1792', '1024x1024']);
  });

  it.each([
    ['a shape the model has not', { model: 'dall-e-2', orientation: 'landscape' }],
    ['a size beside it', { model: 'dall-e-3', orientation: 'landscape', size: '1792x1024' }],
    ['a model whose sizes are not known', { model_id: 'flux-1', orientation: 'landscape' }],
    ['a word that is no orientation', { model: 'dall-e-3', orientation: 'diagonal' }],
  ])('is refused for %s', async (_, options) => {
    const { data } = await plugin.refusal({ ...query, ...options });
    expect(data.problems.map(({ field }) => field)).toEqual(['orientation']);
  });
});
