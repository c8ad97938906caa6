import type { StoreApi } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { evaluateOptions } from './evaluate-options';
import type { Evaluator } from './evaluator';
import { addProgress, noProgress } from './progress';
import type { QueryState } from './query-state';
import { failedResult } from './run-state';
import type { SavedQuery } from './saved-query';
import { toScope } from './scope';
import type { EndedRun, QueryHost, RunListeners } from './started-run';

interface Setting extends Pick<RunListeners, 'onBegin' | 'onStop'> {
  state: StoreApi<QueryState>;
  host: QueryHost;
  evaluator: Evaluator;
}

/**
 * Runs a query with some options changed, beside its own run: what the query shows and exposes stays as it is.
 *
 * @param signal Stops it; nothing is given then.
 */
export async function tryOut(
  { state, host, evaluator, onBegin, onStop }: Setting,
  query: SavedQuery,
  changes: Values,
  signal: AbortSignal
): Promise<EndedRun | undefined> {
  const startedAt = Date.now();
  const run = crypto.randomUUID();
  const { values, problems } = await evaluateOptions(
    { ...query.options, ...changes },
    toScope(state.getState()),
    evaluator
  );
  const begun = { run, query, startedAt, options: values, asked: values };
  const end = (result: unknown): EndedRun => ({ ...begun, result });
  if (problems.length > 0) {
    const reasons = problems.map(({ field, message }) => `${field}: ${message}`).join('\n');
    return end(failedResult('The query was not sent', reasons, { category: 'invalid_options', problems }));
  }
  let progress = noProgress;
  onBegin?.(begun);
  try {
    for await (const event of host.run(values, signal, run)) progress = addProgress(progress, event);
    if (!progress.isFinished) throw new Error('The run ended without a result');
  } catch (error) {
    if (signal.aborted) {
      onStop?.(run);
      return undefined;
    }
    const reason = error instanceof Error ? error.message : String(error);
    return end(failedResult('The workbench could not run the query', reason));
  }
  return end(progress.result);
}
