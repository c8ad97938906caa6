import { imageSize } from 'image-size';
import operations from '../../plugins/openai/operations.json';
import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';
import { contentOf, paint, readForm, toDataUrl } from '../support/sample-files';

interface Data {
  images: { data_url: string; url?: string; mime_type: string; width: number; height: number; bytes: number }[];
}

let plugin: TestPlugin;
let square: Buffer;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
  square = await paint('png', { width: 96, height: 96, alpha: 1 });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const vary = (options: object = {}) =>
  plugin.run<Data>({ operation: 'image_variation', image: toDataUrl(square), size: '256x256', ...options });
const fail = () => plugin.failure({ operation: 'image_variation', image: toDataUrl(square) });

describe('a variation', () => {
  it('is drawn by DALL-E 2 of a square PNG, sent as a form [row 38]', async () => {
    const { message, data } = await vary();
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path: '/v1/images/variations' });
    const { fields, files } = await readForm(plugin.lastRequest());
    expect(fields).toEqual({ model: 'dall-e-2', size: '256x256', response_format: 'b64_json' });
    expect(files).toEqual([{ field: 'image', name: 'file.png', type: 'image/png', content: square }]);
    expect(message).toBe('Image varied successfully');
    expect(data.images).toMatchObject([{ mime_type: 'image/png', width: 256, height: 256 }]);
    expect(imageSize(contentOf(data.images[0]?.data_url))).toMatchObject({ width: 256, height: 256 });
  });

  it('is drawn as often as asked [row 46 row 55]', async () => {
    const { data } = await vary({ n: '3' });
    expect((await readForm(plugin.lastRequest())).fields).toMatchObject({ n: '3' });
    expect(new Set(data.images.map(({ data_url }) => data_url)).size).toBe(3);
  });

  it('comes with its link where one was asked for, and outlives it [row 58]', async () => {
    const { data } = await vary({ response_format: 'url' });
    expect(data.images).toMatchObject([
      { url: expect.stringMatching(/\?se=/), data_url: expect.stringMatching(/^data:image\/png;base64,/) },
    ]);
    expect(plugin.emulator.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it.each([
    ['bare base64', () => square.toString('base64')],
    ['a list of one', () => [toDataUrl(square)]],
    [
      'the value of a file picker',
      () => [{ name: 'cat.jpg', type: 'image/jpeg', base64Data: square.toString('base64') }],
    ],
    ['an image of another query', () => ({ data_url: toDataUrl(square), mime_type: 'image/png', width: 96 })],
  ])('takes %s [row 65 row 73]', async (_, image) => {
    await vary({ image: image() });
    const { files } = await readForm(plugin.lastRequest());
    expect(files).toMatchObject([{ type: 'image/png', content: square, name: expect.stringMatching(/\.png$/) }]);
  });

  it('is left to a compatible server by any model [row 13]', async () => {
    plugin.emulator.answerNext('/v1/images/variations', {
      body: { created: 1, data: [{ b64_json: square.toString('base64') }] },
    });
    const result = await vary({ model: 'other', model_id: 'our-own', size: '300x300' });
    expect((await readForm(plugin.lastRequest())).fields).toEqual({ model: 'our-own', size: '300x300' });
    expect(result.data.images).toMatchObject([{ mime_type: 'image/png', width: 96, bytes: square.length }]);
    expect(warnedOf(result)).toEqual([]);
  });

  it('is said to be retired at OpenAI, in the form, in a warning and where it is missing [row 134]', async () => {
    expect(JSON.stringify(operations)).toContain('"Vary image (retired at OpenAI)"');
    const { metadata } = await vary({ dry_run: true });
    expect(metadata.warnings).toEqual([
      {
        parameter: 'model',
        reason: expect.stringMatching(
          /shut down at OpenAI on 2026-05-12\. OpenAI names no replacement that can do the same\.$/
        ),
      },
    ]);
    for (const body of [
      { error: { message: 'Invalid URL (POST /v1/images/variations)', type: 'invalid_request_error', code: null } },
      {
        error: {
          message: 'The model `dall-e-2` does not exist',
          type: 'invalid_request_error',
          code: 'model_not_found',
        },
      },
    ]) {
      plugin.emulator.answerNext('/v1/images/variations', { status: 404, body });
      const { message, description, data } = await fail();
      expect(message).toBe('Could not vary the image');
      expect(data).toMatchObject({ status: 404, retryable: false });
      expect(data['hint']).toMatch(/retired image variations; .*edit the image/);
      expect(description).toContain(String(data['hint']));
    }
  });

  it('is never asked for twice, since it may be billed [row 131]', async () => {
    plugin.emulator.answerNext('/v1/images/variations', { hang: true, times: 3 });
    const { data } = await plugin.failure({
      operation: 'image_variation',
      image: toDataUrl(square),
      query_timeout: 600,
    });
    expect(data.category).toBe('timeout');
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('is shown by a dry run without a request [row 139]', async () => {
    const { data } = await vary({ dry_run: true });
    expect(data).toMatchObject({
      url: `${plugin.emulator.baseUrl}/images/variations`,
      body: { model: 'dall-e-2', image: { filename: 'file.png', type: 'image/png', bytes: square.length } },
    });
    expect(plugin.emulator.requests).toEqual([]);
  });
});
