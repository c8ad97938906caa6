import type { StoreApi } from 'zustand/vanilla';
import { fitInto } from './merge';
import type { QueryState } from './query-state';
import type { QueryCollection } from './saved-query';

/** Adds queries and components, under free names, below what is there. Gives what was added. */
export function addCollection(
  { getState, setState }: StoreApi<QueryState>,
  collection: QueryCollection
): QueryCollection {
  const fresh = fitInto(getState(), collection);
  setState(({ queries, canvas, selected, stand_ins }) => ({
    queries: [...queries, ...fresh.queries],
    canvas: [...canvas, ...fresh.canvas],
    selected: fresh.queries[0]?.id ?? selected,
    stand_ins: { ...fresh.stand_ins, ...stand_ins },
  }));
  return fresh;
}

/** Takes over what another tab has kept. */
export function takeKept({ getState, setState }: StoreApi<QueryState>, kept: QueryCollection): void {
  const { queries: old, canvas: oldCanvas, selected } = getState();
  const queries = withIdsOf(old, kept.queries);
  const isThere = queries.some(({ id }) => id === selected);
  const canvas = withIdsOf(oldCanvas, kept.canvas);
  setState({ ...kept, queries, canvas, selected: isThere ? selected : queries[0]?.id });
}

/** Entries of the same name as old ones get their ids, and with them their runs and inputs. */
const withIdsOf = <Entry extends { id: string; name: string }>(old: Entry[], entries: Entry[]): Entry[] =>
  entries.map(entry => ({ ...entry, id: old.find(({ name }) => name === entry.name)?.id ?? entry.id }));
