import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaggedTest } from './tagged-tests';

interface TestResult {
  titles: string[];
  status: string;
  assertions: number;
}

interface FileResult {
  sha256: string;
  tests: TestResult[];
}

/** What a run says of a tagged test: shown, not shown and why, or nothing where its file was not run as it now stands. */
export type Verdict = { shown: true } | { shown: false; reason: string } | undefined;

const root = join(__dirname, '../..');
const recorded = join(root, 'out/test-results.json');

/** Reads what `test/support/result-reporter.cjs` recorded of the latest run of each test file. */
export function readResults(): (test: TaggedTest) => Verdict {
  const files: Record<string, FileResult> = existsSync(recorded) ? JSON.parse(readFileSync(recorded, 'utf8')) : {};
  return test => {
    const result = files[test.file];
    if (!result || result.sha256 !== hash(readFileSync(join(root, test.file)))) return undefined;
    const pattern = titlePattern(test.title);
    return judge(result.tests.filter(({ titles }) => titles.some(title => pattern.test(title))));
  };
}

function judge(results: TestResult[]): Verdict {
  if (results.length === 0) return { shown: false, reason: 'no such test ran' };
  const failed = results.find(({ status }) => status !== 'passed');
  if (failed) return { shown: false, reason: `${failed.status}: ${failed.titles.join(' › ')}` };
  const empty = results.find(({ assertions }) => assertions === 0);
  return empty ? { shown: false, reason: `asserts nothing: ${empty.titles.join(' › ')}` } : { shown: true };
}

/** Matches the titles that jest makes of one with `%s` and `$name` in it. */
function titlePattern(title: string): RegExp {
  const parts = title.split(/%[a-zA-Z#]|\$\{[^}]*\}|\$[\w.#]+/);
  return new RegExp(parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*'));
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
