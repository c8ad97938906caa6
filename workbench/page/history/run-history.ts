import { del, delMany, entries, get, createStore as openDatabase, setMany, type UseStore } from 'idb-keyval';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { BegunRun, EndedRun } from '../queries/started-run';
import { findOpenTabs, holdTab, thisTab, whenTabEnds } from './open-tabs';
import { type RunRecord, toBegun, toEnded, toInterrupted } from './run-record';

const mostOfQuery = 12;
const mostRecords = 120;

const history = createStore<{ records: RunRecord[] }>(() => ({ records: [] }));
let database: UseStore | undefined;

/**
 * Reads what this browser has kept; a browser that keeps nothing has a history until the page is left. Runs that have
 * begun in a tab that is no longer open are marked as interrupted.
 *
 * @param onInterrupted Told of runs that are interrupted from now on, when another tab goes away.
 */
export async function openHistory(
  kind: string,
  onInterrupted: (record: RunRecord) => void = () => {}
): Promise<RunRecord[]> {
  try {
    database = openDatabase(`workbench-${kind}`, 'runs');
    const kept = (await entries<string, RunRecord>(database)).map(([, record]) => record);
    await holdTab();
    const begun = kept.flatMap(({ tab }) => tab ?? []);
    const open = await findOpenTabs(begun);
    const isOn = ({ tab }: RunRecord): boolean => tab !== undefined && open.includes(tab);
    const interrupted = kept.filter(record => record.tab !== undefined && !isOn(record)).map(toInterrupted);
    const ended = kept.filter(({ tab }) => tab === undefined);
    history.setState({ records: sortRecords([...ended, ...interrupted]) });
    write(interrupted);
    for (const { run, tab = '' } of kept.filter(isOn))
      void whenTabEnds(tab, () => void interrupt(run).then(record => record && onInterrupted(record)));
  } catch {
    database = undefined;
  }
  return history.getState().records;
}

/** Marks a run that another tab has begun and not ended; gives it if it is the last of its query. */
async function interrupt(run: string): Promise<RunRecord | undefined> {
  const record = database && (await get<RunRecord>(run, database));
  if (record?.tab === undefined) return undefined;
  const interrupted = toInterrupted(record);
  const records = sortRecords([...history.getState().records, interrupted]);
  history.setState({ records });
  write([interrupted]);
  return records.find(({ queryId }) => queryId === record.queryId) === interrupted ? interrupted : undefined;
}

/** Keeps that a run has begun, so that it is known of should the page go away. */
export function rememberBegun(run: BegunRun): void {
  write([toBegun(run, thisTab)]);
}

/** Forgets a run that has begun and was stopped. */
export function forgetBegun(run: string): void {
  if (database) del(run, database).catch(() => undefined);
}

/** Keeps a run, and lets the oldest go. */
export function rememberRun(ended: EndedRun): void {
  const record = toEnded(ended);
  const all = [record, ...history.getState().records];
  const kept = all.filter((one, place) => {
    const rank = all.slice(0, place).filter(({ queryId }) => queryId === one.queryId).length;
    return rank < mostOfQuery && place < mostRecords;
  });
  history.setState({ records: kept });
  write([record]);
  const gone = all.filter(one => !kept.includes(one)).map(one => one.run);
  if (database && gone.length > 0) delMany(gone, database).catch(() => undefined);
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

const sortRecords = (records: RunRecord[]): RunRecord[] => records.toSorted((a, b) => b.startedAt - a.startedAt);

/** A database that is full keeps what it has; the page goes on without. */
function write(records: RunRecord[]): void {
  if (!database || records.length === 0) return;
  setMany(
    records.map(record => [record.run, record]),
    database
  ).catch(() => undefined);
}
