import { checkLink, chooseLookup, DownloadFailure } from '../../plugins/openai/lib/files/download';
import { findFault, toMegabytes } from '../../plugins/openai/lib/files/file-check';
import { countBytes, quoteText, readEnds, toDataUrl } from '../../plugins/openai/lib/files/file-content';
import { hasAlpha, isWhole, readFileFacts } from '../../plugins/openai/lib/files/file-facts';
import { readFileInput } from '../../plugins/openai/lib/files/file-input';
import { inspectUpload, nameUpload } from '../../plugins/openai/lib/files/file-options';
import { readGif } from '../../plugins/openai/lib/files/gif';
import { inspectJsonl } from '../../plugins/openai/lib/files/jsonl';
import { readBodyLines } from '../../plugins/openai/lib/files/lines';
import { loadFiles } from '../../plugins/openai/lib/files/load-files';
import { isPublicAddress } from '../../plugins/openai/lib/files/private-address';
import { decodeAs, detectEncoding } from '../../plugins/openai/lib/files/text-encoding';
import type { FileRule } from '../../plugins/openai/lib/types/file';
import { loadedFile } from '../support/sample-files';
import { group, Page, plainText, show } from './lines';
import { others, pictures } from './sample-bytes';

/** What files are taken for, whole, cut at every byte, and with each byte changed; and what is said of what is none. */

expect.addSnapshotSerializer(plainText);

const samples = Object.entries({ ...pictures, ...others });

/** "0-7 nothing, 8-94 image/png": what holds for which lengths or places. */
function runs(verdicts: string[]): string {
  const found: { from: number; to: number; verdict: string }[] = [];
  verdicts.forEach((verdict, at) => {
    const last = found.at(-1);
    if (last?.verdict === verdict) last.to = at;
    else found.push({ from: at, to: at, verdict });
  });
  return found.map(({ from, to, verdict }) => `${from === to ? from : `${from}-${to}`} ${verdict}`).join(', ');
}

async function nameFacts(bytes: Uint8Array, name?: string): Promise<string> {
  const facts = await readFileFacts(bytes, name);
  if (!facts) return 'nothing';
  const { mime_type, extension, width, height } = facts;
  return `${mime_type} ${extension}${width === undefined && height === undefined ? '' : ` ${width}x${height}`}`;
}

it.each(samples)('the kind of %s', async (_, bytes) => {
  const names = ['a.docx', 'a.xls', 'a.odt', 'a.m4a', 'a.mp4', 'a.mp3', 'a.MPGA', 'a.csv', 'docx', '.pdf', 'a.zinc'];
  const named = await Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await nameFacts(bytes, name)])
  );
  const lengths = [...Array(Math.min(bytes.length, 300)).keys()];
  const cut = await Promise.all(lengths.map(length => nameFacts(bytes.subarray(0, length))));
  const changed = await Promise.all(
    lengths.slice(0, 48).map(at => {
      const copy = Buffer.from(bytes);
      copy[at] = (bytes[at] ?? 0) ^ 0x41;
      return nameFacts(copy);
    })
  );
  const lines = [
    await nameFacts(bytes),
    ...group(named),
    `cut at ${runs(cut)}`,
    `changed at ${runs(changed)}`,
    `encoding ${detectEncoding(bytes)}, whole ${detectEncoding(bytes, true)}`,
  ];
  expect(new Page(lines)).toMatchSnapshot();
});

it.each(Object.entries(pictures))('whether %s is whole, cut at each byte', (_, bytes) => {
  const types = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/heic'];
  const lines = types.map(type => {
    const verdicts = [...Array(bytes.length - 11).keys()].map(cut => {
      const ends = readEnds(loadedFile(bytes.subarray(0, cut + 12)));
      return String(isWhole(type, ends));
    });
    return `as ${type}, 12 bytes and more: ${runs(verdicts)}`;
  });
  const alpha = [...Array(bytes.length + 1).keys()].map(length => String(hasAlpha(bytes.subarray(0, length))));
  const base64 = bytes.toString('base64');
  const { content: _content, ...facts } = loadedFile(bytes);
  const { head, tail } = readEnds({ ...facts, base64 });
  expect(Buffer.from(head).equals(bytes) && Buffer.from(tail).equals(bytes)).toBe(true);
  expect(new Page([...lines, `alpha ${runs(alpha)}`, `as a gif ${show(readGif(bytes))}`])).toMatchSnapshot();
});

