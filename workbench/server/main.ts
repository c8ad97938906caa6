import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { listPathsNotServed, start as startEmulator } from 'openai-emulator';
import { buildIfStale } from '../../scripts/build-if-stale';
import { startFaultProxy } from '../faults/fault-proxy';
import { defaultPluginDirectory, readBundle, readForms } from '../host/plugin-files';
import { listenOnFreePort } from './listen';
import { createServer } from './server';

const pageDirectory = resolve(__dirname, '../dist');

/** Where the emulator is, and what it does otherwise than OpenAI. */
function describeEmulator(address: string): string[] {
  const paths = listPathsNotServed().join(', ');
  return [
    `Its base URL is ${address} until the workbench stops; other programs on this machine can use it too.`,
    'Models that OpenAI has shut down are served as well, for older examples.',
    `Not served, and refused with an error that says so: ${paths}.`,
  ];
}

async function main(): Promise<void> {
  const port = readPort(process.env['PORT']);
  buildIfStale('plugin', 'page');
  await readForms(defaultPluginDirectory);
  await readBundle(defaultPluginDirectory);

  const emulator = await startEmulator({ streamDelayMs: 30, models: 'retired' });
  const faults = await startFaultProxy(emulator.baseUrl);
  // Its own origin may be private; nothing else that is may be read.
  const defaultSource = { apiKey: 'sk-emulator', baseUrl: emulator.baseUrl };
  const token = randomBytes(24).toString('base64url');
  const notes = describeEmulator(emulator.baseUrl);
  const options = { pluginDirectory: defaultPluginDirectory, defaultSource, notes, pageDirectory, token, faults };
  const { server, address } = await listenOnFreePort(() => createServer(options), port, console.log).catch(
    async error => {
      await Promise.all([emulator.stop(), faults.stop()]);
      throw error;
    }
  );
  console.log(`The workbench is at ${address} (emulator: ${emulator.baseUrl})`);

  const stop = async () => {
    await server.close();
    await Promise.all([emulator.stop(), faults.stop()]);
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
