import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import { useQueryStore } from '../../queries/use-queries';
import type { ComponentProps } from './component-props';
import { runNamed } from './run-query';
import { useIsRunning } from './use-is-running';

/** Runs a query. */
export function Button({ values }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const name = toText(values['query']);
  const isRunning = useIsRunning(name);
  return (
    <button type="button" className="primary canvas-button" disabled={isRunning} onClick={() => runNamed(store, name)}>
      {isRunning ? 'Running…' : toText(values['label']) || 'Run'}
    </button>
  );
}
