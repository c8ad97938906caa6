import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import { runOf } from '../../queries/query-state';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import { announce } from '../../shell/announcements';
import type { ComponentProps } from './component-props';

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

  function run(): void {
    if (store.getState().queries.some(query => query.name === name)) void store.run(name);
    else announce(name ? `There is no query named ${name}` : 'This button runs no query yet');
  }

  return (
    <button type="button" className="primary canvas-button" disabled={isRunning} onClick={run}>
      {isRunning ? 'Running…' : toText(values['label']) || 'Run'}
    </button>
  );
}
