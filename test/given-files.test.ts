import { createContext, runInContext } from 'node:vm';
import { type FileServer, give, redSquare } from './support/file-server';
import type { TestPlugin } from './support/plugin';
import { startWithFiles } from './support/plugin-with-files';
import { paint, readForm, toDataUrl } from './support/sample-files';

let plugin: TestPlugin;
let server: FileServer;
startWithFiles((...started) => {
  [plugin, server] = started;
});

const edit = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Make it blue' };
const look = { operation: 'image_analysis', model: 'gpt-5.4', prompt: 'What is this?' };
const allowed = () => ({ ...plugin.source, allowPrivateNetwork: true });
const run = (query: Record<string, unknown>) => plugin.run<{ images: object[] }>(query, allowed());

/** What the API was given as images in JSON, which moderation asks for; there they can be read as they were handed in. */
async function sentFor(image: unknown): Promise<unknown> {
  await run({ ...edit, image, moderation: 'auto' });
  return plugin.lastBody()['images'];
}

/** What a query with these images is refused for, the rest of it being right. */
async function problemsOf(image: unknown, query: Record<string, unknown> = edit): Promise<string[]> {
  const { data } = await plugin.failure({ ...query, image }, allowed());
  expect(plugin.emulator.requests).toHaveLength(0);
  expect(data.problems.every(({ field }) => field === 'image')).toBe(true);
  return data.problems.map(({ message }) => message);
}

const dataUrl = toDataUrl(redSquare);
const base64 = redSquare.toString('base64');
const base64url = redSquare.toString('base64url');
const percented = (content: Buffer) => content.toString('hex').replace(/../g, '%$&');

/** ToolJet's file picker gives this; its `content` is the file read as text. */
const picked = (file: Buffer, name = 'cat.png', type = 'image/png') => ({
  name,
  type,
  content: file.toString('utf8'),
  dataURL: toDataUrl(file, type),
  base64Data: file.toString('base64'),
  filePath: name,
});

const forms: [string, unknown][] = [
  ['a data URL', dataUrl],
  ['a data URL with white space around it', `\n ${dataUrl} \n`],
  ['a data URL with parameters', dataUrl.replace(';', ';name=cat.png;charset=utf-8;')],
  ['a data URL in capital letters', dataUrl.replace('data:image/png;base64', 'DATA:IMAGE/PNG;BASE64')],
  ['a data URL of no type', dataUrl.replace('image/png', '')],
  ['a data URL of a wrong type', dataUrl.replace('image/png', 'application/pdf')],
  ['a data URL whose base64 is percent-encoded', `data:image/png;base64,${encodeURIComponent(base64)}`],
  ['a data URL without base64', `data:image/png,${percented(redSquare)}`],
  ['bare base64', base64],
  ['base64 in lines', base64.replace(/.{60}/g, '$&\r\n')],
  ['a data URL in lines', `data:image/png;base64,${base64.replace(/.{76}/g, '$&\n')}`],
  ['base64url', base64url],
  ['an object of the file picker', picked(redSquare)],
  ['the value of the file picker', [picked(redSquare)]],
  ['the file picker with a wrong type', picked(redSquare, 'cat.pdf', 'application/pdf')],
  ['the file picker with base64 only', { name: 'cat.png', base64Data: base64 }],
  ['the file picker with empty fields beside', { ...picked(redSquare), dataURL: '' }],
  ["an image of this plugin's results", { data_url: dataUrl, mime_type: 'image/png', bytes: 1, width: 64, height: 64 }],
  ['an image of the API', { b64_json: base64 }],
  ['a data URL as image_url', { image_url: dataUrl }],
  ['JSON of an object', JSON.stringify(picked(redSquare))],
  ['JSON of a list', ` ${JSON.stringify([picked(redSquare)])}`],
  ['JSON of a text', JSON.stringify(dataUrl)],
  ['a list in a list', [[picked(redSquare)]]],
];

