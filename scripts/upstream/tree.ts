import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeRegistryEntry } from '../package/registry-entry';
import { writeFolder } from '../write-folder';
import { writeDocsPage } from './docs-page';
import { writeOwnFiles } from './own-files';

const root = join(__dirname, '../..');
const plugin = join(root, 'plugins/openai');

/** The plugin's folder in ToolJet's repository. */
const PLUGIN = 'marketplace/plugins/openai';

/** What the build takes along. */
const SCRIPTS = [
  'bundle.ts',
  'later-module.ts',
  'later-operations.ts',
  'later-packages.ts',
  'licences.ts',
  'precompile.ts',
  'sdk-client.ts',
  'shell.ts',
];

/**
 * Writes what a pull request to ToolJet holds, by the paths of its repository.
 *
 * @param folder Emptied before.
 */
export async function writeUpstream(folder: string): Promise<void> {
  await writeFolder(folder, await makeTree());
  await format(folder);
}

async function makeTree(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const add = (path: string, content: string) => files.set(`${PLUGIN}/${path}`, content);
  const lib = (await readdir(join(plugin, 'lib'), { recursive: true })).filter(path => /\.(ts|json)$/.test(path));
  for (const path of lib) add(`lib/${path}`, allowRest(useCommon(await readFile(join(plugin, 'lib', path), 'utf8'))));
  add('lib/index.ts', keepName(files.get(`${PLUGIN}/lib/index.ts`) ?? ''));
  for (const name of ['manifest.json', 'operations.json', 'icon.svg'])
    add(`lib/${name}`, await readFile(join(plugin, name), 'utf8'));
  for (const name of SCRIPTS) add(`scripts/${name}`, moveScript(await readFile(join(root, 'scripts', name), 'utf8')));
  for (const [path, content] of writeOwnFiles()) add(path, content);
  // ToolJet's list holds all plugins; this is the entry that replaces the one of the same id.
  const entry = `${JSON.stringify(writeRegistryEntry(), null, 2)}\n`;
  files.set('server/src/assets/marketplace/plugins.openai.json', entry);
  return files.set('docs/docs/marketplace/plugins/openai.md', writeDocsPage());
}

const useCommon = (source: string): string =>
  source.replaceAll('@tooljet/plugins-sdk-shim', '@tooljet-marketplace/common');

/** ToolJet's rules count what is only left out of an object or a list as unused. */
const ALLOWED = { ignoreRestSiblings: true, args: 'none', destructuredArrayIgnorePattern: '^_' };

/** Whether a name is taken from an object or a list only to leave it out. */
const LEFT_OUT = /[{,] *\.\.\.\w+ *\}[^=\n]*(?: = | of |[)] =>)|[[,] *_+[,\]]/;

const allowRest = (source: string): string =>
  LEFT_OUT.test(source)
    ? `/* eslint "@typescript-eslint/no-unused-vars": ["error", ${JSON.stringify(ALLOWED)}] */\n${source}`
    : source;

const moveScript = (source: string): string => source.replaceAll('../plugins/openai/lib/', '../lib/');

/** Hosts tell a QueryError by its name, which ToolJet's own class loses when it is minified. */
const keepName = (source: string): string =>
  `import { QueryError } from '@tooljet-marketplace/common';\n${source}
// Hosts tell this error by its name, which a minified bundle would change.
Object.defineProperty(QueryError, 'name', { value: 'QueryError' });
`;

/** ToolJet's prettier settings; they differ from ours in the parentheses of arrow functions. */
const SETTINGS = {
  root: true,
  files: { includes: ['**', '!**/*.json'] },
  formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 120 },
  javascript: { formatter: { quoteStyle: 'single', trailingCommas: 'es5', arrowParentheses: 'always' } },
};

async function format(folder: string): Promise<void> {
  const settings = join(folder, 'biome.json');
  await writeFile(settings, JSON.stringify(SETTINGS));
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { status, stderr } = spawnSync(biome, ['format', '--write', PLUGIN], { cwd: folder, encoding: 'utf8' });
  await rm(settings);
  if (status !== 0) throw new Error(`The tree could not be formatted: ${stderr}`);
}
