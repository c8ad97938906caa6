import { setTimeout as sleep } from 'node:timers/promises';
import { classifyFailure } from '../failures/classify-failure';
import type { Failure } from '../types/failure';
import type { Deadline } from './deadline';

/**
 * Sends a request with retries. Waits as long as the server says, but never beyond the deadline.
 *
 * @param read Reads the failure of an error.
 * @param givesWay Whether something else is to be tried after a failure, in place of a retry.
 * @throws The last error.
 */
export async function sendWithRetries<T>(
  send: () => Promise<T>,
  read: (error: unknown) => Failure,
  maxRetries: number,
  deadline: Deadline,
  givesWay: (failure: Failure) => boolean = () => false
): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await send();
    } catch (error) {
      const failure = read(error);
      const wait = failure.retry_after_ms ?? backOff(retries);
      const hasTime = wait < deadline.remaining();
      const isLast = retries >= maxRetries || deadline.signal.aborted || !hasTime;
      if (isLast || !mayRepeat(failure) || givesWay(failure)) throw error;
      // An abort during the wait fails the next attempt, which reports it.
      await sleep(wait, undefined, { signal: deadline.signal }).catch(() => undefined);
    }
  }
}

/** With these a server rejects a request before it does anything. */
const REJECTED = [421, 429];
/** With these the API itself says "not now"; from a gateway they may mean that the model is at work. */
const NOT_NOW = [500, 503];
const OVERLOADED = [503, 529];
/** Of these it is not clear what the server has done. */
const UNCLEAR = [408, 409, 499];

/** Whether a status says that the server has too much to do. */
export const isOverloaded = (status: number): boolean => OVERLOADED.includes(status);

/** Whether a status leaves open what the server has done. */
export const isUnclear = (status: number): boolean => UNCLEAR.includes(status) || status >= 500;

/** Whether a server that responded so has certainly done nothing that is billed. */
export function isUnbilled({ status = 0, effect, is_own }: Pick<Failure, 'status' | 'effect' | 'is_own'>): boolean {
  if (status >= 400 && status < 500) return !UNCLEAR.includes(status);
  return isOverloaded(status) && is_own === true && (effect === 'text' || effect === 'none');
}

/** Whether a request that failed so may be billed all the same. */
export const mayBeBilled = (failure: Failure): boolean =>
  failure.unsent !== true && (failure.kind !== 'api' || !isUnbilled(failure));

/**
 * Whether a request may be sent again after this failure. What may have been billed is not: a connection that broke off,
 * a response that was cut, a timeout, and any status that leaves it open.
 */
export function mayRepeat(failure: Failure): boolean {
  const { kind, status, effect } = failure;
  const { retryable } = classifyFailure(failure);
  if (kind === 'network') return retryable && (failure.unsent === true || effect === 'none');
  if (kind !== 'api' || status === undefined) return false;
  if (failure.should_retry !== undefined) return failure.should_retry;
  if (!retryable) return false;
  if (REJECTED.includes(status) || effect === 'none') return true;
  return effect === 'text' && NOT_NOW.includes(status) && failure.is_own === true;
}

/** Milliseconds to wait where the server does not say: 0.5, 1, 2, 4, 8 s, each a quarter less by chance so that queries that failed together do not return together. */
export function backOff(retries: number): number {
  return Math.min(8000, 500 * 2 ** retries) * (1 - Math.random() / 4);
}
