import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, type EmulatorOptions, start as startEmulator } from 'openai-emulator';
import { type FaultProxy, startFaultProxy } from '../../workbench/faults/fault-proxy';
import { defaultPluginDirectory } from '../../workbench/host/plugin-files';
import { listenOnFreePort } from '../../workbench/server/listen';
import { currentBuild } from '../../workbench/server/page-build';
import { createServer } from '../../workbench/server/server';

/** A workbench on this machine, with an emulator whose answers can be chosen. */
export interface RunningWorkbench {
  /** Such as http://127.0.0.1:41234 */
  address: string;
  emulator: Emulator;
  faults: FaultProxy;
  /** A copy of the page: open pages load again when it is built anew, which others may do meanwhile. */
  pageDirectory: string;
  stop(): Promise<void>;
}

/** Nobody wants to wait a minute to see what a proxy's minute does. */
const faultTimes = { slowMs: 400, proxyMs: 600 };

/** The built page. */
export const builtPage = join(__dirname, '../../workbench/dist');

/**
 * Starts the built page, as `npm start` does, on any free port.
 *
 * @throws Error where the page is not built.
 */
export async function startWorkbench(options: EmulatorOptions = {}): Promise<RunningWorkbench> {
  if (!existsSync(join(currentBuild(builtPage), 'index.html')))
    throw new Error('The page is not built; npm run build:page makes it');
  const pageDirectory = await mkdtemp(join(tmpdir(), 'workbench-page-'));
  await cp(builtPage, pageDirectory, { recursive: true });
  const emulator = await startEmulator({ models: 'retired', ...options });
  const faults = await startFaultProxy(emulator.baseUrl, faultTimes);
  const defaultSource = { apiKey: 'sk-emulator', baseUrl: emulator.baseUrl };
  const makeServer = () =>
    createServer({
      pluginDirectory: defaultPluginDirectory,
      defaultSource,
      pageDirectory,
      token: 'token-of-a-test',
      faults,
    });
  const { server, address } = await listenOnFreePort(makeServer, 0, () => {});
  return {
    address,
    emulator,
    faults,
    pageDirectory,
    async stop() {
      await server.close();
      await Promise.all([emulator.stop(), faults.stop(), rm(pageDirectory, { recursive: true })]);
    },
  };
}
