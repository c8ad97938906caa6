import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, root } from './scratch';

/** What a test file reached, when it last ran without a mutant. */
export interface Coverage {
  hash: string;
  milliseconds: number;
  passed: boolean;
  /** The mutants reached, counted within each source, and the source's hash. */
  reached: Record<string, { hash: string; indexes: number[] }>;
}

/** What came of a mutant. It holds as long as the files do. */
export interface Outcome {
  status: 'killed' | 'hung' | 'survived' | 'unreached';
  /** The hashes of its source and of the tests that show the outcome. */
  hashes: Record<string, string>;
}

interface Kept {
  coverage: Record<string, Coverage>;
  outcomes: Record<string, Outcome>;
}

const path = join(folder, 'kept.json');
const hashes = new Map<string, string>();

/** A file's hash, of the project and not of the copy. */
export function hashOf(file: string): string {
  const known = hashes.get(file);
  if (known) return known;
  const target = join(root, file);
  const content = existsSync(target) ? readFileSync(target) : '';
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  hashes.set(file, hash);
  return hash;
}

/** What earlier runs found, outside of git. */
export const kept: Kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { coverage: {}, outcomes: {} };

/** Writes it down, so that a run that is stopped loses nothing. */
export function keep(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify(kept));
}
