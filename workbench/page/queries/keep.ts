import type { StoreApi } from 'zustand/vanilla';
import type { QueryState } from './query-state';
import { noQueries, type QueryCollection, readCollection, writeKept } from './saved-query';

/** The part of the browser's storage that is used. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What was kept; nothing on a first visit. Text that cannot be read is set aside under another key, not lost. */
export function readKept(storage: TextStorage, key: string): QueryCollection {
  const text = storage.getItem(key);
  if (text === null) return noQueries;
  try {
    return readCollection(text);
  } catch {
    storage.setItem(`${key}.unreadable`, text);
    return noQueries;
  }
}

/** Keeps every change of the queries, and tells the state where the browser does not. */
export function keepChanges(
  { getState, setState, subscribe }: StoreApi<QueryState>,
  storage: TextStorage,
  key: string
): void {
  subscribe(({ queries, canvas, pages = [], stand_ins }, old) => {
    if (queries === old.queries && canvas === old.canvas && stand_ins === old.stand_ins && pages === old.pages) return;
    const notKept = keep(storage, key, { queries, canvas, pages, stand_ins });
    if (notKept !== getState().notKept) setState({ notKept });
  });
}

/**
 * Keeps the queries, and gives the reason where the browser does not. Its storage has a few megabytes; where files are
 * too large for it, the queries are kept without them.
 */
function keep(storage: TextStorage, key: string, collection: QueryCollection): string | undefined {
  try {
    storage.setItem(key, writeKept(collection));
    return undefined;
  } catch {
    return keepQueriesAlone(storage, key, collection);
  }
}

function keepQueriesAlone(storage: TextStorage, key: string, collection: QueryCollection): string {
  try {
    storage.setItem(key, writeKept({ ...collection, stand_ins: {} }));
    return 'The files given to components are too large for the browser to keep; they are gone after a reload.';
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The browser does not keep the latest changes: ${reason}`;
  }
}
