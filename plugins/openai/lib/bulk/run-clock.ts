import { setMaxListeners } from 'node:events';
import type { Call } from '../operation';

/** The time reserved for assembling the result, but at most a tenth of the query's time. */
const RESERVE_MS = 500;

/** When a run of many requests must end, and what ends it. */
export class RunClock {
  readonly #late = new AbortController();
  readonly #halt = new AbortController();
  readonly #lateAt: number;
  /** Ends requests that are under way. */
  readonly signal: AbortSignal;
  /** Ends what only prepares requests, also when no more are sent. */
  readonly preparing: AbortSignal;

  constructor({ signal, remaining }: Pick<Call, 'signal' | 'remaining'>) {
    this.signal = AbortSignal.any([signal, this.#late.signal]);
    this.preparing = AbortSignal.any([this.signal, this.#halt.signal]);
    // Many requests listen to them at a time.
    setMaxListeners(0, this.signal, this.preparing);
    this.#lateAt = performance.now() + remaining() - Math.min(RESERVE_MS, remaining() / 10);
  }

  /** Whether the run itself has ended what was under way. */
  get isLate(): boolean {
    return this.#late.signal.aborted;
  }

  /** Milliseconds until the run must end. */
  left(): number {
    return this.#lateAt - performance.now();
  }

  /** Ends what is under way. */
  end(): void {
    this.#late.abort();
  }

  /** Ends what has not been sent. */
  halt(): void {
    this.#halt.abort();
  }
}
