import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { scratch } from './scratch';
import type { Order, Report } from './worker';

/** Test files leave memory behind. */
const RUNS_PER_WORKER = 60;

let worker: ChildProcess | undefined;
let runs = 0;

/** Runs a test file in a process that lives on; nothing where it does not end in time, or the process ends. */
export async function runTests(order: Omit<Order, 'scratch'>, timeout: number): Promise<Report | undefined> {
  if (runs >= RUNS_PER_WORKER) stopWorker();
  worker ??= startWorker();
  runs += 1;
  const current = worker;
  const report = await new Promise<Report | undefined>(resolve => {
    const timer = setTimeout(resolve, timeout, undefined);
    current.once('message', (message: Report) => {
      clearTimeout(timer);
      resolve(message);
    });
    current.once('exit', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    current.send({ scratch, ...order });
  });
  current.removeAllListeners();
  if (!report) stopWorker();
  return report;
}

/** Ends the process in which tests run. */
export function stopWorker(): void {
  worker?.kill('SIGKILL');
  worker = undefined;
  runs = 0;
}

function startWorker(): ChildProcess {
  const started = fork(join(__dirname, 'worker.ts'), {
    cwd: scratch,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, OPENAI_API_DOCUMENT: 'none' },
    stdio: process.env['MUTANTS_SHOW'] ? 'inherit' : 'ignore',
  });
  process.once('exit', () => started.kill('SIGKILL'));
  return started;
}
