import type { ReactNode } from 'react';
import { useQueryStore } from '../queries/use-queries';
import { useNow } from './use-now';

interface Props {
  name: string;
  /** Milliseconds, as Date.now() gives them. */
  startedAt: number;
  /** What the plugin says it is doing; may be empty. */
  status: string;
}

/** That a query runs, for how long, and the way to stop it. */
export function Running({ name, startedAt, status }: Props): ReactNode {
  const store = useQueryStore();
  const seconds = Math.max(0, Math.floor((useNow() - startedAt) / 1000));
  return (
    <div className="running">
      <progress aria-label={`${name} is running`} />
      {status && <span>{status}</span>}
      <span className="muted seconds">{seconds} s</span>
      <button type="button" onClick={() => store.cancel(name)}>
        Cancel
      </button>
    </div>
  );
}
