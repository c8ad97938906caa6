import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutant } from './instrument';
import { hashOf, kept } from './kept';
import { root } from './scratch';

/** Test files that take longer are too dear to run for every mutant that they reach. */
const LONGEST = 60_000;

/**
 * The test files that can notice a mutant, those first that reach the most of its source and the least of all else.
 *
 * @param index Counted within its source.
 */
export function chooseTests(mutant: Mutant, index: number, sources: string[], most: number): string[] {
  const reaching = mutant.isStatic
    ? reachingFile(mutant.file, sources, new Set())
    : findTests(mutant.file, reached => reached.hash !== hashOf(mutant.file) || reached.indexes.includes(index));
  return reaching.toSorted((one, other) => focus(other, mutant.file) - focus(one, mutant.file)).slice(0, most);
}

type Reached = (typeof kept.coverage)[string]['reached'][string];

function findTests(file: string, matches: (reached: Reached) => boolean): string[] {
  const all = Object.entries(kept.coverage).filter(([, { passed, milliseconds }]) => passed && milliseconds < LONGEST);
  return all.flatMap(([test, { reached }]) => {
    const own = reached[file];
    return own && matches(own) ? [test] : [];
  });
}

/** Tests that call what is in a file, or where it holds only values, what imports it. */
function reachingFile(file: string, sources: string[], seen: Set<string>): string[] {
  seen.add(file);
  const direct = findTests(file, () => true);
  if (direct.length > 0) return direct;
  const importers = sources.filter(source => !seen.has(source) && imports(source, file));
  return [...new Set(importers.flatMap(source => reachingFile(source, sources, seen)))];
}

function imports(source: string, file: string): boolean {
  const text = readFileSync(join(root, source), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].some(([, path = '']) => {
    const target = join(dirname(source), path);
    return `${target}.ts` === file || (existsSync(join(root, target, 'index.ts')) && `${target}/index.ts` === file);
  });
}

function focus(test: string, file: string): number {
  const { reached = {}, milliseconds = 1 } = kept.coverage[test] ?? {};
  const all = Object.values(reached).reduce((sum, { indexes }) => sum + indexes.length, 1);
  return (reached[file]?.indexes.length ?? 0) / all / Math.sqrt(milliseconds + 1000);
}
