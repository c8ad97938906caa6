import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildIfStale } from '../scripts/build-if-stale';
import { provideNode } from '../scripts/provide-node';
import { spawnAnswers } from './child';
import { writeContenders } from './contenders/write-contenders';
import { type Results, writeDocument } from './document';
import { cases } from './plan';
import { runCases, writeProgram } from './run-cases';

const root = join(__dirname, '..');
/** Inside the project, so that the program finds its packages. */
const folder = join(root, 'node_modules/.cache/bench');

/** The version that decides, and those that are reported. */
const DECIDES = '22';
const OTHERS = ['20', '24'];

const typed = process.argv.slice(2);
const isQuick = typed.includes('--quick');
const readTyped = (name: string) => (typed.includes(name) ? typed[typed.indexOf(name) + 1] : undefined);

/** The cases that were named with `--only`, else all; with `--quick` the most telling. */
function chooseCases(): typeof cases {
  const only = readTyped('--only')?.split(',');
  return cases.filter(one => (only ? only.includes(one.id) : !isQuick || one.isQuick));
}

/** What a measurement of its own prints, run by the version that decides. */
async function runProgram<Printed>(binary: string, name: string): Promise<Printed> {
  console.error(name);
  const { stdout } = await promisify(execFile)(binary, ['--import', 'tsx', join(__dirname, `${name}.ts`)]);
  return JSON.parse(stdout);
}

/**
 * Measures what the plugin costs its host beside what others cost it.
 *
 * `--quick` takes two minutes, `--only chat,first` some cases alone, `--node 24` another version; `--write` writes
 * `docs/performance.md`.
 */
async function main(): Promise<void> {
  const started = performance.now();
  const load = loadavg()[0] ?? 0;
  buildIfStale('plugin');
  await mkdir(folder, { recursive: true });
  await writeProgram(folder);
  const bench = { folder, contenders: await writeContenders(folder), server: await spawnAnswers() };
  const chosen = chooseCases();
  const major = readTyped('--node') ?? DECIDES;
  const binary = await provideNode(major);
  const isWhole = !isQuick && !typed.includes('--only');
  const rows = await runCases({ ...bench, binary, node: major }, chosen, isQuick ? 2 : 5, console.error);
  const others = [];
  for (const node of isWhole ? OTHERS : []) {
    const few = cases
      .filter(({ id }) => id === 'chat' || id === 'first')
      .map(one => ({ ...one, loaders: ['vm-context'] }));
    others.push(...(await runCases({ ...bench, binary: await provideNode(node), node }, few, 2, console.error)));
  }
  const results: Results = {
    rows,
    others,
    bulk: isWhole ? await runProgram(binary, 'bulk') : [],
    batches: isWhole ? await runProgram(binary, 'batch') : [],
    files: isWhole ? await runProgram(binary, 'row-files') : [],
    command: ['npm run bench', ...(typed.length > 0 ? ['--', ...typed] : [])].join(' '),
    load: [load, loadavg()[0] ?? 0],
    minutes: (performance.now() - started) / 60_000,
  };
  bench.server.stop();
  await writeFile(join(folder, 'results.json'), JSON.stringify(results, null, 1));
  const document = writeDocument(results);
  if (typed.includes('--write')) await writeFile(join(root, 'docs/performance.md'), document);
  else console.log(document);
}

main();
