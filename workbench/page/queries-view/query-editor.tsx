import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { at } from '../../forms/json';
import { FormLevel } from '../form/form-level';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore, useRun } from '../queries/use-queries';
import { NeededRuns } from './needed-runs';
import { QueryHeading } from './query-heading';
import { StandIns } from './stand-ins';
import { UnseenOptions } from './unseen-options';

interface Props {
  query: SavedQuery;
  operations: unknown;
}

/** A query's name, its form and its buttons. */
export function QueryEditor({ query, operations }: Props): ReactNode {
  const store = useQueryStore();
  const isRunning = useRun(query.id).state.phase === 'running';
  const streams = useQueryState(state => state.streams);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isRunning) void store.run(query.name);
  }

  function runOnShortcut(event: KeyboardEvent<HTMLFormElement>): void {
    // Code editors have taken theirs before.
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  }

  return (
    <section className="panel query" aria-label={`Query ${query.name}`}>
      <QueryHeading query={query} />
      <form onSubmit={submit} onKeyDown={runOnShortcut}>
        <FormLevel
          node={at(operations, 'properties')}
          values={query.options}
          onChange={(key, value) => store.changeOption(query.id, key, value)}
        />
        <NeededRuns query={query} />
        <UnseenOptions query={query} operations={operations} />
        <StandIns query={query} />
        <div className="actions">
          <button type="submit" className="primary" disabled={isRunning} title="Ctrl+Enter or Cmd+Enter">
            {isRunning ? 'Running…' : 'Run'}
          </button>
          <label className="check">
            <input type="checkbox" checked={streams} onChange={event => store.setStreams(event.target.checked)} />
            Show while it arrives
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={query.runs_on_load}
              onChange={event => store.setRunsOnLoad(query.id, event.target.checked)}
            />
            Run on page load
          </label>
        </div>
      </form>
    </section>
  );
}
