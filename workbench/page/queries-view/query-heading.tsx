import { CopyPlus, Trash2 } from 'lucide-react';
import { type FormEvent, type MouseEvent, type ReactNode, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import type { SavedQuery } from '../queries/saved-query';
import { announceDone } from '../queries/undo-actions';
import { useQueryStore } from '../queries/use-queries';
import { focusList } from './focus-list';

interface Props {
  query: SavedQuery;
}

/** The query's name, to be changed where it stands, and what can be done with the query. */
export function QueryHeading({ query: { id, name } }: Props): ReactNode {
  const store = useQueryStore();
  const field = useId();
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();

  function rename(event?: FormEvent): void {
    event?.preventDefault();
    if (typed === undefined) return;
    try {
      store.rename(id, typed.trim());
      setTyped(undefined);
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  function remove({ detail }: MouseEvent): void {
    // The second click of a double click meets the next query's button.
    if (detail > 1) return;
    flushSync(() => store.remove(id));
    focusList();
    announceDone(store);
  }

  return (
    <div className="query-heading">
      <form onSubmit={rename}>
        <label htmlFor={field} className="visually-hidden">
          Name of the query
        </label>
        <input
          id={field}
          type="text"
          className="name"
          value={typed ?? name}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem !== undefined}
          aria-describedby={`${field}-problem`}
          onChange={event => setTyped(event.target.value)}
          onBlur={() => rename()}
        />
      </form>
      <div className="query-buttons">
        <button type="button" className="quiet" onClick={({ detail }) => detail < 2 && store.duplicate(id)}>
          <CopyPlus size={15} aria-hidden />
          Duplicate
        </button>
        <button type="button" className="quiet" onClick={remove}>
          <Trash2 size={15} aria-hidden />
          Delete
        </button>
      </div>
      <p id={`${field}-problem`} className="expression-note problem" role="alert">
        {problem}
      </p>
    </div>
  );
}
