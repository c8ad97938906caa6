import { parseArgs } from 'node:util';
import { cover } from './coverage';
import type { Mutant } from './instrument';
import { keep, type Outcome } from './kept';
import { partOf } from './parts';
import { takeSome } from './sample';
import { listFiles, makeScratch } from './scratch';
import { type Numbered, tryMutant } from './try-mutant';
import { stopWorker } from './workers';

/** What is tried where nothing is named. */
const PARTS = ['transport', 'failures', 'options', 'bulk', 'batch', 'files', 'text', 'responses', 'cost', 'server'];

/** Of the mutants of a part, so many must be noticed. */
const LEAST = 0.9;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    most: { type: 'string' },
    seed: { type: 'string', default: '1' },
    tests: { type: 'string', default: '' },
    list: { type: 'boolean' },
  },
});

/**
 * Changes one small thing at a time in a copy of the project, and sees whether a test fails:
 * `npm run mutants -- transport files/mp3.ts --most 50 --seed 2` tries 50 of each; without `--most`, all.
 * `--tests test/units,test/tables` runs only test files whose paths begin so.
 */
async function main(): Promise<void> {
  const mutants = await makeScratch();
  const numbered = number(mutants);
  const sources = [...numbered.keys()];
  await cover(
    listFiles().filter(path => path.startsWith('test/')),
    mutants,
    new Map([...numbered].map(([file, [first]]) => [file, first?.number ?? 0])),
    values.tests.split(',').filter(start => start !== '')
  );
  for (const name of positionals.length > 0 ? positionals : PARTS) {
    const all = [...numbered.values()]
      .flat()
      .filter(({ mutant: { file } }) => partOf(file) === name || file.endsWith(name));
    const chosen = values.most ? takeSome(all, Number(values.most), Number(values.seed)) : all;
    await tryPart(name, chosen, all.length, sources);
  }
  stopWorker();
}

function number(mutants: Mutant[]): Map<string, Numbered[]> {
  const numbered = new Map<string, Numbered[]>();
  for (const [at, mutant] of mutants.entries()) {
    const own = numbered.get(mutant.file) ?? [];
    numbered.set(mutant.file, own);
    own.push({ mutant, index: own.length, number: at });
  }
  return numbered;
}

async function tryPart(name: string, chosen: Numbered[], all: number, sources: string[]): Promise<void> {
  const counts: Record<Outcome['status'], number> = { killed: 0, hung: 0, survived: 0, unreached: 0 };
  for (const [at, each] of chosen.entries()) {
    const { status } = await tryMutant(each, sources);
    keep();
    counts[status] += 1;
    const { file, line, what } = each.mutant;
    if (status === 'survived' || status === 'unreached') console.log(`${status}: ${file}:${line} ${what}`);
    else if (values.list) console.log(`${status}: ${file}:${line} ${what}`);
    if (at % 10 === 9) console.error(`${name}: ${at + 1} of ${chosen.length}, ${JSON.stringify(counts)}`);
  }
  const noticed = counts.killed + counts.hung;
  const share = chosen.length > 0 ? noticed / chosen.length : 1;
  console.log(`${name}: ${noticed} of ${chosen.length} noticed (${Math.round(share * 100)}%), of ${all} in all`);
  if (share < LEAST) process.exitCode = 1;
}

main();
