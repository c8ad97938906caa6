import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { start as startEmulator } from 'openai-emulator';
import { defaultPluginDirectory, readBundle, readForms } from '../host/plugin-files';
import { listenOnFreePort } from './listen';
import { createServer } from './server';

const pageDirectory = resolve(__dirname, '../dist');

async function main(): Promise<void> {
  const port = readPort(process.env['PORT']);
  await readForms(defaultPluginDirectory);
  await readBundle(defaultPluginDirectory);
  if (!existsSync(join(pageDirectory, 'index.html'))) {
    throw new Error('The page is not built; npm run build --workspace workbench makes it');
  }

  const emulator = await startEmulator({ streamDelayMs: 30 });
  const defaultSource = { apiKey: 'sk-emulator', baseUrl: emulator.baseUrl, allowPrivateNetwork: true };
  const makeServer = () => createServer({ pluginDirectory: defaultPluginDirectory, defaultSource, pageDirectory });
  const { server, address } = await listenOnFreePort(makeServer, port, console.log).catch(async error => {
    await emulator.stop();
    throw error;
  });
  console.log(`The workbench is at ${address} (emulator: ${emulator.baseUrl})`);

  const stop = async () => {
    await server.close();
    await emulator.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

function readPort(given = '4500'): number {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT is "${given}"; it takes 0 to 65535`);
  return port;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
