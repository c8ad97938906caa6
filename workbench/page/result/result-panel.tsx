import { type ReactNode, useEffect, useRef } from 'react';
import { textAt } from '../json/at';
import type { Run } from '../query/use-query-run';
import { Envelope } from './envelope';
import { Failure } from './failure';
import { ProgressView } from './progress-view';
import { Success } from './success';

interface Props {
  run: Run;
  onCancel(): void;
}

const stateNames = { idle: 'not run yet', running: 'running…', cancelled: 'cancelled' };

/** What the last query gave. */
export function ResultPanel({ run, onCancel }: Props): ReactNode {
  const panel = useRef<HTMLElement>(null);
  const state = run.phase === 'done' ? (textAt(run.result, 'status') ?? 'no status') : stateNames[run.phase];

  useEffect(() => {
    if (run.phase === 'running') showTop(panel.current);
  }, [run.phase]);

  return (
    <section className="panel result" aria-labelledby="result-heading" ref={panel}>
      <div className="panel-heading">
        <h2 id="result-heading">Result</h2>
        <div className="run-state">
          {run.phase === 'running' && (
            <button type="button" onClick={onCancel}>
              Cancel
            </button>
          )}
          <output className={`state state-${run.phase === 'done' ? state : run.phase}`}>{state}</output>
        </div>
      </div>
      {run.phase === 'idle' && <p className="muted">Fill in the form and run the query; its answer appears here.</p>}
      {(run.phase === 'running' || run.phase === 'cancelled') && <ProgressView progress={run.progress} />}
      {run.phase === 'done' && (
        <>
          {state === 'ok' ? <Success result={run.result} /> : <Failure result={run.result} />}
          <Envelope result={run.result} />
        </>
      )}
    </section>
  );
}

/** On a narrow screen the panel stands below the form, out of sight. */
function showTop(panel: HTMLElement | null): void {
  const top = panel?.getBoundingClientRect().top ?? 0;
  if (top > window.innerHeight / 2) panel?.scrollIntoView({ block: 'start' });
}
