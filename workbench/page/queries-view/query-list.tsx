import { type ReactNode, useRef } from 'react';
import { readDefaults } from '../../forms/field';
import { textAt } from '../../forms/json';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore, useRun } from '../queries/use-queries';
import { ExampleList } from './example-list';
import { FileButtons } from './file-buttons';
import { nameOperation } from './operation-names';

interface Props {
  operations: unknown;
}

/** All queries, and the ways to get more. */
export function QueryList({ operations }: Props): ReactNode {
  const store = useQueryStore();
  const queries = useQueryState(state => state.queries);
  const selected = useQueryState(state => state.selected);
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <section className="panel side" aria-labelledby="queries-heading">
      <div className="side-heading">
        <h2 id="queries-heading">Queries</h2>
        <div className="side-buttons">
          <button type="button" onClick={() => store.add('query1', readDefaults(operations))}>
            New
          </button>
          {queries.length > 0 && (
            <button type="button" onClick={() => dialog.current?.showModal()}>
              Examples
            </button>
          )}
        </div>
      </div>
      {queries.length > 0 && (
        <ul className="query-list">
          {queries.map(query => (
            <li key={query.id}>
              <button
                type="button"
                aria-current={query.id === selected ? 'true' : undefined}
                onClick={() => store.select(query.id)}
              >
                <span className="query-name">{query.name}</span>
                <span className="query-operation">{nameOperation(operations, query.options['operation'])}</span>
                <RunMark query={query} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <FileButtons />
      <dialog ref={dialog} aria-labelledby="examples-heading">
        <div className="panel-heading">
          <h2 id="examples-heading">Examples</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <ExampleList operations={operations} onTaken={() => dialog.current?.close()} />
      </dialog>
    </section>
  );
}

/** Whether a query runs, and how its last run ended. */
function RunMark({ query }: { query: SavedQuery }): ReactNode {
  const { state, result } = useRun(query.id);
  const status = state.phase === 'done' ? (textAt(result, 'status') ?? 'done') : state.phase;
  if (status === 'idle') return null;
  return <span className={`run-mark ${status}`}>{status}</span>;
}
