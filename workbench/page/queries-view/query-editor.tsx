import { Play } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect } from 'react';
import { readDefaults } from '../../forms/field';
import { at } from '../../forms/json';
import { useForm } from '../form/form-context';
import { FormLevel } from '../form/form-level';
import { useFormStyle } from '../form/form-style';
import { FormStyleChoice } from '../form/form-style-choice';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore, useRun } from '../queries/use-queries';
import { NeededRuns } from './needed-runs';
import { QueryHeading } from './query-heading';
import { runWithNeeds } from './run-with-needs';
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
  const style = useFormStyle();
  const { labels } = useForm();
  useEffect(() => void store.fillDefaults(query.id, readDefaults(operations)), [store, query.id, operations]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isRunning) void runWithNeeds(store, query);
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
      <form className={`query-form as-${style}`} onSubmit={submit} onKeyDown={runOnShortcut}>
        <FormStyleChoice />
        <FormLevel
          node={at(operations, 'properties')}
          values={query.options}
          onChange={(key, value) => store.changeOption(query.id, key, value, labels[key])}
        />
        <NeededRuns query={query} />
        {style === 'comfortable' && <UnseenOptions query={query} operations={operations} />}
        <StandIns query={query} />
        <div className="actions">
          <button type="submit" id="run-query" className="primary" disabled={isRunning} title="Ctrl+Enter or Cmd+Enter">
            <Play size={15} aria-hidden />
            {isRunning ? 'Running…' : 'Run'}
          </button>
          <label className="check" title="Shows the answer while it arrives">
            <input type="checkbox" checked={streams} onChange={event => store.setStreams(event.target.checked)} />
            Stream
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={query.runs_on_load}
              onChange={event => store.setRunsOnLoad(query.id, event.target.checked)}
            />
            Run on page load
          </label>
          {query.fixtures && (
            <label className="check" title="Gives what was recorded: nothing is sent, nothing is billed">
              <input
                type="checkbox"
                checked={query.replays === true}
                onChange={event => store.setReplays(query.id, event.target.checked)}
              />
              Replay
            </label>
          )}
        </div>
      </form>
    </section>
  );
}
