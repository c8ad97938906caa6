import { inspectTotal } from '../plugins/openai/lib/files/file-check';
import { type FileServer, failWith, give, redirectTo, redSquare } from './support/file-server';
import type { TestPlugin } from './support/plugin';
import { startWithFiles } from './support/plugin-with-files';
import { cutOff, heic, paint, paintMask, paintNoise, pdf, svg, toDataUrl } from './support/sample-files';

let plugin: TestPlugin;
let server: FileServer;
startWithFiles((...started) => {
  [plugin, server] = started;
});

const edit = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Make it blue' };
const look = { operation: 'image_analysis', model: 'gpt-5.4', prompt: 'What is this?' };
const dataUrl = toDataUrl(redSquare);

/** What a query is refused for. */
async function problemsOf(query: Record<string, unknown>): Promise<[string, string][]> {
  const { data, description } = await plugin.failure(query, { ...plugin.source, allowPrivateNetwork: true });
  // Counted, since images that were sent would fill the screen.
  expect([data.category, plugin.emulator.requests.length]).toEqual(['invalid_options', 0]);
  expect(description.split('\n')).toEqual(data.problems.map(({ message }) => message));
  return data.problems.map(({ field, message }) => [field, message]);
}

/** What these images are refused for. */
async function faultsOf(image: unknown, query: object = edit): Promise<string[]> {
  return (await problemsOf({ ...query, image })).map(([field, message]) => (field === 'image' ? message : field));
}

const accepted = 'must be one of png, webp, jpeg for gpt-image-2';

describe('what is no image for the model is refused by what it is [row 66]', () => {
  const gif = paint('gif');
  const avif = paint('avif');
  const zip = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'), Buffer.alloc(100)]);

  it.each<[string, Buffer | Promise<Buffer>, RegExp]>([
    ['a PDF', pdf, /^image 2 must be one of png, webp, jpeg for gpt-image-2; got pdf \(application\/pdf\)$/],
    ['a GIF', gif, /^image 2 must be one of png, webp, jpeg for gpt-image-2; got gif \(image\/gif\)$/],
    ['an SVG', svg, /^image 2 must be one of png, webp, jpeg for gpt-image-2; got svg \(image\/svg\+xml\)$/],
    ['a HEIC', heic, /^image 2 must be one of png, webp, jpeg for gpt-image-2; got heic \(image\/heic\)$/],
    ['an AVIF', avif, /^image 2 must be one of png, webp, jpeg for gpt-image-2; got avif \(image\/avif\)$/],
    ['an archive', zip, /^image 2 must be one of png, webp, jpeg for gpt-image-2; got zip \(application\/zip\)$/],
    [
      'text',
      Buffer.from('no image'),
      /^image 2 must be one of png, webp, jpeg for gpt-image-2; got txt \(text\/plain\)$/,
    ],
    ['what nobody knows', Buffer.from([0, 1, 2, 3, 255, 254]), /^image 2 has an unknown file type$/],
  ])('%s called image/png', async (_, made, message) => {
    const file = await made;
    const picked = { name: 'cat.png', type: 'image/png', dataURL: toDataUrl(file) };
    for (const given of [toDataUrl(file), file.toString('base64'), picked]) {
      expect(await faultsOf([dataUrl, given])).toEqual([expect.stringMatching(message)]);
    }
  });

  it('a JPEG for DALL-E 2, which takes PNG only', async () => {
    const image = toDataUrl(await paint('jpeg'));
    expect(await faultsOf(image, { ...edit, model: 'dall-e-2' })).toEqual([
      'image 1 must be png for dall-e-2; got jpg (image/jpeg)',
    ]);
  });

  it('a PDF to be looked at', async () => {
    expect(await faultsOf(toDataUrl(pdf), look)).toEqual([
      expect.stringMatching(/^image 1 must be one of png, webp, jpeg, gif.*; got pdf \(application\/pdf\)$/),
    ]);
  });
});

