import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { useRealServer } from '../support/real-server';
import { chat, completion, respond, response, said } from './shapes';

const server = useRealServer();

const hi = completion({ content: 'Hi' });
const file = (name: string, bytes: Uint8Array | string) => ({
  name,
  base64Data: Buffer.from(bytes).toString('base64'),
});

/** What the model is given of a file, as text. */
async function readText(name: string, bytes: Uint8Array | string) {
  const { metadata } = await server.ask({ ...chat, files: file(name, bytes) }, hi);
  const [, part] = (server.last().body as { messages: { content: { text: string }[] }[] }).messages[0]?.content ?? [];
  return { text: part?.text, warnings: metadata.warnings };
}

/** An archive with one entry after the other, as office programs write it. */
function zip(entries: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(entries)) {
    const data = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(text.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const types = (main: string, kind: string) =>
  `<Types><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`;
const office: [string, string, Buffer | string, string][] = [
  [
    '[F3] docx',
    'a.docx',
    zip({
      '[Content_Types].xml': types('word/document.xml', 'wordprocessingml.document'),
      'word/document.xml': '<w/>',
    }),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'pptx',
    'a.pptx',
    zip({
      '[Content_Types].xml': types('ppt/presentation.xml', 'presentationml.presentation'),
      'ppt/presentation.xml': '<p/>',
    }),
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
  [
    'xlsx',
    'a.xlsx',
    zip({ '[Content_Types].xml': types('xl/workbook.xml', 'spreadsheetml.sheet'), 'xl/workbook.xml': '<x/>' }),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  ['odt', 'a.odt', zip({ 'content.xml': '<o/>' }), 'application/vnd.oasis.opendocument.text'],
  ['epub', 'a.epub', zip({ 'OEBPS/content.opf': '<package/>' }), 'application/epub+zip'],
  ['rtf', 'a.rtf', '{\\rtf1\\ansi Hello}', 'application/rtf'],
];

describe('office documents', () => {
  it.each(office)('are sent by respond: %s', async (_, name, bytes, type) => {
    await server.ask({ ...respond, files: file(name, bytes) }, response([said('Hi')]));
    const [message] = server.last().body['input'] as { content: object[] }[];
    expect(message?.content[1]).toMatchObject({
      type: 'input_file',
      filename: name,
      file_data: expect.stringContaining(`data:${type};base64,`),
    });
  });

  it('are refused by name where a chat reads PDF and text only', async () => {
    const [, name, bytes] = office[0] ?? ['', '', '', ''];
    const { description, data } = await server.fail({ ...chat, files: file(name, bytes) }, hi);
    expect(data.category).toBe('invalid_options');
    expect(description).toContain('docx');
  });
});

describe('texts', () => {
  it('[F4] in Windows-1252 are decoded, which is told', async () => {
    const { text, warnings } = await readText('latin1.csv', Buffer.from('R3L232U7UHJlaXMKxHBmZWw7MSwyMAo=', 'base64'));
    expect(text).toContain('Größe;Preis\nÄpfel;1,20');
    expect(warnings).toMatchObject([{ parameter: 'files', reason: expect.stringContaining('windows-1252') }]);
  });

  it.each<[string, Buffer, string | undefined]>([
    ['UTF-16 with a mark', Buffer.from('\uFEFFGröße;€', 'utf16le'), 'utf-16le'],
    ['UTF-16, the high byte first', Buffer.from('\uFEFFGröße;€', 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 without a mark', Buffer.from('Groesse;Gr\u00f6\u00dfe;EUR', 'utf16le'), 'utf-16le'],
    ['UTF-8 with a mark', Buffer.from('\uFEFFGröße;€'), undefined],
    [
      'Windows-1252 with a euro',
      Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x3b, 0x80, 0x20, 0x70, 0x72, 0x6f, 0x20, 0x4b, 0x67]),
      'windows-1252',
    ],
    ['Windows-1252 far behind', Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.from([0x20, 0xf6])]), 'windows-1252'],
  ])('are decoded: %s', async (_, bytes, encoding) => {
    const { text, warnings } = await readText('a.csv', bytes);
    expect(text).not.toMatch(/[\uFFFD\0\uFEFF]/);
    expect(text).toMatch(/ö/);
    expect(warnings.map(({ reason }) => reason)).toEqual(encoding ? [expect.stringContaining(encoding)] : []);
  });

  it.each([
    'BMI,weight,height\n22,70,178\n',
    'MZ,a\n1,2\n',
    'ID3,x\n',
    'GIF89a is a format\n',
    'FORM,a\n1,2\n',
    'OggS, fLaC and RIFF\n',
    'BZh9\n',
    'PK;a\n',
  ])('[F6] that begin like a binary format are texts: %j', async start => {
    expect((await readText('a.csv', start)).text).toContain(start);
  });

  it('that are none are not taken for texts', async () => {
    for (const bytes of [Buffer.from([1, 2, 3, 200, 201]), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])]) {
      expect((await server.fail({ ...chat, files: file('a.csv', bytes) }, hi)).data.category).toBe('invalid_options');
    }
  });
});

