import type { Schema } from '../../plugins/openai/lib/catalogue/models';
import { describe as describeSchema } from '../../plugins/openai/lib/options/problems';
import { group, Page, plainText, show } from './lines';
import { find, tell } from './tell-problems';

/** What is wrong with a value, in words, and what would be right. */

expect.addSnapshotSerializer(plainText);

const words = { type: 'string', enum: ['auto', 'high', 'low'] };
const size = {
  values: ['auto'],
  multiple_of: 16,
  max_edge: 3840,
  min_pixels: 655_360,
  max_pixels: 8_294_400,
  max_ratio: 3,
};
const texts: unknown[] = [
  '',
  ' ',
  'zinc',
  'x'.repeat(60),
  'x'.repeat(61),
  7,
  1e21,
  1234.5,
  true,
  false,
  null,
  [],
  ['a'],
  {},
];
const entries: unknown[] = [{ value: 'a' }, { value: 7 }, { value: true }, { value: {} }, [1, 2]];
const numbers: unknown[] = [
  ...[-1, 0, 0.5, 1, 1.5, 2, 3, 1000, 1e-7, 1234.567_891, true, null, [], {}, { value: 1 }, { value: 'x' }],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...[
    'zinc',
    '',
    '1,000',
    '1,5',
    '0,5',
    '1,50,000',
    '12,345,678',
    ' 1,000 ',
    '1,000 tokens',
    '100 tokens',
    '-1 zinc',
    '1,234.5 tokens',
    '1,234,5',
    '1,234.5.6',
    'x1,234',
    '2.9.1',
  ],
  ...[
    `${' '.repeat(58)}12`,
    `${' '.repeat(58)}123`,
    '1234567890123456',
    '1.1234567890123456',
    '--1',
    '0 zinc',
    '1 zinc',
    '2 zinc',
  ],
];

