import { start as startEmulator } from 'openai-emulator';
import { recordActions } from '../faults/actions';
import { everyPair } from '../faults/all-faults';
import { startFaultServer } from '../faults/fault-server';
import { judgeAll } from '../faults/judge';

/**
 * Tries every fault with every action, or so many of these, from all of them. Gives what went wrong.
 */
export async function soakFaults(most: number): Promise<string[]> {
  const emulator = await startEmulator({ models: 'retired' });
  const server = await startFaultServer(emulator.baseUrl);
  const actions = await recordActions(server, emulator.baseUrl);
  const all = [...everyPair(actions)];
  const step = Math.max(1, all.length / most);
  const pairs = Array.from({ length: Math.floor(all.length / step) }, (_, index) => all[Math.floor(index * step)]);
  const startedAt = performance.now();
  const { count, found } = await judgeAll(
    server,
    pairs.filter(pair => pair !== undefined)
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await server.stop();
  await emulator.stop();
  console.log(
    `  ${count} of ${all.length} pairs of a fault and one of ${actions.length} actions, in ${seconds.toFixed(0)} s`
  );
  return found;
}
