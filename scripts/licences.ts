import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package that the bundle holds code of. */
export interface BundledPackage {
  name: string;
  version: string;
  /** An SPDX expression, such as "MIT". */
  license: string;
  /** What its files LICENSE and NOTICE say. */
  notice: string;
}

/** The packages that bundled files belong to, by name. Ours have no notice of their own: the project's licence is theirs. */
export async function listBundledPackages(files: string[]): Promise<BundledPackage[]> {
  const roots = new Set(files.flatMap(path => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  const packages = await Promise.all([...roots].map(readPackage));
  return packages.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The notices that the licences of bundled packages ask for, as one text. */
export async function writeLicences(files: string[]): Promise<string> {
  const packages = await listBundledPackages(files);
  const notices = packages.map(
    ({ name, version, license, notice }) => `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${notice.trim()}\n`
  );
  return `The plugin's bundle holds code of these packages.\n\n${notices.join('\n')}`;
}

async function readPackage(root: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const names = (await readdir(root)).filter(file => /^(licen[cs]e|notice|copying)/i.test(file)).toSorted();
  const texts = await Promise.all(names.map(file => readFile(join(root, file), 'utf8')));
  const notice =
    texts.length > 0 ? texts.join('\n\n') : `No licence file came with it; its package.json says ${license}.`;
  return { name, version, license: String(license), notice };
}
