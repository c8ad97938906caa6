import type { QueryState } from './query-state';
import { referencesOf } from './references';
import type { SavedQuery } from './saved-query';

/** Queries without a result that a query reads, itself or by others, in the order in which they have to run. */
export function findNeeded({ queries, runs }: Pick<QueryState, 'queries' | 'runs'>, query: SavedQuery): SavedQuery[] {
  const seen = new Set([query]);
  const needed: SavedQuery[] = [];
  function follow({ options }: SavedQuery): void {
    for (const { kind, name } of referencesOf(options)) {
      const read = queries.find(candidate => kind === 'queries' && candidate.name === name);
      if (!read || seen.has(read) || runs[read.id] !== undefined) continue;
      seen.add(read);
      follow(read);
      needed.push(read);
    }
  }
  follow(query);
  return needed;
}
