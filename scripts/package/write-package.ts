import { gzipSync } from 'node:zlib';
import { version } from '../../plugins/openai/package.json';
import { writeFolder } from '../write-folder';
import { writeRegistryEntry } from './registry-entry';
import { ASSETS, hash, makeRelease, PLUGIN_ID } from './release';
import { writeTar } from './tar';

/**
 * Writes a release: the folder as a host fetches it, the same as an archive, the archive's checksum, and the entry for
 * ToolJet's list of plugins.
 *
 * @param folder Emptied before.
 * @param files Those of the release, where they have been made already.
 * @returns The name of the archive and its checksum.
 */
export async function writePackage(
  folder: string,
  files?: ReadonlyMap<string, Buffer>
): Promise<{ archive: string; sha256: string }> {
  const below = new Map([...(files ?? (await makeRelease()))].map(([path, content]) => [`${ASSETS}/${path}`, content]));
  const archive = `${PLUGIN_ID}-${version}.tar.gz`;
  const packed = packReproducibly(writeTar(below));
  const sha256 = hash(packed);
  const written = new Map<string, Buffer | string>([
    ...below,
    [archive, packed],
    [`${archive}.sha256`, `${sha256}  ${archive}\n`],
    ['plugins.json', `${JSON.stringify([writeRegistryEntry()], null, 2)}\n`],
  ]);
  await writeFolder(folder, written);
  return { archive, sha256 };
}

/** gzip writes the operating system into its header, in the tenth byte; 255 says that it is unknown. */
function packReproducibly(content: Buffer): Buffer {
  const packed = gzipSync(content, { level: 9 });
  packed[9] = 255;
  return packed;
}
