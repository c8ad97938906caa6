import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCoverage } from '../scripts/coverage';

const docs = join(__dirname, '../docs');

describe('docs/coverage.md', () => {
  it('is what the names of the tests say: run "npm run coverage" after a change', () => {
    expect(readFileSync(join(docs, 'coverage.md'), 'utf8')).toBe(writeCoverage());
  });

  it('has every line once, in order', () => {
    const lines: Record<string, string> = JSON.parse(readFileSync(join(docs, 'coverage-lines.json'), 'utf8'));
    const sizes = { A: 26, B: 4, C: 25, D: 31, E: 21 };
    const letters = Object.entries(sizes).flatMap(([letter, size]) =>
      Array.from({ length: size }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`)
    );
    const rows = Array.from({ length: 139 }, (_, index) => `row ${index + 1}`);
    expect(Object.keys(lines)).toEqual([...letters, ...rows]);
    expect(Object.values(lines).every(text => text.trim().length > 2)).toBe(true);
  });
});
