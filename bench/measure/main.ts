import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { percentile } from '../figures';
import { loaderOf } from '../hosts';
import { collectGarbage, forgetPeak, residentPeak } from '../resident';
import type { Figures, Job } from './job';
import { type BenchQuery, makeQuery } from './queries';

/** A block ends after this time, so that slow contenders do not take all of it. */
const BLOCK_MS = 700;
const AT_LEAST = 5;

const source = (baseUrl: string) => ({ apiKey: 'sk-bench', baseUrl, maxRetries: 0 });

/** What a host does for one query: loads the bundle, and runs it. */
function createAsk({ bundle, loader }: Job, { options, isStream }: BenchQuery): (baseUrl: string) => Promise<void> {
  const load = loaderOf(loader);
  const text = readFileSync(bundle, 'utf8');
  return async baseUrl => {
    const service = new (load(text))();
    if (isStream && service.stream) {
      const { signal } = new AbortController();
      for await (const event of service.stream(source(baseUrl), options, { signal })) last = event;
    } else last = await Reflect.apply(service.run, service, [source(baseUrl), options, isStream]);
    if (Reflect.get(Object(last), 'status') === 'failed') throw new Error('A query failed');
  };
}

/** So that no compiler leaves out what makes it. */
let last: unknown;

async function measureFirst(job: Job): Promise<Figures[]> {
  const load = loaderOf(job.loader);
  const text = readFileSync(job.bundle, 'utf8');
  const { options } = makeQuery(job.query);
  const started = performance.now();
  const service = new (load(text))();
  const firstLoad = performance.now() - started;
  last = await service.run(source(job.baseUrl), options);
  const first = performance.now() - started;
  const times: number[] = [];
  const until = performance.now() + BLOCK_MS;
  const warmUp = 3;
  for (let turn = 0; turn < job.count && (performance.now() < until || turn < 2 * warmUp); turn += 1) {
    const began = performance.now();
    load(text);
    if (turn >= warmUp) times.push(performance.now() - began);
    // Contexts are given back between turns only.
    if (turn % 25 === 0) await nextTurn();
  }
  return [{ firstLoad, first, median: percentile(times, 50), p90: percentile(times, 90) }];
}

/** Blocks of queries, so many at a time as the job says, in a process that has warmed up. */
async function measureQueries(job: Job): Promise<Figures[]> {
  const ask = createAsk(job, makeQuery(job.query));
  for (const warmUpEnds = performance.now() + BLOCK_MS / 3, turn = { n: 0 }; turn.n < 20; turn.n += 1) {
    await ask(job.baseUrl);
    if (performance.now() > warmUpEnds && turn.n > 3) break;
  }
  const blocks: Figures[] = [];
  for (const atOnce of job.atOnce) blocks.push(await measureBlock(() => ask(job.baseUrl), job, atOnce));
  return blocks;
}

async function measureBlock(
  ask: () => Promise<void>,
  { count, atLeast = AT_LEAST }: Job,
  atOnce: number
): Promise<Figures> {
  const times: number[] = [];
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const worked = process.cpuUsage();
  const resident = process.memoryUsage().rss;
  const started = performance.now();
  let begun = 0;
  const work = async () => {
    while (begun < count && (performance.now() - started < BLOCK_MS || begun < atLeast)) {
      begun += 1;
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(worked);
  delays.disable();
  return {
    atOnce,
    median: percentile(times, 50),
    p90: percentile(times, 90),
    p99: percentile(times, 99),
    cpu: (user + system) / 1000 / times.length,
    perSecond: (times.length / took) * 1000,
    resident: (process.memoryUsage().rss - resident) / times.length,
    blocked: delays.max / 1e6,
  };
}

/** What the first large query needs of memory, and then how long such queries take. */
async function measureLarge(job: Job): Promise<Figures[]> {
  const warmUp = createAsk(job, makeQuery('chat'));
  const chatUrl = new URL('/chat/v1', job.baseUrl).href;
  for (let turn = 0; turn < 20; turn += 1) await warmUp(chatUrl);
  const ask = createAsk(job, makeQuery(job.query));
  await collectGarbage();
  const resident = process.memoryUsage().rss;
  forgetPeak();
  await ask(job.baseUrl);
  const peak = residentPeak() - resident;
  for (let turn = 0; turn < 3; turn += 1) await ask(job.baseUrl);
  return [{ ...(await measureBlock(() => ask(job.baseUrl), job, 1)), peak }];
}

/** What queries leave on the heap. */
async function measureGrowth(job: Job): Promise<Figures[]> {
  const ask = createAsk(job, makeQuery(job.query));
  for (let turn = 0; turn < Math.min(job.count, 200); turn += 1) await ask(job.baseUrl);
  await collectGarbage();
  const before = process.memoryUsage();
  for (let turn = 0; turn < job.count; turn += 1) await ask(job.baseUrl);
  await collectGarbage();
  const after = process.memoryUsage();
  const heap = (after.heapUsed - before.heapUsed) / job.count;
  return [{ heap, resident: (after.rss - before.rss) / job.count }];
}

/** Loads until the heap is full; prints how far it came, since a full heap ends the process. */
async function loadUntilFull(job: Job): Promise<Figures[]> {
  const load = loaderOf(job.loader);
  const text = readFileSync(job.bundle, 'utf8');
  for (let survived = 1; survived <= job.count; survived += 1) {
    load(text);
    if (survived % 50 !== 0) continue;
    console.log(JSON.stringify([{ survived }] satisfies Figures[]));
    await nextTurn();
  }
  return [{ survived: job.count }];
}

/** What a bundle tells that measures itself. */
async function askForFigure(job: Job): Promise<Figures[]> {
  const { data } = await new (loaderOf(job.loader)(readFileSync(job.bundle, 'utf8')))().run({}, {});
  return [{ checking: Number(data) }];
}

const measures: Record<Job['what'], (job: Job) => Promise<Figures[]>> = {
  first: measureFirst,
  queries: measureQueries,
  large: measureLarge,
  growth: measureGrowth,
  loads: loadUntilFull,
  checking: askForFigure,
};

const job: Job = JSON.parse(process.argv[2] ?? '{}');
measures[job.what](job).then(figures => {
  console.log(JSON.stringify(figures));
  // Connections are kept open for the next query, which does not come.
  process.exit();
});
