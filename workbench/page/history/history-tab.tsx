import { type ReactNode, useState } from 'react';
import { useForm } from '../form/form-context';
import type { SavedQuery } from '../queries/saved-query';
import { announceDone } from '../queries/undo-actions';
import { useQueryStore } from '../queries/use-queries';
import { formatCost } from '../shell/format-cost';
import { formatTime } from '../shell/format-time';
import { DiffView } from './diff-view';
import { forgetRuns, useRunRecords } from './run-history';
import { type RunRecord, toRun } from './run-record';

interface Props {
  query: SavedQuery;
}

/** The last runs of a query, to be opened again and compared. */
export function HistoryTab({ query }: Props): ReactNode {
  const store = useQueryStore();
  const records = useRunRecords().filter(({ queryId }) => queryId === query.id);
  const [chosen, setChosen] = useState<string[]>([]);
  const compared = chosen.flatMap(run => records.find(record => record.run === run) ?? []);
  if (records.length === 0) {
    return (
      <div className="empty-state">
        <p>
          <strong>No runs yet</strong>
        </p>
        <p className="muted">Every run is kept in this browser, with its time, cost and result. Two can be compared.</p>
      </div>
    );
  }
  const choose = (run: string): void =>
    setChosen(chosen.includes(run) ? chosen.filter(other => other !== run) : [...chosen, run].slice(-2));

  function open(record: RunRecord): void {
    store.setState(({ runs }) => ({ runs: { ...runs, [query.id]: toRun(record) } }));
  }

  function restore({ options }: RunRecord): void {
    store.setOptions(query.id, asTyped(options));
    announceDone(store);
  }

  return (
    <div className="history">
      <div className="requests-bar">
        <span className="muted">Mark two runs to compare them.</span>
        <button type="button" className="quiet" onClick={() => forgetRuns(query.id)}>
          Clear history
        </button>
      </div>
      <ol className="run-list" aria-label="Runs">
        {records.map(record => (
          <li key={record.run}>
            <label>
              <input type="checkbox" checked={chosen.includes(record.run)} onChange={() => choose(record.run)} />
              <span className="run-when">{formatTime(record.startedAt)}</span>
              <span className={`state state-${record.outcome.replaceAll(' ', '-')}`}>{record.outcome}</span>
              <span className="muted figures">
                {record.durationMs !== undefined && `${record.durationMs.toLocaleString('en-US')} ms`}
              </span>
              <span className="muted figures">{record.costUsd === undefined ? '' : formatCost(record.costUsd)}</span>
            </label>
            <button type="button" className="quiet" onClick={() => open(record)}>
              Open
            </button>
            <button
              type="button"
              className="quiet"
              title="Put its options into the form"
              onClick={() => restore(record)}
            >
              Use options
            </button>
          </li>
        ))}
      </ol>
      {compared.length === 2 && <Comparison records={compared.toSorted((a, b) => a.startedAt - b.startedAt)} />}
    </div>
  );
}

function Comparison({ records: [older, newer] }: { records: RunRecord[] }): ReactNode {
  const { labels } = useForm();
  if (!older || !newer) return null;
  // A host sends the defaults of every operation along; they say nothing about this one, nor does what nobody set.
  const known = (options: RunRecord['options']): RunRecord['options'] =>
    Object.fromEntries(
      Object.entries(options).filter(([key, value]) => key === 'operation' || (key in labels && value !== 'unset'))
    );
  return (
    <section className="comparison" aria-label="Comparison">
      <DiffView title="Options" older={known(older.options)} newer={known(newer.options)} />
      <DiffView title="Result" older={dataOf(older)} newer={dataOf(newer)} />
    </section>
  );
}

const dataOf = ({ result }: RunRecord): unknown =>
  typeof result === 'object' && result !== null ? Reflect.get(result, 'data') : result;

const asTyped = (options: RunRecord['options']): RunRecord['options'] =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : value,
    ])
  );
