import { delMany, entries, createStore as openDatabase, setMany, type UseStore } from 'idb-keyval';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { at } from '../../forms/json';
import { outcomeOf, type QueryRun } from '../queries/run-state';
import type { EndedRun } from '../queries/started-run';

/** A run that has ended, as it is kept in this browser. */
export interface RunRecord {
  /** The id by which the host knows the run. */
  run: string;
  queryId: string;
  name: string;
  startedAt: number;
  durationMs: number;
  outcome: string;
  costUsd?: number;
  /** As they were sent. */
  options: Values;
  /** What the result belongs to; the same, unless the run only asked after another. */
  asked?: Values;
  result: unknown;
}

const mostOfQuery = 12;
const mostRecords = 120;

const history = createStore<{ records: RunRecord[] }>(() => ({ records: [] }));
let database: UseStore | undefined;

/** Reads what this browser has kept; a browser that keeps nothing has a history until the page is left. */
export async function openHistory(kind: string): Promise<RunRecord[]> {
  try {
    database = openDatabase(`workbench-${kind}`, 'runs');
    const kept = await entries<string, RunRecord>(database);
    history.setState({ records: kept.map(([, record]) => record).sort((a, b) => b.startedAt - a.startedAt) });
  } catch {
    database = undefined;
  }
  return history.getState().records;
}

/** Keeps a run, and lets the oldest go. */
export function rememberRun({ run, query, startedAt, options, asked, result }: EndedRun): void {
  const cost = at(result, 'metadata', 'cost', 'usd');
  const record: RunRecord = {
    run,
    queryId: query.id,
    name: query.name,
    startedAt,
    durationMs: Date.now() - startedAt,
    outcome: outcomeOf(result),
    ...(typeof cost === 'number' && { costUsd: cost }),
    options,
    asked,
    result,
  };
  const all = [record, ...history.getState().records];
  const kept = all.filter((one, place) => {
    const rank = all.slice(0, place).filter(({ queryId }) => queryId === one.queryId).length;
    return rank < mostOfQuery && place < mostRecords;
  });
  history.setState({ records: kept });
  if (!database) return;
  const gone = all.filter(one => !kept.includes(one)).map(one => one.run);
  // A database that is full keeps what it has; the page goes on without.
  setMany([[run, record]], database).catch(() => undefined);
  if (gone.length > 0) delMany(gone, database).catch(() => undefined);
}

/** Forgets the runs of a query. */
export function forgetRuns(queryId: string): void {
  const { records } = history.getState();
  const gone = records.filter(record => record.queryId === queryId).map(({ run }) => run);
  history.setState({ records: records.filter(record => record.queryId !== queryId) });
  if (database) delMany(gone, database).catch(() => undefined);
}

/** All runs that are kept, the newest first. */
export const useRunRecords = (): RunRecord[] => useStore(history, ({ records }) => records);

/** A run that is opened again. */
export const toRun = ({ run, result, options, asked = options }: RunRecord): QueryRun => ({
  state: { phase: 'done' },
  result,
  run,
  asked,
});
