import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import type { EndedRun } from '../queries/started-run';
import type { QueryStore } from '../queries/store';

/** A run of a variant, and how long it took. */
export interface VariantRun extends EndedRun {
  durationMs: number;
}

/** What is compared with a query, and what came of it. */
export interface Comparison {
  /** The options that are different in the second variant, by their keys. */
  changes: Values;
  isRunning: boolean;
  /** The query as it is, and the variant. */
  runs: [VariantRun, VariantRun] | undefined;
}

const nothing: Comparison = { changes: {}, isRunning: false, runs: undefined };
const comparisons = createStore<Record<string, Comparison>>(() => ({}));
const aborts = new Map<string, AbortController>();

/** What is compared with a query; it outlives a look at something else. */
export const useComparison = (queryId: string): Comparison => useStore(comparisons, all => all[queryId] ?? nothing);

const change = (queryId: string, part: Partial<Comparison>): void =>
  comparisons.setState(all => ({ [queryId]: { ...(all[queryId] ?? nothing), ...part } }));

/** Changes what is different in the second variant. */
export const setVariant = (queryId: string, changes: Values): void => change(queryId, { changes });

/** Runs the query as it is and as it would be, at the same time and over the same input. */
export async function runBoth(store: QueryStore, queryId: string, changes: Values): Promise<void> {
  const abort = new AbortController();
  aborts.get(queryId)?.abort();
  aborts.set(queryId, abort);
  change(queryId, { isRunning: true, runs: undefined });
  const run = async (different: Values): Promise<VariantRun | undefined> => {
    const startedAt = performance.now();
    const ended = await store.tryOut(queryId, different, abort.signal);
    return ended && { ...ended, durationMs: Math.round(performance.now() - startedAt) };
  };
  const [asIs, changed] = await Promise.all([run({}), run(changes)]);
  if (aborts.get(queryId) !== abort) return;
  change(queryId, { isRunning: false, runs: asIs && changed && [asIs, changed] });
}

/** Stops both. */
export const cancelBoth = (queryId: string): void => aborts.get(queryId)?.abort();
