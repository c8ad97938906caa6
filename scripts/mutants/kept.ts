import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { folder, root } from './scratch';

/** What a test file reached, when it last ran without a mutant. */
export interface Coverage {
  hash: string;
  milliseconds: number;
  passed: boolean;
  /** The hash that each source had. */
  sources: Record<string, string>;
  /** By the names of its tests; what was reached outside of them stands under ''. */
  tests: Record<string, CoveredTest>;
}

export interface CoveredTest {
  milliseconds: number;
  /** The mutants reached, counted within each source. */
  reached: Record<string, number[]>;
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

const path = join(folder, 'kept-by-test.json');
const hashes = new Map<string, string>();

/** A file's hash, of the project and not of the copy; a test's covers the tables and the test support that it reads. */
export function hashOf(file: string): string {
  const known = hashes.get(file);
  if (known) return known;
  const hash = createHash('sha256');
  for (const each of file.startsWith('test/') ? withSupport(file) : [file]) hash.update(readIfAny(each));
  const digest = hash.digest('hex').slice(0, 16);
  hashes.set(file, digest);
  return digest;
}

const readIfAny = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

function withSupport(test: string): Set<string> {
  const files = new Set([test, join(dirname(test), '__snapshots__', `${basename(test)}.snap`)]);
  for (const file of files) {
    if (!file.endsWith('.ts')) continue;
    for (const [, path = ''] of readIfAny(file).matchAll(/from '(\.[^']+)'/g)) {
      const target = `${join(dirname(file), path)}.ts`;
      if (target.startsWith('test/')) files.add(target);
    }
  }
  return files;
}

/** What earlier runs found, outside of git. */
export const kept: Kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { coverage: {}, outcomes: {} };

/** Writes it down, so that a run that is stopped loses nothing. */
export function keep(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify(kept));
}
