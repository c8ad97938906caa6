import { type FormEvent, type MouseEvent, type ReactNode, useId, useState } from 'react';
import { announceDone } from '../queries/undo-actions';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { listPages } from './pages';
import { showPage, usePage } from './use-page';

/** What can be set of a page, while none of its components is chosen. */
export function PageProperties(): ReactNode {
  const store = useQueryStore();
  const page = usePage();
  const id = useId();
  const isOnlyOne = useQueryState(state => listPages(state).length === 1);
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();

  function rename(event?: FormEvent): void {
    event?.preventDefault();
    if (typed === undefined) return;
    try {
      store.renamePage(page, typed.trim());
      showPage(typed.trim());
      setTyped(undefined);
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  function remove({ detail }: MouseEvent): void {
    // The second click of a double click meant the component that was deleted by the first.
    if (detail > 1) return;
    store.removePage(page);
    announceDone(store);
  }

  return (
    <section className="panel canvas-properties" aria-label={`Properties of ${page}`}>
      <div className="panel-heading">
        <h2>Page</h2>
        {!isOnlyOne && (
          <button type="button" onClick={remove}>
            Delete
          </button>
        )}
      </div>
      <form className="field" onSubmit={rename}>
        <div className="field-label">
          <label htmlFor={id}>Name</label>
        </div>
        <input
          id={id}
          type="text"
          value={typed ?? page}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-problem`}
          onChange={event => setTyped(event.target.value)}
          onBlur={() => rename()}
        />
        <p id={`${id}-problem`} className="expression-note problem" role="alert">
          {problem}
        </p>
      </form>
      <p className="muted">
        Choose a component to see its properties. Drag it to move it, its corner to resize it. Shift and a click choose
        several.
      </p>
    </section>
  );
}
