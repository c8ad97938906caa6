import { BookOpen, Plus } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { readDefaults } from '../../forms/field';
import { outcomeOf } from '../queries/run-state';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore, useRun } from '../queries/use-queries';
import { Modal } from '../shell/modal';
import { ExampleList } from './example-list';
import { FileButtons } from './file-buttons';
import { newQueryId } from './focus-list';
import { nameOperation } from './operation-names';

interface Props {
  operations: unknown;
}

/** All queries, and the ways to get more. */
export function QueryList({ operations }: Props): ReactNode {
  const store = useQueryStore();
  const queries = useQueryState(state => state.queries);
  const [isChoosing, setChoosing] = useState(false);
  return (
    <section className="panel side" aria-labelledby="queries-heading">
      <div className="side-heading">
        <h2 id="queries-heading">Queries</h2>
        <div className="side-buttons">
          <button type="button" id={newQueryId} onClick={() => store.add('query1', readDefaults(operations))}>
            <Plus size={15} aria-hidden />
            New
          </button>
          {queries.length > 0 && (
            <button type="button" onClick={() => setChoosing(true)}>
              <BookOpen size={15} aria-hidden />
              Examples
            </button>
          )}
        </div>
      </div>
      {queries.length === 0 ? (
        <p className="muted side-empty">No queries yet. What you make is kept in this browser.</p>
      ) : (
        <ul className="query-list">
          {queries.map(query => (
            <Entry key={query.id} query={query} operation={nameOperation(operations, query.options['operation'])} />
          ))}
        </ul>
      )}
      <FileButtons />
      {isChoosing && (
        <Modal title="Examples" className="wide" onClose={() => setChoosing(false)}>
          <ExampleList operations={operations} onTaken={() => setChoosing(false)} />
        </Modal>
      )}
    </section>
  );
}

/** A query in the list; the one that is shown is always in sight. */
function Entry({ query, operation }: { query: SavedQuery; operation: string }): ReactNode {
  const store = useQueryStore();
  const isSelected = useQueryState(state => state.selected === query.id);
  const entry = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) entry.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return (
    <li ref={entry}>
      <button type="button" aria-current={isSelected ? 'true' : undefined} onClick={() => store.select(query.id)}>
        <span className="query-name">{query.name}</span>
        <span className="query-operation">{operation}</span>
        <RunMark query={query} />
      </button>
    </li>
  );
}

/** Whether a query runs, and how its last run ended. */
function RunMark({ query }: { query: SavedQuery }): ReactNode {
  const { state, result } = useRun(query.id);
  const status = state.phase === 'done' ? outcomeOf(result) : state.phase;
  if (status === 'idle') return null;
  return <span className={`run-mark ${status.replaceAll(' ', '-')}`}>{status}</span>;
}
