import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = join(__dirname, '../workbench/dist');
const assets = readdirSync(join(folder, 'assets'));

/** The scripts that the page asks for at once: those of its HTML, and what they import without being asked to later. */
function firstScripts(): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const found = new Set([...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name));
  for (const name of found) {
    const code = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const [, imported = ''] of code.matchAll(/(?:from|^import|;import)\s*["`']\.\/([^"`']+\.js)["`']/g))
      found.add(imported);
  }
  return [...found];
}

const weigh = (names: string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0);

describe('the built page', () => {
  it('loads less than 600 kB of script at first, gzipped', () => {
    const scripts = firstScripts();
    expect(scripts.length).toBeGreaterThan(0);
    expect(weigh(scripts)).toBeLessThan(600_000);
  });

  it('leaves what draws Markdown for later', () => {
    const markdown = assets.filter(name => /^markdown.*\.js$/.test(name));
    expect(markdown.length).toBeGreaterThan(0);
    expect(firstScripts().filter(name => markdown.includes(name))).toEqual([]);
  });
});
