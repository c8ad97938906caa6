import { join } from 'node:path';
import { runCLI } from 'jest';
import { STATE, type SwitchState } from './switch-state';

/** Runs one test file with one mutant, or with none. */
export interface Order {
  scratch: string;
  file: string;
  /** The number of the active mutant; -1 is none. */
  mutant: number;
  /** The full names of the tests to run; all where absent. */
  names?: string[] | undefined;
  /** How long one test may take, in milliseconds. */
  testTimeout: number;
}

/** What came of it. */
export interface Report {
  passed: boolean;
  /** What failed first. */
  failure?: string | undefined;
  /** Of work, since the machine may have other work to do. */
  milliseconds: number;
  /** The mutants that each test has reached, where none was active; those reached outside of tests under ''. */
  tests: Record<string, { milliseconds: number; reached: number[] }>;
}

const MOST_OF_FAILURE = 1500;

let isFirst = true;

process.on('message', async (order: Order) => {
  process.send?.(await run(order));
});

process.send?.('ready');

// Whoever gave the orders has ended.
process.on('disconnect', () => process.exit());

function workSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Notes what each test reaches. */
function createState(active: number): { state: SwitchState; tests: Report['tests'] } {
  const tests: Report['tests'] = { '': { milliseconds: 0, reached: [] } };
  if (active !== -1) return { state: { active }, tests };
  let current = '';
  let startedAt = process.cpuUsage();
  let reached = new Set<number>();
  const note = () => {
    const known = tests[current]?.reached ?? [];
    tests[current] = { milliseconds: workSince(startedAt), reached: [...known, ...reached] };
    reached = new Set();
  };
  const begin = (name: string) => {
    note();
    current = name;
    startedAt = process.cpuUsage();
  };
  return {
    state: { active, reached: { add: number => void reached.add(number) }, enter: begin, leave: () => begin('') },
    tests,
  };
}

const toPattern = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

async function run({ scratch, file, mutant, names, testTimeout }: Order): Promise<Report> {
  const { state, tests } = createState(mutant);
  Reflect.set(globalThis, STATE, state);
  process.env['MUTANT'] = String(mutant);
  const { globalSetup, reporters: _, ...config }: Record<string, unknown> = require(join(scratch, 'jest.config.cjs'));
  const setup = [config['setupFilesAfterEnv'], mutant === -1 ? join(__dirname, 'note-tests.ts') : []].flat();
  const settings = { ...config, setupFilesAfterEnv: setup, rootDir: scratch, reporters: [] };
  const startedAt = process.cpuUsage();
  const { results } = await runCLI(
    {
      $0: '',
      _: [join(scratch, file)],
      config: JSON.stringify({ ...settings, ...(isFirst && { globalSetup }) }),
      runInBand: true,
      runTestsByPath: true,
      silent: true,
      // A snapshot that is missing is no snapshot that fits.
      ci: true,
      ...(names && { testNamePattern: `^(${names.map(toPattern).join('|')})$` }),
      testTimeout,
      watchman: false,
    },
    [scratch]
  );
  isFirst = false;
  state.leave?.();
  const { success, numPassedTests, testResults } = results;
  return {
    passed: success && numPassedTests > 0,
    failure: testResults.find(({ failureMessage }) => failureMessage)?.failureMessage?.slice(0, MOST_OF_FAILURE),
    milliseconds: Math.round(workSince(startedAt)),
    tests,
  };
}
