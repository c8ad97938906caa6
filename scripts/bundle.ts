import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';
import { joinBody, joinPart, OPERATIONS, splitOperations } from './later-operations';
import { keepWhatIsUsed, loadPackagesLater, PACKAGES, packagesEntry } from './later-packages';
import { VALIDATORS, writePrecompiled } from './precompile';
import { replaceSdkClient } from './sdk-client';
import type { Body } from './shell';

/** Resources of the SDK that operations call, by file; what else resources hold is emptied. */
const USED = [
  'chat/chat',
  'chat/completions/completions',
  'completions',
  'conversations/conversations',
  'conversations/items',
  'embeddings',
  'audio/audio',
  'audio/speech',
  'batches',
  'files',
  'images',
  'moderations',
  'responses/responses',
  'vector-stores/vector-stores',
  'vector-stores/files',
  'vector-stores/file-batches',
];

/** What the SDK sends forms, reads streams and pages, and puts streams together with; we do it ourselves. */
const UNUSED = [
  'lib/ChatCompletionRunner',
  'lib/ChatCompletionStreamingRunner',
  'lib/ChatCompletionStream',
  'lib/responses/ResponseStream',
  'core/pagination',
  'core/streaming',
  'core/uploads',
  'internal/uploads',
];

/** A bundle, and the files that it holds code of. */
interface Bundle extends Body {
  /** Paths from the folder that the build runs in. */
  files: string[];
}

function listBundled({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap(output => Object.entries(output.inputs));
  return inputs.filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.includes(':')).map(([path]) => path);
}

const SETTINGS = {
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
} satisfies BuildOptions;

/**
 * Bundles the plugin into CommonJS texts: what every query needs, and parts for those that need more.
 *
 * @param lib The plugin's sources.
 * @param options.entry The file whose default export is the class; `index.ts` of the sources if absent.
 * @param options.precompile Put validators into it that were written ahead of time; without them it compiles its own.
 */
export async function buildBundle(
  lib: string,
  { entry = join(lib, 'index.ts'), precompile = true } = {}
): Promise<Bundle> {
  const catalogue: Record<string, string> = {};
  const shared = [
    parseJsonAsText(catalogue),
    replaceSdkClient,
    emptyUnusedParts,
    replaceUnusedPackages,
    ignoreEnvironment,
  ];
  const validators = precompile ? await writePrecompiled() : undefined;
  const plugins = [...shared, loadPackagesLater, ...(validators ? [useCompiledValidators(validators.module)] : [])];
  const { metafile, split } = await splitOperations(lib, entry, { ...SETTINGS, plugins });
  const [body, operations, packages] = await Promise.all([
    joinBody(split, SETTINGS),
    joinPart(split, SETTINGS),
    build({ ...SETTINGS, stdin: { contents: packagesEntry, resolveDir: lib }, plugins: [keepWhatIsUsed, ...shared] }),
  ]);
  return {
    code: textOf(body),
    texts: { ...catalogue, ...validators?.ofChat },
    parts: {
      [OPERATIONS]: { code: textOf(operations) },
      [PACKAGES]: { code: textOf(packages) },
      ...(validators && { [VALIDATORS]: validators.others }),
    },
    files: [...listBundled(metafile), ...listBundled(packages.metafile)],
  };
}

function textOf({ outputFiles: [file] = [] }: BuildResult): string {
  if (!file) throw new Error('esbuild gave no file');
  return exportOwnNames(file.text);
}

/** esbuild's helper exports also what it finds on `Object.prototype`, and fails where a library has extended that. */
function exportOwnNames(code: string): string {
  const helper = /for\(var ([\w$]+) in ([\w$]+)\)(?=[\w$]+\([\w$]+,\1,\{get:\2\[\1\],enumerable:!0\}\))/g;
  const own = code.replace(helper, 'for(var $1 of Object.keys($2))');
  if (own === code) throw new Error("esbuild's helper of exports has another form");
  return own;
}

/** V8 reads JSON in a text twice as fast as the same in code. */
const parseJsonAsText = (texts: Record<string, string>): Plugin => ({
  name: 'parse-json-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]catalogue[\\/].+\.json$/ }, async ({ path }) => {
      const name = basename(path);
      texts[name] = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return { contents: `export default JSON.parse(texts[${JSON.stringify(name)}]);`, loader: 'js' };
    });
  },
});

/** Keeps the exported names of the SDK's unused parts and drops their code. */
const emptyUnusedParts: Plugin = {
  name: 'empty-unused-parts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]openai[\\/](resources|lib|core|internal)[\\/].+\.mjs$/ }, async ({ path }) => {
      const [, part = ''] = /\/openai\/(.+)\.mjs$/.exec(path.replaceAll('\\', '/')) ?? [];
      const [, resource] = /^resources\/(.+)$/.exec(part) ?? [];
      const isUnused = resource ? !USED.includes(resource) && !resource.endsWith('index') : UNUSED.includes(part);
      if (!isUnused) return undefined;
      const source = await readFile(path, 'utf8');
      const names = [...source.matchAll(/^export (?:class|function|const) (\w+)/gm)].map(([, exported]) => exported);
      return { contents: names.map(exported => `export class ${exported} {}`).join('\n'), loader: 'js' };
    });
  },
};

/** What libraries import and we never ask of them: logging that the host's environment switches on, caching, other clients. */
const REPLACED = [
  { filter: /[\\/]node_modules[\\/]debug[\\/]/, contents: 'export default () => () => {};' },
  {
    filter: /[\\/]node_modules[\\/]cacheable-request[\\/]/,
    contents: 'export default class {}; export class CacheError {}',
  },
  // It makes an object of all headers to find the id of the request, which exchange.ts has.
  {
    filter: /[\\/]openai[\\/]internal[\\/]parse\.mjs$/,
    contents: 'export const defaultParseResponse = undefined; export const addRequestID = value => value;',
  },
  { filter: /[\\/]got[\\/].+[\\/]http2-client\.js$/, contents: 'export default {};' },
  { filter: /[\\/]openai[\\/]azure\.mjs$/, contents: 'export class AzureOpenAI {}' },
  { filter: /[\\/]openai[\\/]bedrock\.mjs$/, contents: 'export class BedrockOpenAI {}' },
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

/** Puts validators written ahead of time in place of a search that finds none. */
const useCompiledValidators = (contents: string): Plugin => ({
  name: 'use-compiled-validators',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/]options[\\/]precompiled\.ts$/ }, ({ path }) => ({
      contents,
      loader: 'js',
      resolveDir: dirname(path),
    }));
    // So that the compiler itself can stay behind.
    onLoad({ filter: /[\\/]lib[\\/]options[\\/]ajv\.ts$/ }, () => ({
      contents: 'export const createAjv = () => { throw new Error("A check was not written ahead of time"); };',
      loader: 'js',
    }));
  },
});
