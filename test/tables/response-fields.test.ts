import { recorded } from '../real-servers/recorded';
import { change, listPaths, REMOVED, read } from '../support/changed-body';
import { useRealServer } from '../support/real-server';
import { differ, group, Page, plainText, show } from './lines';
import { tell } from './tell-result';

/**
 * What becomes of a result where one field of the response is missing or of another type: a line for each effect tells what
 * differs from the result of the whole response, or the error. After a change, read what differs before you let `npx jest -u` write it.
 */

expect.addSnapshotSerializer(plainText);

const server = useRealServer();

/** A value of another type that a server may write by mistake. */
function otherOf(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return 7;
  return Array.isArray(value) ? { odd: 1 } : 'odd';
}

it.each(Object.entries(recorded))('%s', async (_, { query, before = [], body, after = [] }) => {
  const ask = (varied: unknown) =>
    tell(server.ask(query, ...before.map(one => ({ body: one })), { body: varied }, ...after));
  const whole = await ask(body);
  const told: [string, string][] = [];
  for (const path of listPaths(body)) {
    for (const value of [REMOVED, otherOf(read(body, path))]) {
      const differs = differ(whole, await ask(change(body, path, value)));
      const isError = differs.some(line => line.startsWith('ERROR='));
      const kept = isError ? differs.filter(line => !line.startsWith('no ')) : differs;
      const changed = value === REMOVED ? '' : `=${show(value)}`;
      told.push([path.join('.') + changed, kept.join('; ') || 'same']);
    }
  }
  expect(new Page([show(whole), ...group(told)])).toMatchSnapshot();
});
