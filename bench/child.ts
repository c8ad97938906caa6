import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

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
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'serve.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).once('line', line => resolve(Number(line)));
    child.once('exit', code => reject(new Error(`The server ended with ${code}`)));
  });
  return { port, stop: () => void child.kill() };
}
