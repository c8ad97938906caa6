import { type Emulator, start as startEmulator } from 'openai-emulator';
import { type Action, recordActions } from './actions';
import { allFaults, somePairs } from './all-faults';
import { type FaultServer, startFaultServer } from './fault-server';
import { judgeAll } from './judge';
import { judgePassing, somePassing } from './passing';

/**
 * Whatever goes wrong between plugin and API, a query ends in its time with the right category, sends nothing twice that
 * may have been billed, and leaves no connection open. Here is a part; `npm run soak` tries every fault with every action.
 */

let emulator: Emulator;
let server: FaultServer;
let actions: Action[];
beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired' });
  server = await startFaultServer(emulator.baseUrl);
  actions = await recordActions(server, emulator.baseUrl);
});
afterAll(async () => {
  await server.stop();
  await emulator.stop();
});

it('faults of every kind end every action as they should', async () => {
  const pairs = [...somePairs(actions)];
  expect(new Set(pairs.map(([, { name }]) => name)).size).toBeGreaterThan(allFaults.length);
  expect(new Set(pairs.map(([{ id }]) => id)).size).toBe(actions.length);
  const { count, found } = await judgeAll(server, pairs);
  expect(count).toBe(pairs.length);
  expect(found).toEqual([]);
}, 300_000);

it('a fault that passes ends well where the request may be sent again, and in an error where it may not', async () => {
  const pairs = [...somePassing(actions)];
  expect(new Set(pairs.map(([{ id }]) => id)).size).toBe(actions.length);
  const { count, found } = await judgeAll(server, pairs, judgePassing);
  expect(count).toBe(pairs.length);
  expect(found).toEqual([]);
}, 300_000);
