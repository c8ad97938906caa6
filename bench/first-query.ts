import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundle } from '../scripts/bundle';
import { writeShell } from '../scripts/shell';
import { defaultPluginDirectory } from '../workbench/host/plugin-files';
import { type FirstTimes, measureFirst, spawnFixedServer } from './child';
import { printTable } from './figures';
import { loaders } from './hosts';

const variants = { 'validators compiled ahead': true, 'compiled by the first query': false };

/** What the first and the second query of a process cost with validators compiled ahead of time, and without. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-first-query-'));
  const files: Record<string, string> = {};
  for (const [name, precompile] of Object.entries(variants)) {
    const { code: body } = await buildBundle(join(defaultPluginDirectory, 'lib/index.ts'), { precompile });
    const code = writeShell(`bench-${precompile}`, body);
    files[name] = join(folder, `${precompile}.js`);
    await writeFile(files[name], code);
    console.log(`${name}: ${Math.round(body.length / 1000)} kB, ${Math.round(code.length / 1000)} kB in its shell`);
  }
  const server = await spawnFixedServer();
  for (const loader of Object.keys(loaders)) {
    const times: Record<string, FirstTimes[]> = {};
    for (let round = 0; round < 9; round += 1) {
      for (const [name, file] of Object.entries(files)) {
        times[name] = [...(times[name] ?? []), await measureFirst(loader, file, server.port)];
      }
    }
    for (const part of ['load', 'first', 'second'] as const) {
      const taken = Object.entries(times).map(([name, values]) => [name, values.map(value => value[part])] as const);
      const title = { load: 'first load', first: 'first load and query', second: 'second load and query' }[part];
      printTable(`${title}, ${loader}`, Object.fromEntries(taken));
    }
  }
  server.stop();
  await rm(folder, { recursive: true });
}

main();
