import { join } from 'node:path';
import { runCLI } from 'jest';

/** Runs one test file with one mutant, or with none. */
export interface Order {
  scratch: string;
  file: string;
  /** The number of the active mutant; -1 is none. */
  mutant: number;
}

/** What came of it. */
export interface Report {
  passed: boolean;
  milliseconds: number;
  /** The mutants that the tests have reached; where none was active. */
  reached: number[];
}

/** A mutant that waits for something must not wait for half a minute. */
const TEST_TIMEOUT = 15_000;

let isFirst = true;

process.on('message', async (order: Order) => {
  process.send?.(await run(order));
});

// Whoever gave the orders has ended.
process.on('disconnect', () => process.exit());

async function run({ scratch, file, mutant }: Order): Promise<Report> {
  const reached = new Set<number>();
  const state = { active: mutant, ...(mutant === -1 && { reached }) };
  Reflect.set(globalThis, Symbol.for('mutants'), state);
  process.env['MUTANT'] = String(mutant);
  const { globalSetup, reporters: _, ...config }: Record<string, unknown> = require(join(scratch, 'jest.config.cjs'));
  const startedAt = performance.now();
  const { results } = await runCLI(
    {
      $0: '',
      _: [join(scratch, file)],
      config: JSON.stringify({ ...config, rootDir: scratch, reporters: [], ...(isFirst && { globalSetup }) }),
      runInBand: true,
      runTestsByPath: true,
      silent: true,
      testTimeout: TEST_TIMEOUT,
      watchman: false,
    },
    [scratch]
  );
  isFirst = false;
  const { success, numPassedTests } = results;
  return {
    passed: success && numPassedTests > 0,
    milliseconds: Math.round(performance.now() - startedAt),
    reached: [...reached],
  };
}
