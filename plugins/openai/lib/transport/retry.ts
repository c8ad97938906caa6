import { setTimeout as sleep } from 'node:timers/promises';
import { classifyFailure } from '../failures/classify-failure';
import type { Failure } from '../failures/failure';
import type { Deadline } from './deadline';

/** How often and what may be sent again. */
export interface RetryPolicy {
  maxRetries: number;
  /** What reached the server is billed: only requests it refused, or never got, are sent again. */
  billedWhenSent: boolean;
  deadline: Deadline;
}

/**
 * Sends, and sends again after failures that pass. Waits as long as the server asks, never beyond the deadline.
 *
 * @param read Tells what an error means.
 * @throws The last error.
 */
export async function sendWithRetries<T>(
  send: () => Promise<T>,
  read: (error: unknown) => Failure,
  { maxRetries, billedWhenSent, deadline }: RetryPolicy
): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await send();
    } catch (error) {
      const failure = read(error);
      const wait = failure.retry_after_ms ?? backOff(retries);
      const hasTime = wait < deadline.remaining();
      if (retries >= maxRetries || deadline.signal.aborted || !hasTime || !mayRepeat(failure, billedWhenSent))
        throw error;
      // Left to the next attempt to fail on: the abort is read there as deadline or cancellation.
      await sleep(wait, undefined, { signal: deadline.signal }).catch(() => undefined);
    }
  }
}

/** Whether a request may be sent again after this failure. */
export function mayRepeat(failure: Failure, billedWhenSent: boolean): boolean {
  if (failure.kind === 'network') return failure.unsent === true || !billedWhenSent;
  if (failure.kind !== 'api') return false;
  const { category, retryable } = classifyFailure(failure);
  // A gateway that gave up waiting (408, 504, 524) may leave the model at work.
  if (billedWhenSent && [408, 504, 524].includes(failure.status ?? 0)) return false;
  const passes = retryable && (category === 'rate_limit' || category === 'server' || category === 'timeout');
  return passes && failure.should_retry !== false;
}

/** Milliseconds to wait where the server does not say: 0.5, 1, 2, 4, 8 s, each a quarter less by chance so that queries that failed together do not return together. */
export function backOff(retries: number): number {
  return Math.min(8000, 500 * 2 ** retries) * (1 - Math.random() / 4);
}
