import { startPlugin, type TestPlugin } from '../support/plugin';
import { paint, paintMask, readForm, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

interface Data {
  images: { mime_type: string }[];
}

const newest = 'gpt-image-2.6-flare';
const draw = { operation: 'image_generation', prompt: 'A walking cat', output: 'full' };
const fieldsOf = (data: { problems: { field: string }[] }) => data.problems.map(({ field }) => field);

describe('what only the newest image models take', () => {
  it('is an animated gif with its frames', async () => {
    plugin.leaveDocument('frames are newer than the document');
    const gif = { output_format: 'gif', frame_count: '4', frame_duration_ms: 100 };
    const { data } = await plugin.run<Data>({ ...draw, model: newest, ...gif });
    expect(plugin.lastBody()).toMatchObject({ output_format: 'gif', frame_count: 4, frame_duration_ms: 100 });
    expect(data.images[0]?.mime_type).toBe('image/gif');
  });

  it('is an svg', async () => {
    const { data } = await plugin.run<Data>({ ...draw, model: newest, output_format: 'svg' });
    expect(data.images[0]?.mime_type).toBe('image/svg+xml');
  });

  it('is the complexity of the plan', async () => {
    plugin.leaveDocument('complexity is newer than the document');
    await plugin.run({ ...draw, model: newest, complexity: 'low' });
    expect(plugin.lastBody()['complexity']).toBe('low');
  });

  it.each(['complexity', 'frame_count', 'frame_duration_ms'])('%s is left out elsewhere, and reported', async name => {
    const value = name === 'complexity' ? 'low' : 10;
    const { metadata } = await plugin.run({ ...draw, model: 'gpt-image-2', [name]: value });
    expect(plugin.lastBody()).not.toHaveProperty(name);
    expect(metadata.warnings).toEqual([{ parameter: name, reason: expect.stringContaining('gpt-image-2') }]);
  });

  it.each([
    ['frames without a gif', { frame_count: 4 }, 'output_format'],
    ['a duration with a png', { frame_duration_ms: 100, output_format: 'png' }, 'output_format'],
    ['one frame', { frame_count: 1, output_format: 'gif' }, 'frame_count'],
    ['seventeen frames', { frame_count: 17, output_format: 'gif' }, 'frame_count'],
    ['a misspelt complexity', { complexity: 'hihg' }, 'complexity'],
  ])('refuses %s [row 127]', async (_, options, field) => {
    const { data } = await plugin.refusal({ ...draw, model: newest, ...options });
    expect(fieldsOf(data)).toEqual([field]);
  });
});

describe('markup', () => {
  const edit = async (options: object) => ({
    operation: 'image_edit',
    model: 'gpt-image-2.5-flare',
    prompt: 'Follow the strokes',
    image: toDataUrl(await paint('png')),
    markup: toDataUrl(await paintMask()),
    ...options,
  });

  it('goes with the image as a part of the form', async () => {
    await plugin.run(await edit({}));
    const { files } = await readForm(plugin.lastRequest());
    expect(files.map(({ field, type }) => [field, type])).toEqual([
      ['image', 'image/png'],
      ['markup', 'image/png'],
    ]);
  });

  it('is left out for models that do not take it, and reported', async () => {
    const { metadata } = await plugin.run(await edit({ model: 'gpt-image-2' }));
    const { files } = await readForm(plugin.lastRequest());
    expect(files.map(({ field }) => field)).toEqual(['image']);
    expect(metadata.warnings).toEqual([{ parameter: 'markup', reason: expect.stringContaining('gpt-image-2') }]);
  });

  it('is refused where it does not fit [row 66]', async () => {
    const small = toDataUrl(await paintMask(32, 32));
    for (const options of [
      { markup: small },
      { markup: toDataUrl(await paint('jpeg')) },
      { markup: toDataUrl(await paint('png')) },
      { mask: toDataUrl(await paintMask()) },
      { moderation: 'low' },
      { image: 'file-sample' },
      { image_id: 'ig_1' },
    ]) {
      const { data } = await plugin.refusal(await edit(options));
      expect(fieldsOf(data)).toEqual(['markup']);
    }
  });
});
