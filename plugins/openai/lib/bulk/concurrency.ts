import { follow } from './typical-duration';

/** How many rows may be sent at a time: at first, and at most. */
export interface Concurrency {
  first: number;
  most: number;
}

/** Where a query states none; the option allows no more than that either. */
const ADAPTIVE: Concurrency = { first: 10, most: 100 };
/** Files are large, so few rows hold them at a time. */
const WITH_FILES: Concurrency = { first: 10, most: 10 };

/** The concurrency of a query, which the builder may have stated. */
export function readConcurrency(stated: number | undefined, hasFiles: boolean): Concurrency {
  if (stated !== undefined) return { first: stated, most: stated };
  return hasFiles ? WITH_FILES : ADAPTIVE;
}

/** The share of one of several runs. */
export const shareConcurrency = ({ first, most }: Concurrency, runs: number): Concurrency => ({
  first: Math.max(1, Math.floor(first / runs)),
  most: Math.max(1, Math.floor(most / runs)),
});

/** How many rows each response adds until the first rejection. */
const STEP = 2;
/** A server that takes this many times as long as at first is busy enough. */
const SLOWER = 2;
/** Milliseconds between rows below which more at a time gain nothing, and only run into limits that nobody stated. */
const LEAST_GAP_MS = 4;

/**
 * Finds how many rows a server can process at a time. Each response adds a few, unless responses have become slow, or are
 * fast enough. A rejection halves the number, and from then on a whole round adds as many as there were at first.
 */
export class AdaptiveConcurrency {
  #limit: number;
  /** The responses of the first round so far, and their average duration in milliseconds. */
  #firstCount = 0;
  #firstMs = 0;
  #rejectedAt = 0;
  #typicalMs = 0;

  constructor(readonly range: Concurrency) {
    this.#limit = range.first;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** The typical duration of a request by now, in milliseconds. */
  get typicalMs(): number {
    return this.#typicalMs;
  }

  respond(durationMs: number): void {
    this.#typicalMs = follow(this.#typicalMs, durationMs);
    const { first, most } = this.range;
    const isFirst = this.#firstCount < first;
    if (isFirst) {
      this.#firstCount += 1;
      this.#firstMs += (durationMs - this.#firstMs) / this.#firstCount;
    }
    const step = this.#rejectedAt > 0 ? first / this.#limit : STEP;
    const isSteady = isFirst || this.#typicalMs <= SLOWER * this.#firstMs;
    if (isSteady && this.#typicalMs >= LEAST_GAP_MS * this.#limit) this.#limit = Math.min(most, this.#limit + step);
  }

  /** Requests that were pending together are rejected together, which counts once. */
  reject(sentAt: number, now: number): void {
    if (this.range.first === this.range.most || sentAt <= this.#rejectedAt) return;
    this.#rejectedAt = now;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
