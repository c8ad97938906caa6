import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { evaluate } from './evaluate';
import { findMissing, type Missing } from './missing';
import { type QueryState, runOf } from './query-state';
import { findReferences } from './references';
import type { QueryRun } from './run-state';
import type { SavedQuery } from './saved-query';
import { toScope } from './scope';
import type { QueryStore } from './store';

const StoreContext = createContext<QueryStore | undefined>(undefined);

/** Gives a part of the page its queries. */
export const QueryStoreProvider = StoreContext.Provider;

/** The store: to change queries and to run them. It never changes itself. */
export function useQueryStore(): QueryStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('QueryStoreProvider is missing above');
  return store;
}

/** A part of the state; draws anew when that part changes. */
export function useQueryState<Part>(select: (state: QueryState) => Part): Part {
  return useStore(useQueryStore(), select);
}

/** The query that is shown. */
export const useSelectedQuery = (): SavedQuery | undefined =>
  useQueryState(({ queries, selected }) => queries.find(({ id }) => id === selected));

/** Where a query stands, by its id, with its last result. */
export const useRun = (id: string): QueryRun => useQueryState(state => runOf(state, id));

/** Says what the expressions of a text read that is not there. */
export function useMissing(text: string): Missing[] {
  return findMissing(
    useQueryState(whole => whole),
    findReferences(text)
  );
}

/** Evaluates texts with everything that queries and components have now; draws anew when any of it changes. */
export function useEvaluate(): (text: string) => unknown {
  const state = useQueryState(whole => whole);
  const scope = toScope(state);
  return text => evaluate(text, scope);
}
