import { createCheck, readingOf } from '../../plugins/openai/lib/text/schema-check';
import { inspectSchema, schemaOf } from '../../plugins/openai/lib/text/structured-output';
import { group, Page, plainText, show } from './lines';

/** What is wrong with an answer, named by where it stands in the answer; and what is wrong with a schema. */

expect.addSnapshotSerializer(plainText);

type Schema = Record<string, unknown>;
const object = (properties: Schema, more: Schema = {}): Schema => ({ type: 'object', properties, ...more });

function tell(schema: Schema, value: unknown): string {
  try {
    createCheck(schema, (_, reason) => {
      throw new Error(`warned: ${reason}`);
    })(value, 'text');
    return 'fits';
  } catch (error) {
    const { message, problems = [] } = Object(error);
    const places = problems.map((one: Schema) => `${one['field']}${'value' in one ? `=${show(one['value'])}` : ''}`);
    return `${message.replace('The answer does not fit the schema: ', '')} (${places.join(', ')})`;
  }
}

const lines = (cases: [schema: Schema, ...values: unknown[]][]) =>
  cases.flatMap(([schema, ...values]) => [
    JSON.stringify(schema),
    ...group(values.map(value => [show(value), tell(schema, value)])).map(line => `  ${line}`),
  ]);

it('answers by keywords of all kinds', () => {
  const cases: [Schema, ...unknown[]][] = [
    [{ type: 'string' }, 'x', 7, null, [1], {}],
    [{ type: ['string', 'integer', 'zinc'] }, 'x', 7, 1.5],
    [{ exclusiveMinimum: 1.5 }, 1.5, 2],
    [{ minLength: 2, maxLength: 3 }, 'x', 'xy', 'xyzz'],
    [{ oneOf: [{ type: 'string' }, { const: 'x' }] }, 'x', 'y', 7],
    [{ not: { type: 'string' } }, 'x', 7],
    [{ if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } }, 'x', 1, 'xy'],
    [{ allOf: [{ type: 'string' }, { minLength: 2 }] }, 'x', 7, 'xy'],
    [{ prefixItems: [{ type: 'string' }], items: false }, ['x'], [7], ['x', 1]],
    [{ items: { items: { type: 'number' } } }, [[1]], [[1], ['x']]],
    [{ contains: { type: 'number' } }, [1], ['x']],
    [{ unevaluatedProperties: false }, { Instance: 1 }],
    [{ patternProperties: { '^a': { type: 'number' } } }, { a1: 1 }, { a1: 'x' }],
    [{ additionalProperties: { type: 'number' } }, { a: 1 }, { a: 'x' }],
    [object({ a: false } as never), {}, { a: 1 }],
    [object({ a: { enum: [1, 'x', [2], { b: 3 }] } }), { a: 1 }, { a: 2 }],
    [object({ a: { const: { b: 1 } } }), { a: { b: 1 } }, { a: 1 }],
    [object({ a: { anyOf: [object({ b: { type: 'string' } }, { required: ['b'] })] } }), { a: { b: 'x' } }, { a: {} }],
    [
      object({ a: { anyOf: [object({}, { additionalProperties: false })] }, c: { type: 'string' } }),
      { a: { b: 1 }, c: 7 },
    ],
  ];
  expect(new Page(lines(cases))).toMatchSnapshot();
});

it('answers by references and odd names', () => {
  const defs = {
    number: { type: 'number' },
    'a/b~c d%': { enum: ['x'] },
    deep: object({ n: { $ref: '#/$defs/number' } }),
  };
  const cases: [Schema, ...unknown[]][] = [
    [object({ a: { $ref: '#/$defs/number' } }, { $defs: defs }), { a: 1 }, { a: 'x' }],
    [object({ a: { $ref: '#/$defs/a~1b~0c%20d%25' } }, { $defs: defs }), { a: 'x' }, { a: 'y' }],
    [object({ a: { $ref: '#/$defs/deep' } }, { $defs: defs }), { a: { n: 1 } }, { a: { n: 'x' } }],
    [object({ a: { $ref: '#' } }, { required: ['a'] }), { a: 7 }, {}],
    [
      object({ 'a/b': { type: 'number' }, 'c~d': { type: 'number' }, 'e%f': { type: 'number' } }),
      { 'a/b': 'x', 'c~d': 'x', 'e%f': 'x' },
    ],
    [
      object({ 'a b': { type: 'number' }, '7': { type: 'number' }, '7a': { type: 'number' } }),
      { 'a b': 'x', '7': 'x', '7a': 'x' },
    ],
    [object({}, { required: ['a"b', 'c\nd', 'e.f'] }), {}],
    [object({}, { additionalProperties: false }), { a: 1, b: { c: 2 } }],
    [{ items: object({ a: { items: { type: 'number' } } }, { required: ['b'] }) }, [{ a: [1, 'x'], b: 1 }, {}]],
  ];
  expect(new Page(lines(cases))).toMatchSnapshot();
});

