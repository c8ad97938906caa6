import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { writePrecompiled } from './precompile';

/** Resources of the SDK that operations call, by file; the client makes all others too, so they are emptied. */
const USED = [
  'chat/chat',
  'chat/completions/completions',
  'completions',
  'conversations/conversations',
  'conversations/items',
  'embeddings',
  'audio/audio',
  'audio/speech',
  'audio/transcriptions',
  'audio/translations',
  'batches',
  'files',
  'images',
  'moderations',
  'responses/responses',
  'vector-stores/vector-stores',
  'vector-stores/files',
  'vector-stores/file-batches',
];

/** What the SDK puts streams together with; we do it ourselves. */
const UNUSED = [
  'ChatCompletionRunner',
  'ChatCompletionStreamingRunner',
  'ChatCompletionStream',
  'responses/ResponseStream',
];

/** A bundle, and the files that it holds code of. */
export interface Bundle {
  code: string;
  /** Paths from the folder that the build runs in. */
  files: string[];
}

function listBundled({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap(output => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

/**
 * Bundles the plugin into one CommonJS text.
 *
 * @param entry The file whose default export is the class.
 * @param options.precompile Put validators into it that were written ahead of time; without them it compiles its own.
 */
export async function buildBundle(entry: string, { precompile = true } = {}): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    charset: 'ascii',
    legalComments: 'none',
    mainFields: ['module', 'main'],
    // A native import() throws inside the host's context.
    supported: { 'dynamic-import': false },
    plugins: [
      emptyUnusedParts,
      replaceUnusedPackages,
      ignoreEnvironment,
      ...(precompile ? [useCompiledValidators] : []),
    ],
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild gave no file');
  return { code: exportOwnNames(file.text), files: listBundled(metafile) };
}

/** esbuild's helper exports also what it finds on `Object.prototype`, and fails where a library has extended that. */
function exportOwnNames(code: string): string {
  const helper = /for\(var (\w+) in (\w+)\)(?=\w+\(\w+,\1,\{get:\2\[\1\],enumerable:!0\}\))/;
  if (!helper.test(code)) throw new Error("esbuild's helper of exports has another form");
  return code.replace(helper, 'for(var $1 of Object.keys($2))');
}

/** Keeps the exported names of the SDK's unused parts and drops their code. */
const emptyUnusedParts: Plugin = {
  name: 'empty-unused-parts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]openai[\\/](resources|lib)[\\/].+\.mjs$/ }, async ({ path }) => {
      const [, folder, part = ''] = /[\\/]openai[\\/](resources|lib)[\\/](.+)\.mjs$/.exec(path) ?? [];
      const name = part.replaceAll('\\', '/');
      const isUnused = folder === 'lib' ? UNUSED.includes(name) : !USED.includes(name) && !name.endsWith('index');
      if (!isUnused) return undefined;
      const source = await readFile(path, 'utf8');
      const names = [...source.matchAll(/^export (?:class|function|const) (\w+)/gm)].map(([, exported]) => exported);
      return { contents: names.map(exported => `export class ${exported} {}`).join('\n'), loader: 'js' };
    });
  },
};

/** What libraries import and we never ask of them: logging that the host's environment switches on, caching, HTTP/2. */
const REPLACED = [
  { filter: /[\\/]node_modules[\\/]debug[\\/]/, contents: 'export default () => () => {};' },
  {
    filter: /[\\/]node_modules[\\/]cacheable-request[\\/]/,
    contents: 'export default class {}; export class CacheError {}',
  },
  { filter: /[\\/]got[\\/].+[\\/]http2-client\.js$/, contents: 'export default {};' },
];

const replaceUnusedPackages: Plugin = {
  name: 'replace-unused-packages',
  setup({ onLoad }) {
    for (const { filter, contents } of REPLACED) onLoad({ filter }, () => ({ contents, loader: 'js' }));
  },
};

/** The SDK reads OPENAI_* variables; in a host they belong to somebody else. */
const ignoreEnvironment: Plugin = {
  name: 'ignore-environment',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]openai[\\/]internal[\\/]utils[\\/]env\.mjs$/ }, () => ({
      contents: 'export const readEnv = () => undefined;',
      loader: 'js',
    }));
  },
};

/** Puts validators written ahead of time in place of an empty table. */
const useCompiledValidators: Plugin = {
  name: 'use-compiled-validators',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/]options[\\/]precompiled\.ts$/ }, ({ path }) => ({
      contents: writePrecompiled(),
      loader: 'js',
      resolveDir: dirname(path),
    }));
    // So that the compiler itself can stay behind.
    onLoad({ filter: /[\\/]lib[\\/]options[\\/]ajv\.ts$/ }, () => ({
      contents: 'export const createAjv = () => { throw new Error("A check was not written ahead of time"); };',
      loader: 'js',
    }));
  },
};
