import { isWrittenSchema, readOutputFields } from '../../plugins/openai/lib/text/output-fields';
import { plainText } from './lines';
import { pageOfFields as page } from './tell-fields';

/** Output fields as JSON: entries, examples of an answer, schemas, and what only looks like one of them. */

expect.addSnapshotSerializer(plainText);

it('as JSON that is broken, and what only looks like it', () => {
  const texts = [
    ...[
      '{"a": 1',
      '{"a": }',
      ' [ {"a": 1',
      '[{"a": 1}]',
      '{ "a": number }',
      '{"a": number, }',
      '{ "a": "x"',
      '[["a"]]',
    ],
    ...['a: { "b c": zinc }', 'a: zinc { "b" }', '{ a: { "b": zinc } }', '["a", "b"', '[a]', '"a": zinc'],
  ];
  expect(page(texts)).toMatchSnapshot();
});

it('as entries and as examples', () => {
  const entries: unknown[] = [
    ...[[{ name: 'a', type: 'number', required: false }], [{ name: 'a', type: 'number', required: true }]],
    ...[[{ name: 'a', type: 'number', required: 'no' }], [{ name: 'a', type: 'list of text', description: 7 }]],
    ...[
      [{ name: 'a', type: '' }],
      [{ name: '', type: 'text' }],
      [{ name: 'a?', type: 'text' }],
      [{ name: 7, type: 'text' }],
    ],
    ...[[{ name: 'a', type: 'text, b' }], [{ name: 'a', type: 'text (note)' }], [{ name: 'a', type: 'text', more: 1 }]],
    ...[
      [{ name: 'a', type: null }],
      [{ name: 'a' }, 'b'],
      [{ name: 'a', description: 'd' }],
      ['a, b', 'c'],
      ['a:', 'b'],
    ],
    ...[[{ name: 'a', type: 'text (own)', description: 'd' }], [7], [null], [[1]]],
  ];
  const texts = 'list of text|list|2026-11-02 or so|on 2026-11-02|at 2026-11-02T10:00:00Z|2026-11-02T10:00:00Z.'.split(
    '|'
  );
  const examples: unknown[] = [
    ...[
      ...texts,
      '2026-11-02T10:00:00+01',
      '1-5',
      'integer 1..5',
      'TEXT',
      'x|y',
      'a: b',
      ' number',
      'datetime',
      '1 text',
    ],
    ...['text | number', 'x | y, z', '|', ''],
  ].map(a => ({ a }));
  const lists: unknown[] = [
    ...[
      [{ b: 'x' }, { b: [1] }],
      [{ b: [1] }, { b: null }],
      [{ b: [1] }, { b: ['x'] }, {}],
      [{ 'b?': 1 }, { c: 1 }],
    ],
    ...[
      [{ b: null }, { b: null }],
      [{ b: { c: 1 } }, { b: { d: 1 } }],
      [{}, { b: 1 }],
      [{ b: [] }, { b: [] }],
    ],
    ...[[1, 1], [1, null], [1, { b: 1 }], [null], [[], [1]], [{ b: {} }], [{ b: [{}] }], [[{}]], [{ b: 1 }, 7]],
  ].map(a => ({ a }));
  const others: unknown[] = [
    { 'a?': null },
    { 'a?': [1] },
    { 'a?': { b: 1 } },
    { 'a?': 'x | y' },
    { a: { b: {} } },
    { '': 1 },
  ];
  expect(page([...entries, ...examples, ...lists, ...others])).toMatchSnapshot();
});

it('what is a schema already', () => {
  const options = [
    ...[{ $schema: 'x' }, { type: 'object', properties: {} }, { type: 'object', properties: 'x' }, { type: 'object' }],
    ...[{ type: 'array', properties: {} }, { properties: {} }, { type: 'object', properties: [] }],
  ];
  expect(options.map(isWrittenSchema)).toEqual([true, true, false, false, false, false, false]);
  expect([isWrittenSchema('$schema'), isWrittenSchema([{ $schema: 'x' }])]).toEqual([false, false]);
});

it('the same fields are read once, as for many rows', () => {
  const fields = { a: 1 };
  const first = readOutputFields(fields);
  expect(readOutputFields(fields)).toBe(first);
  expect(readOutputFields({ a: 1 })).not.toBe(first);
});
