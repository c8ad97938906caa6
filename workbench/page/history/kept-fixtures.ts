import { createStore as openDatabase, set, type UseStore, values } from 'idb-keyval';
import type { Fixture } from '../queries/fixtures';
import type { QueryStore } from '../queries/store';

interface KeptFixtures {
  queryId: string;
  fixtures: Fixture[];
}

/** Gives queries the fixtures that this browser has kept, and keeps those that are added. */
export async function keepFixtures(kind: string, store: QueryStore): Promise<void> {
  let database: UseStore;
  let kept: KeptFixtures[];
  try {
    database = openDatabase(`workbench-${kind}-fixtures`, 'fixtures');
    kept = await values<KeptFixtures>(database);
  } catch {
    // A browser that keeps nothing has them until the page is left.
    return;
  }
  store.setState(({ queries }) => ({
    queries: queries.map(query => {
      const fixtures = query.fixtures ?? kept.find(({ queryId }) => queryId === query.id)?.fixtures;
      return { ...query, ...(fixtures && { fixtures }) };
    }),
  }));
  store.subscribe(({ queries }, old) => {
    if (queries === old.queries) return;
    for (const { id, fixtures } of queries) {
      if (!fixtures || fixtures === old.queries.find(query => query.id === id)?.fixtures) continue;
      // A database that is full keeps what it has; a file has the rest.
      set(id, { queryId: id, fixtures }, database).catch(() => undefined);
    }
  });
}
