import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';
import { contentOf, paint, paintNoise, toDataUrl } from '../support/sample-files';

interface Data {
  images: { data_url: string; bytes: number; mime_type: string }[];
}

let plugin: TestPlugin;
let heavy: Buffer;
let light: Buffer;
beforeAll(async () => {
  plugin = await startPlugin();
  heavy = await paintNoise('png', 5_000_000);
  light = await paint('png');
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const generation = { operation: 'image_generation', model: 'gpt-image-2', prompt: 'Noise' };
const edit = { ...generation, operation: 'image_edit' };
const answerWith = (path: string, ...files: Buffer[]) =>
  plugin.emulator.answerNext(path, {
    body: { created: 1, data: files.map(file => ({ b64_json: file.toString('base64') })) },
  });

describe('a heavy image in an answer', () => {
  it.each([
    ['image_generation', '/v1/images/generations', () => ({ ...generation, output: 'full' })],
    ['image_edit', '/v1/images/edits', () => ({ ...edit, image: toDataUrl(light) })],
    ['image_variation', '/v1/images/variations', () => ({ operation: 'image_variation', image: toDataUrl(light) })],
  ])('of %s is given whole, with a warning that names the cure [row 57]', async (_, path, query) => {
    answerWith(path, light, heavy);
    const { data, metadata } = await plugin.run<Data>(query());
    expect(data.images.map(({ bytes }) => bytes)).toEqual([light.length, heavy.length]);
    expect(contentOf(data.images[1]?.data_url).equals(heavy)).toBe(true);
    const reasons = metadata.warnings.flatMap(({ parameter, reason }) => (parameter === 'model' ? [] : [reason]));
    expect(reasons).toEqual([expect.stringMatching(/^Image 2 is .*jpeg or webp.*compression.*smaller size/)]);
    expect(reasons[0]).toContain(`${(heavy.length / 1e6).toFixed(1)} MB`);
  });

  it('is not warned of where it is light [row 57]', async () => {
    answerWith('/v1/images/generations', light);
    expect(warnedOf(await plugin.run({ ...generation, output: 'full' }))).toEqual([]);
  });

  it('changes nothing in classic output [row 119]', async () => {
    answerWith('/v1/images/generations', heavy);
    const { data } = await plugin.run<{ data: { b64_json: string } }>(generation);
    expect(Object.keys(data)).toEqual(['status', 'message', 'data']);
    expect(Object.keys(data.data)).toEqual(['b64_json']);
    expect(data.data.b64_json === heavy.toString('base64')).toBe(true);
  });
});

describe('a heavy image that is handed in', () => {
  it('goes as the text it was given, in a JSON request, where moderation is asked for [row 65]', async () => {
    const image = toDataUrl(heavy);
    answerWith('/v1/images/edits', light);
    await plugin.run({ ...edit, image, moderation: 'low' });
    const [reference] = plugin.lastBody()['images'] as { image_url: string }[];
    expect(reference?.image_url === image).toBe(true);
  });

  it.each(['gpt-image-2', 'flux-1'])('goes as the bytes it is, in a form: %s [row 65 row 73]', async model_id => {
    const photograph = await paintNoise('jpeg', 5_000_000);
    answerWith('/v1/images/edits', light);
    await plugin.run({
      ...edit,
      model_id,
      image: { name: 'noise.png', base64Data: photograph.toString('base64') },
    });
    const { rawBody } = plugin.lastRequest();
    expect(rawBody.includes(photograph)).toBe(true);
    expect(rawBody.toString('latin1', 0, 2000)).toMatch(/filename="noise\.jpg"\r\ncontent-type: image\/jpeg/i);
  });

  it('is looked at [row 69]', async () => {
    const photograph = toDataUrl(await paintNoise('jpeg', 5_000_000), 'image/jpeg');
    const { data } = await plugin.run({ operation: 'image_analysis', prompt: 'What is this?', image: photograph });
    expect(data).toMatchObject({ text: expect.stringMatching(/I looked at one image: a \d+x\d+ JPEG/) });
  });
});
