import { findNeeded } from '../queries/needed';
import type { SavedQuery } from '../queries/saved-query';
import type { QueryStore } from '../queries/store';

/** Runs a query after those that it reads and that have no result yet. */
export async function runWithNeeds(store: QueryStore, query: SavedQuery): Promise<void> {
  for (const { name } of findNeeded(store.getState(), query)) await store.run(name);
  await store.run(query.name);
}