const values: Record<string, [Schema, unknown[]]> = {
  text: [{ type: 'string' }, [...texts, ...entries]],
  'text of 1 to 3 characters': [{ type: 'string', minLength: 1, maxLength: 3 }, ['', 'abc', 'abcd', 'x'.repeat(1500)]],
  'text of at most 1 character': [{ type: 'string', maxLength: 1 }, ['ab', 7]],
  words: [words, [...texts, ...entries, 'hihg', 'HIGH', 'highs', 'medium']],
  'one word': [{ type: 'string', enum: ['auto'] }, ['atuo', 7]],
  'words of other kinds': [{ type: ['string', 'number'], enum: ['auto', 7] }, [8, 'atuo', '7']],
  'a size': [{ type: 'string', imageSize: size }, ['1024x1024', '10x10', 'auto', 'x'.repeat(60), 'x'.repeat(61), 7]],
  'text or a list': [
    { type: ['string', 'array'], minItems: 1, maxItems: 4 },
    [...texts, ...entries, Array(5).fill('a')],
  ],
  'a list': [{ type: 'array' }, [...texts, ...entries]],
  'a list of 2 and more': [{ type: 'array', minItems: 2 }, [[], [1], 'a']],
  'a list of at most 1,500': [{ type: 'array', maxItems: 1500 }, [Array(1501).fill(1), 7]],
  'an object': [{ type: 'object' }, [...texts, ...entries]],
  'an object or text': [{ type: ['object', 'string'] }, [7, [], null]],
  'yes or no': [{ type: 'boolean' }, ['yes', 1, null, { value: 'a' }]],
  integer: [{ type: 'integer' }, numbers],
  number: [{ type: 'number' }, numbers],
  'integer from 1 to 2': [{ type: 'integer', minimum: 1, maximum: 2 }, numbers],
  'number from 0 to 1': [{ type: 'number', minimum: 0, maximum: 1 }, numbers],
  'integer of 1 and more': [{ type: 'integer', minimum: 1 }, [0, '0 zinc', '1 zinc']],
  'integer up to 1,000': [{ type: 'integer', maximum: 1000 }, [1001, '1001 zinc', '1000 zinc']],
  'number above 0': [{ type: 'number', exclusiveMinimum: 0 }, [0, -0.5, '0 zinc', '-1 zinc', '1 zinc']],
  'number above 0, up to 1,000': [
    { type: 'number', exclusiveMinimum: 0, maximum: 1000 },
    [0, 1001, '1001 zinc', '7 zinc'],
  ],
  'only 7,000': [{ type: 'integer', minimum: 7000, maximum: 7000 }, [1, '7000 zinc']],
  'a number or text of words': [{ type: ['number', 'string'], enum: [1, 'auto'] }, ['atuo', 2, 'zinc']],
  'a pattern': [{ type: 'string', pattern: '[^\\s,]' }, [' ', ' , ', 7, ', a']],
  'a pattern that is named': [{ type: 'string', pattern: '^\\S+$', accepts: 'an id such as vs_1' }, [' ', 'a b', 7]],
  'a length that is named': [{ type: 'string', maxLength: 1, accepts: 'a letter' }, ['ab']],
  'names and values': [
    {
      type: 'object',
      maxProperties: 2,
      propertyNames: { maxLength: 3 },
      additionalProperties: { type: 'string', maxLength: 2 },
    },
    [
      { a: 'b' },
      { a: 1, b: 1, c: 1 },
      { abcd: 'b' },
      { ABCD: 'x' },
      { a: 'bcd' },
      { 'a/b': 7 },
      { 'a~b': 7 },
      { 1: 7 },
      { a1: 7 },
      { '1a': 7 },
      7,
    ],
  ],
  'one entry': [{ type: 'object', maxProperties: 1 }, [{ a: 1, b: 1 }]],
  'a list of objects': [
    {
      type: 'array',
      items: {
        type: 'object',
        required: ['role'],
        if: { required: ['n'] },
        then: { required: ['text'] },
        properties: {
          role: { enum: ['user', 'tool'] },
          n: { type: 'integer', minimum: 1, maximum: 2000, exclusiveMinimum: 0 },
          text: { type: 'string', minLength: 1, maxLength: 3 },
          id: { type: 'string', pattern: '\\S' },
          list: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'string', maxLength: 1 } },
          map: { type: 'object', maxProperties: 1, propertyNames: { maxLength: 2 } },
        },
      },
    },
    [
      ...[7, [7], [null], [[]], [{}], [{ role: 'user' }, {}], [{ role: 'usre' }], [{ role: 'x'.repeat(30) }]],
      ...[[{ role: 'x'.repeat(31) }], [{ role: 'a b' }], [{ role: 7 }], [{ role: null }], [{ role: ['user'] }]],
      ...[0, 2001, 1.5, '1', true].map(n => [{ role: 'user', text: 'a', n }]),
      ...[{ n: 1 }, { text: '' }, { text: 'abcd' }, { text: 7 }, { id: ' ' }, { list: [] }, { list: ['a', 'b', 'c'] }],
      ...[{ list: ['ab'] }, { list: [7] }, { list: 'a' }, { map: { a: 1, b: 1 } }, { map: { abc: 1 } }],
      { n: 3000, text: 'abcd', role: 'x' },
    ].map(value => (Array.isArray(value) || typeof value !== 'object' ? value : [{ role: 'user', ...value }])),
  ],
  'a list of words': [{ type: 'array', items: { type: 'string', pattern: '[^\\s,]' } }, [[' '], [' , '], [7], [', a']]],
  'a list of ids': [
    { type: 'array', accepts: 'a list of ids', items: { type: 'string', pattern: '^\\S+$' } },
    [['a b'], [' '], [7]],
  ],
  'of parts': [{ type: 'string', allOf: [{ maxLength: 1 }, { not: { maxLength: 0 } }] }, ['b', 'ab']],
};

it.each(Object.entries(values))('%s', (_, [schema, given]) => {
  const rule = { because: 'no rule is broken', if: { required: ['other'] }, then: { required: ['field'] } };
  const told = given.map((value): [string, string] => [
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : show(value),
    tell(find({ field: schema }, { field: value }, { rules: [rule] })),
  ]);
  const { text, allowed } = describeSchema(schema);
  expect(new Page([`must be ${text}: ${show(allowed)}`, ...group(told)])).toMatchSnapshot();
});
