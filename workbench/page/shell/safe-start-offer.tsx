import type { ReactNode } from 'react';
import { saveFile } from './save-file';

interface Props {
  /** Where the queries are kept. */
  storageKey: string;
  onStart(isSafe: boolean): void;
}

/** What to do with a page that did not come up: without its canvas and without running anything, it does. */
export function SafeStartOffer({ storageKey, onStart }: Props): ReactNode {
  const kept = window.localStorage.getItem(storageKey);
  return (
    <main className="panel safe-start">
      <h2>The workbench did not come up the last time</h2>
      <p>
        Something on the canvas or in a query may have stopped it. A safe start runs no query by itself and leaves the
        canvas aside, so that it can be put right.
      </p>
      <div className="pending-buttons">
        <button type="button" className="primary" onClick={() => onStart(true)}>
          Start safely
        </button>
        <button type="button" onClick={() => onStart(false)}>
          Start as usual
        </button>
        {kept !== null && (
          <button type="button" className="quiet" onClick={() => saveFile('workbench.json', kept)}>
            Export what is kept
          </button>
        )}
      </div>
    </main>
  );
}
