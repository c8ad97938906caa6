import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './scratch';
import type { Order, Report } from './worker';

/** Test files leave memory behind. */
const RUNS_PER_WORKER = 60;

let worker: ChildProcess | undefined;
let runs = 0;

/**
 * Runs a test file in a process that lives on; nothing where it does not end in time, or the process ends.
 *
 * @param timeout In milliseconds of work.
 */
export async function runTests(order: Omit<Order, 'scratch'>, timeout: number): Promise<Report | undefined> {
  if (runs >= RUNS_PER_WORKER) stopWorker();
  worker ??= await startWorker();
  runs += 1;
  const current = worker;
  const timers: NodeJS.Timeout[] = [];
  const report = await new Promise<Report | undefined>(resolve => {
    const start = workOf(current);
    timers.push(
      setInterval(() => {
        if (workOf(current) - start > timeout) resolve(undefined);
      }, 1000)
    );
    current.once('message', (message: Report) => {
      resolve(message);
    });
    current.once('exit', () => {
      resolve(undefined);
    });
    current.send({ scratch, ...order });
  });
  for (const timer of timers) clearInterval(timer);
  current.removeAllListeners();
  if (!report) stopWorker();
  return report;
}

const TICK_MS = 10;

/** The milliseconds that a process has worked, since the machine may have other work to do; by the clock where nothing tells. */
function workOf({ pid }: ChildProcess): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return performance.now();
  // Its name, which stands in brackets, may hold spaces.
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

process.once('exit', () => stopWorker());

/** Ends the process in which tests run. */
export function stopWorker(): void {
  worker?.kill('SIGKILL');
  worker = undefined;
  runs = 0;
}

/** @throws Error where it cannot be started, which no mutant is to blame for. */
async function startWorker(): Promise<ChildProcess> {
  const started = fork(join(__dirname, 'worker.ts'), {
    cwd: scratch,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, OPENAI_API_DOCUMENT: 'none' },
    stdio: process.env['MUTANTS_SHOW'] ? 'inherit' : 'ignore',
  });
  await new Promise<void>((resolve, reject) => {
    started.once('message', () => resolve());
    started.once('exit', code => reject(new Error(`The process that runs tests ended with ${code}`)));
  });
  started.removeAllListeners();
  return started;
}
