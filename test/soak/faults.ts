import { start as startEmulator } from 'openai-emulator';
import { type Action, recordActions } from '../faults/actions';
import { everyPair } from '../faults/all-faults';
import type { Fault } from '../faults/fault';
import { startFaultServer } from '../faults/fault-server';
import { judge, judgeAll } from '../faults/judge';
import { everyPassing, judgePassing } from '../faults/passing';

/** Tries every fault with every action, or so many of these, from all of them. Gives what went wrong. */
export const soakFaults = (most: number): Promise<string[]> => soak(most, everyPair, judge);

/** The same with faults that only the first request meets. */
export const soakPassing = (most: number): Promise<string[]> => soak(most, everyPassing, judgePassing);

async function soak(
  most: number,
  list: (actions: Action[]) => Iterable<[Action, Fault]>,
  judgeOne: typeof judge
): Promise<string[]> {
  const emulator = await startEmulator({ models: 'retired' });
  const server = await startFaultServer(emulator.baseUrl);
  const actions = await recordActions(server, emulator.baseUrl);
  const all = [...list(actions)];
  const step = Math.max(1, all.length / most);
  const pairs = Array.from({ length: Math.floor(all.length / step) }, (_, index) => all[Math.floor(index * step)]);
  const startedAt = performance.now();
  const { count, found } = await judgeAll(
    server,
    pairs.filter(pair => pair !== undefined),
    judgeOne
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await server.stop();
  await emulator.stop();
  console.log(
    `  ${count} of ${all.length} pairs of a fault and one of ${actions.length} actions, in ${seconds.toFixed(0)} s`
  );
  return found;
}
