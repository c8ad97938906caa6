import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';

const workbench = resolve(__dirname, '..');
const root = dirname(workbench);
const sources = ['plugins/openai/lib', 'packages/plugins-sdk-shim/lib'];

/** Builds page and plugin anew whenever their sources change; the server, which main.ts starts, tells open pages. */
async function develop(): Promise<void> {
  const page = await build({
    root: join(workbench, 'page'),
    configFile: join(workbench, 'vite.config.mts'),
    build: { watch: {} },
  });
  await firstBuild(page);
  const watchers = sources.map(folder => watch(join(root, folder), { recursive: true }, rebuildSoon));
  // main.ts ends the server by the same signals; nothing else may keep the process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const watcher of watchers) watcher.close();
      if ('close' in page) void page.close();
    });
  }
  await import('./main');
}

/** The server begins with what is there. */
const firstBuild = (page: Awaited<ReturnType<typeof build>>): Promise<void> =>
  new Promise((done, fail) => {
    if (!('on' in page)) return done();
    page.on('event', event => {
      if (event.code === 'END') done();
      else if (event.code === 'ERROR') fail(event.error);
    });
  });

let isBuilding = false;
let isStale = false;
let timer: NodeJS.Timeout | undefined;

/** Saving a file is seen as several changes. */
function rebuildSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(rebuild, 100);
}

async function rebuild(): Promise<void> {
  if (isBuilding) {
    isStale = true;
    return;
  }
  isBuilding = true;
  for (const script of ['forms', 'build']) await run('npm', ['run', '--silent', script]);
  isBuilding = false;
  if (isStale) {
    isStale = false;
    rebuildSoon();
  }
}

/** A build that fails has said why; the next change tries again. */
const run = (command: string, parameters: string[]): Promise<void> =>
  new Promise(done => {
    spawn(command, parameters, { cwd: root, stdio: 'inherit' })
      .once('error', error => {
        console.error(error.message);
        done();
      })
      .once('close', () => done());
  });

develop().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
