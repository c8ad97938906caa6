import { version as esbuild } from 'esbuild/package.json';
import { version as tsx } from 'tsx/package.json';
import { connectionOptions } from '../../plugins/openai/lib/connection/connection';
import { listOffered } from '../../plugins/openai/lib/registry';
import { dependencies, version } from '../../plugins/openai/package.json';

const { '@tooljet/plugins-sdk-shim': _, ...libraries } = dependencies;

/** The files that only ToolJet's repository asks for, by their paths below the plugin's folder. */
export function writeOwnFiles(): Map<string, string> {
  return new Map([
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ['tsconfig.json', `${JSON.stringify(compilerOptions, null, 2)}\n`],
    ['.gitignore', 'node_modules\ndist\n'],
    ['README.md', readme],
    ['scripts/build.ts', build],
    ['lib/types.ts', writeTypes()],
    ['__tests__/index.js', test],
  ]);
}

const manifest = {
  name: '@tooljet-marketplace/openai',
  version,
  license: 'MIT',
  main: 'dist/index.js',
  directories: { lib: 'lib', test: '__tests__' },
  files: ['lib'],
  scripts: { test: 'node --test __tests__', build: 'tsx scripts/build.ts' },
  dependencies: { '@tooljet-marketplace/common': '^1.0.0', ...libraries },
  devDependencies: { esbuild, tsx },
};

const compilerOptions = {
  extends: '../../tsconfig.json',
  compilerOptions: { outDir: 'dist', rootDir: 'lib' },
  exclude: ['node_modules', 'dist'],
};

const readme = `# OpenAI

Connects apps to OpenAI, Azure OpenAI and servers with the same API.
Documentation: docs/docs/marketplace/plugins/openai.md

Build: \`npm run build --workspace=@tooljet-marketplace/common\`, then \`npm run build --workspace=@tooljet-marketplace/openai\`.
esbuild bundles it, since its libraries use syntax that the TypeScript of ncc does not read.
`;

const build = `import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle } from './bundle';
import { writeLicences } from './licences';
import { writeShell } from './shell';

const folder = join(__dirname, '../dist');

async function build(): Promise<void> {
  const { files, ...bundle } = await buildBundle(join(__dirname, '../lib'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), writeShell('tooljet-openai', bundle));
  await writeFile(join(folder, 'THIRD_PARTY_LICENSES'), await writeLicences(files));
}

build();
`;

const test = `const assert = require('node:assert');
const { test } = require('node:test');
const OpenAI = require('../dist/index').default;

test('a query without a prompt fails before it is sent', async () => {
  const running = new OpenAI().run({ apiKey: 'sk-test' }, { operation: 'chat' });
  await assert.rejects(running, (error) => error.constructor.name === 'QueryError' && error.data.category === 'invalid_options');
});
`;

/** \`lib/types.ts\`, which the validator asks for. */
function writeTypes(): string {
  const operations = [...listOffered()].map(([id, { title }]) => `  /** ${title} */\n  ${toName(id)} = '${id}',`);
  const fields = Object.entries(connectionOptions).map(
    ([name, { title }]) => `  /** ${title} */\n  ${name}?: unknown;`
  );
  return [
    '/** The choices of the field Operation. */',
    `export enum Operation {\n${operations.join('\n')}\n}\n`,
    '/** The connection, as the host hands it over. */',
    `export interface SourceOptions {\n${fields.join('\n')}\n}\n`,
    '/** A query: its operation, and the fields of that operation. */',
    'export interface QueryOptions {\n  operation: Operation;\n  [field: string]: unknown;\n}\n',
  ].join('\n');
}

const toName = (id: string): string =>
  id.replace(/(^|_)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
