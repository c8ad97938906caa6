import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionOf } from './media-types';

/**
 * Writes every `data_url` found in a result to a file and gives the result with the paths in their place.
 *
 * @param name Begins the file names; a number follows, and no file is written over.
 */
export async function saveMedia(data: unknown, directory: string, name: string): Promise<unknown> {
  await mkdir(directory, { recursive: true });
  const save = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return inTurn(value, save);
    if (typeof value !== 'object' || value === null) return value;
    const entries = await inTurn(Object.entries(value), async ([key, part]) => {
      const media = key === 'data_url' ? readDataUrl(part) : undefined;
      return media ? ['file', await writeNew(directory, name, media)] : [key, await save(part)];
    });
    return Object.fromEntries(entries);
  };
  return save(data);
}

/** One after the other, so that files are numbered in the order of the result. */
async function inTurn<Item, Made>(items: Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

interface Media {
  extension: string;
  bytes: Buffer;
}

function readDataUrl(value: unknown): Media | undefined {
  if (typeof value !== 'string') return undefined;
  const comma = value.indexOf(',');
  const [, mediaType] = /^data:([^;,]+)[^,]*;base64$/.exec(value.slice(0, Math.max(0, comma))) ?? [];
  if (mediaType === undefined) return undefined;
  return { extension: extensionOf(mediaType), bytes: Buffer.from(value.slice(comma + 1), 'base64') };
}

async function writeNew(directory: string, name: string, { extension, bytes }: Media): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(directory, `${name}-${number}.${extension}`);
    try {
      await writeFile(path, bytes, { flag: 'wx' });
      return path;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
