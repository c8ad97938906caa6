import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Installs packages into a folder outside the project.
 *
 * @throws Error where npm cannot.
 */
export async function installInto(folder: string, ...packages: string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const typed = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', ...packages];
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run('npm', typed, { cwd: folder });
      return;
    } catch (error) {
      if (attempt === 3) throw new Error(`${packages.join(', ')} could not be installed: ${lastWords(error)}`);
      await new Promise(resolve => setTimeout(resolve, attempt * 2000));
    }
  }
}

function lastWords(error: unknown): string {
  const text = error instanceof Error ? String(Reflect.get(error, 'stderr') || error.message) : String(error);
  return text.trim().split('\n').slice(-3).join(' ');
}
