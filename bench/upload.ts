import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInContext } from '../workbench/host/load-in-context';
import { median, printTable } from './figures';
import { readBundle, sourceAt } from './hosts';
import { makePng, measureExtra, queries, spawnSink } from './inputs';

const contenders = ['image_edit as a form', 'image_edit as JSON'];
const bytes = 10_000_000;

/** What it costs to send on an image that came as base64: its text in JSON, or its bytes in a form. */
async function main(): Promise<void> {
  const sink = await spawnSink();
  const Plugin = loadInContext(readBundle());
  const image = `data:image/png;base64,${makePng(bytes).toString('base64')}`;
  const taken: Record<string, number[]> = {};
  const used: Record<string, number[]> = {};
  for (let round = -5; round < 40; round += 1) {
    for (const name of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const worked = process.cpuUsage();
      const started = performance.now();
      await new Plugin().run(sourceAt(sink.port), { ...queries[name], image });
      if (round < 0) continue;
      const { user, system } = process.cpuUsage(worked);
      taken[name] = [...(taken[name] ?? []), performance.now() - started];
      used[name] = [...(used[name] ?? []), (user + system) / 1000];
    }
  }
  const inOrder = (times: Record<string, number[]>) =>
    Object.fromEntries(contenders.map(name => [name, times[name] ?? []]));
  printTable(`a query with an image of ${bytes / 1e6} MB`, inOrder(taken));
  printTable('its work on the processor', inOrder(used));

  const folder = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  const file = join(folder, 'image.json');
  await writeFile(file, JSON.stringify({ image }));
  console.log('\nextra memory at its peak, in a process of its own');
  for (const name of contenders) {
    const runs = [];
    for (let round = 0; round < 3; round += 1) runs.push(await measureExtra(name, file, sink.port));
    const megabytes = (values: number[]) => `${Math.round(median(values) / 1e6)} MB`;
    const figures = `resident ${megabytes(runs.map(({ resident }) => resident))}, sent ${megabytes(runs.map(({ sent }) => sent))}`;
    console.log(`  ${name.padEnd(34)} ${figures}`);
  }
  sink.stop();
  await rm(folder, { recursive: true });
  // Connections are kept open for the next query, which does not come.
  process.exit();
}

main();
