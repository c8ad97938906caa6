import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listed, writeList } from './traceability/list';
import { readResults } from './traceability/run-results';
import { readTaggedTests, type TaggedTest } from './traceability/tagged-tests';

const path = join(__dirname, '../docs/traceability.md');
const verdictOf = readResults();
const all = process.argv.includes('--all');
const earlier = existsSync(path) && !all ? readFileSync(path, 'utf8').split('\n') : [];

/** A test that an earlier run has shown for each of its claims need not run again; `--all` wants every test run. */
const isListed = (test: TaggedTest) =>
  [...test.claims, ...test.bugs].every(id =>
    earlier.some(row => row.startsWith(`| ${id} |`) && row.includes(`\`${test.file}\``) && row.includes(listed(test)))
  );

const tests = readTaggedTests();
const problems = tests.flatMap(test => {
  const verdict = verdictOf(test);
  if (verdict?.shown || (!verdict && isListed(test))) return [];
  return `${test.file}: ${test.label}: ${verdict ? verdict.reason : 'not run since it was changed'}`;
});
if (problems.length > 0) {
  console.error(`Not shown by a run; run the tests first, such as with npx jest FILE:\n${problems.join('\n')}`);
  process.exitCode = 1;
} else {
  writeFileSync(path, writeList(tests));
}
