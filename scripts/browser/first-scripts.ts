import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the scripts that a built page loads at once: those of its HTML, and what they import without being asked to later. */
export function findFirstScripts(pageDirectory: string): string[] {
  const html = readFileSync(join(pageDirectory, 'index.html'), 'utf8');
  const found = new Set([...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name));
  for (const name of found) {
    const code = readFileSync(join(pageDirectory, 'assets', name), 'utf8');
    const imports = code.matchAll(/(?:from|^import|[;}]import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g);
    for (const [, imported = ''] of imports) found.add(imported);
  }
  return [...found];
}