describe('what is no file is refused [row 66]', () => {
  const neither = 'is not a valid link, data URL, base64 string or file id';
  it.each<[string, unknown, string]>([
    ['a sentence', 'The cat on my desk.', neither],
    ['words', 'the cat on my desk', 'has an unknown file type'],
    ['a name', 'cat.png', neither],
    ['a path', './pictures/cat.png', neither],
    ['null', null, 'is empty'],
    ['undefined', undefined, 'is empty'],
    ['an empty text', '', 'is empty'],
    ['white space', '  \n', 'is empty'],
    ['a number', 7, 'must be a file; got a number'],
    ['a yes', true, 'must be a file; got a boolean'],
    ['an object without a file', { name: 'cat.png' }, 'must have one of data_url, dataURL, base64Data, text, file_id'],
    ['a data URL of nothing', 'data:image/png;base64,', 'is empty'],
    ['a data URL without content', 'data:image/png;base64', 'is a data URL without content'],
    ['a data URL with broken base64', 'data:image/png;base64,####', expect.stringMatching(/^image 2 is /)],
    ['an empty file of the picker', { name: 'a.png', dataURL: 'data:image/png;base64,', base64Data: '' }, 'is empty'],
    ['a script', 'javascript:alert(1)', neither],
  ])('%s', async (_, given, why) => {
    expect(await faultsOf([dataUrl, given])).toEqual([typeof why === 'string' ? `image 2 ${why}` : why]);
  });

  it.each([
    ['an empty list', []],
    ['JSON of one', '[]'],
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
  ])('%s is no image at all', async (_, image) => {
    expect(await problemsOf({ ...look, image })).toEqual([['image', expect.stringMatching(/^image is required/)]]);
    expect(await problemsOf({ ...edit, image })).toEqual([['image', expect.stringMatching(/^image is required/)]]);
  });
});

describe('what came incomplete is refused [row 66]', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('%s', async format => {
    const file = await paint(format, { width: 300, height: 300 });
    const cutOffs = [0.5, 0.8, 0.95].map(share => toDataUrl(cutOff(file, share)));
    for (const image of cutOffs) {
      expect(await faultsOf(image, look)).toEqual(['image 1 is incomplete: the end of its data is missing']);
    }
  });

  it('a GIF, by chance cut off behind a byte that could be its last', async () => {
    const file = await paint('gif', { colour: { r: 0x3b, g: 0x3b, b: 0x3b } });
    const image = toDataUrl(file.subarray(0, file.indexOf(0x3b) + 1));
    expect(await faultsOf(image, look)).toEqual(['image 1 is incomplete: the end of its data is missing']);
  });

  it('a photograph whose preview is whole', async () => {
    const [photograph, preview] = await Promise.all([paintNoise('jpeg', 60_000), paint('jpeg')]);
    const note = Buffer.concat([Buffer.from('Exif\0\0'), preview]);
    const length = Buffer.from([0xff, 0xe1, (note.length + 2) >> 8, (note.length + 2) & 255]);
    const whole = Buffer.concat([photograph.subarray(0, 2), length, note, photograph.subarray(2)]);
    expect(await faultsOf(toDataUrl(cutOff(whole, 0.6)))).toEqual([
      'image 1 is incomplete: the end of its data is missing',
    ]);
    await plugin.run({ ...edit, image: toDataUrl(whole) });
  });

  it('but an image with something behind its end is taken', async () => {
    // As much as a phone puts there, which films a moment with every photograph, and full of marks that begin a picture.
    const film = Buffer.alloc(400_000, Buffer.from([0xff, 0xda, 0x2c, 0]));
    for (const format of ['png', 'jpeg', 'webp', 'gif'] as const) {
      for (const behind of [Buffer.from('\0\0\n'), Buffer.alloc(64), film]) {
        const file = Buffer.concat([await paint(format), behind]);
        const { status } = await plugin.run({ ...look, image: toDataUrl(file), dry_run: true });
        expect([format, status]).toEqual([format, 'ok']);
      }
      await plugin.run({ ...look, image: toDataUrl(Buffer.concat([await paint(format), film])) });
    }
  });

  it('an image whose header is broken', async () => {
    const header = redSquare.subarray(0, 20);
    expect(await faultsOf(toDataUrl(header))).toEqual([expect.stringMatching(/^image 1 is (corrupt|incomplete)/)]);
  });
});

