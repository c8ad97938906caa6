import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findFirstScripts } from '../scripts/browser/first-scripts';
import { currentBuild } from '../workbench/server/page-build';

const folder = currentBuild(join(__dirname, '../workbench/dist'));

describe('the built page', () => {
  const first = findFirstScripts(folder);

  it('loads less than 600 kB of script at first, gzipped', () => {
    expect(first.length).toBeGreaterThan(0);
    const sizes = first.map(name => gzipSync(readFileSync(join(folder, 'assets', name))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000);
  });

  it.each(['markdown-text', 'canvas-view', 'chart-drawing'])('leaves %s for later', part => {
    const own = readdirSync(join(folder, 'assets')).filter(name => name.startsWith(`${part}-`) && name.endsWith('.js'));
    expect(own).toHaveLength(1);
    expect(first).not.toContain(own[0]);
  });
});
