import { findEncodingFault, inspectTotal, nameSizes } from '../../plugins/openai/lib/files/file-check';
import { readEnds, readPieces } from '../../plugins/openai/lib/files/file-content';
import { isWhole, readFileFacts } from '../../plugins/openai/lib/files/file-facts';
import { readFileInput } from '../../plugins/openai/lib/files/file-input';
import { toFileRow } from '../../plugins/openai/lib/files/file-result';
import { readImageFacts } from '../../plugins/openai/lib/files/image-file';
import { inspectJsonl } from '../../plugins/openai/lib/files/jsonl';
import { type Downloads, loadFiles } from '../../plugins/openai/lib/files/load-files';
import type { FileContent, LoadedFile } from '../../plugins/openai/lib/types/file';
import { loadedFile, paint } from '../support/sample-files';

const base64Of = (bytes: Uint8Array): FileContent => {
  const { content: _, ...facts } = loadedFile(bytes);
  return { ...facts, base64: Buffer.from(bytes).toString('base64') };
};
/** Bytes of which no two places look the same. */
const bytesOf = (length: number) => Buffer.alloc(length, Buffer.from([...Array(251).keys()]));

describe('files of one request', () => {
  const sized = (bytes: number): LoadedFile => loadedFile(Buffer.alloc(0), { bytes });

  it('have 380 MB at most, alone and together', () => {
    expect(findEncodingFault(380_000_000)).toBeUndefined();
    expect(findEncodingFault(380_000_001)).toBe(
      'must be at most 380,000,000 bytes unless it is a link; got 380,000,001 bytes'
    );
    expect(inspectTotal({ a: [sized(180_000_000), { file_id: 'x' }], b: [sized(200_000_000)] })).toEqual([]);
    const limit = 'at most 380 MB in total';
    expect(inspectTotal({ a: [sized(180_000_000)], b: [sized(100_000_000), sized(100_200_000)], c: [] })).toEqual([
      { field: 'b', message: 'b must be at most 380 MB in total; got 380.2 MB', allowed: [limit] },
    ]);
    expect(inspectTotal({ a: [sized(381e6)], b: [sized(1)] })).toMatchObject([{ field: 'a' }]);
    expect(inspectTotal({})).toEqual([]);
  });

  it('have their sizes named so that they differ', () => {
    expect(nameSizes(1_000_000, 1_049_999)).toEqual(['1,000,000 bytes', '1,049,999 bytes']);
    expect(nameSizes(1_000_000, 1_050_000)).toEqual(['1 MB', '1.1 MB']);
    expect(nameSizes(1, 2)).toEqual(['1 byte', '2 bytes']);
  });
});

describe('a large file is looked at in pieces', () => {
  it.each([
    [196_608, 196_608, 196_608],
    [196_609, 196_608, 196_608 + 1 - 3],
    [196_611, 196_608, 196_608],
    [400_000, 196_608, 196_606],
  ])('of %i bytes', (length, head, tail) => {
    const bytes = bytesOf(length);
    const ends = readEnds(base64Of(bytes));
    expect(Buffer.from(ends.head).equals(bytes.subarray(0, head))).toBe(true);
    expect(Buffer.from(ends.tail).equals(bytes.subarray(-ends.tail.length))).toBe(true);
    expect([ends.head.length, ends.bytes]).toEqual([head, length]);
    expect(Math.abs(ends.tail.length - tail)).toBeLessThan(4);
    expect(Buffer.from(ends.readAll()).equals(bytes)).toBe(true);
  });

  it('whatever form it has', () => {
    const content = bytesOf(2_100_000);
    const ends = readEnds(loadedFile(content));
    expect([ends.head.length, ends.tail.length, ends.readAll().length]).toEqual([2_100_000, 262_144, 2_100_000]);
    expect([...readPieces(loadedFile(content))].map(({ length }) => length)).toEqual([1_048_576, 1_048_576, 2848]);
    expect([...readPieces(base64Of(content))].map(({ length }) => length)).toEqual([786_432, 786_432, 527_136]);
    expect([...readPieces({ ...loadedFile(content), content: Buffer.alloc(0), base64: 'YQ==' })]).toEqual([]);
  });

  it('whose image has its end, or its dimensions, beyond the first piece', async () => {
    const png = await paint('png');
    const trailing = Buffer.concat([png, Buffer.alloc(300_000)]);
    expect(isWhole('image/png', readEnds(loadedFile(trailing)))).toBe(true);
    expect(isWhole('image/png', readEnds(loadedFile(trailing.subarray(20))))).toBe(true);
    expect(isWhole('image/png', readEnds(loadedFile(Buffer.alloc(300_000))))).toBe(false);
  });

  it('without reading the memory behind it', () => {
    // A buffer of its own, and a view of one in which more follows.
    const shared = Buffer.from('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x04\0\0\0\x02\0\0\0', 'latin1');
    expect(readImageFacts(shared.subarray(0, 20))?.height).toBe(
      readImageFacts(Uint8Array.from(shared.subarray(0, 20)))?.height
    );
  });
});

