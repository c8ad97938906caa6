import { setTimeout as sleep } from 'node:timers/promises';
import { classifyFailure } from '../failures/classify-failure';
import { OutOfTime } from '../failures/failure';
import type { Call } from '../operation';

/** A response to a status request. */
interface Poll<T> {
  value: T;
  /** Milliseconds until the next request that the server allows. */
  pollAfter?: number | undefined;
}

/** How a wait ended. `last` is the last status, if there was a response at all. */
export interface Waited<T> {
  last?: T;
  /** Milliseconds until the next status request. */
  next_poll_ms: number;
  /** Why the last request failed, and its error. */
  trouble?: string;
  error?: unknown;
}

/** Pauses of 2, 3, 4.5, ... 15 seconds. */
const FIRST_PAUSE_MS = 2000;
const GROWTH = 1.5;
const LONGEST_PAUSE_MS = 15_000;
/** Time to spare, so that the wait ends before the query's deadline. */
const RESERVE_MS = 500;

/**
 * Polls until `isDone` or the end of the wait, and never sooner than the server allows. Retryable failures do not end the
 * wait.
 *
 * @param seconds The longest wait; the query's deadline may end it earlier.
 * @throws What `look` throws, where it is not retryable.
 */
export async function pollUntil<T>(
  look: (signal: AbortSignal) => Promise<Poll<T>>,
  isDone: (value: T) => boolean,
  seconds: number,
  call: Call
): Promise<Waited<T>> {
  const ends = performance.now() + Math.min(seconds * 1000, call.remaining() - RESERVE_MS);
  const left = () => ends - performance.now();
  let lastError: unknown = new OutOfTime('The server did not respond in time');
  let waited: Waited<T> = { next_poll_ms: FIRST_PAUSE_MS };
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * GROWTH)) {
    const ownEnd = AbortSignal.timeout(Math.max(1, Math.ceil(left())));
    try {
      const { value, pollAfter = 0 } = await look(AbortSignal.any([call.signal, ownEnd]));
      waited = { last: value, next_poll_ms: Math.max(pause, pollAfter) };
      if (isDone(value)) return waited;
    } catch (error) {
      if (call.signal.aborted || call.dry_run) throw error;
      if (ownEnd.aborted) return { ...waited, trouble: 'the server did not respond in time', error: lastError };
      lastError = error;
      waited = { ...waited, ...readTrouble(error, pause, call) };
    }
    if (waited.next_poll_ms >= left()) return waited;
    await sleep(waited.next_poll_ms, undefined, { signal: call.signal });
  }
}

/** @throws The error, if it is not retryable. */
function readTrouble(error: unknown, pause: number, call: Call): Omit<Waited<never>, 'last'> {
  const failure = call.read(error);
  if (!classifyFailure(failure).retryable) throw error;
  return { next_poll_ms: Math.max(pause, failure.retry_after_ms ?? 0), trouble: failure.reason, error };
}

/** Milliseconds until the next request that the server allows. */
export function readPollAfter(headers: Headers): number | undefined {
  const wait = Number(headers.get('openai-poll-after-ms') ?? Number.NaN);
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}
