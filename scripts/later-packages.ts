import type { Plugin } from 'esbuild';
import { writeLaterModule } from './later-module';

/**
 * Packages that files, links and schemas need, and a chat does not, with what is used of them: a third of the code, whose
 * compiling and evaluating took a quarter of the first query of a process.
 */
const LATER: Record<string, string[]> = {
  got: ['default', 'TimeoutError'],
  'file-type': ['fileTypeFromBuffer'],
  'image-size': ['imageSize'],
  'ipaddr.js': ['default'],
  '@cfworker/json-schema': ['Validator'],
};

/** The name of their part of the bundle. */
export const PACKAGES = 'packages';

const packages = Object.keys(LATER).map(name => JSON.stringify(name));

/** A module for that part; each package is evaluated when it is asked for. */
export const packagesEntry = `exports.load = name => {
  switch (name) {
    ${packages.map(name => `case ${name}: return require(${name});`).join('\n')}
  }
};`;

/** Lets that part have no more of the packages than is used. */
export const keepWhatIsUsed: Plugin = {
  name: 'keep-what-is-used',
  setup({ onResolve, onLoad }) {
    const namespace = 'used';
    onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) =>
      kind === 'require-call' && path in LATER && !importer.includes('node_modules') ? { path, namespace } : undefined
    );
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `export { ${LATER[path]?.join(', ')} } from ${JSON.stringify(path)};`,
      resolveDir: __dirname,
    }));
  },
};

/** Puts modules in the packages' place that read every export when it is used. */
export const loadPackagesLater: Plugin = {
  name: 'load-packages-later',
  setup({ onResolve, onLoad }) {
    const namespace = 'later';
    onResolve({ filter: /^[^./]/ }, ({ path, importer }) =>
      path in LATER && !importer.includes('node_modules') ? { path, namespace } : undefined
    );
    onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const source = `loadPart(${JSON.stringify(PACKAGES)}).load(${JSON.stringify(path)})`;
      return { contents: writeLaterModule(LATER[path] ?? [], source), loader: 'js' };
    });
  },
};
