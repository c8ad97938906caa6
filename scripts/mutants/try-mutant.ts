import { type Choice, chooseTests } from './choose-tests';
import type { Mutant } from './instrument';
import { hashOf, kept, type Outcome } from './kept';
import { runTests } from './workers';

/** A mutant with its place among those of its source and among all. */
export interface Numbered {
  mutant: Mutant;
  index: number;
  number: number;
}

/** Of work, and by the clock: a machine that is busy with other work is slow. */
const timeoutOf = ({ milliseconds }: Choice) => 15_000 + 10 * milliseconds;
const testTimeoutOf = ({ milliseconds }: Choice) => 30_000 + 30 * milliseconds;

/** Runs the tests that reach a mutant until one fails; if an earlier run did so with the same files, that stands. */
export async function tryMutant({ mutant, index, number }: Numbered, sources: string[]): Promise<Outcome> {
  const tests = chooseTests(mutant, index, sources);
  const id = `${mutant.file} ${index}`;
  const earlier = kept.outcomes[id];
  if (earlier && stillHolds(earlier, tests)) return earlier;
  const outcome = await run(mutant.file, number, tests);
  kept.outcomes[id] = outcome;
  return outcome;
}

function stillHolds({ status, hashes }: Outcome, tests: Choice[]): boolean {
  const sameFiles = Object.entries(hashes).every(([file, hash]) => hashOf(file) === hash);
  return sameFiles && (status === 'killed' || status === 'hung' || tests.every(({ file }) => file in hashes));
}

async function run(source: string, mutant: number, choices: Choice[]): Promise<Outcome> {
  const hashesOf = (files: string[]) => Object.fromEntries([source, ...files].map(file => [file, hashOf(file)]));
  for (const choice of choices) {
    const { file, names } = choice;
    const order = { file, names, mutant, testTimeout: testTimeoutOf(choice) };
    const report = await runTests(order, timeoutOf(choice));
    if (!report?.passed) return { status: report ? 'killed' : 'hung', hashes: hashesOf([file]) };
  }
  const files = choices.map(({ file }) => file);
  return { status: files.length > 0 ? 'survived' : 'unreached', hashes: hashesOf(files) };
}