describe('an image may be handed in [row 65]', () => {
  it.each(forms)('for JSON, as %s', async (_, image) => {
    expect(await sentFor(image)).toEqual([{ image_url: dataUrl }]);
  });

  it.each(forms)('to be looked at, as %s', async (_, image) => {
    await run({ ...look, image });
    expect(plugin.lastBody()['messages']).toMatchObject([{ content: [{}, { image_url: { url: dataUrl } }] }]);
  });

  it.each(forms)('as a part of a form, as %s', async (_, image) => {
    for (const model of ['gpt-image-2', 'dall-e-2']) {
      await run({ ...edit, model, image });
      const { files } = await readForm(plugin.lastRequest());
      const name = expect.stringMatching(/^(cat|file)\.png$/);
      expect(files).toEqual([{ field: 'image', name, type: 'image/png', content: redSquare }]);
    }
  });

  it.each<[string, unknown, object]>([
    ['a file id', 'file-abc123DEF', { file_id: 'file-abc123DEF' }],
    [
      'a file as the file operation gives it',
      { id: 'file-abc123DEF', filename: 'a.png' },
      { file_id: 'file-abc123DEF' },
    ],
    ['an object with a file id', { file_id: 'file-abc123DEF' }, { file_id: 'file-abc123DEF' }],
    [
      'an object with a link for the API',
      { image_url: 'https://x.example/a.png' },
      { image_url: 'https://x.example/a.png' },
    ],
  ])('as %s', async (_, image, reference) => {
    const shown = JSON.stringify({ ...edit, image, dry_run: true });
    const { data } = await plugin.run<{ body: { images: object[] } }>(JSON.parse(shown));
    expect(data.body.images).toEqual([reference]);
    expect(await problemsOf(image, { ...edit, model: 'dall-e-2' })).toEqual([
      `image 1 must be the file itself for dall-e-2; got ${'file_id' in reference ? 'a file id' : 'an image_url'}`,
    ]);
  });

  it('as a link, which is fetched', async () => {
    await run({ ...edit, image: server.answer('/a%20cat.jpeg', give(redSquare, 'image/jpeg')) });
    const { files } = await readForm(plugin.lastRequest());
    expect(files).toMatchObject([{ type: 'image/png', name: expect.stringMatching(/\.png$/), content: redSquare }]);
  });

  it('as an object with a link', async () => {
    await run({ ...look, image: { url: server.answer('/cat.png', give(redSquare)), name: 'cat' } });
    expect(plugin.lastBody()['messages']).toMatchObject([{ content: [{}, { image_url: { url: dataUrl } }] }]);
  });

  it("as the images of another query's result", async () => {
    const drawn = await run({
      operation: 'image_generation',
      model: 'gpt-image-2',
      prompt: 'A cat',
      n: 2,
      output: 'full',
    });
    const urls = drawn.data.images.map(image => Reflect.get(image, 'data_url'));
    expect(await sentFor(drawn.data.images)).toEqual(urls.map(image_url => ({ image_url })));
    expect(await sentFor(drawn.data.images[1])).toEqual([{ image_url: urls[1] }]);
  });

  it('as any of these mixed, in their order', async () => {
    const [jpeg, webp] = await Promise.all([paint('jpeg'), paint('webp')]);
    const link = server.answer('/cat.png', give(redSquare));
    const image = [
      { image_url: 'https://x.example/a.png' },
      picked(jpeg),
      link,
      webp.toString('base64'),
      'file-abc123',
    ];
    const { data } = await plugin.run<{ body: object }>({ ...edit, image, dry_run: true }, allowed());
    expect(data.body).toMatchObject({
      images: [
        { image_url: 'https://x.example/a.png' },
        { image_url: toDataUrl(jpeg, 'image/jpeg') },
        { image_url: dataUrl },
        { image_url: toDataUrl(webp, 'image/webp') },
        { file_id: 'file-abc123' },
      ],
    });
  });

  it.each(['JSON.parse(given)', 'Object.freeze(JSON.parse(given))'])('from another realm: %s', async code => {
    const given = JSON.stringify([picked(redSquare), dataUrl, { data_url: dataUrl }]);
    const image: unknown = runInContext(code, createContext({ given }));
    expect(Object.getPrototypeOf(image)).not.toBe(Array.prototype);
    expect(await sentFor(image)).toEqual(Array(3).fill({ image_url: dataUrl }));
  });

  it.each(['', '\n', '\n\n'])('as base64 without padding, which is padded: %j behind the image', async tail => {
    const file = Buffer.concat([redSquare, Buffer.from(tail)]);
    const reference = { image_url: toDataUrl(file) };
    const bare = file.toString('base64').replace(/=+$/, '');
    const given = [bare, file.toString('base64url'), `data:image/png;base64,${bare}`, { base64Data: bare }];
    expect(await sentFor(given)).toEqual(Array(4).fill(reference));
  });

  it('and is left as it was', async () => {
    const image = Object.freeze([Object.freeze(picked(redSquare))]);
    await sentFor(image);
    expect(image).toEqual([picked(redSquare)]);
  });
});

describe('the type is what the bytes say [row 73]', () => {
  it.each([
    ['jpeg', 'image/jpeg', 'cat.jpg'],
    ['webp', 'image/webp', 'cat.webp'],
    ['png', 'image/png', 'cat.png'],
  ] as const)('of a %s', async (format, type, name) => {
    const file = await paint(format);
    const mislabeled = picked(file, 'cat.gif', 'image/gif');
    expect(await sentFor(mislabeled)).toEqual([{ image_url: toDataUrl(file, type) }]);
    await run({ ...edit, model: 'other', model_id: 'flux-1', image: mislabeled });
    await run({ ...edit, image: mislabeled });
    const [, ...sent] = plugin.emulator.requests.filter(({ path }) => path === '/v1/images/edits');
    expect(sent).toHaveLength(2);
    for (const form of sent) {
      expect((await readForm(form)).files).toEqual([{ field: 'image', name, type, content: file }]);
    }
  });

  it.each([
    ['../../etc/passwd', 'passwd.png'],
    ['C:\\pictures\\my cat.PNG', 'my cat.png'],
    ['a"b\r\nX-Header: 1.png', 'a_b_X-Header_ 1.png'],
    ['.png', 'file.png'],
    ['Katze über Bord.png', 'Katze _ber Bord.png'],
  ])('and its name is safe: %j', async (given, name) => {
    for (const model of ['gpt-image-2', 'dall-e-2']) {
      await run({ ...edit, model, image: picked(redSquare, given) });
      expect((await readForm(plugin.lastRequest())).files).toMatchObject([{ name, content: redSquare }]);
    }
  });
});