describe('size and number [row 66]', () => {
  it('of more than the model takes', async () => {
    const image = await paintNoise('png', 4_100_000);
    for (const given of [toDataUrl(image), server.answer('/large.png', give(image))]) {
      expect(await faultsOf(given, { ...edit, model: 'dall-e-2' })).toEqual([
        expect.stringMatching(
          /^image 1 (must be at most 4 MB for dall-e-2; got \d\.\d MB|could not be downloaded: it is larger than 4 MB)$/
        ),
      ]);
    }
  });

  it('of 50 MB and one byte', async () => {
    const large = Buffer.concat([redSquare, Buffer.alloc(50_000_001 - redSquare.length)]);
    expect(await faultsOf(toDataUrl(large))).toEqual([
      'image 1 must be at most 50,000,000 bytes for gpt-image-2; got 50,000,001 bytes',
    ]);
  });

  it('of 450 MB, which base64 in memory cannot hold', async () => {
    const query = { operation: 'file', file_action: 'upload', file: new Uint8Array(450_000_000) };
    expect(await problemsOf(query)).toEqual([
      ['file', 'file 1 must be at most 380 MB unless it is a link; got 450 MB'],
    ]);
  });

  it('of files that one request cannot hold together', () => {
    const image = { mime_type: 'image/png', extension: 'png', name: 'a.png', bytes: 50_000_000 };
    const most = Array.from({ length: 7 }, () => image);
    expect(inspectTotal({ images: most, files: [{ file_id: 'file-1' }] })).toEqual([]);
    expect(inspectTotal({ images: most, files: [image] })).toEqual([
      {
        field: 'images',
        message: 'images must be at most 380 MB in total; got 400 MB',
        allowed: ['at most 380 MB in total'],
      },
    ]);
  });

  it('of 17 images', async () => {
    const message = 'image must have at most 16 files for gpt-image-2; got 17';
    expect(await faultsOf(Array(17).fill(dataUrl))).toEqual([message]);
    const links = server.answer('/cat.png', give(redSquare));
    expect(await faultsOf(Array(17).fill(links))).toEqual([message]);
    // None of them was fetched for nothing.
    expect(server.requests).toEqual([]);
    await plugin.run({ ...edit, image: Array(16).fill(dataUrl) });
  });

  it('of two images and of one that is no square for DALL-E 2', async () => {
    const dalle = { ...edit, model: 'dall-e-2' };
    expect(await faultsOf([dataUrl, dataUrl], dalle)).toEqual([
      expect.stringMatching(/^image must be a single file for dall-e-2; got 2$/),
    ]);
    expect(await faultsOf(toDataUrl(await paint('png', { width: 64, height: 32 })), dalle)).toEqual([
      'image 1 must be square for dall-e-2; got 64x32 pixels',
    ]);
  });
});

describe('all problems are told at once [row 66]', () => {
  it('each with its position, in order', async () => {
    server.answer('/slow.pdf', (request, response) => setTimeout(() => give(pdf)(request, response), 60));
    server.answer('/none.png', redirectTo('/nowhere.png'));
    server.answer('/nowhere.png', failWith(404));
    const image = [
      'no image at all!',
      `${server.origin}/slow.pdf`,
      dataUrl,
      null,
      toDataUrl(pdf),
      `${server.origin}/none.png`,
    ];
    expect(await faultsOf(image)).toEqual([
      'image 1 is not a valid link, data URL, base64 string or file id',
      `image 2 ${accepted}; got pdf (application/pdf)`,
      'image 4 is empty',
      `image 5 ${accepted}; got pdf (application/pdf)`,
      'image 6 could not be downloaded: its server responded with HTTP 404',
    ]);
  });

  it('of image and mask', async () => {
    const mask = toDataUrl(await paint('png'));
    expect(await problemsOf({ ...edit, image: toDataUrl(pdf), mask })).toEqual([
      ['image', `image 1 ${accepted}; got pdf (application/pdf)`],
      ['mask', 'mask 1 must have an alpha channel; its transparent parts mark what to change'],
    ]);
    const wrongSize = toDataUrl(await paintMask(128, 64));
    expect(await problemsOf({ ...edit, image: dataUrl, mask: wrongSize })).toEqual([
      ['mask', 'mask must have the same size as image 1, 64x64 pixels; got 128x64'],
    ]);
  });

  it('no error tells what was in a file', async () => {
    const secret = Buffer.from('Zebrafinken im Nebel');
    const given = [toDataUrl(secret), { name: 'Zebrafinken', content: 'Nebel' }, 'Zebrafinken im Nebel'];
    expect((await faultsOf(given)).join()).not.toMatch(/Zebrafinken|Nebel/);
  });
});

it('half a megabyte of "=" is refused in a moment [row 66]', async () => {
  const started = performance.now();
  const faults = await faultsOf(`${'='.repeat(500_000)}x`);
  expect(faults).toEqual(['image 1 is not a valid link, data URL, base64 string or file id']);
  expect(performance.now() - started).toBeLessThan(5000);
});
