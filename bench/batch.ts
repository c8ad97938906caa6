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

/** What batches take, each in a process of its own. */
async function main(): Promise<void> {
  console.log(`\nbatch of rows of 1 KB, Node ${process.versions.node}; memory besides the rows, at its peak`);
  for (const count of [10_000, 50_000]) {
    const emulator = await spawnEmulator({ background: { steps: 2, milliseconds: 3_600_000 } });
    const typed = ['--expose-gc', '--import', 'tsx', __filename, String(count), String(emulator.port)];
    const { stdout } = await promisify(execFile)(process.execPath, typed);
    const steps: Record<string, Step> = JSON.parse(stdout);
    for (const [name, { milliseconds, extra }] of Object.entries(steps)) {
      const figures = `${(milliseconds / 1000).toFixed(2).padStart(7)} s  ${String(Math.round(extra / 1e6)).padStart(4)} MB`;
      console.log(`  ${count.toLocaleString('en-US')} rows, ${name.padEnd(18)} ${figures}`);
    }
    emulator.stop();
  }
}

const [count, port] = process.argv.slice(2);
if (count === undefined) main();
else {
  runBatch(Number(count), Number(port)).then(steps => {
    console.log(JSON.stringify(steps));
    process.exit();
  });
}
