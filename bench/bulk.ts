import { loadInContext } from '../workbench/host/load-in-context';
import { spawnEmulator } from './child';
import { median } from './figures';
import { readBundle, sourceAt } from './hosts';

/** A token bucket, and the rows that have to pass it. */
interface Case {
  rows: number;
  concurrency: number;
  requestsPerSecond: number;
  burst: number;
  latencyMs: number;
}

interface Row {
  n: number;
  text?: string;
}

const cases: Case[] = [
  { rows: 1000, concurrency: 50, requestsPerSecond: 200, burst: 50, latencyMs: 20 },
  { rows: 1000, concurrency: 100, requestsPerSecond: 200, burst: 50, latencyMs: 20 },
  { rows: 300, concurrency: 100, requestsPerSecond: 100, burst: 30, latencyMs: 400 },
  { rows: 200, concurrency: 10, requestsPerSecond: 50, burst: 10, latencyMs: 50 },
];
const rounds = 3;

interface Run {
  seconds: number;
  refused: number;
  wrong: number;
}

/** One query in front of a server that refuses what comes too fast. */
async function run({ rows: count, concurrency, latencyMs, ...rateLimit }: Case): Promise<Run> {
  const emulator = await spawnEmulator({ rateLimit, latencyMs });
  const Plugin = loadInContext(readBundle());
  const rows = Array.from({ length: count }, (_, n) => ({ n }));
  const query = { operation: 'bulk_chat', model: 'gpt-5.4', rows, prompt: 'Say "[[n]]"', concurrency };
  const started = performance.now();
  const { data } = await new Plugin().run(sourceAt(emulator.port), query);
  const seconds = (performance.now() - started) / 1000;
  const answered: Row[] = Reflect.get(Object(data), 'rows');
  const wrong = rows.filter(({ n }) => answered[n]?.n !== n || answered[n]?.text !== String(n)).length;
  const refused = (await emulator.countRequests()) - count;
  emulator.stop();
  return { seconds, refused, wrong };
}

/** What rate limits cost a query over many rows, beside what the bucket itself takes. */
async function main(): Promise<void> {
  console.log(`\nbulk_chat against a token bucket, Node ${process.versions.node}; the goal is a ratio of 1.3`);
  for (const one of cases) {
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await run(one));
    const ideal = (one.rows - one.burst) / one.requestsPerSecond + one.latencyMs / 1000;
    const seconds = runs.map(each => each.seconds);
    const ratios = [median(seconds), Math.min(...seconds), Math.max(...seconds)].map(each => (each / ideal).toFixed(2));
    const bucket = `${one.rows} rows, ${one.requestsPerSecond}/s, burst ${one.burst}, ${one.latencyMs} ms, ${one.concurrency} at a time`;
    const refused = runs.map(each => each.refused).join(', ');
    const wrong = runs.reduce((sum, each) => sum + each.wrong, 0);
    console.log(
      `  ${bucket.padEnd(58)} ideal ${ideal.toFixed(2)} s, ratio ${ratios[0]} (${ratios[1]} to ${ratios[2]}), ` +
        `refused ${refused}, lost or wrong ${wrong}`
    );
  }
  process.exit();
}

main();
