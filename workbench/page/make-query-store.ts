import type { Values } from '../forms/field';
import { runQuery, streamQuery } from './host-api/query';
import { type EvaluatingWorker, evaluateInWorker } from './queries/evaluator';
import { createQueryStore, type QueryStore } from './queries/store';

/** The store of a plugin's queries in this browser. It follows what other tabs do to them. */
export function makeQueryStore(kind: string, followUps: Record<string, Values>): QueryStore {
  const storageKey = `workbench.${kind}.queries`;
  const evaluator = evaluateInWorker(startWorker);
  const host = { run: runQuery, stream: streamQuery };
  const store = createQueryStore({ host, evaluator, followUps, storage: window.localStorage, storageKey });
  window.addEventListener('storage', ({ key }) => {
    if (key === storageKey) store.takeKept();
  });
  return store;
}

const startWorker = (): EvaluatingWorker =>
  new Worker(new URL('./queries/evaluate-worker.ts', import.meta.url), { type: 'module' });
