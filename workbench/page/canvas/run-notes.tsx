import type { ReactNode } from 'react';
import { textAt } from '../json/at';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useRun } from '../queries/use-queries';
import { Running } from '../result/running';
import { Waiting } from '../result/waiting';
import { listUsedQueries } from './used-queries';

/** What the canvas's queries are doing, and what went wrong with them. It stays in sight at the bottom. */
export function RunNotes(): ReactNode {
  const canvas = useQueryState(state => state.canvas);
  const queries = useQueryState(state => state.queries);
  return (
    <section className="canvas-runs" aria-label="Queries of this canvas">
      {listUsedQueries(canvas, queries).map(query => (
        <RunNote key={query.id} query={query} />
      ))}
    </section>
  );
}

function RunNote({ query: { id, name } }: { query: SavedQuery }): ReactNode {
  const { state, result } = useRun(id);
  const isFailed = textAt(result, 'status') === 'failed';
  const isWaiting = state.phase === 'done' && state.checkAt !== undefined;
  if (state.phase !== 'running' && !isWaiting && !isFailed) return null;
  return (
    <div className="canvas-run">
      <strong>{name}</strong>
      {state.phase === 'running' && <Running name={name} status={state.progress.status} startedAt={state.startedAt} />}
      {state.phase === 'done' && state.checkAt !== undefined && <Waiting name={name} checkAt={state.checkAt} />}
      {isFailed && state.phase !== 'running' && <Failed result={result} />}
    </div>
  );
}

/** What to do first, then what failed and why; the rest is in the query's own result. */
function Failed({ result }: { result: unknown }): ReactNode {
  const hint = textAt(result, 'data', 'hint');
  const reason = (textAt(result, 'description') ?? '').replace(hint ?? '', '').trim();
  return (
    <div role="alert" className="notice error">
      {hint && <p>{hint}</p>}
      <p>
        {textAt(result, 'message')}. {reason}
      </p>
    </div>
  );
}
