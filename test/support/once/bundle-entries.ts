import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import entries from './entries.json';

/** A file that reads what lies beside it must find it from the bundle too. */
const keepFolder: Plugin = {
  name: 'keep-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('__dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};

const root = join(__dirname, '../../..');

const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['mediabunny', 'opusscript', 'playwright-core', 'sharp'],
  logLevel: 'error',
  plugins: [keepFolder],
} satisfies BuildOptions;

/**
 * Bundles what every worker loads once, not for each test file: what is dear to load, the same for all tests, and keeps
 * nothing of one. It is the emulator with its encoders, and the check against the API document with all it has compiled.
 * Entries with the same bundle share what they import, as encoders must, which are registered once in a process.
 */
export async function bundleEntries(): Promise<void> {
  for (const outfile of new Set(Object.values(entries))) {
    const own = Object.entries(entries).filter(([, bundle]) => bundle === outfile);
    await build({
      ...settings,
      stdin: { contents: own.map(([entry]) => `export * from './${entry}';`).join('\n'), resolveDir: root },
      outfile,
      sourcemap: 'inline',
      sourcesContent: false,
    });
  }
}

/** Bundles programs that tests start often: to compile and load their files takes a second each time. */
export async function bundlePrograms(): Promise<void> {
  await build({
    ...settings,
    entryPoints: {
      agent: 'workbench/agent/main.ts',
      memory: 'bench/memory.ts',
      query: 'workbench/command-line/query.ts',
    },
    outdir: 'out/test',
    outExtension: { '.js': '.cjs' },
  });
}
