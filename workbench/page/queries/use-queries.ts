import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { findMissing, type Missing } from './missing';
import { type QueryState, runOf } from './query-state';
import { findReferences, type Reference } from './references';
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

/** What the expressions of a text give, or what is wrong with them. */
export type Evaluated = { value: unknown } | { problem: string };

/** What a text gives now: the last known until the newest has been evaluated, and nothing before the first. */
export function useEvaluated(text: string): Evaluated | undefined {
  const store = useQueryStore();
  const [evaluated, setEvaluated] = useState<Evaluated>();
  const read = useReadValues(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the text reads decides, not who asks
  useEffect(() => {
    let isWanted = true;
    const settle = (outcome: Evaluated): void => {
      if (isWanted) setEvaluated(outcome);
    };
    store.evaluator.evaluate(text, toScope(store.getState())).then(
      value => settle({ value }),
      (error: unknown) => settle({ problem: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      isWanted = false;
    };
  }, [text, store, read]);
  return evaluated;
}

/** Another object whenever one of the queries or components that a text names has something new. */
function useReadValues(text: string): unknown[] {
  const [select] = useState(() => {
    let last: unknown[] = [];
    return (state: QueryState, references: Reference[]): unknown[] => {
      const now = references.map(({ kind, name }) => {
        if (kind === 'components') return state.components[name] ?? state.stand_ins[name];
        const query = state.queries.find(candidate => candidate.name === name);
        return query && runOf(state, query.id).result;
      });
      if (now.length !== last.length || now.some((part, index) => !Object.is(part, last[index]))) last = now;
      return last;
    };
  });
  const references = findReferences(text);
  return useQueryState(state => select(state, references));
}
