import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmulatorOptions } from 'openai-emulator';
import type { Bucket } from './answers/bucket';
import type { Ports } from './answers/serve';

/** The fixed answers from a process of their own, so that answering costs the measured one nothing. */
export interface AnswerServer {
  ports: Ports;
  /** Connections since it was asked last. */
  countConnections(): Promise<number>;
  stop(): void;
}

export async function spawnAnswers(): Promise<AnswerServer> {
  const { line, child } = await spawnServer('answers/serve.ts');
  return {
    ports: JSON.parse(line),
    countConnections: () => ask(child),
    stop: () => void child.kill(),
  };
}

/** An emulator in a process of its own. */
export interface SpawnedEmulator {
  port: number;
  /** How many requests have come since it was asked last. */
  countRequests(): Promise<number>;
  stop(): void;
}

export async function spawnEmulator(options: EmulatorOptions): Promise<SpawnedEmulator> {
  const { line, child } = await spawnServer('serve-emulator.ts', JSON.stringify(options));
  return { port: Number(line), countRequests: () => ask(child), stop: () => void child.kill() };
}

/** A token bucket in a process of its own. */
export async function spawnBucket(bucket: Bucket): Promise<SpawnedEmulator> {
  const { line, child } = await spawnServer('answers/bucket.ts', JSON.stringify(bucket));
  return { port: Number(line), countRequests: () => ask(child), stop: () => void child.kill() };
}

function ask(child: ChildProcess): Promise<number> {
  return new Promise(resolve => {
    child.once('message', (count: number) => resolve(count));
    child.send('count');
  });
}

/** Starts a server that prints where it is. */
async function spawnServer(script: string, ...typed: string[]): Promise<{ line: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, script), ...typed], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { stdout } = child;
  if (!stdout) throw new Error('The server has no output');
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(stdout).once('line', resolve);
    child.once('exit', code => reject(new Error(`The server ended with ${code}`)));
  });
  return { line, child };
}
