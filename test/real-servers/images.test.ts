import sharp from 'sharp';
import { useRealServer } from '../support/real-server';
import { png } from './shapes';

const server = useRealServer();

const query = { operation: 'image_generation', model_id: 'flux', prompt: 'A heron', output: 'full' };
const url = () => server.give('/a.png', { type: 'image/png', text: Buffer.from(png, 'base64') });
const shown = { data_url: `data:image/png;base64,${png}`, mime_type: 'image/png', width: 64, height: 64 };

interface ImagesData {
  images: { data_url?: string; url?: string; mime_type?: string }[];
}

const draw = (body: unknown, more: object = {}) => server.ask<ImagesData>({ ...query, ...more }, { body });

describe('images that were paid for', () => {
  it('[B1] are fetched where b64_json is empty beside a url', async () => {
    const { data } = await draw({ data: [{ url: url(), b64_json: '', revised_prompt: '' }] });
    expect(data.images).toMatchObject([{ ...shown, url: url() }]);
  });

  it.each<[string, () => unknown]>([
    ['a data URL as url', () => ({ data: [{ url: `data:image/png;base64,${png}` }] })],
    ['a data URL as b64_json', () => ({ data: [{ b64_json: `data:image/png;base64,${png}` }] })],
    ['a link as b64_json', () => ({ data: [{ b64_json: url() }] })],
    ['both', () => ({ data: [{ url: 'http://127.0.0.1:1/gone.png', b64_json: png }] })],
    ['a url that is null', () => ({ data: [{ url: null, b64_json: png }] })],
    ['a list called images', () => ({ images: [{ url: url() }] })],
    ['texts in place of objects', () => ({ images: [png] })],
    ['image_url as chat has it', () => ({ data: [{ image_url: { url: url() } }] })],
    ['a bare list', () => [{ b64_json: png }]],
    ['a stated type that is wrong', () => ({ data: [{ b64_json: `data:image/jpeg;base64,${png}` }] })],
    ['one image in place of the list', () => ({ data: { b64_json: png } })],
  ])('are read: %s', async (_, body) => {
    expect((await draw(body())).data.images).toMatchObject([shown]);
  });

  it('may be the body of the response', async () => {
    const { data } = await server.ask<ImagesData>(query, { type: 'image/png', text: Buffer.from(png, 'base64') });
    expect(data.images).toMatchObject([shown]);
    const page = await server.fail(query, { type: 'image/png', text: '<html>Sign in</html>' });
    expect(page.data.category).toBe('server');
  });

  it.each(['webp', 'gif', 'avif', 'tiff'] as const)('are shown as what they are: %s', async format => {
    const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .toFormat(format)
      .toBuffer();
    const { data } = await draw({ data: [{ b64_json: image.toString('base64') }] });
    expect(data.images).toMatchObject([{ mime_type: `image/${format}`, width: 8 }]);
  });

  it('are given although their kind is not known', async () => {
    const { data } = await draw({ data: [{ b64_json: Buffer.from([1, 2, 3, 4, 0, 255]).toString('base64') }] });
    expect(data.images).toMatchObject([{ mime_type: 'application/octet-stream' }]);
  });

  it('may be fewer than asked for, which is told', async () => {
    const { data, metadata } = await draw({ data: [{ b64_json: png }, { b64_json: '', url: '' }] }, { n: 2 });
    expect(data.images).toHaveLength(1);
    expect(metadata.warnings).toMatchObject([
      { parameter: 'n', reason: '2 images were requested, but 1 was returned' },
    ]);
  });

  it('may be broken, which costs only themselves', async () => {
    const text = Buffer.from('<html>no image</html>').toString('base64');
    const { data } = await draw({ data: [{ b64_json: text }, { b64_json: png }] }, { n: 2 });
    expect(data.images).toMatchObject([shown]);
  });

  it('keep their link where it leads to a web page', async () => {
    const link = server.give('/page', { type: 'text/html', text: '<html>Sign in</html>' });
    const { data, metadata } = await draw({ data: [{ url: link }] });
    expect(data.images).toEqual([{ url: link }]);
    expect(metadata.warnings).toHaveLength(1);
  });

  it('fail where there are none', async () => {
    for (const data of [[], [{}], [{ url: '', b64_json: '' }], null]) {
      expect((await server.fail(query, { body: { data } })).data.category).toBe('server');
    }
  });

  it('are classic as they ever were', async () => {
    const { data } = await server.ask(
      { ...query, output: 'classic' },
      { body: { data: [{ url: url(), b64_json: '' }] } }
    );
    expect(data).toMatchObject({ status: 'success', data: { url: url() } });
  });
});
