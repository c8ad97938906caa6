import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import { announce } from '../../shell/announcements';
import type { ComponentProps } from './component-props';

/** Runs a query. */
export function Button({ values }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const name = toText(values['query']);
  const isRunning = useQueryState(({ queries, runs }) => {
    const query = queries.find(candidate => candidate.name === name);
    return query !== undefined && runs[query.id]?.state.phase === 'running';
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
