import type { Values } from '../../forms/field';
import { at, isObject, listAt, textAt } from '../../forms/json';
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
  /** The id by which the host knows the last run, if there was one. */
  run?: string;
  /** What the result belongs to: the options that were sent. */
  asked?: Values;
  /** When the result was recorded, if it was given again and not fetched. */
  replayedFrom?: number | undefined;
}

/** Of a query that has not run. */
export const notRun: QueryRun = { state: { phase: 'idle' }, result: undefined };

/** How a run ended, in a word that is shown. */
export function outcomeOf(result: unknown): string {
  const status = textAt(result, 'status') ?? 'no status';
  if (status !== 'ok') return status;
  if (listPending(result).length > 0) return 'waiting for you';
  return at(result, 'data', 'done') === false ? 'not done yet' : 'ok';
}

/** What an answer waits for: approvals of MCP calls, and outputs of functions. */
export interface PendingCall {
  kind: 'approval' | 'function';
  id: string;
  name: string;
  input: unknown;
  /** Which server asks, for an approval. */
  server?: string;
  /** The type of a call that is not an ordinary function. */
  type?: string;
}

/** The calls of an answer that go on only when somebody answers them. */
export function listPending(result: unknown): PendingCall[] {
  const data = at(result, 'data');
  const approvals = listAt(data, 'mcp_approval_requests').map(entry => toPending('approval', entry));
  const isDone = textAt(data, 'status') === undefined || textAt(data, 'status') === 'completed';
  // Without one of these there is nothing to go on from.
  const canGoOn = textAt(data, 'id') !== undefined || listAt(data, 'message_history').length > 0;
  const calls = isDone && canGoOn ? listAt(data, 'tool_calls').map(entry => toPending('function', entry)) : [];
  return [...approvals, ...calls];
}

function toPending(kind: PendingCall['kind'], entry: unknown): PendingCall {
  const [server, type] = [textAt(entry, 'server_label'), textAt(entry, 'type')];
  return {
    kind,
    id: textAt(entry, 'call_id') ?? textAt(entry, 'id') ?? '',
    name: textAt(entry, 'name') ?? '',
    input: at(entry, 'arguments'),
    ...(kind === 'approval' && server && { server }),
    ...(kind === 'function' && type && type !== 'function' && { type }),
  };
}

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
