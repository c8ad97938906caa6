import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Names the folder of the newest build; a build writes it last. */
export const currentFile = 'current';

/** The folder of the newest build; a folder without builds is one itself. */
export function currentBuild(directory: string): string {
  const file = join(directory, currentFile);
  return existsSync(file) ? join(directory, readFileSync(file, 'utf8').trim()) : directory;
}

/** All builds that are kept, newest first: a tab that was opened before the last build still loads parts of its own. */
export function listBuilds(directory: string): string[] {
  const current = currentBuild(directory);
  if (current === directory) return [directory];
  const others = readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name.startsWith('build-'))
    .map(({ name }) => join(directory, name))
    .filter(path => path !== current)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return [current, ...others];
}
