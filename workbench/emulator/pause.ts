import { setTimeout } from 'node:timers/promises';

/** Waits without keeping the process alive; the server's sockets do that. */
export async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await setTimeout(milliseconds, undefined, { ref: false });
}
