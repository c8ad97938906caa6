import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';
import { RESOURCES } from './sdk-client';

/** The name of their part of the bundle. */
export const OPERATIONS = 'operations';

/** In the body, since most first queries are chats. */
const FIRST = 'chat';

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

const toExport = (file: string): string => file.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Puts modules in the operations' place that read every export when it is used. */
function loadOperationsLater(lib: string, operations: string[]): Plugin {
  const later = (names: string[]) => ({
    contents: `module.exports = { __esModule: true,
      ${names.map(name => `get ${name}() { return loadPart(${JSON.stringify(OPERATIONS)}).${name}; }`).join(',\n')} };`,
  });
  return {
    name: 'load-operations-later',
    setup({ onResolve, onLoad }) {
      const namespace = 'later-operations';
      onResolve({ filter: /^operations$/ }, ({ path, kind }) =>
        kind === 'entry-point' ? { path, namespace } : undefined
      );
      onResolve({ filter: /^\.\/operations\// }, ({ path, importer }) => {
        const name = path.slice('./operations/'.length);
        return /[\\/]registry\.ts$/.test(importer) && name !== FIRST ? { path: name, namespace } : undefined;
      });
      onResolve({ filter: /^\.\/resources\/index\.mjs$/ }, ({ importer }) =>
        /[\\/]openai[\\/]client\.mjs$/.test(importer) ? { path: 'resources', namespace } : undefined
      );
      onLoad({ filter: /.*/, namespace }, ({ path }) => {
        if (path !== OPERATIONS) return later(path === 'resources' ? resources : [toExport(path)]);
        const own = operations.map(name => `export { ${toExport(name)} } from './operations/${name}';`);
        return {
          contents: [...own, `export { ${resources.join(', ')} } from 'openai/resources/index';`].join('\n'),
          resolveDir: lib,
        };
      });
    },
  };
}

function readSplit({ outputFiles, metafile }: BuildResult<{ metafile: true; write: false }>): Split {
  const texts = new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text]));
  const { 'body.js': body, 'part.js': part, ...rest } = Object.fromEntries(texts);
  const [[file, code] = ['', ''], ...others] = Object.entries(rest);
  if (!body || !part || !code || others.length > 0) throw new Error('esbuild did not split the code in three');
  return { body, part, shared: { file, code, names: metafile.outputs[`out/${file}`]?.exports ?? [] } };
}

/** Joins the body and what it shares, and shows that to the part. */
export function joinBody({ body, shared: { file, code } }: Split, settings: BuildOptions) {
  const contents = `${body}\nimport * as shared from './${file}';\nloadPart.shared = shared;`;
  return build({ ...settings, stdin: { contents }, plugins: [provide(file, code)], write: false });
}

/** Takes what the part shares with the body from there. */
export function joinPart({ part, shared: { file, names } }: Split, settings: BuildOptions) {
  // The names are esbuild's, and may be words that are reserved elsewhere.
  const [taken, given] = [names.map((name, n) => `${name}: _${n}`), names.map((name, n) => `_${n} as ${name}`)];
  const code = `const { ${taken.join(', ')} } = loadPart.shared; export { ${given.join(', ')} };`;
  return build({ ...settings, stdin: { contents: part }, plugins: [provide(file, code)], write: false });
}

const provide = (file: string, contents: string): Plugin => ({
  name: 'provide',
  setup({ onResolve, onLoad }) {
    const namespace = 'provided';
    onResolve({ filter: /^\.\// }, ({ path }) => (path === `./${file}` ? { path, namespace } : undefined));
    onLoad({ filter: /.*/, namespace }, () => ({ contents, loader: 'js' }));
  },
});
