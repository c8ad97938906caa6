import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnFreePort } from '../../workbench/server/listen';
import { createServer } from '../../workbench/server/server';

/** A workbench that serves a plugin made of the given files. */
export interface Fixture {
  address: string;
  /** Writes a file of the plugin, such as dist/index.js. */
  writePlugin(name: string, text: string): Promise<void>;
  writePage(name: string, text: string): Promise<void>;
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, signal?: AbortSignal): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startFixture(files: Record<string, string>, defaultSource: object): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'workbench-'));
  const [pluginDirectory, pageDirectory] = [join(folder, 'plugin'), join(folder, 'page')];
  await mkdir(join(pluginDirectory, 'dist'), { recursive: true });
  await mkdir(pageDirectory);
  const writePlugin = (name: string, text: string) => writeFile(join(pluginDirectory, name), text);
  const writePage = (name: string, text: string) => writeFile(join(pageDirectory, name), text);
  for (const [name, text] of Object.entries({ 'operations.json': '{}', 'icon.svg': '<svg/>', ...files })) {
    await writePlugin(name, text);
  }
  await writePage('index.html', '<!doctype html>');
  const makeServer = () => createServer({ pluginDirectory, pageDirectory, defaultSource });
  const { server, address } = await listenOnFreePort(makeServer, 0, () => {});
  return {
    address,
    writePlugin,
    writePage,
    call: (method, path, body, signal) =>
      fetch(`${address}${path}`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        ...(signal && { signal }),
      }),
    async stop() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
