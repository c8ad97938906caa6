import type { Option } from '../../plugins/openai/lib/options/option';
import { readOptions } from '../../plugins/openai/lib/options/reader';
import { group, Page, plainText, show } from './lines';

/** What is read of a value as a host gives it, by what the option may be. */

expect.addSnapshotSerializer(plainText);

const option = (type: Option['type'], more: Partial<Option> = {}): Option => ({
  type,
  title: 'An option',
  description: 'An option.',
  ...more,
});

const nest = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const plain: unknown[] = [
  ...[
    '',
    ' ',
    '\n',
    ' zinc ',
    'unset',
    ' unset ',
    'null',
    '7',
    ' 7 ',
    '+7',
    '-7',
    '07',
    '7.',
    '.5',
    '.',
    '-.5e+3',
    '7e',
  ],
  ...[
    '1e2',
    '1E-2',
    '1,5',
    '1_000',
    '7 8',
    'x7',
    '7x',
    '0x10',
    'Infinity',
    'NaN',
    '²',
    'true',
    ' TRUE ',
    'False',
    'yes',
  ],
  ...['xtrue', 'truex', 'on', ' on ', 'On', 'a\\nb'],
  ...[undefined, null, 7, 0, 0.5, Number.NaN, true, false],
];
const lists: unknown[] = [
  ...['[1]', ' [1] ', '[', ' [', '[1', '[1] [', '{"a":1}', ' {"a":1}', '{', '{a}', '"a"', nest(200), nest(201)],
  ...[
    [],
    [[]],
    [[[[[]]]]],
    [[[[[[]]]]]],
    [[[[[[[]]]]]]],
    [''],
    ['zinc'],
    {},
    { value: 7 },
    JSON.parse(nest(200)),
    JSON.parse(nest(201)),
  ],
];

const options: Record<string, [Option, unknown[]]> = {
  'free text': [option('string'), [...plain, ...lists]],
  'text that is trimmed': [option('string', { trim: true }), plain],
  'a choice': [option('string', { enum: ['a', 'b'] }), plain],
  'a drop-down': [option('string', { dropDown: true }), plain],
  'an integer': [option('integer'), plain],
  'a number': [option('number'), plain],
  'a number or text': [option(['number', 'string']), plain],
  'an integer or text': [option(['integer', 'string']), plain],
  'yes or no': [option('boolean'), plain],
  'yes or no, or text': [option(['boolean', 'string']), plain],
  'a switch': [option('boolean', { on: 'on' }), plain],
  'a list': [option('array'), [...plain, ...lists]],
  'an object': [option('object'), [...plain, ...lists]],
  'a list or text': [option(['string', 'array']), [...plain, ...lists]],
  'an object or text': [option(['string', 'object']), [...plain, ...lists]],
  'a list or object, or text': [option(['string', 'array', 'object']), [...plain, ...lists]],
  'a list or text that is trimmed': [option(['string', 'array'], { trim: true }), [...plain, ...lists]],
  files: [option(['string', 'array', 'object'], { files: {} }), lists],
  'text of one line': [
    option('string', { escapes: true }),
    ['a\\nb', 'a\\tb', 'a\\\\b', 'a\\\\nb', '\\\\\\n', 'a\\xb', 'a\\', 'a\nb', '\\n', ' \\n ', '\\"'],
  ],
  'a list or text of one line': [option(['string', 'array'], { escapes: true }), ['\\n', '["\\n"]', '["\\\\n"]']],
};

/** What is deep by its first brackets. */
function tellValue(value: unknown): string {
  const text = Number.isNaN(value) ? 'NaN' : show(value);
  return text.length > 100 ? `${text.slice(0, 5)}…(${text.length})` : text;
}

function tell(schema: Option, value: unknown): string {
  const { options: read, problems } = readOptions({ field: schema }, { field: value });
  const faults = problems.map(({ message, allowed }) => `${message}${allowed ? ` (valid: ${allowed})` : ''}`);
  if (faults.length > 0) return faults.join(', ');
  if (!('field' in read)) return 'absent';
  return Object.is(read['field'], value) ? 'as it is' : tellValue(read['field']);
}

it.each(Object.entries(options))('%s', (_, [schema, values]) => {
  const told = values.map((value): [string, string] => [tellValue(value), tell(schema, value)]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a value that contains itself', () => {
  const own: unknown[] = [];
  own.push([own]);
  expect(tell(option('array'), own)).toContain('more than 200 levels');
  expect(tell(option('array', { files: {} }), own)).toBe('as it is');
});

it('only what is in the object itself, by its name', () => {
  const schemas = { a: option('string'), b: option('string'), toString: option('string') };
  const inherited = Object.assign(Object.create({ b: 'inherited' }), { a: 'own', other: 'x' });
  const { options: read, problems } = readOptions(schemas, inherited);
  expect([Object.entries(read), problems]).toEqual([[['a', 'own']], []]);
  expect('hasOwnProperty' in read).toBe(false);
});

it('every problem at once, beside what can be read', () => {
  const schemas = { a: option('array'), b: option('object'), c: option('integer') };
  const { options: read, problems } = readOptions(schemas, { a: '[', b: '{"a" 1}', c: '7' });
  expect({ ...read }).toEqual({ c: 7 });
  expect(problems.map(({ field }) => field)).toEqual(['a', 'b']);
});
