import type { RateLimit } from './rate-limits';

/** The share of a rate limit that one request uses. */
export interface Reservation {
  amount: number;
  at: number;
  /** The total of all reservations up to this one, which orders them. */
  total: number;
}

interface LimitState {
  capacity: number;
  /** How much is available. */
  level: number;
  /** How much becomes available again per millisecond; 0 while unknown. */
  rate: number;
  /** The time of `level`. */
  at: number;
  resetMs: number;
}

/** Servers round the reset time, so a rate is only derived once this much is used. */
const MIN_USED_FOR_RATE = 4;

/** How long to wait, in milliseconds, while only pending responses can show the rate. */
const UNKNOWN_RATE_MS = 50;

/**
 * Estimates how much of a rate limit is available (a token bucket). Requests lower the estimate, and the headers of each
 * response correct it. Times are those of `performance.now()`.
 */
export class Bucket {
  #state: LimitState | undefined;
  #total = 0;
  /** The amount of requests without a response. */
  #pending = 0;
  /** The newest reservation whose response has arrived. */
  #newestTotal = 0;

  /** Whether a response has stated the limit. */
  get isKnown(): boolean {
    return this.#state !== undefined;
  }

  /** Milliseconds until `amount` is available. */
  wait(amount: number, now: number): number {
    if (!this.#state) return 0;
    const { capacity, rate, at, resetMs } = this.#state;
    // One or two stay in reserve for other clients of the account.
    const needed = Math.min(amount + Math.min(2, Math.round(capacity / 10)), capacity);
    const missing = needed - this.#levelAt(this.#state, now);
    if (missing <= 0) return 0;
    if (rate > 0) return missing / rate;
    return this.#pending > 0 ? UNKNOWN_RATE_MS : Math.max(0, at + resetMs - now);
  }

  /** Uses `amount` for a request that is about to be sent. */
  reserve(amount: number, now: number): Reservation {
    if (this.#state) this.#state = { ...this.#state, level: this.#levelAt(this.#state, now) - amount, at: now };
    this.#total += amount;
    this.#pending += amount;
    return { amount, at: now, total: this.#total };
  }

  /** Gives back what a request reserved that was never sent. */
  cancel(reservation: Reservation): void {
    this.release(reservation);
    if (this.#state) this.#state = { ...this.#state, level: this.#state.level + reservation.amount };
  }

  /** Ends a request, with or without a response. */
  release({ amount }: Reservation): void {
    this.#pending -= amount;
  }

  /**
   * Corrects the estimate by the headers of a response, rather too low than too high: exceeding the limit delays all
   * requests.
   *
   * @param reservation That of its request, already released.
   */
  learn({ capacity, remaining, resetMs }: RateLimit, reservation: Reservation, now: number): void {
    const before = this.#state?.capacity === capacity ? this.#state : undefined;
    const used = capacity - remaining;
    const showsRate = (used >= MIN_USED_FOR_RATE || remaining === 0) && resetMs > 0;
    // One less than used, since part of it may have become available again.
    const rate = Math.max(before?.rate ?? 0, showsRate ? (used - 1) / resetMs : 0);
    const estimate = before ? this.#levelAt(before, now) : Number.NEGATIVE_INFINITY;
    if (before && reservation.total < this.#newestTotal) {
      this.#state = { ...before, level: estimate, at: now, rate };
      return;
    }
    this.#newestTotal = reservation.total;
    // Servers count when the request arrives or when the response leaves; the lower of both is safe.
    const least = Math.max(estimate, remaining - this.#pending);
    const usedSince = this.#total - reservation.total;
    const most = Math.min(remaining, remaining + (now - reservation.at) * rate - usedSince);
    this.#state = { capacity, level: Math.min(least, most), rate, at: now, resetMs };
  }

  /** Sets the estimate to zero after the server has rejected a request. */
  empty(now: number): void {
    if (this.#state) this.#state = { ...this.#state, level: Math.min(0, this.#levelAt(this.#state, now)), at: now };
  }

  #levelAt({ capacity, level, rate, at, resetMs }: LimitState, now: number): number {
    const isFull = rate === 0 && this.#pending === 0 && now >= at + resetMs;
    return isFull ? capacity : Math.min(capacity, level + (now - at) * rate);
  }
}