describe('base64', () => {
  const PIECE = 262_144;
  const judge = (text: string) => {
    try {
      const input = readFileInput({ base64: text });
      return input.form === 'base64' ? (input.base64 === text ? 'as it is' : `of ${input.base64.length}`) : input.form;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const INVALID = 'is not a valid link, data URL, base64 string or file id';

  it.each([PIECE - 4, PIECE, PIECE + 4, 2 * PIECE, 3 * PIECE + 4])('of %i characters', length => {
    const text = 'A'.repeat(length);
    expect(judge(text)).toBe('as it is');
    expect(judge(`${text.slice(1)}=`)).toBe('as it is');
    expect(judge(`${text.slice(2)}==`)).toBe('as it is');
    expect(judge(`${text.slice(3)}===`)).toBe(INVALID);
    expect(judge(text.slice(1))).toBe(`of ${length}`);
    expect(judge(text.slice(2))).toBe(`of ${length}`);
    expect(judge(text.slice(3))).toBe(INVALID);
    expect(judge(`${text.slice(0, 8)}\n${text.slice(8)}`)).toBe(`of ${length}`);
    for (const at of [0, 5, length - 5, length - 3]) {
      const changed = (character: string) => judge(text.slice(0, at) + character + text.slice(at + 1));
      expect([changed('!'), changed('='), changed('-'), changed('_')]).toEqual([
        INVALID,
        INVALID,
        `of ${length}`,
        `of ${length}`,
      ]);
    }
  });

  it.each([PIECE - 1, PIECE - 2, PIECE])('does not end in the middle: %i', at => {
    const text = 'A'.repeat(2 * PIECE);
    expect(judge(`${text.slice(0, at)}=${text.slice(at + 1)}`)).toBe(INVALID);
  });
});

describe('lines of a large file', () => {
  const line = (custom_id: string, more: object = {}) =>
    JSON.stringify({ custom_id, method: 'POST', url: '/v1/x', body: {}, ...more });
  const judge = async (text: string) =>
    (await inspectJsonl('file', loadedFile(Buffer.from(text)), 'batch')).map(({ message }) => message);

  it('are counted across its pieces', async () => {
    const long = 'x'.repeat(400_000);
    const lines = ['a', 'b', 'c', 'd', 'e', 'f'].map(id => line(id, { body: { long } }));
    expect(await judge([...lines, '', line('a')].join('\n'))).toEqual(['file line 8 has the same custom_id as line 1']);
  });

  it('may have a character across the edge of a piece', async () => {
    const before = line('ü');
    const start = '{"custom_id":"';
    const filler = line('f', { body: 'x' }).replace('"x"', '{}');
    const room = 1_048_576 - Buffer.byteLength(before) - 2 - Buffer.byteLength(start) - 1;
    const padded = filler + ' '.repeat(room - filler.length);
    const text = `${before}\n${padded}\n${line('ü')}`;
    expect(Buffer.from(text)[1_048_576]).toBe(0xbc);
    expect(await judge(text)).toEqual(['file line 3 has the same custom_id as line 1']);
  });
});

describe('files of one option', () => {
  const settings = (downloads: Downloads) => ({
    rule: { types: [], max_bytes: 100, max_count: 2000 },
    model: undefined,
    access: { signal: new AbortController().signal, allowPrivate: false },
    downloads,
  });

  it('are loaded eight at a time', async () => {
    let asked = 0;
    class Counting extends Map<string, Promise<Uint8Array>> {
      override get(): Promise<Uint8Array> {
        asked += 1;
        return Promise.resolve(Buffer.from('Zinc'));
      }
    }
    const links = [...Array(20).keys()].map(at => `https://a.invalid/${at}`);
    const loading = loadFiles('files', links, settings(new Counting()));
    expect(asked).toBe(8);
    expect((await loading).files).toHaveLength(20);
    expect(asked).toBe(20);
  });

  it('are not more than are allowed', async () => {
    const { problems } = await loadFiles('files', Array(2001).fill('file-abc'), settings(new Map()));
    expect(problems).toEqual([
      { field: 'files', message: 'files must have at most 2,000 files; got 2,001', allowed: ['1 to 2000'] },
    ]);
  });
});

it('a stored file is a row, whatever is missing', () => {
  const nothing = { id: '', filename: '', bytes: null, purpose: '', status: null, created_at: null, expires_at: null };
  expect(toFileRow({})).toEqual(nothing);
  const file = { id: 'f', filename: 'a', bytes: 0, purpose: 'p', status: 's', created_at: 0, expires_at: 1 };
  expect(toFileRow({ ...file, x: 1 })).toEqual({
    ...file,
    created_at: '1970-01-01T00:00:00.000Z',
    expires_at: '1970-01-01T00:00:01.000Z',
  });
});

it('an image of unknown size is looked at as a whole', async () => {
  // A JPEG whose frame header stands behind 300 kB of metadata.
  const jpeg = await paint('jpeg');
  const segment = Buffer.alloc(65_000);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(65_000 - 2, 2);
  const late = Buffer.concat([jpeg.subarray(0, 2), ...Array(5).fill(segment), jpeg.subarray(2)]);
  const rule = { types: ['image/jpeg'], max_bytes: 1e7, max_count: 1 };
  const access = { signal: new AbortController().signal, allowPrivate: false };
  expect(await readFileFacts(late.subarray(0, 196_608))).not.toHaveProperty('width', 64);
  const { files } = await loadFiles('image', { base64: late.toString('base64') }, { rule, model: undefined, access });
  expect(files).toMatchObject([{ width: 64, height: 64, mime_type: 'image/jpeg' }]);
});