it('values as they are quoted', () => {
  const values = ['x'.repeat(58), 'x'.repeat(59), 'x'.repeat(80), '"', [], [1, 2], {}, null, true, 1.5];
  const told = values.map((value): [string, string] => [show(value), tell({ type: 'integer' }, value)]);
  const missing = Object.fromEntries([...'abcdefg'].map(name => [name, { type: 'number' }]));
  const counts = [5, 6, 7].map(count => {
    const required = Object.keys(missing).slice(0, count);
    return tell(object(missing, { required }), {}).replace(/ \(.*/, '');
  });
  const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  const nested = [10, 10_000].map(levels => tell({ type: 'object' }, deep(levels)).slice(0, 60));
  expect(new Page([...group(told), ...counts, ...nested])).toMatchSnapshot();
});

it('schemas that cannot be used', () => {
  const unusable: Schema[] = [
    { $ref: '#/$defs/none' },
    { $ref: 'https://a.invalid/x' },
    object({ a: { pattern: '(' } }),
  ];
  const told = unusable.map(schema => {
    const warned: string[] = [];
    const check = createCheck(schema, (...one) => warned.push(one.join(': ')));
    for (let time = 0; time < 2; time += 1) check({ a: 'x' }, '');
    createCheck(schema)({ a: 'x' }, '');
    return `${show(schema)}: ${show(warned)}`;
  });
  const readings = [
    {},
    { output_fields: 'a' },
    { response_format: 'json_object' },
    { json_schema: { type: 'object' } },
  ];
  const read = readings.map(
    one => `${show(one)}: ${show(Object.entries(readingOf(one)).map(([name, value]) => `${name} ${typeof value}`))}`
  );
  expect(new Page([...told, ...read])).toMatchSnapshot();
});

it('schemas that are asked for', () => {
  const closed = object({ a: { type: 'string' } }, { required: ['a'], additionalProperties: false });
  const options: Schema[] = [
    ...[
      { name: 'n', schema: closed, description: 7 },
      { title: 7, ...closed },
      { name: '!!', schema: closed },
      { name: 'a-b_c.d', schema: closed },
    ],
    ...[
      { schema: closed, title: 'T' },
      { response_format: closed },
      { json_schema: 7, schema: closed },
      { format: { schema: closed } },
    ],
    ...[
      { type: 'json_schema', schema: closed, name: 'n' },
      { text: { format: { type: 'json_schema', schema: closed, name: 'n' } } },
    ],
    ...[
      { $ref: '#/$defs/a', $defs: { a: closed } },
      { anyOf: [closed] },
      { ...closed, required: 'a' },
      { ...closed, properties: [] },
    ],
    ...[
      object({ a: {}, b: {} }),
      object({ a: { anyOf: [{}, object({ b: {} })] } }),
      { schema: object({ a: {} }), strict: false },
    ],
    ...[
      { ...closed, properties: { a: { items: [object({})] } } },
      { ...closed, definitions: [object({})] },
      { ...closed, $defs: 7 },
    ],
  ];
  const told = options.map(json_schema => {
    const problems = inspectSchema({ json_schema }).map(({ field, message }) => `${field}: ${message}`);
    return `${show(json_schema)}: ${show(schemaOf({ json_schema }))} ${problems.join(' | ')}`;
  });
  const other = [
    { response_format: 'zinc', json_schema: closed },
    { response_format: 'text', output_fields: 'a' },
    { output_fields: closed },
  ];
  const others = other.map(one => `${show(one)}: ${show(schemaOf(one))} ${show(inspectSchema(one))}`);
  expect(new Page([...told, ...others])).toMatchSnapshot();
});
