import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Values } from '../../forms/field';
import { type QueryState, runOf } from '../queries/query-state';
import { toScope } from '../queries/scope';
import type { Scope } from '../queries/templates';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { type Bound, bind, bindPlain } from './bind';

const ScopeContext = createContext<Scope>({});

/** Gives the components what their expressions read. */
export const ScopeProvider = ScopeContext.Provider;

/** What expressions can name; another object only where some of it has changed, not with every word that streams in. */
export function useScope(): Scope {
  const [select] = useState(selectScope);
  return useQueryState(select);
}

/** The values of properties: what they were last until what they are now has been evaluated. */
export function useBound(properties: Values): Bound {
  const scope = useContext(ScopeContext);
  const store = useQueryStore();
  const plain = useMemo(() => bindPlain(properties, store.getState()), [properties, store]);
  const [evaluated, setEvaluated] = useState<Bound>();
  useEffect(() => {
    let isWanted = true;
    void bind(properties, scope, store.getState(), store.evaluator).then(bound => {
      if (isWanted) setEvaluated(bound);
    });
    return () => {
      isWanted = false;
    };
  }, [properties, scope, store]);
  return evaluated ?? plain;
}

function selectScope(): (state: QueryState) => Scope {
  let parts: unknown[] = [];
  let scope: Scope | undefined;
  return state => {
    const now = listParts(state);
    if (scope && now.length === parts.length && now.every((part, index) => Object.is(part, parts[index]))) return scope;
    parts = now;
    scope = toScope(state);
    return scope;
  };
}

const listParts = (state: QueryState): unknown[] => [
  state.components,
  state.stand_ins,
  ...state.queries.flatMap(({ id, name }) => {
    const { state: run, result } = runOf(state, id);
    return [name, run.phase === 'running', result];
  }),
];
