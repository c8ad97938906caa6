import { type QueryCollection, readCollection, writeCollection } from './saved-query';

/** The part of the browser's storage that is used. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What was kept; nothing on a first visit. Text that cannot be read is set aside under another key, not lost. */
export function readKept(storage: TextStorage, key: string): QueryCollection {
  const text = storage.getItem(key);
  if (text === null) return { queries: [], stand_ins: {} };
  try {
    return readCollection(text);
  } catch {
    storage.setItem(`${key}.unreadable`, text);
    return { queries: [], stand_ins: {} };
  }
}

/** Keeps the queries, and gives the reason where the browser does not: its storage has a few megabytes. */
export function keep(storage: TextStorage, key: string, collection: QueryCollection): string | undefined {
  try {
    storage.setItem(key, writeCollection(collection));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