const file = { name: 'dir/a b.png', type: 'image/png' };
const inputs: unknown[] = [
  ...['', ' ', 'file-abc', 'file-ab', 'file-a b', `file-${'x'.repeat(100)}`, `file-${'x'.repeat(101)}`, 'zinc', 'abcd'],
  ...[
    'https://a.invalid/x.png',
    'HTTP://a',
    'ftp://a',
    '1a://a',
    'a+b.c-d://a',
    '/etc/passwd',
    '"abcd"',
    '""abcd""',
    '"',
  ],
  ...['YQ==', 'YQ', 'YQ=', 'YQ===', 'Y Q\n==', '-_-_', '-_-', 'Y', 'YWJj!', 'YW=j', '=', '===='],
  ...[
    'data:',
    'data:,',
    'data:,a%20b',
    'data:;base64,',
    'data:;base64,YQ==',
    'DATA:text/plain;BASE64,YQ',
    'data:;base64,YQ%3D%3D',
  ],
  ...['data:text/plain;name=a%20b.txt;base64,YQ==', 'data:text/plain;name=;base64,YQ==', 'data:text/plain,ü%FF'],
  ...[
    null,
    undefined,
    7,
    true,
    {},
    [],
    ['YQ=='],
    { text: '' },
    { text: 'a' },
    { text: 'a', name: 'b.md' },
    { text: 7 },
  ],
  ...[
    { file_id: 'x' },
    { file_id: '' },
    { id: 'file-abc' },
    { id: 'abc' },
    { image_url: 'https://a' },
    { image_url: '' },
  ],
  ...[{ image_url: 'data:;base64,YQ==' }, { image_url: 'DATA:;base64,YQ==', name: 'b' }, { url: 'https://a' }],
  ...['data_url', 'dataURL', 'base64Data', 'base64', 'b64_json', 'url'].map(name => ({ [name]: 'YQ==', ...file })),
  ...[
    { filename: 'c', base64: ' YQ== ' },
    { name: '', filename: 'c', base64: 'YQ==' },
    { base64: '', url: 'YQ==' },
  ],
  ...[
    { type: 'Buffer', data: [97] },
    { type: 'Buffer', data: [] },
    { type: 'Buffer', data: 7 },
    new Uint8Array([97, 98]),
  ],
  ...[{ data_url: 'data:text/plain;name=own.txt;base64,YQ==', name: 'stated.txt' }, { base64: 'file-abc' }],
];

