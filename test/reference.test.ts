import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillInReadme, writeReference } from '../scripts/reference/reference';

const root = join(__dirname, '..');
const folder = join(root, 'docs/reference');
const pages = writeReference();

describe('the reference', () => {
  it('has the pages that it should have', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages.keys()])('is what definitions and catalogue say, or "npm run generate" is due: %s', file => {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(pages.get(file));
  });

  it('has its list of operations in the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(fillInReadme(readme)).toBe(readme);
  });
});
