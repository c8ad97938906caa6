import { NoRoom, OutOfTime } from '../failures/failure';
import type { AdaptiveConcurrency } from './concurrency';
import type { Pacer } from './pacer';
import type { RunClock } from './run-clock';
import { OUT_OF_TIME } from './task';

/** Whether more requests can be answered before the run must end, within the rate limits. */
export class Room {
  /** Requests that are under way. */
  #pending = 0;

  constructor(
    readonly pacer: Pacer,
    readonly clock: RunClock,
    readonly concurrency: AdaptiveConcurrency
  ) {}

  hasTimeFor(tokens: number): boolean {
    return this.pacer.wait(tokens) + this.concurrency.typicalMs <= this.clock.left();
  }

  /** Whether there is no time, and no response under way that may still raise the limits. */
  isGoneFor(tokens: number): boolean {
    return this.#pending === 0 && !this.hasTimeFor(tokens);
  }

  async use<T>(send: () => Promise<T>): Promise<T> {
    this.#pending += 1;
    try {
      return await send();
    } finally {
      this.#pending -= 1;
    }
  }

  /** Why there is no time: because of the rate limits where there would be without them. */
  explain(tokens: number): NoRoom | OutOfTime {
    const wait = this.pacer.waitForLimit(tokens);
    const { typicalMs } = this.concurrency;
    const isLimited = wait > 0 && wait >= typicalMs && typicalMs <= this.clock.left();
    return isLimited ? new NoRoom(wait) : new OutOfTime(OUT_OF_TIME.message);
  }
}
