import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureFirst, spawnFixedServer } from './child';
import { printTable } from './figures';
import { bundleFile, emptyBundle, loaders, readBundle } from './hosts';

/** Loads in turn, so that what slows the machine slows both. */
function timeLoads(load: (code: string) => unknown, rounds: number): Record<string, number[]> {
  const codes = { 'empty class': emptyBundle, plugin: readBundle() };
  const taken: Record<string, number[]> = { 'empty class': [], plugin: [] };
  for (let round = -20; round < rounds; round += 1) {
    for (const [name, code] of Object.entries(codes)) {
      const started = performance.now();
      load(code);
      if (round >= 0) taken[name]?.push(performance.now() - started);
    }
  }
  return taken;
}

/** First loads, each in a new process. */
async function timeFirstLoads(loader: string, emptyFile: string, port: number): Promise<Record<string, number[]>> {
  const files = { 'empty class': emptyFile, plugin: bundleFile };
  const taken: Record<string, number[]> = { 'empty class': [], plugin: [] };
  for (let round = 0; round < 9; round += 1) {
    for (const [name, file] of Object.entries(files)) taken[name]?.push((await measureFirst(loader, file, port)).load);
  }
  return taken;
}

/** What it costs a host to load the plugin, for every query and once in a process. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-load-'));
  const emptyFile = join(folder, 'empty.js');
  await writeFile(emptyFile, emptyBundle);
  const server = await spawnFixedServer();
  for (const [name, load] of Object.entries(loaders)) {
    printTable(`n-th load, ${name}`, timeLoads(load, 300));
    printTable(`first load of a process, ${name}`, await timeFirstLoads(name, emptyFile, server.port));
  }
  server.stop();
  await rm(folder, { recursive: true });
}

main();
