import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A test, or a group of tests, whose title ends in a tag such as "[E07 row 26]". */
export interface TaggedTest {
  file: string;
  /** As it is written, `%s` and `$name` included. */
  title: string;
  /** The title with the groups around it and without its tag. */
  label: string;
  claims: string[];
  /** Bugs of other plugins that it would catch. */
  bugs: string[];
}

const root = join(__dirname, '../..');
const tagged =
  /(['"`])((?:(?!\1)[^\\\n]|\\.)+) \[(?=[^\]])((?:(?:[A-E]\d\d|row \d{1,3})(?: (?=[^\]]))?)*(?:bug: [^\]]+)?)\]\1/g;

/** Every tagged test of `test/` that is not skipped, by file, in the order of the source. */
export function readTaggedTests(): TaggedTest[] {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  return files
    .filter(file => file.endsWith('.test.ts'))
    .map(file => join(root, 'test', file))
    .toSorted()
    .flatMap(path => {
      const file = relative(root, path).replaceAll('\\', '/');
      const source = readFileSync(path, 'utf8');
      const found = [...source.matchAll(tagged)].filter(({ index }) => !isSkipped(source, index));
      return found.map(({ 2: words = '', 3: tag = '', index }) => ({
        file,
        title: readLiteral(`${words} [${tag}]`),
        label: readLiteral([findGroup(source, index), words].filter(Boolean).join(' › ')),
        claims: tag.replace(/bug: .*/, '').match(/[A-E]\d\d|row \d{1,3}/g) ?? [],
        bugs: [...tag.matchAll(/bug: (.+)/g)].map(([, bug = '']) => bug),
      }));
    });
}

const readLiteral = (literal: string) => literal.replaceAll('\\', '');

const STATEMENT = /^( *)(x?(?:it|test|describe)\b(?:\.\w+)*)/gm;
const SKIPPED = /^x|\.(skip|todo)\b/;

/** Whether the test at a place does not run: it, or a group around it, is skipped. */
export function isSkipped(source: string, place: number): boolean {
  let indentation = Number.POSITIVE_INFINITY;
  for (const [, spaces = '', call = ''] of [...source.slice(0, place).matchAll(STATEMENT)].toReversed()) {
    if (spaces.length >= indentation) continue;
    indentation = spaces.length;
    if (SKIPPED.test(call)) return true;
  }
  return false;
}

/** The title of the group around a place in a test file, found by its indentation. */
function findGroup(source: string, place: number): string {
  const before = source.slice(0, place);
  const indentation = /^ */.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0].length ?? 0;
  const groups = [...before.matchAll(/^( *)describe(?:\.\w+\(.*\))?\((['"`])(.+)\2,/gm)];
  const group = groups.findLast(([, outer = '']) => outer.length < indentation)?.[3] ?? '';
  return group.replace(/ \[[^\]]+\]$/, '');
}
