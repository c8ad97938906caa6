import { at, isObject, textAt } from '../../forms/json';
import type { Progress } from './progress';

/** Where a query stands. */
export type RunState =
  | { phase: 'idle' }
  | { phase: 'running'; progress: Progress; startedAt: number; isCheck: boolean }
  | { phase: 'cancelled'; progress: Progress }
  | { phase: 'done'; checkAt?: number };

/** A query's run and its last result. The result stays while the query runs again, and goes when that run begins anew. */
export interface QueryRun {
  state: RunState;
  /** The envelope, ok or failed. */
  result: unknown;
}

/** Of a query that has not run. */
export const notRun: QueryRun = { state: { phase: 'idle' }, result: undefined };

/** What `queries.<name>` is to expressions; a host gives `[]` before the first result and after a failure. */
export function exposeRun({ state, result }: QueryRun): Record<string, unknown> {
  const isLoading = state.phase === 'running';
  if (textAt(result, 'status') !== 'ok') return { isLoading, data: [], rawData: [] };
  const data = at(result, 'data');
  return { isLoading, data, rawData: data, metadata: at(result, 'metadata') };
}

/** How long to wait before asking after a result that is still being worked on; nothing where it is done. */
export function readPollDelay(result: unknown): number | undefined {
  const data = at(result, 'data');
  if (!isObject(data) || data['done'] !== false || typeof data['id'] !== 'string') return undefined;
  const wait = data['next_poll_ms'];
  return typeof wait === 'number' ? Math.max(wait, shortestWaitMs) : undefined;
}

const shortestWaitMs = 250;

/** A failure of the workbench's own, in the form that results have. */
export function failedResult(message: string, description: string, data: Record<string, unknown> = {}): object {
  return { status: 'failed', message, description, data };
}
