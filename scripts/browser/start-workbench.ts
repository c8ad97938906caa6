import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, type EmulatorOptions, start as startEmulator } from 'openai-emulator';
import { defaultPluginDirectory } from '../../workbench/host/plugin-files';
import { listenOnFreePort } from '../../workbench/server/listen';
import { createServer } from '../../workbench/server/server';

/** A workbench on this machine, with an emulator whose answers can be chosen. */
export interface RunningWorkbench {
  /** Such as http://127.0.0.1:41234 */
  address: string;
  emulator: Emulator;
  stop(): Promise<void>;
}

/** The built page. */
export const pageDirectory = join(__dirname, '../../workbench/dist');

/**
 * Starts the built page, as `npm start` does, on any free port.
 *
 * @throws Error where the page is not built.
 */
export async function startWorkbench(options: EmulatorOptions = {}): Promise<RunningWorkbench> {
  if (!existsSync(join(pageDirectory, 'index.html')))
    throw new Error('The page is not built; npm run build:page makes it');
  const emulator = await startEmulator(options);
  const defaultSource = { apiKey: 'sk-emulator', baseUrl: emulator.baseUrl, allowPrivateNetwork: true };
  const makeServer = () => createServer({ pluginDirectory: defaultPluginDirectory, defaultSource, pageDirectory });
  const { server, address } = await listenOnFreePort(makeServer, 0, () => {});
  return {
    address,
    emulator,
    async stop() {
      await server.close();
      await emulator.stop();
    },
  };
}
