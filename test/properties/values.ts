import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { type Option, typesOf } from '../../plugins/openai/lib/options/option';

/** What nobody may ever read in a result or an error. */
export const secrets = { key: 'Kq7mX1vB4nC8dR2w', header: 'hZ5tY9uJ3pL6gF0s', trap: 'aW8eQ4xT7bN2vM5k' };

const trap = () => {
  throw new Error(`It is ${secrets.trap}`);
};

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function cycle(): object {
  const list: unknown[] = [];
  list.push({ list });
  return list;
}

/** Made when it is handed in: whatever looks at it before could be harmed too. */
export class Trap {
  constructor(readonly make: () => unknown) {}
}

/** Objects that do harm to whoever reads them without care. */
const traps: (() => unknown)[] = [
  () => Object.defineProperty({}, 'type', { get: trap, enumerable: true }),
  () => [Object.defineProperty({}, '0', { get: trap, enumerable: true })],
  () => new Proxy({}, { ownKeys: trap, get: trap, has: trap, getOwnPropertyDescriptor: trap }),
  () => new Proxy([], { get: trap }),
  () => ({ toString: trap, valueOf: trap, toJSON: trap }),
  () => ({ then: trap }),
  () => ({ [Symbol.iterator]: trap, length: 1e9 }),
  () => JSON.parse('{"__proto__":{"model":"x"},"constructor":{"prototype":{}},"length":-1}'),
  revoked,
  cycle,
  () => trap,
  () => Symbol('x'),
];

const fromOtherRealm = (value: unknown): unknown =>
  runInNewContext('JSON.parse(text)', { text: JSON.stringify(value) ?? 'null' });

/** Any code points but halves of a pair; the library's own unit makes a list of all of them first, which takes two seconds. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10f7ff }))
  .map(places => String.fromCodePoint(...places.map(place => (place < 0xd800 ? place : place + 0x800))));

/** Whatever can be handed in. */
export const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.jsonValue({ maxDepth: 4 }).map(fromOtherRealm),
  fc.json({ maxDepth: 4 }),
  anyText,
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom(...traps.map(make => new Trap(make)))
);

const numberIn = (option: Option, name: string, other: number): number =>
  typeof option[name] === 'number' ? option[name] : other;

/** Links would be followed. */
const isLink = (value: unknown): boolean => JSON.stringify(value)?.includes('://') ?? false;

/** A value that an option may well take, as a form or an expression gives it. */
export function valueFor(option: Option): fc.Arbitrary<unknown> {
  const [min, max] = [numberIn(option, 'minimum', -2), numberIn(option, 'maximum', 1000)];
  const byType: Record<string, fc.Arbitrary<unknown>> = {
    integer: fc.integer({ min: Math.ceil(min), max: Math.max(Math.ceil(min), Math.floor(max)) }),
    number: fc.double({ min, max: Math.max(min, max), noNaN: true }),
    boolean: fc.boolean(),
    string: fc.string({ maxLength: 40 }),
    array: fc.array(fc.oneof(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 2 })), { maxLength: 4 }),
    object: fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
  };
  const named = [...(option.enum ?? []), ...(option.examples ?? [])].filter(value => !isLink(value));
  const choices = [
    // A list that is open takes any word, with a warning.
    ...(option.open ? [] : typesOf(option)).flatMap(type => byType[type] ?? []),
    ...(named.length > 0 ? [fc.constantFrom(...named)] : []),
  ];
  const value = fc.oneof(...choices);
  return fc.oneof(
    value,
    value.map(given => (typeof given === 'string' ? given : JSON.stringify(given)))
  );
}
