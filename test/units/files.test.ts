import { findFault } from '../../plugins/openai/lib/files/file-check';
import { countBytes, readEnds, readPieces } from '../../plugins/openai/lib/files/file-content';
import { hasAlpha, isWhole, readFileFacts } from '../../plugins/openai/lib/files/file-facts';
import { readImageFacts } from '../../plugins/openai/lib/files/image-file';
import type { FileContent, FileRule } from '../../plugins/openai/lib/types/file';
import { paint, paintMask, paintOnItsSide } from '../support/sample-files';

const contentOf = (bytes: Uint8Array, more: object = {}): FileContent => ({
  mime_type: 'image/png',
  extension: 'png',
  width: 64,
  height: 64,
  name: 'a.png',
  bytes: bytes.length,
  content: bytes,
  ...more,
});
const rule = (more: Partial<FileRule> = {}): FileRule => ({
  types: ['image/png'],
  max_bytes: 1e9,
  max_count: 1,
  ...more,
});

describe('a file', () => {
  it('may have exactly as many bytes as are allowed', async () => {
    const png = await paint('png');
    expect(findFault(contentOf(png), rule({ max_bytes: png.length }), undefined)).toBeUndefined();
    expect(findFault(contentOf(png), rule({ max_bytes: png.length - 1 }), 'a-model')).toContain('for a-model; got');
  });

  it.each<[string, object, Partial<FileRule>, string]>([
    ['of another type', { mime_type: 'image/gif', extension: 'gif' }, {}, 'must be png; got gif (image/gif)'],
    ['of no extension', { mime_type: 'x/y', extension: '' }, {}, 'must be png; got x/y'],
    ['that is a page', { mime_type: 'text/plain', extension: 'html' }, {}, 'got a web page (text/html)'],
    ['without dimensions', { width: undefined }, {}, 'is corrupt'],
    ['that is no square', { width: 65 }, { square: true }, 'must be square; got 65x64 pixels'],
    ['without transparency', {}, { alpha: true }, 'must have an alpha channel'],
  ])('%s is refused', async (_, facts, more, fault) => {
    expect(findFault(contentOf(await paint('png'), facts), rule(more), undefined)).toContain(fault);
  });

  it('is not looked into where any type is taken', () => {
    expect(findFault(contentOf(new Uint8Array(3)), rule({ types: [] }), undefined)).toBeUndefined();
  });

  it.each<[string, { file_id: string } | { api_link: string }, Partial<FileRule>, string | undefined]>([
    ['an id', { file_id: 'f' }, {}, undefined],
    ['a link', { api_link: 'l' }, {}, undefined],
    ['an id', { file_id: 'f' }, { no_file_ids: true }, 'a file id'],
    ['a link', { api_link: 'l' }, { no_file_ids: true }, undefined],
    ['an id', { file_id: 'f' }, { no_api_links: true }, undefined],
    ['a link', { api_link: 'l' }, { no_api_links: true }, 'an image_url'],
    ['an id', { file_id: 'f' }, { content_only: true }, 'a file id'],
    ['a link', { api_link: 'l' }, { content_only: true }, 'an image_url'],
  ])('may be %s (%j) by the rule %j: %s', (_, file, more, fault) => {
    const found = findFault(file, rule(more), undefined);
    expect(found).toBe(fault && `must be the file itself; got ${fault}`);
  });
});

describe('an image is whole', () => {
  const check = (mime_type: string, bytes: Buffer) => isWhole(mime_type, readEnds(contentOf(bytes)));

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('or cut, as %s', async format => {
    const image = await paint(format);
    expect(check(`image/${format}`, image)).toBe(true);
    for (const missing of [1, 2, 4, 8]) {
      const cut = image.subarray(0, -missing);
      // A PNG ends with a checksum, which nothing needs.
      expect([format, missing, check(`image/${format}`, cut)]).toEqual([
        format,
        missing,
        format === 'png' && missing < 5,
      ]);
    }
  });

  it('where no end is marked', () => {
    expect(check('image/heic', Buffer.from('x'))).toBe(true);
  });
});

