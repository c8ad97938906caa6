import { type ReactNode, useEffect, useRef, useState } from 'react';
import { textAt } from '../../forms/json';
import { useSharedConnection } from '../connection/use-connection';
import { HistoryTab } from '../history/history-tab';
import { useRunRecords } from '../history/run-history';
import { outcomeOf, type QueryRun } from '../queries/run-state';
import type { SavedQuery } from '../queries/saved-query';
import { useRun } from '../queries/use-queries';
import { describeServer } from '../requests/describe-server';
import { RequestsTab } from '../requests/requests-tab';
import { useRequests } from '../requests/use-requests';
import { Tabs } from '../shell/tabs';
import { VariantsTab } from '../variants/variants-tab';
import { Envelope } from './envelope';
import { Failure } from './failure';
import { PendingCalls } from './pending-calls';
import { ProgressView } from './progress-view';
import { RecordButton, Replay } from './recording';
import { RunFacts } from './run-facts';
import { Running } from './running';
import { Success } from './success';
import { Waiting } from './waiting';

interface Props {
  query: SavedQuery;
  operations: unknown;
}

/** What the last run of a query gave, or what has come of the one that runs; what it sent; and the runs before. */
export function ResultPanel({ query, operations }: Props): ReactNode {
  const panel = useRef<HTMLElement>(null);
  const hasRun = useRef(false);
  const [tab, setTab] = useState('result');
  const run = useRun(query.id);
  const isRunning = run.state.phase === 'running';
  const isFirstRun = run.state.phase === 'running' && !run.state.isCheck;
  const requests = useRequests(run.run, isRunning);
  const runCount = useRunRecords().filter(({ queryId }) => queryId === query.id).length;
  const server = describeServer(requests, useSharedConnection().shown);
  const status = describeState(run);

  // When it begins, and again when it has grown to its height.
  useEffect(() => {
    if (hasRun.current && !isFirstRun) showTop(panel.current);
    hasRun.current = isFirstRun;
    if (isFirstRun) showTop(panel.current);
  }, [isFirstRun]);

  return (
    <section className="panel result" aria-labelledby="result-heading" aria-busy={isRunning} ref={panel}>
      <div className="panel-heading">
        <h2 id="result-heading">Result</h2>
        <RecordButton query={query} />
        <RunFacts result={run.state.phase === 'done' ? run.result : undefined} />
        <output className={`state state-${status.replaceAll(' ', '-')}`}>{status}</output>
      </div>
      <Tabs
        label="Of the last run"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'result', title: 'Answer', content: <Answer query={query} run={run} server={server} /> },
          {
            id: 'requests',
            title: 'Requests',
            count: requests?.length,
            content: <RequestsTab name={query.name} requests={requests} />,
          },
          { id: 'variants', title: 'Variants', content: <VariantsTab query={query} operations={operations} /> },
          { id: 'history', title: 'History', count: runCount || undefined, content: <HistoryTab query={query} /> },
        ]}
      />
    </section>
  );
}

interface AnswerProps {
  query: SavedQuery;
  run: QueryRun;
  server: string | undefined;
}

function Answer({ query, run: { state, result, replayedFrom }, server }: AnswerProps): ReactNode {
  const isFirstRun = state.phase === 'running' && !state.isCheck;
  return (
    <>
      {state.phase === 'idle' && (
        <div className="empty-state">
          <p>
            <strong>Nothing yet</strong>
          </p>
          <p className="muted">
            Run the query; its answer appears here. <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs it from any field.
          </p>
        </div>
      )}
      {state.phase === 'running' && (
        <Running name={query.name} startedAt={state.startedAt} status={state.progress.status} />
      )}
      {state.phase === 'done' && state.checkAt !== undefined && <Waiting name={query.name} checkAt={state.checkAt} />}
      {isFirstRun && result === undefined && state.progress.text === '' && state.progress.images.size === 0 && (
        <Skeleton />
      )}
      {(isFirstRun || state.phase === 'cancelled') && <ProgressView progress={state.progress} />}
      {result !== undefined && (
        <>
          <Replay query={query} replayedFrom={replayedFrom} />
          <PendingCalls name={query.name} result={result} />
          {textAt(result, 'status') === 'ok' ? (
            <Success result={result} />
          ) : (
            <Failure result={result} server={server} />
          )}
          <Envelope name={query.name} result={result} />
        </>
      )}
    </>
  );
}

const Skeleton = (): ReactNode => (
  <div className="skeleton" aria-hidden>
    <span />
    <span />
    <span />
  </div>
);

function describeState({ state, result }: QueryRun): string {
  if (state.phase === 'idle') return 'not run yet';
  return state.phase === 'done' ? outcomeOf(result) : state.phase;
}

/** On a narrow screen the panel stands below the form, out of sight. */
function showTop(panel: HTMLElement | null): void {
  const top = panel?.getBoundingClientRect().top ?? 0;
  if (window.innerWidth < 1000 && top > 120) panel?.scrollIntoView({ block: 'start' });
}