it('what a value of a file option is', () => {
  const told = inputs.map((input): [string, string] => {
    try {
      return [show(input), show(readFileInput(input))];
    } catch (error) {
      return [show(input), `no file: it ${error instanceof Error ? error.message : error}`];
    }
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

const anyFile: FileRule = { types: [], max_bytes: 100, max_count: 3 };
const rules: Record<string, FileRule> = {
  'any file': anyFile,
  'a png': { ...anyFile, types: ['image/png'], max_bytes: 94 },
  'pictures, squares': { ...anyFile, types: ['image/png', 'image/gif', 'image/svg+xml'], square: true },
  'a mask': { ...anyFile, types: ['image/png', 'image/gif'], alpha: true, max_bytes: 1e6 },
  'text, 13 bytes': { ...anyFile, types: ['text/plain'], max_bytes: 13 },
  'sound, content only': {
    types: ['audio/mpeg', 'audio/mp4', 'audio/wav'],
    max_bytes: 1e6,
    max_count: 1,
    content_only: true,
  },
  documents: { ...anyFile, types: ['application/pdf', 'application/msword'], no_api_links: true, no_file_ids: true },
};

const { signal } = new AbortController();
const access = { signal, allowPrivate: false };

it.each(Object.entries(rules))('which files are taken by a rule: %s', async (_, rule) => {
  const values: [string, unknown][] = [
    ...samples.map(([name, bytes]): [string, unknown] => [
      name,
      { base64: bytes.toString('base64'), name: `dir/ä${name}.bin` },
    ]),
    ['file id', 'file-abc'],
    ['link for the API', { image_url: 'https://a.invalid' }],
    ['private link', 'http://127.0.0.1/x'],
    ['bare text of 11 bytes', Buffer.from('zinc and ti').toString('base64')],
    ['bare text of 9 bytes', Buffer.from('zinc and ').toString('base64')],
    ['bare noise of 750 bytes', Buffer.alloc(750, 1).toString('base64')],
    ['bare noise of 747 bytes', Buffer.alloc(747, 1).toString('base64')],
    ['text', { text: 'Zinc', name: 'x.md' }],
    ['one too many', ['file-aaa', 'file-bbb', 'file-ccc', 'file-ddd']],
    ['as many as allowed', ['file-aaa', ['file-bbb', ['file-ccc']]]],
  ];
  const told: [string, string][] = [];
  for (const [name, value] of values) {
    for (const model of rule === rules['a png'] ? [undefined, 'm'] : [undefined]) {
      const { files, problems } = await loadFiles('pictures', value, { rule, model, access });
      const shown = files.map(one =>
        'content' in one
          ? {
              ...one,
              content: Buffer.from(one.content ?? [])
                .toString('latin1')
                .slice(0, 20),
            }
          : one
      );
      if (model === undefined || problems.length > 0)
        told.push([
          model === undefined ? name : `${name} by a model`,
          problems.length > 0 ? show(problems) : show(shown).replace(/"(base64|data_url)":"[^"]{12,}"/g, '"$1":…'),
        ]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('what a file lacks, at each limit', () => {
  const png = pictures['png'] ?? Buffer.alloc(0);
  const facts = { mime_type: 'image/png', extension: 'png', width: 4, height: 4 };
  const told: [string, string][] = [];
  for (const max_bytes of [93, 94, 95, 1_000_000, 1_050_000]) {
    for (const bytes of [94, 95, 1_000_000, 1_000_001, 1_049_999, 1_050_001]) {
      const fault = findFault(
        loadedFile(png, { ...facts, bytes }),
        { types: ['image/png'], max_bytes, max_count: 1 },
        undefined
      );
      told.push([`${bytes}/${max_bytes}`, String(fault)]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

const line = (more: object = {}) => JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/x', body: {}, ...more });
const jsonl: Record<string, string> = {
  empty: '',
  blank: ' \n\n \t\n',
  one: line(),
  'one with an end': `${line()}\r\n`,
  'two with a gap': `${line()}\n\n${line({ custom_id: 'b' })}`,
  'no id': line({ custom_id: '' }),
  'a number as id': line({ custom_id: 7 }),
  'the same id': `${line()}\n\n${line()}`,
  GET: line({ method: 'GET' }),
  'another place': line({ url: 'v1/x' }),
  'no url': line({ url: 7 }),
  'two urls': `${line()}\n${line({ custom_id: 'b', url: '/v1/y' })}`,
  'no body': line({ body: null }),
  'a list as body': line({ body: [] }),
  'a list': '[]',
  'no JSON': '{',
  null: 'null',
  'cut in the middle': `${line()}\n${line({ custom_id: 'b' }).slice(0, 30)}`,
  'many faults': 'x\n'.repeat(25),
};

it('lines of a file that is uploaded for a batch or for training', async () => {
  const told: [string, string][] = [];
  for (const [name, text] of Object.entries(jsonl)) {
    for (const kind of ['batch', 'fine-tune'] as const) {
      const problems = await inspectJsonl('file', loadedFile(Buffer.from(text)), kind);
      told.push([
        `${name} (${kind})`,
        problems.map(({ message, allowed }) => `${message} ${show(allowed)}`).join(' | ') || 'fine',
      ]);
    }
  }
  const png = { mime_type: 'image/png' };
  for (const [name, content] of [
    ['a picture', loadedFile(Buffer.from('x'), png)],
    ['200 MB', loadedFile(Buffer.from(line()), { bytes: 200_000_000 })],
    ['200 MB and a byte', loadedFile(Buffer.from(line()), { bytes: 200_000_001 })],
  ] as const) {
    for (const purpose of ['batch', 'fine-tune', 'vision', 'user_data'])
      told.push([`${name} (${purpose})`, show(await inspectUpload({ file: [content] }, { purpose }))]);
  }
  told.push(['an id', show(await inspectUpload({ file: [{ file_id: 'x' }] }, { purpose: 'batch' }))]);
  told.push(['none', show(await inspectUpload({}, { purpose: 'batch' }))]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('50,000 lines are a batch, and one more is too many', async () => {
  const lines = (count: number) =>
    Buffer.from([...Array(count).keys()].map(id => line({ custom_id: `r${id}` })).join('\n'));
  const judge = async (count: number) =>
    (await inspectJsonl('file', loadedFile(lines(count)), 'batch')).map(({ message }) => message);
  expect(await judge(50_000)).toEqual([]);
  expect(await judge(50_001)).toEqual(['file must have at most 50,000 requests for a batch; got 50,001']);
});

it('names of uploads', () => {
  const told = ['batch', 'fine-tune', 'user_data'].flatMap(purpose =>
    ['a.txt', 'a.txt.bin', 'a.jsonl', 'txt'].flatMap(name =>
      [undefined, 'new.md'].map((own): [string, string] => [
        `${name} as ${own} for ${purpose}`,
        nameUpload(loadedFile(Buffer.from('x'), { name }), own, purpose).name,
      ])
    )
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

it('addresses that are public', () => {
  const addresses =
    '8.8.8.8 0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.15.0.1 172.16.0.1 172.31.255.255 172.32.0.1 192.0.2.1 192.168.0.1 198.18.0.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::1 100::1 2001:db8::1 2002::1 2001:4860:4860::8888 3fff::1 4000::1 fc00::1 fd00::1 fe80::1 ff02::1 zinc 1.2.3';
  const told = addresses.split(' ').map((address): [string, string] => [address, String(isPublicAddress(address))]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('links that may be followed', () => {
  const links =
    'https://a.invalid/x http://a.invalid zinc ftp://a.invalid file:///etc/passwd https://u@a.invalid https://:p@a.invalid http://unix/x http://unix:80/x http://127.0.0.1/x http://[::1]/x http://[2001:4860:4860::8888]/ http://8.8.8.8 http://localhost/x http://trusted.invalid:1/x http://trusted.invalid/x http://2130706433/ http://0x7f.1/';
  const told: [string, string][] = [];
  for (const link of links.split(' ')) {
    for (const [name, more] of Object.entries({
      plain: {},
      'private allowed': { allowPrivate: true },
      trusting: { trustedOrigin: 'http://trusted.invalid:1' },
    })) {
      try {
        const url = checkLink(link, { ...access, ...more });
        const lookup = chooseLookup(url, { ...access, ...more });
        told.push([`${link} (${name})`, `${url.href}, ${lookup ? 'public addresses only' : 'any address'}`]);
      } catch (error) {
        told.push([`${link} (${name})`, error instanceof DownloadFailure ? error.message : `OTHER ${error}`]);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('texts in all encodings', () => {
  const all = Buffer.from([...Array(256).keys()]);
  const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
  const lines = encodings.map(encoding => `${encoding}: ${JSON.stringify(decodeAs(all, encoding))}`);
  const shares = [...Array(11).keys()].map(count => {
    const bytes = Buffer.concat([Buffer.alloc(count, 0xfc), Buffer.alloc(10 - count, 0x61)]);
    const zeros = Buffer.concat([Buffer.from(Array(count).fill([0x61, 0]).flat()), Buffer.alloc(20 - 2 * count, 0x61)]);
    const other = Buffer.concat([Buffer.from(Array(count).fill([0, 0x61]).flat()), Buffer.alloc(20 - 2 * count, 0x61)]);
    return `${count} of 10: ${[bytes, zeros, other].map(one => detectEncoding(one, true)).join(' ')}`;
  });
  expect(new Page([...lines, ...shares])).toMatchSnapshot();
});

it('lines of a body, split at each byte', async () => {
  const body = Buffer.from('zinc\n\nü€😀\nlast');
  const told = new Map<string, number>();
  for (let at = 0; at <= body.length; at += 1) {
    for (let then = at; then <= body.length; then += 1) {
      const pieces = [body.subarray(0, at), body.subarray(at, then), body.subarray(then)];
      const lines: string[] = [];
      for await (const one of readBodyLines(
        (async function* () {
          yield* pieces;
        })()
      ))
        lines.push(one);
      told.set(show(lines), (told.get(show(lines)) ?? 0) + 1);
    }
  }
  expect([...told.keys()]).toEqual([show(['zinc', '', 'ü€😀', 'last'])]);
});

it('a file in other forms', () => {
  const text = loadedFile(Buffer.from('Zinc'));
  const lines = [
    ...['', 'YQ==', 'YWI=', 'YWJj', 'YWJjZA=='].map(base64 => `${base64}: ${countBytes(base64)} bytes`),
    toDataUrl(text),
    toDataUrl({ ...text, data_url: 'data:own' }),
    toDataUrl({ ...text, content: new Uint8Array(), base64: 'YQ==' }),
    quoteText(text),
    ...[0, 1, 49_999, 50_000, 999_999, 1_049_999, 1_050_000, 123_456_789, 5e9].map(
      bytes => `${bytes} is ${toMegabytes(bytes)} MB`
    ),
  ];
  expect(new Page(lines)).toMatchSnapshot();
});
