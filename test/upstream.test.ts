import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Ajv from 'ajv';
import { start as startEmulator } from 'openai-emulator';
import { writeUpstream } from '../scripts/upstream/tree';
import { loadInContext } from '../workbench/host/load-in-context';
import manifestSchema from './schemas/manifest.schema.json';
import operationsSchema from './schemas/operations.schema.json';
import { connectTo, failureOf } from './support/hosts';

const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'upstream-'));
const plugin = join(folder, 'marketplace/plugins/openai');
const read = (path: string): string => readFileSync(join(plugin, path), 'utf8');

beforeAll(() => writeUpstream(folder));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the tree of a pull request, by ToolJet's validator", () => {
  it('has the files that it asks for', () => {
    const asked = [
      'lib/index.ts',
      'lib/types.ts',
      'lib/icon.svg',
      'package.json',
      'lib/manifest.json',
      'lib/operations.json',
    ];
    for (const path of asked) expect({ path, exists: existsSync(join(plugin, path)) }).toEqual({ path, exists: true });
    expect(existsSync(join(plugin, 'dist'))).toBe(false);
  });

  it.each([
    ['lib/manifest.json', manifestSchema],
    ['lib/operations.json', operationsSchema],
  ])('has a valid %s, without placeholders of the template', (path, schema) => {
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(JSON.parse(read(path)));
    expect(validate.errors).toBeNull();
    expect(read(path)).not.toMatch(/\{\{[A-Z_]+\}\}/);
  });

  it('has one name as folder, as kind and in the list of plugins', () => {
    expect(JSON.parse(read('lib/manifest.json')).source.kind).toBe(basename(plugin));
    const list = join(folder, 'server/src/assets/marketplace/plugins.openai.json');
    const entry = JSON.parse(readFileSync(list, 'utf8'));
    expect(entry).toMatchObject({ id: basename(plugin), version: expect.stringMatching(/^[2-9]\d*\.\d+\.\d+$/) });
  });

  it('names every operation in a file at the top of lib', () => {
    const sources = readdirSync(join(plugin, 'lib')).filter(name => name.endsWith('.ts'));
    const text = sources.map(name => read(`lib/${name}`)).join('\n');
    const operations: { value: string }[] = JSON.parse(read('lib/operations.json')).properties.operation.list;
    expect(operations.filter(({ value }) => !text.includes(`'${value}'`))).toEqual([]);
  });

  it('imports nothing that its package does not have', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const known = new Set(Object.keys({ ...dependencies, ...devDependencies }));
    const sources = readdirSync(plugin, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'));
    const imported = sources.flatMap(path =>
      [...read(path).matchAll(/^(?:import|export|\}).* from '([^.'][^']*)';$/gm)].map(([, name = '']) => name)
    );
    const packages = imported
      .filter(name => !name.startsWith('node:'))
      .map(name => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]);
    expect([...new Set(packages)].filter(name => !known.has(String(name)))).toEqual([]);
    expect(sources.some(path => read(path).includes('plugins-sdk-shim'))).toBe(false);
  });

  it('has the page that the query panel links to', () => {
    const page = readFileSync(join(folder, 'docs/docs/marketplace/plugins/openai.md'), 'utf8');
    expect(page).toMatch(/^---\nid: marketplace-plugin-openai\n/);
    expect(page).toContain('### Generate image');
    // Braces and tags outside of code are program text there.
    const prose = page.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
    expect(prose.match(/(?<!\\)[{}]/g)).toBeNull();
    expect(prose).not.toMatch(/<(?!br \/>)/);
    expect(prose).not.toMatch(/\]\((?!https:|\/docs\/)/);
  });
});

/** As the host's own package has it: CommonJS, and a class of three parameters. */
const common = `class QueryError extends Error {
  constructor(message, description, data) {
    super(message);
    this.name = 'QueryError';
    this.description = description;
    this.data = data;
  }
}
exports.QueryError = QueryError;
`;

describe('its own build', () => {
  beforeAll(() => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const own = join(plugin, 'node_modules/@tooljet-marketplace/common');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'index.js'), common);
    writeFileSync(join(own, 'package.json'), '{ "name": "@tooljet-marketplace/common", "version": "1.0.0" }');
    writeFileSync(join(folder, 'marketplace/tsconfig.json'), '{}');
    const env = { ...process.env, NODE_OPTIONS: `--require ${join(root, 'test/support/quick-brotli.cjs')}` };
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: plugin, env });
  });

  it('passes its own test', () => {
    expect(
      String(execFileSync('node', ['--test', '--test-reporter=tap', '__tests__/index.js'], { cwd: plugin }))
    ).toContain('# pass 1');
  });

  it('makes a bundle that answers, and whose errors a host knows by their name', async () => {
    const emulator = await startEmulator();
    try {
      const load = () => new (loadInContext(read('dist/index.js')))();
      const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Name three uses of zinc' };
      expect(await load().run(connectTo(emulator), query)).toMatchObject({ status: 'ok', data: expect.any(String) });
      const { className, metadata } = await failureOf(load().run(connectTo(emulator), { ...query, temperature: 9 }));
      expect({ className, metadata }).toMatchObject({ className: 'QueryError', metadata: { attempts: 0 } });
    } finally {
      await emulator.stop();
    }
  });
});
