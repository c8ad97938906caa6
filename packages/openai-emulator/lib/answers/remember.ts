import { createHash } from 'node:crypto';

const capacity = 64;

/** A short name for bytes, the same for the same bytes. */
export const digestOf = (bytes: NodeJS.ArrayBufferView): string => createHash('sha1').update(bytes).digest('base64');

/** Keeps what was last made, since the same pictures and sounds are asked for again and again. */
export function createMemory(): (key: string, make: () => Promise<Buffer>) => Promise<Buffer> {
  const kept = new Map<string, Promise<Buffer>>();
  return (key, make) => {
    const known = kept.get(key);
    if (known) return known;
    const made = make();
    const [oldest] = kept.keys();
    if (kept.size >= capacity && oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    return made;
  };
}