describe('other files that really lie around', () => {
  it('a JPEG behind any amount of metadata', async () => {
    const plain = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xef, 0xff, 0xff]), Buffer.alloc(65_533, 0x20)]);
    const jpeg = Buffer.concat([plain.subarray(0, 2), ...Array.from({ length: 8 }, () => segment), plain.subarray(2)]);
    await server.ask({ ...chat, images: file('a.jpg', jpeg) }, hi);
    expect(server.requests).toHaveLength(1);
  });

  it('a PDF behind white space', async () => {
    const pdf = '\n\n  %PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF';
    await server.ask({ ...chat, files: file('a.pdf', pdf) }, hi);
    expect(server.last().text).toContain('data:application/pdf;base64,');
  });

  const transcribe = (name: string, bytes: Uint8Array) =>
    server.ask<{ text: string }>(
      { operation: 'transcription', model_id: 'whisper', audio: file(name, bytes) },
      { body: { text: 'Hi' } }
    );

  it('an MP3 that does not begin with a frame', async () => {
    const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);
    const junk = Buffer.alloc(700, 0);
    expect((await transcribe('a.mp3', Buffer.concat([junk, frame, frame, frame]))).data.text).toBe('Hi');
    expect(server.last().text).toContain('filename="a.mp3"');
  });

  it.each(['M4A ', 'mp42', 'isom', 'dash', 'iso5', '3gp4', 'qt  '])(
    'an M4A of the brand %s, by its ending',
    async brand => {
      const head = Buffer.alloc(32);
      head.writeUInt32BE(32);
      head.write(`ftyp${brand}`, 4);
      expect((await transcribe('a.m4a', Buffer.concat([head, Buffer.alloc(100)]))).data.text).toBe('Hi');
      expect(server.last().text).toContain('filename="a.m4a"');
    }
  );

  it("an animated GIF, which OpenAI's models do not see and others may", async () => {
    const frames = await sharp(Buffer.alloc(8 * 16 * 3, 0).fill(255, 0, 8 * 8 * 3), {
      raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
    })
      .gif()
      .toBuffer();
    const { model_id: _, ...query } = chat;
    const images = file('a.gif', frames);
    const { description } = await server.fail({ ...query, model: 'gpt-5.4', images }, hi);
    expect(description).toContain('animated');
    await server.ask({ ...chat, images }, hi);
    expect(server.requests).toHaveLength(1);
  });

  it('a web page behind the link of an image is called one', async () => {
    const images = server.give('/picture.png', { type: 'image/png', text: '<!DOCTYPE html><title>Sign in</title>' });
    const source = { ...server.source, allowPrivateNetwork: true };
    const { description } = await server.failFrom(source, { ...chat, images });
    expect(description).toContain('web page');
  });
});
