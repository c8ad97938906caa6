import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { version } from '../plugins/openai/package.json';
import { examine } from '../scripts/package/doctor';
import { ASSETS, hash, makeRelease } from '../scripts/package/release';
import { serveRelease } from '../scripts/package/serve';
import { writePackage } from '../scripts/package/write-package';
import { loadFromString } from '../workbench/host/load-from-string';
import { loadInContext } from '../workbench/host/load-in-context';
import { listPacked } from './support/hosts';

const folder = mkdtempSync(join(tmpdir(), 'package-'));
let files: Map<string, Buffer>;
beforeAll(async () => {
  const built = (name: string) => readFileSync(join(__dirname, '../plugins/openai/dist', name), 'utf8');
  files = await makeRelease({ bundle: built('index.js'), licences: built('THIRD_PARTY_LICENSES') });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the build has packed is not packed again: that takes longer than all else, and shows only that brotli is brotli. */
function packOnlyWhatIsNew(bundle: string): void {
  const known = new Map(
    listPacked(bundle).map(([, text]) => {
      const packed = Buffer.from(text, 'base64');
      return [String(zlib.brotliDecompressSync(packed)), packed];
    })
  );
  expect(known.size).toBeGreaterThan(2);
  const pack = zlib.brotliCompressSync;
  const packNew: typeof pack = (content, options) => known.get(String(content)) ?? pack(content, options);
  jest.spyOn(zlib, 'brotliCompressSync').mockImplementation(packNew);
}

describe('a package', () => {
  const inFirst = join(folder, 'first');

  it('has the same bytes when it is made twice, and its checksum beside it', async () => {
    const first = await writePackage(inFirst, files);
    packOnlyWhatIsNew(String(files.get('dist/index.js')));
    const second = await writePackage(join(folder, 'second'));
    jest.restoreAllMocks();
    expect(second).toEqual(first);
    expect(first.archive).toBe(`openai-${version}.tar.gz`);
    expect(hash(readFileSync(join(inFirst, first.archive)))).toBe(first.sha256);
    expect(readFileSync(join(inFirst, `${first.archive}.sha256`), 'utf8')).toBe(`${first.sha256}  ${first.archive}\n`);
  });

  it('unpacks to what a host fetches, with the licences', () => {
    execFileSync('tar', ['xzf', join(inFirst, `openai-${version}.tar.gz`), '-C', folder]);
    for (const [path, content] of files) {
      expect(readFileSync(join(folder, ASSETS, path)).equals(content)).toBe(true);
      expect(readFileSync(join(inFirst, ASSETS, path)).equals(content)).toBe(true);
    }
    expect([...files.keys()]).toEqual(expect.arrayContaining(['LICENSE', 'dist/THIRD_PARTY_LICENSES']));
  });

  it('brings the entry for the list of plugins', () => {
    expect(JSON.parse(readFileSync(join(inFirst, 'plugins.json'), 'utf8'))).toEqual([
      expect.objectContaining({ id: 'openai', name: 'OpenAI', version, repo: '', tags: ['AI'] }),
    ]);
    expect(readdirSync(inFirst).toSorted()).toEqual([
      'marketplace-assets',
      `openai-${version}.tar.gz`,
      `openai-${version}.tar.gz.sha256`,
      'plugins.json',
    ]);
  });

  it.each([loadInContext, loadFromString])('has a bundle that a host loads', load => {
    const Plugin = load(String(files.get('dist/index.js')));
    expect(typeof new Plugin().run).toBe('function');
  });
});

describe('the marketplace on this machine', () => {
  it('serves what the doctor finds nothing wrong with, and redirects what it does not have', async () => {
    const { url, close } = await serveRelease(files, 0);
    try {
      expect(await examine(url)).toEqual({ version, findings: [] });
      expect(await examine(`${url}/`)).toEqual({ version, findings: [] });
      const other = await fetch(`${url}/marketplace-assets/s3/dist/index.js`, { redirect: 'manual' });
      expect(other.status).toBe(302);
      expect(other.headers.get('location')).toMatch(/amazonaws\.com\/marketplace-assets\/s3\/dist\/index\.js$/);
      expect((await fetch(`${url}/${ASSETS}/../../package.json`)).status).toBe(404);
      expect((await fetch(`${url}/${ASSETS}/dist/index.js`, { method: 'POST' })).status).toBe(405);
    } finally {
      await close();
    }
  });
});

type Answer = { status?: number; content?: Buffer | string };

describe('the doctor', () => {
  let server: Server;
  let changed: Record<string, Answer> = {};
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = String(request.url).replace(`/${ASSETS}/`, '');
      const { status = 200, content = files.get(path) } = changed[path] ?? {};
      response.writeHead(content === undefined ? 404 : status).end(content);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const text = (path: string): string => String(files.get(path));
  const release = (change: (json: Record<string, unknown>) => object): Answer => ({
    content: JSON.stringify(change(JSON.parse(text('release.json')))),
  });

  /** What is served instead, the file that is named, and the words about it. */
  const faults: [what: string, plant: () => Record<string, Answer>, where: string, problem: RegExp][] = [
    ['a file is missing', () => ({ 'lib/icon.svg': { status: 404, content: '' } }), 'lib/icon.svg', /HTTP 404/],
    ['the server fails', () => ({ 'dist/index.js': { status: 500, content: '' } }), 'dist/index.js', /HTTP 500/],
    [
      'a login page stands in its place',
      () => ({ 'lib/manifest.json': { content: '<!DOCTYPE html><title>Sign in</title>' } }),
      'lib/manifest.json',
      /web page, such as a login/,
    ],
    ['a file is empty', () => ({ 'lib/icon.svg': { content: '' } }), 'lib/icon.svg', /is empty/],
    [
      'the form was cut off',
      () => ({ 'lib/operations.json': { content: text('lib/operations.json').slice(0, 5000) } }),
      'lib/operations.json',
      /not valid JSON; ToolJet says "Invalid plugin files"/,
    ],
    [
      'the bundle was cut off',
      () => ({ 'dist/index.js': { content: text('dist/index.js').slice(0, 5000) } }),
      'dist/index.js',
      /not valid JavaScript, or was cut off/,
    ],
    [
      'an editor put a byte order mark before it',
      () => ({ 'lib/manifest.json': { content: `\uFEFF${text('lib/manifest.json')}` } }),
      'lib/manifest.json',
      /byte order mark/,
    ],
    [
      'it is of another plugin',
      () => ({
        'lib/manifest.json': { content: text('lib/manifest.json').replace('"kind": "openai"', '"kind": "s3"') },
      }),
      'lib/manifest.json',
      /must have the kind "openai" in source; got "s3"/,
    ],
    [
      'the two forms were exchanged',
      () => ({ 'lib/operations.json': { content: text('lib/manifest.json') } }),
      'lib/operations.json',
      /must have properties\.operation/,
    ],
    [
      'it is compressed and not said so',
      () => ({ 'dist/index.js': { content: Buffer.from([0x1f, 0x8b, 0x08, 0, 0xff, 0xfe]) } }),
      'dist/index.js',
      /not UTF-8 text/,
    ],
    [
      'one character differs',
      () => ({ 'lib/icon.svg': { content: text('lib/icon.svg').replace('<svg ', '<svg\n') } }),
      'lib/icon.svg',
      /SHA-256/,
    ],
    [
      'it is of another size',
      () => ({ 'lib/operations.json': { content: `${text('lib/operations.json')}\n` } }),
      'lib/operations.json',
      /has [\d,]+ bytes; release\.json says [\d,]+/,
    ],
    [
      'the bundle is of another version',
      () => ({ 'dist/index.js': { content: text('dist/index.js').replace(`openai ${version}`, 'openai 1.9.0') } }),
      'dist/index.js',
      /is of version 1\.9\.0; release\.json says/,
    ],
    [
      "the version is ToolJet's own",
      () => ({ 'release.json': release(json => ({ ...json, version: '1.0.0' })) }),
      'release.json',
      /must be above ToolJet's own 1\.0\.0/,
    ],
    [
      'it is a pointer to a large file',
      () => ({ 'dist/index.js': { content: 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n' } }),
      'dist/index.js',
      /Git LFS/,
    ],
    [
      'the release is not described',
      () => ({ 'release.json': { status: 404, content: '' } }),
      'release.json',
      /copy the whole folder/,
    ],
  ];

  it.each(faults)('finds it where %s', async (_, plant, where, problem) => {
    changed = plant();
    const { findings } = await examine(url);
    changed = {};
    expect(findings).toEqual(expect.arrayContaining([{ where, problem: expect.stringMatching(problem) as unknown }]));
    expect(
      findings.every(
        finding => finding.where === where || finding.where === 'release.json' || finding.where === 'dist/index.js'
      )
    ).toBe(true);
  });

  it.each([
    ['', /not an http or https address/],
    ['ftp://127.0.0.1', /not an http or https address/],
    [
      'http://127.0.0.1:9/marketplace-assets/openai',
      /ToolJet adds .* itself; set TOOLJET_MARKETPLACE_URL to http:\/\/127\.0\.0\.1:9$/,
    ],
    ['http://127.0.0.1:9/?token=1', /must end with a path/],
  ])('says what is wrong with the address %s', async (address, problem) => {
    expect(await examine(address)).toEqual({ findings: [{ where: address, problem: expect.stringMatching(problem) }] });
  });

  it('says where no server is', async () => {
    const { findings } = await examine('http://127.0.0.1:9');
    expect(findings).toHaveLength(5);
    for (const { problem } of findings) expect(problem).toMatch(/cannot be reached/);
  });
});
