import type { Values } from '../forms/field';
import { keepFixtures } from './history/kept-fixtures';
import { forgetBegun, openHistory, rememberBegun, rememberRun } from './history/run-history';
import { toRun } from './history/run-record';
import { runQuery, streamQuery } from './host-api/query';
import { type EvaluatingWorker, evaluateInWorker } from './queries/evaluator';
import { readCollection, writeKept } from './queries/saved-query';
import { createQueryStore, type QueryStore } from './queries/store';

/** The store of a plugin's queries in this browser, with their last results. It follows what other tabs do to them. */
export async function makeQueryStore(
  kind: string,
  followUps: Record<string, Values>,
  nextTurns: Record<string, Values>,
  isSafe = false
): Promise<QueryStore> {
  const storageKey = storageKeyOf(kind);
  if (isSafe) setCanvasAside(storageKey);
  const store = createQueryStore({
    evaluator: evaluateInWorker(startWorker),
    host: { run: runQuery, stream: streamQuery },
    followUps,
    nextTurns,
    storage: window.localStorage,
    storageKey,
    onBegin: rememberBegun,
    onEnd: rememberRun,
    onStop: forgetBegun,
  });
  window.addEventListener('storage', ({ key }) => {
    if (key === storageKey) store.takeKept();
  });
  const records = await openHistory(kind, record => {
    const { queryId } = record;
    // What has run here since is newer.
    if (store.getState().runs[queryId]?.run !== loaded[queryId]?.run) return;
    store.setState(state => ({ runs: { ...state.runs, [queryId]: toRun(record) } }));
  });
  const loaded = Object.fromEntries(
    store.getState().queries.flatMap(({ id }) => {
      const last = records.find(({ queryId }) => queryId === id);
      return last ? [[id, toRun(last)]] : [];
    })
  );
  store.setState({ runs: loaded });
  await keepFixtures(kind, store);
  return store;
}

/** Where this browser keeps the queries of a plugin. */
export const storageKeyOf = (kind: string): string => `workbench.${kind}.queries`;

/** Keeps the canvas under another key, so that it is not lost. */
function setCanvasAside(storageKey: string): void {
  const kept = window.localStorage.getItem(storageKey);
  if (kept === null) return;
  window.localStorage.setItem(`${storageKey}.aside`, kept);
  try {
    window.localStorage.setItem(storageKey, writeKept({ ...readCollection(kept), canvas: [] }));
  } catch {
    // What cannot be read is set aside when the store reads it.
  }
}

const startWorker = (): EvaluatingWorker =>
  new Worker(new URL('./queries/evaluate-worker.ts', import.meta.url), { type: 'module' });
