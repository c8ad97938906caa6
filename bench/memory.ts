import { setImmediate as nextTurn } from 'node:timers/promises';
import { chat, loaderOf, readBundle, sourceAt, startFixedServer } from './hosts';

/** What is left in memory after many queries, in bytes of heap for each. */
interface Growth {
  queries: number;
  growth: number;
  resident_mb: number;
}

/** Runs `count` queries, each with a load of its own as a host does it, and tells what they left behind. */
async function runQueries(loaderName: string | undefined, count: number): Promise<Growth> {
  const load = loaderOf(loaderName);
  const bundle = readBundle();
  const server = await startFixedServer();
  const source = sourceAt(server.port);
  const query = async () => {
    const Plugin = load(bundle);
    const { status } = await new Plugin().run(source, chat);
    if (status !== 'ok') throw new Error(`A query ended with ${status}`);
  };
  for (let warmUp = 0; warmUp < 100; warmUp += 1) await query();
  const before = await heapInUse();
  for (let queries = 0; queries < count; queries += 1) await query();
  const after = await heapInUse();
  server.stop();
  return { queries: count, growth: Math.round((after - before) / count), resident_mb: residentMegabytes() };
}

/** Only loads, for a process with little memory. */
async function loadOften(loaderName: string | undefined, count: number): Promise<Growth> {
  const load = loaderOf(loaderName);
  const bundle = readBundle();
  for (let loads = 0; loads < count; loads += 1) {
    load(bundle);
    // Contexts are given back between turns only.
    if (loads % 50 === 0) await nextTurn();
  }
  return { queries: count, growth: 0, resident_mb: residentMegabytes() };
}

/** Collected thrice: contexts hang on finalizers that need a turn. */
async function heapInUse(): Promise<number> {
  if (!globalThis.gc) throw new Error('Start this with --expose-gc');
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}

const residentMegabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);

const [what, loaderName, count] = process.argv.slice(2);
const measure = what === 'loads' ? loadOften : runQueries;
measure(loaderName, Number(count ?? 2000)).then(growth => console.log(JSON.stringify(growth)));
