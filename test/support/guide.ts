import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Fields } from './plugin';

/** A block of JSON in a guide, told by the words behind its "```json". */
export interface GuideBlock {
  /** The query's name, or `connection`. */
  name: string;
  /** The block is the query itself, or what its result or its error holds. */
  kind: 'query' | 'result' | 'error';
  content: Fields;
}

const folder = join(__dirname, '../../docs/guides');

/** The guides, by name, as Markdown. */
export const guides: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter(file => file.endsWith('.md'))
    .toSorted()
    .map(file => [basename(file, '.md'), readFileSync(join(folder, file), 'utf8')])
);

/** The blocks of a guide that have a name, in order. */
export function readBlocks(guide: string): GuideBlock[] {
  return [...guide.matchAll(/^```json ([\w-]+)(?: (result|error))?\n([\s\S]*?)^```$/gm)].map(
    ([, name = '', kind = 'query', text = '']) => ({
      name,
      kind: kind as GuideBlock['kind'],
      content: JSON.parse(text),
    })
  );
}

/**
 * Where a result is not as a guide shows it. Texts are compared up to "...", numbers only by being numbers, and lists by
 * their first item.
 */
export function findDifferences(shown: unknown, found: unknown, path = ''): string[] {
  if (typeof shown === 'string') {
    const [start = ''] = shown.split('...');
    const isAlike = typeof found === 'string' && (shown.includes('...') ? found.startsWith(start) : found === shown);
    return isAlike ? [] : [`${path} is ${JSON.stringify(found)}, not ${JSON.stringify(shown)}`];
  }
  if (typeof shown !== 'object' || shown === null) {
    return typeof found === typeof shown ? [] : [`${path} is ${JSON.stringify(found)}, not ${JSON.stringify(shown)}`];
  }
  if (typeof found !== 'object' || found === null) return [`${path} is ${JSON.stringify(found)}`];
  return Object.entries(shown).flatMap(([key, part]) =>
    findDifferences(part, Reflect.get(found, key), path === '' ? key : `${path}.${key}`)
  );
}
