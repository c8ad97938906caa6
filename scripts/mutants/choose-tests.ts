import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutant } from './instrument';
import { type CoveredTest, hashOf, kept } from './kept';
import { root } from './scratch';

/** Tests that take longer are too dear to run for every mutant that they reach. */
const LONGEST = 60_000;

/** How long all tests of a mutant may take together. */
const MOST_TIME = 10_000;
const MOST_FILES = 8;

/** None of their tests needs another one of its file before it, so that they are run one by one. */
const SEPARABLE = /^test\/(tables|units)\//;

/** Each of their tests tells of one option of one operation, whose names are at its end. */
const OPTIONS = /^test\/tables\/options-/;

/** They hold all that is written down of options. */
const FORMS = 'test/forms.test.ts';

/** Some tests of a file, or all. */
export interface Choice {
  file: string;
  names?: string[];
  milliseconds: number;
}

/** The tests that can notice a mutant, those first that reach the most of its source and the least of all else. */
export function chooseTests(mutant: Mutant, index: number, sources: string[]): Choice[] {
  const reaching = mutant.isStatic
    ? reachingFile(mutant.file, sources, new Set())
    : findTests(mutant.file, (indexes, isCurrent) => !isCurrent || indexes.includes(index));
  const named = mutant.isStatic ? findNamed(mutant.within) : [];
  const ordered = [...named, ...reaching.toSorted((one, other) => other.focus - one.focus)];
  return joinFiles([...new Map(ordered.map(one => [JSON.stringify([one.file, one.name]), one])).values()]);
}

/** The tables and forms of options that are set when a file is loaded, where nothing shows which tests read them. */
function findNamed(names: string[]): Candidate[] {
  const tables = Object.entries(kept.coverage).filter(([file, { passed }]) => passed && OPTIONS.test(file));
  const found = tables.flatMap(([file, { tests }]) =>
    Object.entries(tests)
      .filter(([test]) => names.some(name => test.endsWith(`: ${name}`)))
      .map(([name, { milliseconds }]): Candidate => ({ file, name, milliseconds, focus: 0 }))
  );
  const forms = kept.coverage[FORMS];
  return forms?.passed && found.length > 0
    ? [{ file: FORMS, milliseconds: forms.milliseconds, focus: 0 }, ...found]
    : found;
}

/** One test, or where tests are not run one by one, a file. */
interface Candidate {
  file: string;
  name?: string;
  milliseconds: number;
  focus: number;
}

type Matches = (indexes: number[], isCurrent: boolean) => boolean;

function findTests(source: string, matches: Matches): Candidate[] {
  return Object.entries(kept.coverage).flatMap(([file, { passed, milliseconds, sources, tests }]): Candidate[] => {
    if (!passed || sources[source] === undefined) return [];
    const isCurrent = sources[source] === hashOf(source);
    const reaching = Object.entries(tests).filter(
      ([
        ,
        {
          reached: { [source]: own },
        },
      ]) => own && matches(own, isCurrent)
    );
    // What is reached while the file is loaded is reached by each of its tests.
    const named = SEPARABLE.test(file) ? reaching.filter(([name]) => name !== '') : [];
    if (named.length > 0) return named.map(([name, test]) => ({ file, name, ...toCandidate(source, [test]) }));
    return reaching.length > 0 && milliseconds < LONGEST
      ? [{ file, ...toCandidate(source, Object.values(tests)), milliseconds }]
      : [];
  });
}

function toCandidate(source: string, tests: CoveredTest[]): { milliseconds: number; focus: number } {
  const count = (lists: (number[] | undefined)[]) => lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
  const milliseconds = tests.reduce((sum, test) => sum + test.milliseconds, 0);
  const all = count(tests.flatMap(({ reached }) => Object.values(reached)));
  return {
    milliseconds,
    focus: count(tests.map(({ reached }) => reached[source])) / (all + 1) / Math.sqrt(milliseconds + 50),
  };
}

/** As many as the time allows, those of one file together. */
function joinFiles(candidates: Candidate[]): Choice[] {
  const choices = new Map<string, Choice>();
  let time = 0;
  for (const { file, name, milliseconds } of candidates) {
    if (time > 0 && time + milliseconds > MOST_TIME) continue;
    const known = choices.get(file);
    if (!known && choices.size >= MOST_FILES) continue;
    time += milliseconds;
    const names = name === undefined ? undefined : [...(known?.names ?? []), name];
    choices.set(file, { file, milliseconds: (known?.milliseconds ?? 0) + milliseconds, ...(names && { names }) });
  }
  return [...choices.values()];
}

/** Tests that call what is in a file, or where it holds only values, what imports it. */
function reachingFile(file: string, sources: string[], seen: Set<string>): Candidate[] {
  seen.add(file);
  const direct = findTests(file, () => true);
  if (direct.length > 0) return direct;
  const importers = sources.filter(source => !seen.has(source) && imports(source, file));
  return importers.flatMap(source => reachingFile(source, sources, seen));
}

function imports(source: string, file: string): boolean {
  const text = readFileSync(join(root, source), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].some(([, path = '']) => {
    const target = join(dirname(source), path);
    return `${target}.ts` === file || (existsSync(join(root, target, 'index.ts')) && `${target}/index.ts` === file);
  });
}
