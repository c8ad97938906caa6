import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';
import { writeLaterModule } from './later-module';
import { RESOURCES } from './sdk-client';

/** The name of their part of the bundle. */
export const OPERATIONS = 'operations';

/** In the body, since most first queries are chats. */
const FIRST = 'chat';

/** Modules that most chats do without, and which export what is only used within functions: 30% of the rest. */
const MODULES = [
  'cost/cost-bound',
  'failures/classify-failure',
  'files/download',
  'files/load-files',
  'options/near-miss',
  'run/preview',
  'run/save-files',
  'run/test-connection',
  'text/answer-example',
  'text/field-parser',
  'transport/receive',
  'transport/tunnel',
];

const resources = Object.values(RESOURCES);

/** The code of the body, of the part, and of what both need; all of it as modules. */
interface Split {
  body: string;
  part: string;
  shared: { file: string; code: string; names: string[] };
}

/**
 * Bundles a plugin in two: what every query and a chat need, and the other operations, which were half of the code and took
 * a third of the first query of a process.
 *
 * @param lib The plugin's sources.
 */
export async function splitOperations(lib: string, entry: string, settings: BuildOptions & { metafile: true }) {
  const operations = await listOperations(lib);
  const plugins = [...(settings.plugins ?? []), loadOperationsLater(lib, operations)];
  const options = { ...settings, plugins, format: 'esm', splitting: true, outdir: 'out', write: false } as const;
  const result = await build({ ...options, entryPoints: { body: entry, part: OPERATIONS } });
  return { metafile: result.metafile, split: readSplit(result) };
}

/** The names of their files, as the registry imports them. */
async function listOperations(lib: string): Promise<string[]> {
  const files = (await readdir(join(lib, 'operations'))).filter(name => name.endsWith('.ts'));
  return files.map(name => name.replace(/\.ts$/, '')).filter(name => name !== FIRST);
}

/** Puts modules in their place that read every export when it is used. */
function loadOperationsLater(lib: string, operations: string[]): Plugin {
  const namespace = 'later-operations';
  const files = [...operations.map(name => `operations/${name}`), ...MODULES];
  return {
    name: 'load-operations-later',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^operations$/ }, ({ path, kind }) =>
        kind === 'entry-point' ? { path, namespace } : undefined
      );
      onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir, namespace: importing }) => {
        if (importing === namespace) return undefined;
        const file = relative(lib, join(resolveDir, path)).replaceAll('\\', '/');
        const isLater = MODULES.includes(file) || (/[\\/]registry\.ts$/.test(importer) && files.includes(file));
        return isLater ? { path: file, namespace } : undefined;
      });
      onResolve({ filter: /^\.\/resources\/index\.mjs$/ }, ({ importer }) =>
        /[\\/]openai[\\/]client\.mjs$/.test(importer) ? { path: 'resources', namespace } : undefined
      );
      onLoad({ filter: /.*/, namespace }, async ({ path }) => {
        if (path === 'resources') return { contents: readLater(resources) };
        if (path !== OPERATIONS) return { contents: readLater(await listExports(join(lib, `${path}.ts`))) };
        const contents = files.map(file => `export * from './${file}';`).join('\n');
        return {
          contents: `${contents}\nexport { ${resources.join(', ')} } from 'openai/resources/index';`,
          resolveDir: lib,
        };
      });
    },
  };
}

async function listExports(file: string): Promise<string[]> {
  const found = (await readFile(file, 'utf8')).matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm);
  return [...found].map(([, name = '']) => name);
}

const readLater = (names: string[]): string => writeLaterModule(names, `loadPart(${JSON.stringify(OPERATIONS)})`);

function readSplit({ outputFiles, metafile }: BuildResult<{ metafile: true; write: false }>): Split {
  const texts = new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text]));
  const { 'body.js': body, 'part.js': part, ...rest } = Object.fromEntries(texts);
  const [[file, code] = ['', ''], ...others] = Object.entries(rest);
  if (!body || !part || !code || others.length > 0) throw new Error('esbuild did not split the code in three');
  return { body, part, shared: { file, code, names: metafile.outputs[`out/${file}`]?.exports ?? [] } };
}

/** esbuild warns of what it wrote itself. */
const JOINING = { write: false, logLevel: 'error' } as const;

/** Joins the body and what it shares, and shows that to the part. */
export function joinBody({ body, shared: { file, code } }: Split, settings: BuildOptions) {
  const contents = `${body}\nimport * as shared from './${file}';\nloadPart.shared = shared;`;
  return build({ ...settings, ...JOINING, stdin: { contents }, plugins: [provide(file, code)] });
}

/** Takes what the part shares with the body from there. */
export function joinPart({ part, shared: { file, names } }: Split, settings: BuildOptions) {
  // The names are esbuild's, and may be words that are reserved elsewhere.
  const [taken, given] = [names.map((name, n) => `${name}: _${n}`), names.map((name, n) => `_${n} as ${name}`)];
  const code = `const { ${taken.join(', ')} } = loadPart.shared; export { ${given.join(', ')} };`;
  return build({ ...settings, ...JOINING, stdin: { contents: part }, plugins: [provide(file, code)] });
}

const provide = (file: string, contents: string): Plugin => ({
  name: 'provide',
  setup({ onResolve, onLoad }) {
    const namespace = 'provided';
    onResolve({ filter: /^\.\// }, ({ path }) => (path === `./${file}` ? { path, namespace } : undefined));
    onLoad({ filter: /.*/, namespace }, () => ({ contents, loader: 'js' }));
  },
});
