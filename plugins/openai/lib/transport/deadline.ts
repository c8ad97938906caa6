/** One time limit over everything a query does: headers, body, stream, retries and downloads. */
export interface Deadline {
  /** Aborts at the deadline, or when the caller gives up. */
  signal: AbortSignal;
  /** Milliseconds left. */
  remaining(): number;
  /** Why the signal was aborted, if it was. */
  cause(): 'timeout' | 'cancelled' | undefined;
  /** Milliseconds granted in all. */
  granted: number;
  /** Stops the clock and whatever still runs. */
  end(): void;
}

/** Why what still runs is stopped. One for all: an error for every query, with its stack, is dear. */
const ENDED = Object.assign(new Error('The query has ended'), { name: 'AbortError' });

/** Starts the clock. `caller` is the signal of a host that can cancel. */
export function startDeadline(milliseconds: number, caller?: AbortSignal): Deadline {
  const ends = performance.now() + milliseconds;
  const clock = new AbortController();
  // A longer delay would overflow the timer and fire at once.
  const timer = setTimeout(() => clock.abort(), Math.min(milliseconds, 2 ** 31 - 1));
  // A query that nobody waits for any more must not keep the process.
  timer.unref();
  return {
    signal: caller ? AbortSignal.any([clock.signal, caller]) : clock.signal,
    remaining: () => Math.max(0, ends - performance.now()),
    cause: () => (clock.signal.aborted ? 'timeout' : caller?.aborted ? 'cancelled' : undefined),
    granted: milliseconds,
    end: () => {
      clearTimeout(timer);
      clock.abort(ENDED);
    },
  };
}
