import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import { runOf } from '../../queries/query-state';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import type { ComponentProps } from './component-props';
import { runNamed } from './run-query';

/** Runs a query. */
export function Button({ values }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const name = toText(values['query']);
  const isRunning = useQueryState(state => {
    const query = state.queries.find(candidate => candidate.name === name);
    const run = query && runOf(state, query.id).state;
    // Asking after work that goes on elsewhere is nothing that was pressed.
    return run?.phase === 'running' && !run.isCheck;
  });

  return (
    <button type="button" className="primary canvas-button" disabled={isRunning} onClick={() => runNamed(store, name)}>
      {isRunning ? 'Running…' : toText(values['label']) || 'Run'}
    </button>
  );
}
