import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type TypedValue, UsageError } from './arguments';
import { mediaTypeOf } from './media-types';

/** Fields that hold a file, so that a bare path does as well as `@path`. */
const fileFields = ['image', 'images', 'mask', 'audio', 'file', 'files'];

/**
 * Puts files in the place of `@path`: a data URL in a field that holds a file and for anything that is not text, the
 * text itself elsewhere. `@@` stands for an `@` that is meant.
 *
 * @throws UsageError naming a file that cannot be read.
 */
export async function readFileValues(fields: Record<string, TypedValue>): Promise<Record<string, TypedValue>> {
  const entries = Object.entries(fields).map(async ([name, value]): Promise<[string, TypedValue]> => {
    const read = (one: string | true) => (one === true ? one : readValue(name, one));
    return [name, Array.isArray(value) ? await Promise.all(value.map(read)) : await read(value)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function readValue(name: string, value: string): Promise<string> {
  if (value.startsWith('@@')) return value.slice(1);
  const holdsFile = fileFields.includes(name);
  if (value.startsWith('@')) return readContent(name, value.slice(1), holdsFile);
  if (!holdsFile) return value;
  if (existsSync(value)) return readContent(name, value, holdsFile);
  if (looksLikePath(value)) throw new UsageError(`--${name}: there is no file ${value}`);
  return value;
}

/** A name with a dot and an ending is a path; an address, an id, base64 or JSON is not. */
const looksLikePath = (value: string): boolean =>
  value.length < 1000 && !/^\w+:|^[[{"]/.test(value) && /^[^\n]*\.[A-Za-z0-9]{1,5}$/.test(value);

async function readContent(name: string, path: string, holdsFile: boolean): Promise<string> {
  const bytes = await readFile(path).catch(() => {
    throw new UsageError(`--${name}: cannot read ${path} (write @@ for a text that begins with @)`);
  });
  const text = holdsFile ? undefined : readText(bytes);
  // Of a file that is kept, the name matters.
  const named = name === 'file' ? `;name=${encodeURIComponent(basename(path))}` : '';
  return text ?? `data:${mediaTypeOf(path)}${named};base64,${bytes.toString('base64')}`;
}

function readText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
