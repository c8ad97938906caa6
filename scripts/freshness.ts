import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether any of these files and folders has changed since the output was written. */
export function isStale(output: string, inputs: string[]): boolean {
  if (!existsSync(output)) return true;
  const { mtimeMs } = statSync(output);
  return inputs.some(input => hasChangedSince(input, mtimeMs));
}

/** A folder changes when something in it comes or goes. */
function hasChangedSince(path: string, time: number): boolean {
  if (!existsSync(path)) return false;
  const stats = statSync(path);
  if (stats.mtimeMs > time) return true;
  if (!stats.isDirectory()) return false;
  return readdirSync(path)
    .filter(name => name !== 'node_modules' && name !== 'dist' && name !== 'out')
    .some(name => hasChangedSince(join(path, name), time));
}
