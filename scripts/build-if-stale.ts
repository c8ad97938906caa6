import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isStale } from './freshness';

const root = join(__dirname, '..');
const under = (...paths: string[]): string[] => paths.map(path => join(root, path));

/** What is built, from what, and by which script. */
const products = {
  plugin: {
    script: 'build',
    output: join(root, 'plugins/openai/dist/index.js'),
    inputs: under('plugins/openai', 'packages/plugins-sdk-shim', 'scripts', 'package-lock.json'),
  },
  page: {
    script: 'build:page',
    output: join(root, 'workbench/dist/current'),
    inputs: under(
      'workbench/page',
      'workbench/forms',
      'workbench/examples',
      'workbench/vite.config.mts',
      'package-lock.json'
    ),
  },
};

/**
 * Builds what has changed since it was built last.
 *
 * @throws Error where a build fails; it has said why.
 */
export function buildIfStale(...names: (keyof typeof products)[]): void {
  for (const name of names) {
    const { script, output, inputs } = products[name];
    if (!isStale(output, inputs)) continue;
    // What the build says is no result: it must not stand among what a command prints.
    const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error(`npm run ${script} failed`);
  }
}
