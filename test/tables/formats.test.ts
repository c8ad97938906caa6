import { isWhole, readFileFacts } from '../../plugins/openai/lib/files/file-facts';
import { readGif } from '../../plugins/openai/lib/files/gif';
import { readBodyLines } from '../../plugins/openai/lib/files/lines';
import { detectEncoding } from '../../plugins/openai/lib/files/text-encoding';
import { group, Page, plainText, show } from './lines';
import { pictures } from './sample-bytes';

/** What is read of the bits of a few formats. */

expect.addSnapshotSerializer(plainText);

it('frames of MP3: which lengths lead to a second one', async () => {
  const told: [string, string][] = [];
  const kinds = [0xfa, 0xfb, 0xf2, 0xf3, 0xe2, 0xe3, 0xea, 0xf9, 0xfd, 0xff, 0xdb];
  for (const kind of kinds) {
    for (const bitrate of [0, 1, 9, 14, 15]) {
      for (const rest of [0x0, 0x2, 0x4, 0x8, 0xc]) {
        const header = [0xff, kind, (bitrate << 4) | rest, 0];
        const found: number[] = [];
        for (const length of [
          24, 26, 48, 52, 72, 96, 104, 156, 208, 209, 240, 261, 313, 384, 417, 418, 480, 522, 576, 626, 720, 960, 1044,
          1045, 1253, 1440,
        ]) {
          const bytes = Buffer.alloc(length + 24, 1);
          // Behind something else, where only this plugin looks for frames.
          bytes.set(header, 16);
          bytes.set(header, 16 + length);
          if ((await readFileFacts(bytes, 'a.mp3'))?.mime_type === 'audio/mpeg') found.push(length);
        }
        told.push([`${kind.toString(16)}${bitrate.toString(16)}${rest.toString(16)}`, found.join(' ') || 'none']);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

/** Thousands of bits a second, as ISO 11172-3 and 13818-3 have them for layer 3. */
const BITRATES = {
  fb: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
  f3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
};

it.each(Object.entries(BITRATES))('frames of MP3 of every bitrate: %s', async (kind, bitrates) => {
  for (const [index, bitrate] of bitrates.entries()) {
    const length = Math.floor(((kind === 'fb' ? 144_000 : 72_000) * bitrate) / (kind === 'fb' ? 44_100 : 22_050));
    const found: number[] = [];
    for (const tried of [length - 1, length, length + 1].filter(one => one > 3)) {
      const bytes = Buffer.alloc(tried + 24, 1);
      const header = [0xff, Number.parseInt(kind, 16), index << 4, 0];
      bytes.set(header, 16);
      bytes.set(header, 16 + tried);
      if ((await readFileFacts(bytes, 'a.mp3'))?.mime_type === 'audio/mpeg') found.push(tried);
    }
    expect(found).toEqual(bitrate === 0 ? [] : [length]);
  }
});

it('GIFs: tables of colours, and where the end is', () => {
  const told: [string, string][] = [];
  for (const flags of [0, 1, 7, 8, 0x70, 0x80, 0x81, 0x82, 0x87, 0x88, 0x8f, 0xf0]) {
    for (const where of ['all', 'an image']) {
      for (const colours of [0, 6, 12, 24, 768]) {
        const table = Buffer.alloc(colours, 0x2c);
        const head = Buffer.from('GIF89a\x04\0\x02\0\0\0\0', 'latin1');
        if (where === 'all') head[10] = flags;
        const image = Buffer.from([0x2c, 0, 0, 0, 0, 4, 0, 2, 0, where === 'all' ? 0 : flags]);
        const data = Buffer.from([2, 3, 0x3b, 0x3b, 0x3b, 0, 0x21, 0xf9, 1, 0x3b, 0, 0x3b]);
        const parts = where === 'all' ? [head, table, image, data] : [head, image, table, data];
        const gif = Buffer.concat(parts);
        told.push([
          `${flags.toString(16)} of ${where}, ${colours} bytes`,
          `${show(readGif(gif))}, cut ${show(readGif(gif.subarray(0, -1)))}`,
        ]);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('letters of a binary format before a text, by the first byte that is no letter', async () => {
  const told: [string, string][] = [];
  for (const start of [
    'BM',
    'II*\0',
    '\xff\xd8\xff',
    'GIF8',
    '8BPS',
    'fLaC',
    '\x1f\x8b',
    'ID3',
    '\xff\xfb',
    '\xfe\xff',
    'Obj\x01',
    'MZ',
    'PK',
    '%!PS',
  ]) {
    for (const at of [undefined, 2, 7, 8]) {
      const bytes = Buffer.from(`${start} is how it begins, and so on.`, 'latin1');
      if (at !== undefined) bytes[at] = 0xe9;
      const facts = await readFileFacts(bytes);
      told.push([`${JSON.stringify(start)} ${at}`, facts ? `${facts.mime_type} ${facts.extension}` : 'nothing']);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('the last line of a body has an end or has none', async () => {
  const told: [string, string][] = [];
  for (const pieces of [
    [],
    [''],
    ['a'],
    ['a\n'],
    ['a', '\n'],
    ['a\n', ''],
    ['\n'],
    ['\n', '\n'],
    ['a\nb', 'c\n', 'd'],
    ['a\r\n'],
  ]) {
    const lines: string[] = [];
    const body = (async function* () {
      for (const piece of pieces) yield Buffer.from(piece);
    })();
    for await (const line of readBodyLines(body)) lines.push(line);
    told.push([show(pieces), show(lines)]);
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('ends of pictures, behind which more may stand', () => {
  const start = (pictures['jpeg'] ?? Buffer.alloc(0)).subarray(0, -2);
  const preview = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 6, 0xff, 0xd9, 0, 0, 0xff, 0xff, 0xda, 0, 2]);
  const tails: [string, string, Buffer][] = [
    'ffd9',
    'ff00d9',
    'ffd900',
    'ffd90000',
    'd9',
    'ff',
    '',
    'd9ff',
    'ffd8',
  ].flatMap(tail => [
    ['a picture', tail, Buffer.concat([start, Buffer.from(tail, 'hex')])],
    ['a preview', tail, Buffer.concat([preview, Buffer.from(tail, 'hex')])],
  ]);
  const webp = pictures['webp'] ?? Buffer.alloc(0);
  const sizes = [-2, -1, 0, 1, 2].map((more): [string, string, Buffer] => {
    const changed = Buffer.from(webp);
    changed.writeUInt32LE(webp.readUInt32LE(4) + more, 4);
    return ['webp', `of ${more} bytes more`, changed];
  });
  const told = [...tails, ...sizes].map(([name, tail, bytes]): [string, string] => {
    const type = name === 'webp' ? 'image/webp' : 'image/jpeg';
    const ends = { bytes: bytes.length, head: bytes, tail: bytes, readAll: () => bytes };
    return [`${name} ${tail},`, String(isWhole(type, ends))];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('encodings of texts, by their last bytes', () => {
  const starts = {
    nothing: '',
    ASCII: 'Zinc',
    'UTF-8': 'Grün',
    'Windows-1252': 'Gr\xfcn',
    'half of it beyond ASCII': 'ÄÖÜ€',
  };
  const ends =
    'c1 c2 c280 c3a4 df e0 e082 e08280 e2 e282 e282ac ed ef efbf f0 f09f f09f98 f09f9880 f4 f48f f48fbf f5 f7 ff 80 bf bfbf e92e e9202e c341 e28241 e2c3'.split(
      ' '
    );
  const told: [string, string][] = [];
  for (const [name, start] of Object.entries(starts)) {
    for (const end of ends) {
      const begin = Buffer.from(start, name === 'Windows-1252' ? 'latin1' : 'utf8');
      const bytes = Buffer.concat([begin, Buffer.from(end, 'hex')]);
      told.push([`${name}+${end}`, `${detectEncoding(bytes)}, whole ${detectEncoding(bytes, true)}`]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});
