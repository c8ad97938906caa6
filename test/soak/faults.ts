import { start as startEmulator } from 'openai-emulator';
import { type Action, recordActions } from '../faults/actions';
import { everyPair } from '../faults/all-faults';
import type { Fault } from '../faults/fault';
import { startFaultServer } from '../faults/fault-server';
import { judge, judgeAll } from '../faults/judge';
import { everyPassing, judgePassing } from '../faults/passing';

/**
 * Tries every fault with every action. Gives what went wrong.
 *
 * @param wish `1000`: so many of them, spread over all. `2/8`: the second of eight parts, which together are all.
 */
export const soakFaults = (wish?: string): Promise<string[]> => soak(wish, everyPair, judge);

/** The same with faults that only the first request meets. */
export const soakPassing = (wish?: string): Promise<string[]> => soak(wish, everyPassing, judgePassing);

async function soak(
  wish: string | undefined,
  list: (actions: Action[]) => Iterable<[Action, Fault]>,
  judgeOne: typeof judge
): Promise<string[]> {
  const emulator = await startEmulator({ models: 'retired' });
  const server = await startFaultServer(emulator.baseUrl);
  const actions = await recordActions(server, emulator.baseUrl);
  const all = [...list(actions)];
  const pairs = choose(all, wish);
  const startedAt = performance.now();
  const { count, found } = await judgeAll(server, pairs, judgeOne);
  const seconds = (performance.now() - startedAt) / 1000;
  await server.stop();
  await emulator.stop();
  console.log(
    `  ${count} of ${all.length} pairs of a fault and one of ${actions.length} actions, in ${seconds.toFixed(0)} s`
  );
  return found;
}

function choose<T>(all: T[], wish = String(all.length)): T[] {
  const [first = '', parts] = wish.split('/');
  if (parts !== undefined) return all.filter((_, index) => index % Number(parts) === Number(first) - 1);
  const step = Math.max(1, all.length / Number(first));
  const chosen = new Set(Array.from({ length: Math.floor(all.length / step) }, (_, index) => Math.floor(index * step)));
  return all.filter((_, index) => chosen.has(index));
}
