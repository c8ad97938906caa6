import { lookUpModel, type Schema } from '../../plugins/openai/lib/catalogue/models';
import { isJsonObject } from '../../plugins/openai/lib/options/json-object';
import type { Option } from '../../plugins/openai/lib/options/option';

/** Values of every type, each in forms in which hosts give them, and some that nobody should. */
const anyValues: Record<string, unknown[]> = {
  string: ['', ' ', ' zinc ', 'unset', 7, { value: 'zinc' }, ['zinc'], true],
  integer: ['7', ' 7 ', '07', '7.0', '7.5', '1,000', '100 tokens', 'many', '-', true, [7], { value: 7 }, '1e2', 1e300],
  number: ['0.5', '0,5', '.5', '1e-1', '+1', 'half', 'NaN', false, [], { value: 0.5 }],
  boolean: [true, false, 'true', 'false', ' TRUE ', 'yes', 'on', 1, 0, 'null', null, []],
  array: [[], '[]', '[', [''], ['zinc'], '["zinc"]', 'zinc', 'zinc, tin', [7], [null], [{}], [[]], {}, 7],
  object: [{}, '{}', '{', '{"zinc":1}', { zinc: 1 }, { '': 1 }, [], 'zinc', 7],
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Exactly at each bound, just inside, and just outside. */
function valuesAtBounds(option: Option): unknown[] {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength, minItems, maxItems, maxProperties } = option;
  const step = [option.type].flat().includes('integer') ? 1 : 0.001;
  const counted = (count: unknown, make: (count: number) => unknown) =>
    isNumber(count) && count <= 2100 ? [make(count - 1), make(count), make(count + 1)] : [];
  return [
    ...[minimum, maximum, exclusiveMinimum].filter(isNumber).flatMap(limit => [limit - step, limit, limit + step]),
    ...counted(maxLength, count => 'x'.repeat(count)),
    ...counted(minLength, count => 'x'.repeat(Math.max(0, count))),
    ...counted(minItems, count => Array(Math.max(0, count)).fill('x')),
    ...counted(maxItems, count => Array.from({ length: count }, (_, index) => `x${index}`)),
    ...counted(maxProperties, count => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']))),
  ];
}

/** The words of a list, and what is nearly one of them. */
function wordsOf(name: string, { enum: words = [] }: Option): unknown[] {
  if (name === 'model') return oneOfEachFamily(words);
  const [first = ''] = words;
  const swapped = first.length > 3 ? [`${first[1]}${first[0]}${first.slice(2)}`] : [];
  return words.length === 0 ? [] : [...words, first.toUpperCase(), `${first}s`, ...swapped, 'zinc', 'No word at all'];
}

/** Models of one family have the same limits. */
function oneOfEachFamily(ids: string[]): string[] {
  const families = new Map(ids.map(id => [lookUpModel(id).familyName, id]));
  return [...families.values(), 'zinc-1'];
}

/** An object, or a list of one, with each value of each of its fields. */
function valuesWithin({ properties, items, required }: Schema): unknown[] {
  if (isJsonObject(items)) return valuesWithin(items).map(entry => [entry]);
  const stated = [required].flat().filter(name => typeof name === 'string');
  const others = Object.fromEntries(stated.map(name => [name, 'zinc']));
  return Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, field]) =>
    isJsonObject(field) ? valuesFor(name, field as Option).map(value => ({ ...others, [name]: value })) : []
  );
}

/** Valid and invalid values of an option, each once. */
export function valuesFor(name: string, option: Option): unknown[] {
  const types = [option.type].flat();
  const examples = option.examples ?? [];
  const isName = option.accepts !== undefined && option.type === 'string';
  const names = isName ? ['a/b', '..', 'a\\b', 'a b', 'a\u0001b', 'ä', 'a?b', 'a#b', 'a%2Fb'] : [];
  const escapes = option.escapes ? ['a\\nb', 'a\\\\nb', 'a\\tb', 'a\\x', 'END'] : [];
  const all = [
    ...wordsOf(name, option),
    ...valuesAtBounds(option),
    ...examples,
    ...valuesWithin(option),
    ...names,
    ...escapes,
    ...types.flatMap(type => anyValues[type] ?? []),
  ];
  return [...new Map(all.map(value => [JSON.stringify(value), value])).values()];
}
