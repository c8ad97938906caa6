import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A test that says by its name what it shows. */
interface NamedTest {
  lines: string[];
  /** Bugs of other plugins that it would catch. */
  bugs: string[];
  title: string;
  file: string;
}

const root = join(__dirname, '..');
/** A text that begins with one or more brackets of line ids, such as "[E07 row 26] sends ...". */
const name = /(['"`])((?:\[(?:(?:[A-E]\d\d|row \d{1,3})[ ,]*)*(?:bug: [^\]]+)?\]:? ?)+)((?:(?!\1)[^\\\n]|\\.)*)\1/g;

/** What the plugin has to do, as markdown: every line with the tests that show it. */
export function writeCoverage(): string {
  const lines = readLines();
  const tests = readTests();
  const unknown = tests.flatMap(({ lines: shown, file }) =>
    shown.filter(id => !(id in lines)).map(id => `${id} in ${file}`)
  );
  if (unknown.length > 0) throw new Error(`docs/coverage-lines.json does not have ${unknown.join(', ')}`);

  const ids = Object.keys(lines);
  const shown = ids.filter(id => tests.some(test => test.lines.includes(id)));
  const table = ids.map(
    id => `| ${id} | ${lines[id]} | ${describeTests(tests.filter(test => test.lines.includes(id)))} |`
  );
  const bugs = [...new Set(tests.flatMap(test => test.bugs))].toSorted();
  const bugTable = bugs.map(bug => `| ${bug} | ${describeTests(tests.filter(test => test.bugs.includes(bug)))} |`);
  return [
    '# What the plugin has to do, and the tests that show it',
    '',
    'Written by `npm run coverage` from the names of the tests and from `coverage-lines.json`; do not edit.',
    'A test names in brackets what it shows: a letter and a number for a line of what the plugin was asked to do, `row` and a',
    'number for a feature that plugins of this kind have.',
    '',
    `**${shown.length} of ${ids.length} are shown by a test, ${ids.length - shown.length} are missing.**`,
    '',
    '| line | what | tests |',
    '|---|---|---|',
    ...table,
    '',
    '## Bugs seen in other plugins, which a test here would catch',
    '',
    '| bug | tests |',
    '|---|---|',
    ...bugTable,
    '',
  ].join('\n');
}

function readLines(): Record<string, string> {
  return JSON.parse(readFileSync(join(root, 'docs/coverage-lines.json'), 'utf8'));
}

function readTests(): NamedTest[] {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.test\.tsx?$/.test(file))
    .map(file => join(root, 'test', file))
    .toSorted();
  return files.flatMap(path => {
    const file = relative(root, path).replaceAll('\\', '/');
    const source = readFileSync(path, 'utf8');
    return [...source.matchAll(name)].flatMap(({ 2: brackets = '', 3: words = '', index }) => {
      const title = [findGroup(source, index), words].filter(Boolean).join(' › ');
      const lines = brackets.match(/\b[A-E]\d\d\b|\brow \d{1,3}\b/g) ?? [];
      const bugs = [...brackets.matchAll(/bug: ([^\]]+)/g)].map(([, bug = '']) => bug);
      return lines.length + bugs.length > 0 ? [{ lines, bugs, title: title.replaceAll('\\', ''), file }] : [];
    });
  });
}

/** The words of the `describe` that a place in a test file stands in, by its indentation. */
function findGroup(source: string, place: number): string {
  const before = source.slice(0, place);
  const indentation = /^ */.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0].length ?? 0;
  const groups = [...before.matchAll(/^( *)describe(?:\.\w+\(.*\))?\((['"`])(.+)\2,/gm)];
  const group = groups.findLast(([, outer = '']) => outer.length < indentation)?.[3] ?? '';
  return group.replace(/^\[[^\]]+\] /, '');
}

function describeTests(tests: NamedTest[]): string {
  const titles = new Map<string, string[]>();
  for (const { file, title } of tests) titles.set(file, [...(titles.get(file) ?? []), title]);
  const cells = [...titles].map(
    ([file, given]) => `\`${file}\`: ${[...new Set(given)].join('; ').replaceAll('|', '\\|')}`
  );
  return cells.length === 0 ? '**missing**' : cells.join('<br>');
}
