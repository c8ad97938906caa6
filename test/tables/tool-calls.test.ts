import { GrowingCalls } from '../../plugins/openai/lib/text/growing-calls';
import { describeOutputs } from '../../plugins/openai/lib/text/tool-call';
import { Page, plainText, show } from './lines';

/** Tool calls that come in pieces, and how their results are asked for. */

expect.addSnapshotSerializer(plainText);

type Pieces = Parameters<GrowingCalls['add']>[0];

it('pieces of calls', () => {
  const f = (name: string | undefined, text?: unknown, more: object = {}) => ({
    function: { ...(name !== undefined && { name }), ...(text !== undefined && { arguments: text }) },
    ...more,
  });
  const pieces: Record<string, Pieces> = {
    nothing: [],
    'one whole call': [f('a', '{}', { index: 0, id: 'x', type: 'function' })],
    'a name that is repeated': [f('a', '{', { index: 0, id: 'x' }), f('a', '}', { index: 0 })],
    'a name in two pieces': [f('get_', '', { index: 0, id: 'x' }), f('stock', '{}', { index: 0 })],
    'an id that comes later': [f('a', '{', { index: 0 }), f('', '}', { index: 0, id: 'x' })],
    'an id that is repeated': [f('a', '{', { index: 0, id: 'x' }), f('', '}', { index: 0, id: 'x' })],
    'an id that changes': [f('a', '{', { index: 0, id: 'x' }), f('', '}', { index: 0, id: 'y' })],
    'a type that comes later': [f('a', '{', { index: 0 }), f('', '}', { index: 0, type: 'function' })],
    'types that differ': [f('a', '{', { index: 0, type: 'function' }), f('', '}', { index: 0, type: 'zinc' })],
    'two places': [
      f('a', '{', { index: 0 }),
      f('b', '{', { index: 1 }),
      f('', '}', { index: 0 }),
      f('', '}', { index: 1 }),
    ],
    'two ids at one place': [f('a', '{', { index: 0, id: 'x' }), f('b', '{', { index: 0, id: 'y' })],
    'pieces of two ids at one place': [
      f('a', '{', { index: 0, id: 'x' }),
      f('b', '{', { index: 0, id: 'y' }),
      f('', '}', { index: 0, id: 'x' }),
      f('', ']', { index: 0 }),
    ],
    'two whole calls at one place, without ids': [f('a', '{}', { index: 0 }), f('b', '{}', { index: 0 })],
    'two whole calls without places': [f('a', '{}'), f('b', '{}')],
    'the same call twice, without places': [f('a', '{}'), f('a', '{}')],
    'a whole call and a name without arguments': [f('a', '{}'), f('a')],
    'half a call and a name': [f('a', '{'), f('a', '}')],
    'an id at the second alone': [f('a', '{}'), f('b', '{}', { id: 'y' })],
    'a piece of no call': [f('', '{}'), f(undefined, '}')],
    'arguments as an object': [f('a', { b: 1 })],
    'no arguments': [f('a')],
    'a custom call': [
      { index: 0, id: 'x', custom: { name: 'a', input: 'b' } },
      { index: 0, custom: { input: 'c' } },
    ],
    'a custom call without input': [{ id: 'x', custom: { name: 'a' } }],
    'a call of both kinds': [{ id: 'x', custom: { name: 'a', input: 'b' }, function: { name: 'c', arguments: 'd' } }],
    'a signature': [f('a', '{', { extra_content: { g: 1 } }), f('', '}')],
    'a signature that changes': [f('a', '{', { extra_content: { g: 1 } }), f('', '}', { extra_content: { g: 2 } })],
  };
  const lines = Object.entries(pieces).map(([name, given]) => {
    const whole = new GrowingCalls();
    whole.add(given);
    const split = new GrowingCalls();
    for (const piece of given) split.add([piece]);
    expect(split.list()).toEqual(whole.list());
    expect(whole.size).toBe(whole.list().length);
    return `${name}: ${show(whole.list())}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it('outputs that are asked for', () => {
  const names = [['a'], ['a', 'a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'c']];
  const long = [['x'.repeat(64)], ['x'.repeat(65)], ['a', 'x'.repeat(65)]];
  const lines = [...names, ...long].map(
    all => `${show(all)}: ${describeOutputs(all.map(name => ({ id: 'i', name, arguments: {} })))}`
  );
  expect(new Page(lines)).toMatchSnapshot();
});