describe('a mask', () => {
  it('is transparent by its channel or by its palette', async () => {
    expect(hasAlpha(await paintMask())).toBe(true);
    expect(hasAlpha(await paintMask(64, 64, { palette: true }))).toBe(true);
    expect(hasAlpha(await paint('png'))).toBe(false);
    expect(hasAlpha(await paint('png', { palette: true }))).toBe(false);
  });

  it.each([
    [0, false],
    [2, false],
    [3, false],
    [4, true],
    [6, true],
  ])('of colour type %i: %s', (colorType, expected) => {
    const png = Buffer.alloc(60);
    png[25] = colorType;
    png.writeUInt32BE(13, 8);
    png.write('IHDR', 12, 'latin1');
    png.write('IDAT', 37, 'latin1');
    expect(hasAlpha(png)).toBe(expected);
  });
});

describe('the sides of an image', () => {
  it('are those that are seen, where it lies on its side', async () => {
    expect(readImageFacts(await paintOnItsSide(64, 32))).toMatchObject({ width: 32, height: 64 });
  });

  it.each([
    [1, 64],
    [4, 64],
    [5, 32],
    [8, 32],
  ])('are swapped from orientation 5 on: %i', async (orientation, width) => {
    const jpeg = await paintOnItsSide(64, 32);
    const at = jpeg.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00])) + 8;
    expect(jpeg[at]).toBe(6);
    jpeg[at] = orientation;
    expect(readImageFacts(jpeg)).toMatchObject({ width, height: 96 - width });
  });
});

describe('bytes from base64', () => {
  it.each(['', 'a', 'ab', 'abc', 'abcd'])('are counted: %j', text => {
    const base64 = Buffer.from(text).toString('base64');
    expect([countBytes(base64), countBytes(base64.replace(/=+$/, ''))]).toEqual([text.length, text.length]);
  });

  it('are read at both ends, and piece by piece', () => {
    const content = Buffer.from(Array.from({ length: 1_000_001 }, (_, index) => index % 251));
    const { content: _, ...file } = contentOf(content, { base64: content.toString('base64') });
    const { head, tail, readAll } = readEnds(file);
    expect(Buffer.from(head).equals(content.subarray(0, head.length))).toBe(true);
    expect(Buffer.from(tail).equals(content.subarray(-tail.length))).toBe(true);
    expect(head.length).toBeLessThan(200_000);
    expect(Buffer.from(readAll()).equals(content)).toBe(true);
    expect(Buffer.concat([...readPieces(file)]).equals(content)).toBe(true);
    expect(Buffer.concat([...readPieces(contentOf(content))]).equals(content)).toBe(true);
  });
});

describe('what a file is, by its bytes', () => {
  it.each([
    ['BM is a text', 'BM is a text', 'text/plain'],
    ['a page', '<!doctype html><html></html>', 'text/plain'],
    ['XML', '<?xml version="1.0"?><a/>', 'text/plain'],
    ['JSON', '{"a":1}', 'text/plain'],
    ['RTF', '{\\rtf1 a}', 'application/rtf'],
    ['PDF', '%PDF-1.7\n', 'application/pdf'],
    ['PDF behind white space', '\n %PDF-1.7\n', 'application/pdf'],
  ])('%s', async (_, text, mime_type) => {
    expect(await readFileFacts(Buffer.from(text))).toMatchObject({ mime_type });
  });

  it('knows a page from another text, and nothing of noise', async () => {
    expect(await readFileFacts(Buffer.from('<!doctype html><html></html>'))).toMatchObject({ extension: 'html' });
    expect(await readFileFacts(Buffer.from('zinc'))).toMatchObject({ extension: 'txt' });
    expect(await readFileFacts(Buffer.from([1, 2, 3, 0, 255]))).toBeUndefined();
  });
});
