import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';
import { cutOff, heic, paint, pdf, toDataUrl } from '../support/sample-files';

interface Data {
  text: string;
  message_history: Fields[];
}

let plugin: TestPlugin;
let picture: string;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
  picture = toDataUrl(await paint('png', { width: 120, height: 80 }));
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'chat', model: 'gpt-4o', prompt: 'What is this?', output: 'full' };
const chat = (options: object) => plugin.run<Data>({ ...query, ...options });
const contentSent = () => {
  const messages = plugin.lastBody()['messages'] as Fields[];
  return messages.at(-1)?.['content'];
};
const asked = { type: 'text', text: query.prompt };
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('images in a chat', () => {
  it('are seen, in any form and number [row 65 row 71]', async () => {
    const image_url = 'https://images.example.com/a.png';
    const { data } = await chat({ images: [picture, { name: 'a.jpg', dataURL: picture }, { image_url }] });
    expect(contentSent()).toEqual([
      asked,
      { type: 'image_url', image_url: { url: picture } },
      { type: 'image_url', image_url: { url: picture } },
      { type: 'image_url', image_url: { url: image_url } },
    ]);
    expect(data.text).toMatch(/I looked at 2 images: a 120x80 PNG in [a-z ,]+, a 120x80 PNG in [a-z ,]+\./);
  });

  it('are labeled by their bytes [row 73 bug: MIME fixed to jpeg]', async () => {
    const webp = await paint('webp');
    await chat({ images: toDataUrl(webp, 'image/jpeg') });
    expect(contentSent()).toEqual([asked, { type: 'image_url', image_url: { url: toDataUrl(webp, 'image/webp') } }]);
  });

  it('leave a chat without them as it was', async () => {
    for (const nothing of [{}, { images: '', files: null }, { images: [], files: '[]' }]) {
      await chat(nothing);
      expect(contentSent()).toBe(query.prompt);
    }
  });

  it.each(['gpt-3.5-turbo', 'o3-mini', 'gpt-4'])(
    'are refused for %s, which cannot see, naming models that can [C19 row 127]',
    async model => {
      const { data } = await plugin.refusal({ ...query, model, images: picture });
      expect(data.problems).toMatchObject([
        {
          field: 'images',
          message: expect.stringContaining(
            `not supported by ${model}, which has no image input; use a model such as gpt-`
          ),
        },
      ]);
      for (const seer of data.problems[0]?.allowed?.slice(0, 2) ?? []) {
        expect((await chat({ model: seer, images: picture, dry_run: true })).status).toBe('ok');
      }
    }
  );

  it('are nothing to refuse a model for where none was picked', async () => {
    await chat({ model: 'gpt-3.5-turbo', images: [] });
    expect(contentSent()).toBe(query.prompt);
  });

  it.each([
    ['a PDF', () => toDataUrl(pdf), 'got pdf (application/pdf)'],
    ['a photograph of an iPhone', () => toDataUrl(heic), 'got heic (image/heic)'],
    ['an image that is cut off', () => picture.slice(0, 150), 'image 1 is incomplete'],
    ['a text', () => 'no image!', 'image 1 is not a valid link, data URL'],
  ])('are not %s [row 66 row 127]', async (_, image, message) => {
    const { data } = await plugin.refusal({ ...query, images: [picture, image()].slice(1) });
    expect(data.problems).toMatchObject([{ field: 'images', message: expect.stringContaining(message) }]);
  });

  it('are streamed answers about, too', async () => {
    const events = [];
    for await (const event of plugin.stream({ ...query, images: picture })) events.push(event);
    expect(events.at(-1)).toMatchObject({ result: { data: { text: expect.stringContaining('120x80 PNG') } } });
  });
});

describe('files in a chat', () => {
  it('are read: a PDF goes as a file with its name [row 34]', async () => {
    const { data } = await chat({
      files: { name: 'receipt.PDF', type: 'text/plain', base64Data: pdf.toString('base64') },
    });
    expect(contentSent()).toEqual([
      asked,
      { type: 'file', file: { filename: 'receipt.pdf', file_data: toDataUrl(pdf, 'application/pdf') } },
    ]);
    expect(data.text).toContain('I read receipt.pdf (PDF).');
  });

  it.each([
    ['a note', 'note.txt', 'Grüße aus Bremen'],
    ['a table', 'sales.csv', 'month,sum\nMay,7\n'],
    ['data', 'data.json', '{ "sum": 7 }'],
    ['a page', 'page.md', '# Title\n\nText'],
    ['XML', 'feed.xml', '<?xml version="1.0"?>\n<feed><title>News</title></feed>'],
  ])('are read: %s goes as text with its name [row 34]', async (_, name, text) => {
    await chat({ files: [{ name, base64Data: base64(text) }] });
    const [, part] = contentSent() as { type: string; text: string }[];
    expect(part?.type).toBe('text');
    expect(part?.text).toContain(text);
    expect(part?.text).toMatch(new RegExp(`^File "${name.replace(/\..*/, '')}`));
  });

  it('may be kept at OpenAI, be several, and stand beside images [row 34 row 65]', async () => {
    await chat({ images: picture, files: ['file-sample', toDataUrl(pdf), toDataUrl(Buffer.from('A note'))] });
    expect(contentSent()).toMatchObject([
      asked,
      { type: 'image_url' },
      { type: 'file', file: { file_id: 'file-sample' } },
      { type: 'file', file: { filename: expect.stringMatching(/\.pdf$/) } },
      { type: 'text', text: expect.stringContaining('A note') },
    ]);
  });

  it.each([
    ['an image', () => picture, 'file 1 must be one of pdf, text; got png (image/png)'],
    [
      'a program',
      () => toDataUrl(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0])),
      'file 1 must be one of pdf, text; got elf',
    ],
    ['a text instead of a file', () => 'Is this a file?', 'file 1 is not a valid link'],
  ])('are not %s [row 34 row 127]', async (_, file, message) => {
    const { data } = await plugin.refusal({ ...query, files: file() });
    expect(data.problems).toMatchObject([{ field: 'files', message: expect.stringContaining(message) }]);
  });

  it('are checked together with images, every fault at once [row 127]', async () => {
    const wrong = { images: [picture, toDataUrl(pdf)], files: [toDataUrl(cutOff(Buffer.from(picture)), ''), picture] };
    const { data } = await plugin.refusal({ ...query, ...wrong });
    expect(data.problems.map(({ message }) => message.slice(0, 14))).toEqual(['image 2 must b', 'file 2 must be']);
  });
});

describe('the history after images and files', () => {
  it('still holds them, so that the next question can be about them [row 18]', async () => {
    const { data } = await chat({ images: 'file-sample' });
    const next = await chat({ prompt: 'And what else?', message_history: data.message_history });
    expect(JSON.stringify(plugin.lastBody()['messages'])).toContain('file-sample');
    expect(next.data.message_history).toHaveLength(4);
  });
});
