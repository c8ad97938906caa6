import { setImmediate, setTimeout } from 'node:timers/promises';

/** Waits without keeping the process alive; the server's sockets do that. */
export async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await setTimeout(milliseconds, undefined, { ref: false });
}

const longestTurnMs = 10;

/** To be called now and then by long work: lets others have their turn when it took long enough. */
export function createBreather(): () => Promise<void> {
  let startedAt = performance.now();
  return async () => {
    if (performance.now() - startedAt < longestTurnMs) return;
    await setImmediate();
    startedAt = performance.now();
  };
}
