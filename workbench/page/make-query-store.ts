import type { Values } from './form/field';
import { runQuery, streamQuery } from './host-api/query';
import { createQueryStore, type QueryStore } from './queries/store';

/** The store of a plugin's queries in this browser. */
export function makeQueryStore(kind: string, followUps: Record<string, Values>): QueryStore {
  return createQueryStore({
    host: { run: runQuery, stream: streamQuery },
    followUps,
    storage: window.localStorage,
    storageKey: `workbench.${kind}.queries`,
  });
}
