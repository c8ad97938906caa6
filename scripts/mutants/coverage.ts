import type { Mutant } from './instrument';
import { type Coverage, hashOf, keep, kept } from './kept';
import { territories } from './parts';
import { runTests } from './workers';

const LONGEST = 300_000;

/** Runs every test file that has changed since it last ran, without a mutant, and notes what it reaches. */
export async function cover(files: string[], mutants: Mutant[], firsts: Map<string, number>): Promise<void> {
  const wanted = territories.flatMap(({ tests, except }) =>
    files.filter(file => tests.test(file) && !except.test(file))
  );
  for (const file of new Set(wanted)) {
    if (kept.coverage[file]?.hash === hashOf(file)) continue;
    kept.coverage[file] = await coverOne(file, mutants, firsts);
    keep();
    const { passed, milliseconds } = kept.coverage[file];
    console.error(`${passed ? 'ran' : 'LEFT OUT, since it fails without a mutant:'} ${file} ${milliseconds} ms`);
  }
  for (const file of Object.keys(kept.coverage)) if (!wanted.includes(file)) delete kept.coverage[file];
}

async function coverOne(file: string, mutants: Mutant[], firsts: Map<string, number>): Promise<Coverage> {
  const report = await runTests(file, -1, LONGEST);
  const reached: Coverage['reached'] = {};
  for (const number of report?.reached ?? []) {
    const mutant = mutants[number];
    if (!mutant || mutant.isStatic) continue;
    reached[mutant.file] ??= { hash: hashOf(mutant.file), indexes: [] };
    reached[mutant.file]?.indexes.push(number - (firsts.get(mutant.file) ?? 0));
  }
  const { passed = false, milliseconds = 0 } = report ?? {};
  return { hash: hashOf(file), passed, milliseconds, reached };
}
