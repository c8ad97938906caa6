import type { RateLimit } from './rate-limits';

/** What a request took, and how much had been taken with it. */
export interface Taken {
  amount: number;
  at: number;
  sum: number;
}

interface Known {
  capacity: number;
  level: number;
  /** What comes back in a millisecond; 0 while no answer has told it. */
  rate: number;
  /** When the level was this. */
  at: number;
  full_in: number;
}

/** So much must be used before a rate can be told from it: servers round what they say. */
const TELLING = 4;

/** Milliseconds after which to look again where only answers that are under way can tell. */
const UNTOLD_MS = 50;

/**
 * What is thought to be left of a limit that fills again with time. Between answers it goes by what was taken; each
 * answer sets it right. Times are those of `performance.now()`.
 */
export class Bucket {
  #known: Known | undefined;
  #sum = 0;
  /** Taken by requests that were not answered yet. */
  #open = 0;
  #newest = 0;

  /** Whether an answer has told the limit. */
  get isKnown(): boolean {
    return this.#known !== undefined;
  }

  /** Milliseconds until `amount` may be taken. */
  wait(amount: number, now: number): number {
    if (!this.#known) return 0;
    const { capacity, rate, at, full_in } = this.#known;
    // One or two stay in reserve, for what others take.
    const needed = Math.min(amount + Math.min(2, Math.round(capacity / 10)), capacity);
    const missing = needed - this.#levelAt(this.#known, now);
    if (missing <= 0) return 0;
    if (rate > 0) return missing / rate;
    return this.#open > 0 ? UNTOLD_MS : Math.max(0, at + full_in - now);
  }

  take(amount: number, now: number): Taken {
    if (this.#known) this.#known = { ...this.#known, level: this.#levelAt(this.#known, now) - amount, at: now };
    this.#sum += amount;
    this.#open += amount;
    return { amount, at: now, sum: this.#sum };
  }

  /** The request was answered, or will not be. */
  close({ amount }: Taken): void {
    this.#open -= amount;
  }

  /**
   * Goes by what an answer tells, of which it takes the least: a request too many is refused, and delays all others.
   *
   * @param taken What its request took; close it before.
   */
  learn({ capacity, remaining, full_in }: RateLimit, taken: Taken, now: number): void {
    const before = this.#known?.capacity === capacity ? this.#known : undefined;
    const used = capacity - remaining;
    const isTelling = (used >= TELLING || remaining === 0) && full_in > 0;
    // No more than the true rate: the last of what was used may have come back in part.
    const rate = Math.max(before?.rate ?? 0, isTelling ? (used - 1) / full_in : 0);
    const own = before ? this.#levelAt(before, now) : Number.NEGATIVE_INFINITY;
    if (before && taken.sum < this.#newest) {
      this.#known = { ...before, level: own, at: now, rate };
      return;
    }
    this.#newest = taken.sum;
    // There is as much as by our own count, or as told less what is on its way. There is not more than was told, either
    // when the answer went or when its request came: servers do the one or the other.
    const least = Math.max(own, remaining - this.#open);
    const most = Math.min(remaining, remaining + (now - taken.at) * rate - (this.#sum - taken.sum));
    this.#known = { capacity, level: Math.min(least, most), rate, at: now, full_in };
  }

  /** Nothing is left after all. */
  empty(now: number): void {
    if (this.#known) this.#known = { ...this.#known, level: Math.min(0, this.#levelAt(this.#known, now)), at: now };
  }

  #levelAt({ capacity, level, rate, at, full_in }: Known, now: number): number {
    const isFull = rate === 0 && this.#open === 0 && now >= at + full_in;
    return isFull ? capacity : Math.min(capacity, level + (now - at) * rate);
  }
}
