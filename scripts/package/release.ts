import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../../plugins/openai/package.json';
import { buildBundle } from '../bundle';
import { writeLicences } from '../licences';
import { writeShell } from '../shell';

const root = join(__dirname, '../..');
const plugin = join(root, 'plugins/openai');

/** The id of the plugin, which is the folder that a host looks into. */
export const PLUGIN_ID = 'openai';

/** Where a host looks for a plugin's files, below the address of its marketplace. */
export const ASSETS = `marketplace-assets/${PLUGIN_ID}`;

/** The files that a host fetches. */
export const FETCHED = ['dist/index.js', 'lib/operations.json', 'lib/icon.svg', 'lib/manifest.json'] as const;

/** What a release says of itself, in `release.json`. */
export interface Release {
  id: string;
  version: string;
  files: { path: string; bytes: number; sha256: string }[];
}

/** The first line of a bundle tells its version. */
const bundleHeader = (of: string): string => `/*! ${PLUGIN_ID} ${of} */\n`;

/** The bundle's text, the licences of what it holds, and the files of packages and ours that it holds code of. */
export interface Made {
  bundle: string;
  licences: string;
  files: string[];
}

/** Builds the plugin. */
export async function makeBundle(): Promise<Made> {
  const { files: found, ...bundle } = await buildBundle(join(plugin, 'lib'));
  const files = found.toSorted();
  return {
    bundle: bundleHeader(version) + writeShell('tooljet-openai', bundle),
    licences: await writeLicences(files),
    files,
  };
}

/** All files of a release by their paths below the plugin's folder, built anew unless given; nothing on the disk is changed. */
export async function makeRelease(made?: Omit<Made, 'files'>): Promise<Map<string, Buffer>> {
  const { bundle, licences } = made ?? (await makeBundle());
  const files = new Map<string, Buffer>([
    ['dist/index.js', Buffer.from(bundle)],
    ['dist/THIRD_PARTY_LICENSES', Buffer.from(licences)],
    ['LICENSE', await readFile(join(root, 'LICENSE'))],
  ]);
  for (const name of ['manifest.json', 'operations.json', 'icon.svg']) {
    files.set(`lib/${name}`, await readFile(join(plugin, name)));
  }
  const described = [...files].map(([path, content]) => ({ path, bytes: content.length, sha256: hash(content) }));
  const release: Release = {
    id: PLUGIN_ID,
    version,
    files: described.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
  return files.set('release.json', Buffer.from(`${JSON.stringify(release, null, 2)}\n`));
}

/** As hexadecimal digits, such as `sha256sum` prints them. */
export function hash(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
