/** Does work of which only so much may go on at a time. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** What is too much waits, in order. */
export function createLimit(most: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async work => {
    // Who ends hands the place on to the first that waits.
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
