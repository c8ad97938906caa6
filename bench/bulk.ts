import { setTimeout as sleep } from 'node:timers/promises';
import { loadInContext } from '../workbench/host/load-in-context';
import type { Bucket } from './answers/bucket';
import { spawnBucket } from './child';
import { readBundle, sourceAt } from './hosts';

/** How a query over many rows got through a token bucket. */
export interface BulkRun extends Bucket {
  rows: number;
  seconds: number;
  /** What the bucket itself takes, and two latencies. */
  ideal: number;
  /** Requests that were refused. */
  wasted: number;
  failed: number;
}

interface Row {
  n: number;
  text?: string;
}

const bucket = { requestsPerSecond: 200, burst: 50 };

/** One query in front of a server that refuses what comes too fast. */
async function run(count: number, limits: Bucket): Promise<BulkRun> {
  const server = await spawnBucket(limits);
  const Plugin = loadInContext(readBundle());
  const rows = Array.from({ length: count }, (_, n) => ({ n }));
  const ask = (asked: Row[]) =>
    new Plugin().run(sourceAt(server.port), {
      operation: 'bulk_chat',
      model: 'gpt-5.4',
      rows: asked,
      prompt: 'Say [[n]]',
    });
  await ask(rows.slice(0, 10));
  await server.countRequests();
  // Until the bucket is full again.
  await sleep((10 / limits.requestsPerSecond) * 1000);
  const started = performance.now();
  const { data } = await ask(rows);
  const seconds = (performance.now() - started) / 1000;
  const answered: Row[] = Reflect.get(Object(data), 'rows');
  const failed = rows.filter(({ n }) => answered[n]?.n !== n || answered[n]?.text !== String(n)).length;
  const wasted = (await server.countRequests()) - count;
  server.stop();
  const { requestsPerSecond, burst, latencyMs } = limits;
  const ideal = (count - burst) / requestsPerSecond + (2 * latencyMs) / 1000;
  return { rows: count, ...limits, seconds, ideal, wasted, failed };
}

/** Prints what rate limits cost, as JSON. */
async function main(): Promise<void> {
  const runs: BulkRun[] = [];
  for (const latencyMs of [20, 400]) {
    for (const says of ['milliseconds', 'seconds', 'none'] as const)
      runs.push(await run(1000, { ...bucket, latencyMs, says }));
  }
  console.log(JSON.stringify(runs));
  process.exit();
}

main();
