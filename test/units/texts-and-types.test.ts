import type { LinkAccess } from '../../plugins/openai/lib/files/download';
import { loadFiles } from '../../plugins/openai/lib/files/load-files';
import { factsByName, nameOfficeType } from '../../plugins/openai/lib/files/named-types';
import { decodeAs, detectEncoding } from '../../plugins/openai/lib/files/text-encoding';
import type { FileContent, FileRule } from '../../plugins/openai/lib/types/file';

describe('the encoding of a text', () => {
  const utf16be = Buffer.from('Zinc is grey', 'utf16le').swap16();

  it.each<[string, Buffer, string | undefined, string]>([
    ['ASCII', Buffer.from('Zinc'), 'utf-8', 'Zinc'],
    ['UTF-8', Buffer.from('Grüße 😀'), 'utf-8', 'Grüße 😀'],
    ['UTF-16 with a mark', Buffer.from('\uFEFFZinc', 'utf16le'), 'utf-16le', 'Zinc'],
    ['UTF-16 of the other order with a mark', Buffer.from('\uFEFFZinc', 'utf16le').swap16(), 'utf-16be', 'Zinc'],
    ['UTF-16', Buffer.from('Zinc is grey', 'utf16le'), 'utf-16le', 'Zinc is grey'],
    ['UTF-16 of the other order', utf16be, 'utf-16be', 'Zinc is grey'],
    ['Windows-1252', Buffer.from('Stra\xdfe, 5 \x80', 'latin1'), 'windows-1252', 'Straße, 5 €'],
  ])('is known: %s', (_, bytes, encoding, text) => {
    expect(detectEncoding(bytes, true)).toBe(encoding);
    expect(encoding && decodeAs(bytes, encoding as 'utf-8')).toBe(text);
  });

  it.each([
    ['control characters', Buffer.from([65, 1, 66])],
    ['zeros among others', Buffer.from([0, 65, 66, 0, 67, 0])],
    ['mostly no letters', Buffer.from([200, 201, 65, 202])],
  ])('is none: %s', (_, bytes) => {
    expect(detectEncoding(bytes, true)).toBeUndefined();
  });

  it('may have white space, backspace and escape', () => {
    expect(detectEncoding(Buffer.from([8, 9, 10, 11, 12, 13, 27, 32]))).toBe('utf-8');
    for (const control of [7, 14, 26, 28, 31]) expect(detectEncoding(Buffer.from([65, control]))).toBeUndefined();
  });

  it.each(['ü', '€', '😀'])('is UTF-8 where a piece, or a text that was cut, ends within %s', character => {
    const bytes = Buffer.from(`${'ä'.repeat(20)}${character}`);
    const length = Buffer.byteLength(character);
    for (let missing = 0; missing < length; missing += 1) {
      const cut = bytes.subarray(0, bytes.length - missing);
      expect([missing, detectEncoding(cut)]).toEqual([missing, 'utf-8']);
      expect([missing, detectEncoding(cut, true)]).toEqual([missing, 'utf-8']);
    }
  });
});

describe('a file that its name tells apart', () => {
  const mp4 = Buffer.from('\0\0\0\x18ftypisom', 'latin1');
  // MPEG 1, layer 3, 128 kbit/s, 44,100 Hz: 417 bytes.
  const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(413)]);
  const low = Buffer.concat([Buffer.from([0xff, 0xf3, 0x94, 0]), Buffer.alloc(236)]);

  it.each<[string, Buffer, string | undefined, string | undefined]>([
    [
      'a.docx',
      Buffer.from('PK'),
      'application/zip',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['report.odt.DOC', Buffer.from('x'), 'application/x-cfb', 'application/msword'],
    ['a.doc', Buffer.from('PK'), 'application/zip', undefined],
    ['a.constructor', Buffer.from('PK'), 'application/zip', undefined],
    ['a.m4a', mp4, 'video/mp4', 'audio/mp4'],
    ['a.mp4', mp4, 'audio/mp4', 'video/mp4'],
    ['a.m4a', Buffer.from('zinc'), undefined, undefined],
    ['a.mp3', Buffer.concat([frame, frame]), undefined, 'audio/mpeg'],
    ['a.mpga', Buffer.concat([Buffer.from('junk'), frame, frame]), undefined, 'audio/mpeg'],
    ['a.mp3', Buffer.concat([low, low]), undefined, 'audio/mpeg'],
    ['a.mp3', frame, undefined, undefined],
    ['a.mp3', Buffer.concat([frame, Buffer.from('xx'), frame]), undefined, undefined],
    ['a.mp3', Buffer.concat([frame, frame]), 'image/png', undefined],
    ['a.wav', Buffer.concat([frame, frame]), undefined, undefined],
    ['a', Buffer.from('%PDF-1.7'), undefined, 'application/pdf'],
    ['a', Buffer.from('x %PDF-1.7'), undefined, undefined],
  ])('%s', (name, head, detected, mime_type) => {
    expect(factsByName(name, head, detected)?.mime_type).toBe(mime_type);
  });

  it('has a common name', () => {
    expect([nameOfficeType('application/msword'), nameOfficeType('text/plain')]).toEqual(['doc', undefined]);
  });
});

describe('a file as it is handed in', () => {
  const anything: FileRule = { types: [], max_bytes: 1000, max_count: 2 };
  const access: Partial<LinkAccess> = {};
  const load = (value: unknown, rule = anything) =>
    loadFiles('files', value, { rule, model: undefined, access: access as LinkAccess });
  const base64 = Buffer.from('Zinc is grey').toString('base64');

  it.each(['data_url', 'dataURL', 'base64Data', 'base64', 'b64_json', 'url'])('has its content in %s', async field => {
    const { files, problems } = await load({ [field]: `data:text/plain;base64,${base64}`, name: 'a.txt' });
    expect(problems).toEqual([]);
    expect(files).toMatchObject([{ name: 'a.txt', mime_type: 'text/plain', bytes: 12 }]);
  });

  it('keeps a data URL whose type is right', async () => {
    const right = `data:text/plain;base64,${base64}`;
    const [file, other] = (await load([right, right.replace('plain', 'x-zin')])).files as FileContent[];
    expect([file?.data_url, other?.data_url]).toEqual([right, undefined]);
  });

  it.each<[unknown, string]>([
    ['Zinc', 'file 1 is too short to be a file'],
    [Buffer.from('Zinc is').toString('base64').slice(0, 8), 'file 1 is too short to be a file'],
    [['a', 'b', 'c'], 'files must have at most 2 files; got 3'],
    [null, 'file 1 is empty'],
    [7, 'file 1 must be a file; got a number'],
    [{ text: '' }, 'file 1 has empty text'],
    [{}, 'file 1 must have one of data_url, dataURL, base64Data, text, file_id'],
    [{ text: 'x'.repeat(1001) }, 'file 1 must be at most 1,000 bytes; got 1,001 bytes'],
  ])('is refused: %j', async (value, message) => {
    const { files, problems } = await load(value);
    expect(files).toEqual([]);
    expect(problems[0]?.message).toContain(message);
  });

  it('may be base64 of 12 characters of text', async () => {
    expect((await load(Buffer.from('Zinc roof').toString('base64'))).problems).toEqual([]);
  });

  it('may have exactly as many bytes, and as many files, as are allowed', async () => {
    expect((await load([{ text: 'x'.repeat(1000) }, { text: 'y' }])).problems).toEqual([]);
  });
});
