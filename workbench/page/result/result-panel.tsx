import { type ReactNode, useEffect, useRef } from 'react';
import { textAt } from '../../forms/json';
import type { QueryRun } from '../queries/run-state';
import type { SavedQuery } from '../queries/saved-query';
import { useRun } from '../queries/use-queries';
import { Envelope } from './envelope';
import { Failure } from './failure';
import { ProgressView } from './progress-view';
import { Running } from './running';
import { Success } from './success';
import { Waiting } from './waiting';

interface Props {
  query: SavedQuery;
}

/** What the last run of a query gave, or what has come of the one that runs. */
export function ResultPanel({ query }: Props): ReactNode {
  const panel = useRef<HTMLElement>(null);
  const run = useRun(query.id);
  const { state, result } = run;
  const isFirstRun = state.phase === 'running' && !state.isCheck;
  const status = describeState(run);

  useEffect(() => {
    if (isFirstRun) showTop(panel.current);
  }, [isFirstRun]);

  return (
    <section
      className="panel result"
      aria-labelledby="result-heading"
      aria-busy={state.phase === 'running'}
      ref={panel}
    >
      <div className="panel-heading">
        <h2 id="result-heading">Result</h2>
        <output className={`state state-${status}`}>{status}</output>
      </div>
      {state.phase === 'idle' && <p className="muted">Run the query; its answer appears here.</p>}
      {state.phase === 'running' && (
        <Running name={query.name} startedAt={state.startedAt} status={state.progress.status} />
      )}
      {state.phase === 'done' && state.checkAt !== undefined && <Waiting name={query.name} checkAt={state.checkAt} />}
      {(isFirstRun || state.phase === 'cancelled') && <ProgressView progress={state.progress} />}
      {result !== undefined && (
        <>
          {textAt(result, 'status') === 'ok' ? <Success result={result} /> : <Failure result={result} />}
          <Envelope name={query.name} result={result} />
        </>
      )}
    </section>
  );
}

function describeState({ state, result }: QueryRun): string {
  if (state.phase === 'idle') return 'not run yet';
  return state.phase === 'done' ? (textAt(result, 'status') ?? 'no status') : state.phase;
}

/** On a narrow screen the panel stands below the form, out of sight. */
function showTop(panel: HTMLElement | null): void {
  const top = panel?.getBoundingClientRect().top ?? 0;
  if (top > window.innerHeight / 2) panel?.scrollIntoView({ block: 'start' });
}
