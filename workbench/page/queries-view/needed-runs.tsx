import type { ReactNode } from 'react';
import { findNeeded } from '../queries/needed';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { runWithNeeds } from './run-with-needs';

interface Props {
  query: SavedQuery;
}

/** Queries that this one needs and that have no result yet, with the way to run them and then this one. */
export function NeededRuns({ query }: Props): ReactNode {
  const store = useQueryStore();
  const waiting = findNeeded(
    useQueryState(whole => whole),
    query
  );
  if (waiting.length === 0) return null;
  const list = waiting.map(({ name }) => name).join(' and ');

  return (
    <p className="notice warning needed">
      <span>
        This query needs {list}, which {waiting.length === 1 ? 'has' : 'have'} not run yet.
      </span>
      <button type="button" onClick={() => runWithNeeds(store, query)}>
        Run {list}, then this
      </button>
    </p>
  );
}
