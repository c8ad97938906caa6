import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildIfStale } from '../scripts/build-if-stale';
import { provideNode } from '../scripts/provide-node';
import { spawnAnswers } from './child';
import { writeContenders } from './contenders/write-contenders';
import { cases } from './plan';
import { type Row, runCases, writeProgram } from './run-cases';
import { formatTable } from './table';

const root = join(__dirname, '..');
/** Inside the project, so that the program finds its packages. */
const folder = join(root, 'node_modules/.cache/bench');

const typed = process.argv.slice(2);
const isQuick = typed.includes('--quick');
/** `--only chat,first` measures these cases alone. */
const only = typed[typed.indexOf('--only') + 1]?.split(',');
const [node = '22'] = typed.includes('--node') ? typed.slice(typed.indexOf('--node') + 1) : [];

/** Measures what the plugin costs its host beside what others cost it. */
async function main(): Promise<void> {
  buildIfStale('plugin');
  await mkdir(folder, { recursive: true });
  await writeProgram(folder);
  const contenders = await writeContenders(folder);
  const server = await spawnAnswers();
  const rounds = isQuick ? 2 : 5;
  const chosen = cases.filter(({ id, isQuick: always }) =>
    typed.includes('--only') ? only?.includes(id) : !isQuick || always
  );
  const rows: Row[] = [];
  const bench = { folder, contenders, server };
  rows.push(...(await runCases({ ...bench, binary: await provideNode(node), node }, chosen, rounds, console.error)));
  await writeFile(join(folder, 'results.json'), JSON.stringify(rows, null, 1));
  console.log(formatTable(rows));
  server.stop();
}

main();
