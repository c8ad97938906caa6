/**
 * Pauses by the clock of the test, which those of `node:timers/promises` are not:
 * `jest.mock('node:timers/promises', () => jest.requireActual('../support/timed-pauses'))`.
 */
export function setTimeout(ms: number, value?: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const end = () => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    };
    const timer = globalThis.setTimeout(end, Math.max(1, Math.ceil(ms)));
    signal?.addEventListener('abort', abort);
  });
}

/** Passes timers until work is done, as fast as can be; fails where nothing is left that could end it. */
export async function passTimers<T>(work: Promise<T>): Promise<T> {
  let [isDone, idle] = [false, 0];
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(0);
  while (!isDone) {
    idle = jest.getTimerCount() === 0 ? idle + 1 : 0;
    if (idle > 20) throw new Error('The work never ends');
    await jest.advanceTimersToNextTimerAsync();
  }
  return done;
}

/** Gives every test of a file a clock that it turns itself, and chance that is always the same. */
export function useTestClock(chance: number): void {
  beforeEach(() => {
    jest.useFakeTimers();
    // A process that has just begun is no example.
    jest.advanceTimersByTime(5000);
    jest.spyOn(Math, 'random').mockReturnValue(chance);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
}
