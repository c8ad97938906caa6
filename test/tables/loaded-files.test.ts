import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Downloads, type LoadSettings, loadFiles } from '../../plugins/openai/lib/files/load-files';
import { lookupPublic } from '../../plugins/openai/lib/files/private-address';
import type { FileRule } from '../../plugins/openai/lib/types/file';
import { group, Page, plainText, show } from './lines';
import { type LocalServer, serveHttp } from './local-server';
import { pictures } from './sample-bytes';

/** What comes of links, of texts in other encodings, and of names: the file, or what is wrong with it. */

expect.addSnapshotSerializer(plainText);

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer; hangsUp?: boolean };

let server: LocalServer;
let answers: Record<string, Answer> = {};
let asked: string[] = [];

beforeAll(async () => {
  server = await serveHttp((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['accept-encoding']}`);
    const { status = 200, headers = {}, body = 'Zinc is grey.', hangsUp } = answers[request.url ?? ''] ?? {};
    response.writeHead(status, headers);
    if (hangsUp) response.write(body, () => setImmediate(() => response.destroy()));
    else response.end(body);
  });
});
afterAll(() => server.stop());

const anyFile: FileRule = { types: [], max_bytes: 100, max_count: 20, max_linked_bytes: 1000 };
const textFile: FileRule = { types: ['text/plain', 'image/png'], max_bytes: 100, max_count: 20 };

async function tell(value: unknown, rule: FileRule, more: Partial<LoadSettings> = {}): Promise<string> {
  const access = { signal: new AbortController().signal, allowPrivate: true };
  const { files, problems } = await loadFiles('files', value, { rule, model: undefined, access, ...more });
  if (problems.length > 0) return problems.map(({ message }) => message.replace(/:\d{4,}/g, ':PORT')).join(' | ');
  const shown = files.map(file => ({
    ...file,
    ...('content' in file && {
      content: Buffer.from(file.content?.subarray(0, 40) ?? []).toString(),
    }),
    ...('api_link' in file && { api_link: file.api_link.replace(/:\d{4,}/, ':PORT') }),
  }));
  return shown.map(show).join(' ');
}

it('what a link gives', async () => {
  const png = pictures['png'] ?? Buffer.alloc(0);
  const large = { 'content-length': '1000', 'content-type': 'Video/MP4; codecs="x"' };
  answers = {
    '/a.txt': {},
    '/a%20b%C3%A4.md?x=.pdf': {},
    '/broken%E4.txt': {},
    '/': {},
    '/dir/..hidden': {},
    '/cat.jpg': { body: png, headers: { 'content-type': 'image/jpeg' } },
    '/100.txt': { body: 'z'.repeat(100) },
    '/100-stated.txt': { body: 'z'.repeat(100), headers: { 'content-length': '100' } },
    '/101.txt': { body: 'z'.repeat(101), headers: { 'content-length': '101' } },
    '/101-unstated.txt': { body: 'z'.repeat(101) },
    '/1000.mp4': { headers: large, hangsUp: true },
    '/1001.mp4': { headers: { ...large, 'content-length': '1001' }, hangsUp: true },
    '/b%20%2F%3A.jsonl': { headers: large, hangsUp: true },
    '/dir/': { headers: large, hangsUp: true },
    '/untyped.bin': { headers: { 'content-length': '1000' }, hangsUp: true },
    '/odd.bin': { headers: { 'content-length': '1000', 'content-type': 'zinc' }, hangsUp: true },
    '/empty.txt': { body: '' },
    '/cut.txt': { headers: { 'content-length': '50' }, hangsUp: true },
    '/gzip.txt': { headers: { 'content-encoding': 'gzip' } },
    '/gzipped.txt': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('Zinc is grey.') },
    '/gzipped.png': { headers: { 'content-encoding': 'GZIP, identity' }, body: gzipSync(png) },
    '/gzipped-100.txt': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('z'.repeat(100)) },
    '/gzipped-101.txt': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('z'.repeat(101)) },
    '/gzipped-1000.txt': { headers: { ...large, 'content-encoding': 'gzip' }, hangsUp: true },
    '/gzip-cut.txt': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('Zinc is grey.').subarray(0, -9) },
    '/br.txt': { headers: { 'content-encoding': 'br' }, body: brotliCompressSync('Zinc is grey.') },
    '/br-broken.txt': { headers: { 'content-encoding': 'br' } },
    '/br-3.txt': {
      headers: { 'content-encoding': 'br, br,br' },
      body: [1, 2, 3].reduce<Buffer>(part => brotliCompressSync(part), Buffer.from('Zinc is grey.')),
    },
    '/br-4.txt': { headers: { 'content-encoding': 'br, br,br,br' } },
    '/gzip-3000.txt': { headers: { 'content-encoding': 'gzip,'.repeat(3000) } },
    '/zstd.txt': { headers: { 'content-encoding': 'zstd' } },
    '/identity.txt': { headers: { 'content-encoding': 'identity' } },
    ...Object.fromEntries(
      [201, 204, 206, 299, 300, 301, 302, 303, 304, 305, 307, 308, 400, 404, 500].map(status => [
        `/${status}`,
        { status, headers: { location: '/a.txt' }, body: status === 204 || status === 304 ? '' : 'Zinc' },
      ])
    ),
    '/302-without': { status: 302 },
    '/302-odd': { status: 302, headers: { location: 'http://' } },
    '/302-ftp': { status: 302, headers: { location: 'ftp://a.invalid/' } },
    '/loop': { status: 302, headers: { location: '/loop' } },
  };
  const told: [string, string][] = [];
  for (const path of Object.keys(answers)) {
    for (const [name, rule] of Object.entries({ any: anyFile, text: textFile })) {
      asked = [];
      told.push([`${path} for ${name}`, `${await tell(server.origin + path, rule)} (${asked.length} requests)`]);
    }
  }
  told.push(['with headers', asked.join()]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('links of one query are downloaded once, and no more than 500 MB of them', async () => {
  answers = {};
  asked = [];
  const downloads: Downloads = new Map();
  const link = `${server.origin}/a.txt`;
  await tell([link, link], anyFile, { downloads });
  await tell(link, { ...anyFile, max_bytes: 200 }, { downloads });
  await tell(link, { ...anyFile, max_bytes: 60_000_000 }, { downloads });
  await tell(link, { ...anyFile, max_bytes: 50_000_000 }, { downloads });
  expect(asked).toHaveLength(3);

  const large = Buffer.concat([pictures['jpeg'] ?? Buffer.alloc(0), Buffer.alloc(50_000_000)]).subarray(0, 50_000_000);
  const rule = { ...anyFile, max_bytes: 50_000_000 };
  const links = [...Array(11).keys()].map(at => `https://a.invalid/${at}`);
  for (const one of links) downloads.set(`50000000 ${one}`, Promise.resolve(large));
  expect(await tell(links.slice(0, 10), rule, { downloads })).toMatch(/^({"mime_type":"image\/jpeg".*?} ?){10}$/);
  const access = { signal: new AbortController().signal, allowPrivate: true };
  expect(await loadFiles('files', links, { rule, model: undefined, access, downloads })).toEqual({
    files: [],
    problems: [
      {
        field: 'files',
        message: 'the linked files of files exceed 500 MB',
        allowed: ['links to at most 500 MB in total'],
      },
    ],
  });
});

it('links to files that are a little too large', async () => {
  const told: [string, string][] = [];
  for (const max_bytes of [1_400_000, 1_500_000, 50_000_000, 60_000_000]) {
    answers = { '/a': { headers: { 'content-length': String(Math.min(max_bytes, 50_000_000) + 1) }, hangsUp: true } };
    told.push([String(max_bytes), await tell(`${server.origin}/a`, { ...textFile, max_bytes })]);
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('texts in other encodings become UTF-8 where a text is meant', async () => {
  const words = 'Zinc is grün, 5 €.';
  const big = Buffer.from(words, 'utf16le').swap16();
  const texts: Record<string, Buffer> = {
    'utf-8': Buffer.from(words),
    'utf-8 with a mark': Buffer.from(`\uFEFF${words}`),
    'utf-8 that is cut': Buffer.from(words).subarray(0, -3),
    ...Object.fromEntries(
      [1, 2, 3].flatMap(bytes => [
        [`ASCII, and ${bytes} of an emoji`, Buffer.from('Zinc 😀').subarray(0, 5 + bytes)],
        [`ASCII, and ${Math.min(2, bytes)} of an apostrophe`, Buffer.from('Zinc’').subarray(0, 4 + Math.min(2, bytes))],
      ])
    ),
    'ASCII up to its last letter': Buffer.from('Zinc and caf\xe9', 'latin1'),
    'utf-16le': Buffer.from(words, 'utf16le'),
    'utf-16le with a mark': Buffer.from(`\uFEFF${words}`, 'utf16le'),
    'utf-16be': big,
    'utf-16be with a mark': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    'utf-16le of another script': Buffer.from('\uFEFF亜鉛は灰色', 'utf16le'),
    'utf-16be of another script': Buffer.from('\uFEFF亜鉛は灰色', 'utf16le').swap16(),
    'utf-16be of an odd length': Buffer.concat([Buffer.from([0xfe, 0xff]), big, Buffer.from([0])]),
    'windows-1252': Buffer.from('Zinc is gr\xfcn, 5 \x80.', 'latin1'),
    'a mark alone': Buffer.from([0xff, 0xfe]),
    'half a mark': Buffer.from([0xff, 0x7a, 0x69, 0x6e]),
    'the other half': Buffer.from([0xfe, 0x7a, 0x69, 0x6e]),
    'controls that texts have': Buffer.from('Z\b\t\n\v\f\r\x1bc'),
    ...Object.fromEntries([1, 7, 14, 26, 28, 31].map(code => [`control ${code}`, Buffer.from([0x5a, code, 0x69])])),
  };
  const told: [string, string][] = [];
  for (const [name, bytes] of Object.entries(texts)) {
    for (const [kind, rule] of Object.entries({ any: anyFile, text: textFile })) {
      answers = { '/a.txt': { body: bytes } };
      told.push([`${name} for ${kind}, linked`, await tell(`${server.origin}/a.txt`, rule)]);
      told.push([`${name} for ${kind}`, await tell({ base64: bytes.toString('base64'), name: 'a.txt' }, rule)]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('names of files, by what they are', async () => {
  const names = [
    '',
    'a',
    '.pdf',
    'a.b.csv',
    'dir/a.md',
    'dir\\a.md',
    'ä b(1).txt',
    'a:b*.txt',
    'a.',
    '..',
    'a/',
    '日本.txt',
  ];
  const told: [string, string][] = [];
  for (const name of names) {
    for (const [kind, rule] of Object.entries({ any: anyFile, text: textFile })) {
      const contents = { text: Buffer.from('Zinc is grey.'), png: pictures['png'], noise: Buffer.from([200, 1, 2, 3]) };
      for (const [content, bytes] of Object.entries(contents)) {
        const told1 = await tell({ base64: bytes?.toString('base64'), name }, rule);
        told.push([`"${name}" ${content} for ${kind}`, /"name":"[^"]*"/.exec(told1)?.[0] ?? told1]);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('looks up addresses that are public, one or all', async () => {
  const told: [string, string][] = [];
  for (const host of ['8.8.8.8', '2001:4860:4860::8888', '127.0.0.1', '10.0.0.1', '::1', 'localhost']) {
    for (const options of [{}, { all: true }, { all: false, family: 0 }]) {
      const found = await new Promise<string>(resolve => {
        lookupPublic(host, options, (error, address, family) =>
          resolve(error ? `${error.name} ${error.code}: ${error.message}` : `${show(address)} ${family}`)
        );
      });
      told.push([`${host} ${show(options)}`, found]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});
