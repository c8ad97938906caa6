import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClaims, writeList } from '../scripts/traceability/list';
import { isSkipped, readTaggedTests } from '../scripts/traceability/tagged-tests';

describe('the traceability list', () => {
  it('names the tests that there are: run them and "npm run traceability" after a change', () => {
    expect(readFileSync(join(__dirname, '../docs/traceability.md'), 'utf8')).toBe(writeList(readTaggedTests()));
  });

  it('has every claim once, in order', () => {
    const claims = readClaims();
    const sizes = { A: 26, B: 4, C: 25, D: 31, E: 21 };
    const letters = Object.entries(sizes).flatMap(([letter, size]) =>
      Array.from({ length: size }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`)
    );
    const rows = Array.from({ length: 139 }, (_, index) => `row ${index + 1}`);
    expect(Object.keys(claims)).toEqual([...letters, ...rows]);
    expect(Object.values(claims).every(text => text.trim().length > 2)).toBe(true);
  });

  it.each<[string, boolean]>([
    ["it('here', () => {});", false],
    ["it.skip('here', () => {});", true],
    ["xit('here', () => {});", true],
    ["it.todo('here');", true],
    ["it.skip.each([\n  ['a'],\n])('here', () => {});", true],
    ["it.skip('other', () => {});\nit('here', () => {});", false],
    ["describe.skip('group', () => {\n  it('one', () => {});\n  it('here', () => {});\n});", true],
    ["describe.skip('group', () => {\n  it('one', () => {});\n});\nit('here', () => {});", false],
    ["describe('group', () => {\n  xdescribe('inner', () => {\n    it('here', () => {});\n  });\n});", true],
  ])('leaves out what is skipped: %j, %s', (source, skipped) => {
    expect(isSkipped(source, source.indexOf("'here"))).toBe(skipped);
  });

  it('misses no claim', () => {
    const shown = new Set(readTaggedTests().flatMap(({ claims }) => claims));
    expect(Object.keys(readClaims()).filter(id => !shown.has(id))).toEqual([]);
  });
});
