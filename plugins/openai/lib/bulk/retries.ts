import { setTimeout as sleep } from 'node:timers/promises';
import { backOff, mayRepeat } from '../transport/retry';
import type { Failure } from '../types/failure';

/** Decides which of many requests are sent again, and counts how often each was. */
export class Retries {
  readonly #counts = new Map<number, number>();
  #asleep = 0;

  /** @param most How often one request may be sent again. */
  constructor(readonly most: number) {}

  /**
   * Milliseconds until a failed request is sent again, or nothing if it is not.
   *
   * @param left Milliseconds until the run must end.
   */
  take(index: number, failure: Failure, left: number): number | undefined {
    const retries = this.#counts.get(index) ?? 0;
    const wait = failure.retry_after_ms ?? backOff(retries);
    if (!mayRepeat(failure) || retries >= this.most || wait >= left) return undefined;
    this.#counts.set(index, retries + 1);
    return wait;
  }

  /** How many wait to be sent again. */
  get asleep(): number {
    return this.#asleep;
  }

  /** Waits, or until nothing is sent any more. */
  async sleep(wait: number, signal: AbortSignal): Promise<void> {
    this.#asleep += 1;
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    this.#asleep -= 1;
  }
}
