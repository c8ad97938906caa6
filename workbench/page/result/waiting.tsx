import type { ReactNode } from 'react';
import { useQueryStore } from '../queries/use-queries';
import { useNow } from './use-now';

interface Props {
  name: string;
  /** Milliseconds, as Date.now() gives them. */
  checkAt: number;
}

/** That a result is still being worked on elsewhere, and when it is asked after. */
export function Waiting({ name, checkAt }: Props): ReactNode {
  const store = useQueryStore();
  const seconds = Math.max(0, Math.ceil((checkAt - useNow()) / 1000));
  return (
    <div className="running">
      <span>Not done yet. Checks again in {seconds} s.</span>
      <button type="button" onClick={() => store.check(name)}>
        Check now
      </button>
      <button type="button" className="quiet" onClick={() => store.stopChecking(name)}>
        Stop checking
      </button>
    </div>
  );
}
