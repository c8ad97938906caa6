import { chooseTests } from './choose-tests';
import type { Mutant } from './instrument';
import { hashOf, kept, type Outcome } from './kept';
import { runTests } from './workers';

/** A mutant with its place among those of its source and among all. */
export interface Numbered {
  mutant: Mutant;
  index: number;
  number: number;
}

/** How many test files may pass before a mutant has survived. */
const MOST_TESTS = 8;

/** A machine that is busy with other work is slow. */
const timeoutOf = (test: string) => 30_000 + 5 * (kept.coverage[test]?.milliseconds ?? 0);

/** Runs the tests that reach a mutant until one fails; if an earlier run did so with the same files, that stands. */
export async function tryMutant({ mutant, index, number }: Numbered, sources: string[]): Promise<Outcome> {
  const tests = chooseTests(mutant, index, sources, MOST_TESTS);
  const id = `${mutant.file} ${index}`;
  const earlier = kept.outcomes[id];
  if (earlier && stillHolds(earlier, tests)) return earlier;
  const outcome = await run(mutant.file, number, tests);
  kept.outcomes[id] = outcome;
  return outcome;
}

function stillHolds({ status, hashes }: Outcome, tests: string[]): boolean {
  const sameFiles = Object.entries(hashes).every(([file, hash]) => hashOf(file) === hash);
  return sameFiles && (status === 'killed' || status === 'hung' || tests.every(test => test in hashes));
}

async function run(source: string, number: number, tests: string[]): Promise<Outcome> {
  const hashesOf = (files: string[]) => Object.fromEntries([source, ...files].map(file => [file, hashOf(file)]));
  for (const test of tests) {
    const report = await runTests(test, number, timeoutOf(test));
    if (!report?.passed) return { status: report ? 'killed' : 'hung', hashes: hashesOf([test]) };
  }
  return { status: tests.length > 0 ? 'survived' : 'unreached', hashes: hashesOf(tests) };
}
