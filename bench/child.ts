import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { EmulatorOptions } from 'openai-emulator';
import type { Counted } from './serve-emulator';

/** Milliseconds of the first things a process does with a bundle. */
export interface FirstTimes {
  load: number;
  /** Load and query together. */
  first: number;
  second: number;
}

/** Loads a bundle, and queries with it, in a process that has done neither before. */
export async function measureFirst(loader: string, bundleFile: string, port: number): Promise<FirstTimes> {
  const typed = ['--import', 'tsx', join(__dirname, 'first.ts'), loader, bundleFile, String(port)];
  const { stdout } = await promisify(execFile)(process.execPath, typed);
  return JSON.parse(stdout);
}

/** The fixed answers from a process of their own, so that answering costs the measured one nothing. */
export async function spawnFixedServer(): Promise<{ port: number; stop(): void }> {
  const { port, child } = await spawnServer('serve.ts');
  return { port, stop: () => void child.kill() };
}

/** An emulator in a process of its own. */
export interface SpawnedEmulator {
  port: number;
  /** How many requests have come since it was asked last. */
  countRequests(): Promise<number>;
  stop(): void;
}

export async function spawnEmulator(options: EmulatorOptions): Promise<SpawnedEmulator> {
  const { port, child } = await spawnServer('serve-emulator.ts', JSON.stringify(options));
  return {
    port,
    countRequests: () =>
      new Promise(resolve => {
        child.once('message', ({ requests }: Counted) => resolve(requests));
        child.send('count');
      }),
    stop: () => void child.kill(),
  };
}

async function spawnServer(script: string, ...typed: string[]): Promise<{ port: number; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, script), ...typed], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { stdout } = child;
  if (!stdout) throw new Error('The server has no output');
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(stdout).once('line', line => resolve(Number(line)));
    child.once('exit', code => reject(new Error(`The server ended with ${code}`)));
  });
  return { port, child };
}
