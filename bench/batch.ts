import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { loadInContext } from '../workbench/host/load-in-context';
import { spawnEmulator } from './child';
import { readBundle, sourceAt } from './hosts';
import { collectGarbage, forgetPeak, residentPeak } from './resident';

/** What a step took, and the most memory it needed besides what the process had before. */
interface Step {
  milliseconds: number;
  extra: number;
}

/** About what a ticket of a help desk holds. */
const makeRows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ n, subject: `Ticket ${n}`, body: `${n} `.padEnd(1000, 'lorem ipsum ') }));

async function measure(work: () => Promise<unknown>): Promise<[unknown, Step]> {
  await collectGarbage();
  const before = process.memoryUsage().rss;
  forgetPeak();
  const started = performance.now();
  const result = await work();
  return [result, { milliseconds: performance.now() - started, extra: residentPeak() - before }];
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), value);

/** A batch from its rows to its results, in this process. */
async function runBatch(count: number, port: number): Promise<Record<string, Step>> {
  const Plugin = loadInContext(readBundle());
  const query = (options: object) =>
    new Plugin().run(sourceAt(port), { operation: 'batch', model_id: 'gpt-5.4', query_timeout: 600_000, ...options });
  const rows = makeRows(count);
  const prompt = 'Say "[[n]]": [[subject]] [[body]]';
  const [made, create] = await measure(() => query({ rows, prompt }));
  const batch_id = at(made, 'data', 'ids');
  const [, run] = await measure(async () => {
    while (!at(await query({ batch_action: 'status', batch_id }), 'data', 'done'));
  });
  const [fetched, results] = await measure(() => query({ batch_action: 'results', batch_id, rows }));
  const answered = at(fetched, 'data', 'rows');
  const isWrong = ({ n }: { n: number }) =>
    at(answered, String(n), 'n') !== n || at(answered, String(n), 'text') !== String(n);
  if (rows.some(isWrong)) throw new Error('A row was lost or has the answer of another');
  return { create, 'emulator at work': run, results };
}

/** One step with so many rows. */
export interface BatchStep extends Step {
  rows: number;
  name: string;
}

/** Prints what batches take, each in a process of its own, as JSON. */
async function main(): Promise<void> {
  const taken: BatchStep[] = [];
  for (const rows of [1000, 10_000, 50_000]) {
    const emulator = await spawnEmulator({ background: { steps: 2, milliseconds: 3_600_000 } });
    const typed = ['--expose-gc', '--import', 'tsx', __filename, String(rows), String(emulator.port)];
    const { stdout } = await promisify(execFile)(process.execPath, typed);
    const steps: Record<string, Step> = JSON.parse(stdout);
    for (const [name, step] of Object.entries(steps)) taken.push({ rows, name, ...step });
    emulator.stop();
  }
  console.log(JSON.stringify(taken));
}

const [count, port] = process.argv.slice(2);
if (count === undefined) main();
else {
  runBatch(Number(count), Number(port)).then(steps => {
    console.log(JSON.stringify(steps));
    process.exit();
  });
}
