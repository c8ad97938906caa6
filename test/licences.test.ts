import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledPackage, listBundledPackages } from '../scripts/licences';

const root = join(__dirname, '..');
const text = readFileSync(join(root, 'plugins/openai/dist/THIRD_PARTY_LICENSES'), 'utf8');
let packages: BundledPackage[];

beforeAll(async () => {
  const files: string[] = JSON.parse(readFileSync(join(root, 'out/bundled-files.json'), 'utf8'));
  packages = await listBundledPackages(files);
});

describe('the licences of what is bundled', () => {
  it('stand beside the bundle, each with its package, version and notice', () => {
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['openai', 'got', 'file-type', 'ipaddr.js'])
    );
    for (const { name, version, license, notice } of packages) {
      expect(text).toContain(`\n${name} ${version} (${license})\n`);
      expect(text).toContain(notice.trim());
    }
  });

  it('are ones that may be passed on', () => {
    const licences = new Set(packages.map(({ license }) => license));
    expect([...licences].filter(license => !/^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD)$/.test(license))).toEqual([]);
  });
});
