import type { ReactNode } from 'react';
import { textAt } from '../../forms/json';
import { inLabels, readForm } from '../form/form-context';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore, useRun } from '../queries/use-queries';
import { Running } from '../result/running';
import { Waiting } from '../result/waiting';
import { readCanvasUi, setCanvasUi, useCanvasUi } from './ui-state';
import { listUsedQueries } from './used-queries';

/** What the canvas's queries are doing, and what went wrong with them. It stays in sight at the bottom. */
export function RunNotes({ operations }: { operations: unknown }): ReactNode {
  const canvas = useQueryState(state => state.canvas);
  const queries = useQueryState(state => state.queries);
  return (
    <section className="canvas-runs" aria-label="Queries of this canvas">
      {listUsedQueries(canvas, queries).map(query => (
        <RunNote key={query.id} query={query} operations={operations} />
      ))}
    </section>
  );
}

function RunNote({ query, operations }: { query: SavedQuery; operations: unknown }): ReactNode {
  const { id, name } = query;
  const { state, result } = useRun(id);
  const closed = useCanvasUi(({ closedNotes }) => closedNotes[id]);
  const isFailed =
    state.phase !== 'running' &&
    ['failed', 'interrupted'].includes(textAt(result, 'status') ?? '') &&
    result !== closed;
  const isWaiting = state.phase === 'done' && state.checkAt !== undefined;
  if (state.phase !== 'running' && !isWaiting && !isFailed) return null;
  return (
    <div className="canvas-run">
      <strong>{name}</strong>
      {state.phase === 'running' && <Running name={name} status={state.progress.status} startedAt={state.startedAt} />}
      {state.phase === 'done' && state.checkAt !== undefined && <Waiting name={name} checkAt={state.checkAt} />}
      {isFailed && (
        <Failed
          id={id}
          result={result}
          labels={readForm(operations, query.options).labels}
          onClose={() => setCanvasUi({ closedNotes: { ...readCanvasUi().closedNotes, [id]: result } })}
        />
      )}
    </div>
  );
}

interface FailedProps {
  id: string;
  result: unknown;
  labels: Record<string, string>;
  onClose(): void;
}

/** What to do first, then what failed and why; the rest is in the query's own result. */
function Failed({ id, result, labels, onClose }: FailedProps): ReactNode {
  const store = useQueryStore();
  const hint = textAt(result, 'data', 'hint');
  const reason = (textAt(result, 'description') ?? '').replace(hint ?? '', '').trim();
  function open(): void {
    store.select(id);
    window.location.hash = 'queries';
  }

  return (
    <div role="alert" className="notice error">
      {hint && <p>{inLabels(hint, labels)}</p>}
      <p>
        {textAt(result, 'message')}. {inLabels(reason, labels)}
      </p>
      <p className="canvas-run-links">
        <button type="button" className="quiet" onClick={open}>
          Open the query
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Close
        </button>
      </p>
    </div>
  );
}
