import { recorded } from '../real-servers/recorded';
import { useRealServer } from '../support/real-server';
import { differ, group, Page, plainText, show } from './lines';
import { tell } from './tell-result';

/**
 * What becomes of a result where one field of the response is missing or of another type: a line for each effect tells what
 * differs from the result of the whole response, or the error. After a change, read what differs before you let `npx jest -u` write it.
 */

expect.addSnapshotSerializer(plainText);

const server = useRealServer();

type Path = (string | number)[];

/** Every field of a value, and every entry of its lists, but for vectors. */
function listPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return names.flatMap(name => [[...at, name], ...listPaths(Reflect.get(value, name), [...at, name])]);
}

const REMOVED = Symbol('removed');

/** A value of another type that a server may write by mistake. */
function otherOf(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return 7;
  return Array.isArray(value) ? { odd: 1 } : 'odd';
}

function change(body: unknown, path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const [last = ''] = path.slice(-1);
  const parent = path.slice(0, -1).reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), copy);
  if (value !== REMOVED) Reflect.set(Object(parent), last, value);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(Object(parent), last);
  return copy;
}

const read = (body: unknown, path: Path) =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), body);

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
