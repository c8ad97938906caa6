const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const root = join(__dirname, '../..');
const recorded = join(root, 'out/test-results.json');

/**
 * Records of every test whether it passed and how much it asserted, for the traceability list, and fails a run in which a
 * test asserts nothing. Files that did not run, for want of a browser or because only some tests were asked for, keep what an
 * earlier run recorded; a test that is skipped is recorded as such.
 */
module.exports = class ResultReporter {
  constructor({ testNamePattern }) {
    this.isPart = Boolean(testNamePattern);
  }

  files = {};
  empty = [];

  onTestResult(test, { testResults }) {
    const file = relative(root, test.path).replaceAll('\\', '/');
    const tests = testResults.map(({ ancestorTitles, title, status, numPassingAsserts }) => ({
      titles: [...ancestorTitles, title],
      status,
      assertions: numPassingAsserts,
    }));
    const isLeftOut = file.startsWith('test/browser/') && tests.every(({ status }) => status === 'pending');
    if (!this.isPart && !isLeftOut) {
      this.files[file] = { sha256: createHash('sha256').update(readFileSync(test.path)).digest('hex'), tests };
    }
    for (const { titles, status, assertions } of tests) {
      if (status === 'passed' && assertions === 0) this.empty.push(`${file}: ${titles.join(' › ')}`);
    }
  }

  onRunComplete() {
    const earlier = existsSync(recorded) ? JSON.parse(readFileSync(recorded, 'utf8')) : {};
    mkdirSync(dirname(recorded), { recursive: true });
    writeFileSync(recorded, JSON.stringify({ ...earlier, ...this.files }));
  }

  getLastError() {
    if (this.empty.length === 0) return;
    const error = new Error(`These tests assert nothing:\n${this.empty.join('\n')}`);
    // Jest fails the run, but does not say why.
    process.stderr.write(`${error.message}\n`);
    return error;
  }
};
