import type { Mutant } from './instrument';
import { type Coverage, type CoveredTest, hashOf, keep, kept } from './kept';
import { territories } from './parts';
import type { Report } from './worker';
import { runTests } from './workers';

const LONGEST = 300_000;

/**
 * Runs every test file that has changed since it last ran, without a mutant, and notes what it reaches.
 *
 * @param only What the paths of the test files begin with that are run; all are where it is empty. What is known of the
 *   others and still holds is used all the same.
 */
export async function cover(
  files: string[],
  mutants: Mutant[],
  firsts: Map<string, number>,
  only: string[]
): Promise<void> {
  const all = territories.flatMap(({ tests, except }) => files.filter(file => tests.test(file) && !except.test(file)));
  const wanted = only.length === 0 ? all : all.filter(file => only.some(start => file.startsWith(start)));
  for (const file of new Set(wanted)) {
    if (kept.coverage[file]?.hash === hashOf(file)) continue;
    const report = await runTests({ file, mutant: -1, testTimeout: LONGEST }, LONGEST);
    kept.coverage[file] = toCoverage(file, report, mutants, firsts);
    keep();
    const { passed, milliseconds } = kept.coverage[file];
    if (passed) console.error(`ran ${file} ${milliseconds} ms`);
    else console.error(`LEFT OUT, since it fails without a mutant: ${file} ${report?.failure ?? 'It did not end'}`);
  }
  for (const file of Object.keys(kept.coverage))
    if (!all.includes(file) || kept.coverage[file]?.hash !== hashOf(file)) delete kept.coverage[file];
}

function toCoverage(
  file: string,
  report: Report | undefined,
  mutants: Mutant[],
  firsts: Map<string, number>
): Coverage {
  const { passed = false, milliseconds = 0, tests = {} } = report ?? {};
  const sources: Coverage['sources'] = {};
  const toReached = (numbers: number[]): CoveredTest['reached'] => {
    const reached: CoveredTest['reached'] = {};
    for (const number of numbers) {
      const mutant = mutants[number];
      if (!mutant || mutant.isStatic) continue;
      sources[mutant.file] ??= hashOf(mutant.file);
      reached[mutant.file] ??= [];
      reached[mutant.file]?.push(number - (firsts.get(mutant.file) ?? 0));
    }
    return reached;
  };
  const covered = Object.entries(tests).map(([name, { milliseconds: own, reached }]): [string, CoveredTest] => [
    name,
    { milliseconds: Math.round(own), reached: toReached(reached) },
  ]);
  return { hash: hashOf(file), passed, milliseconds, sources, tests: Object.fromEntries(covered) };
}
