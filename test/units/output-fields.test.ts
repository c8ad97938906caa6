import { nearestType, orNull, readTypeName } from '../../plugins/openai/lib/text/field-types';
import { readOutputFields } from '../../plugins/openai/lib/text/output-fields';

const fieldsOf = (text: unknown): unknown => {
  const { schema, problems } = readOutputFields(text as string);
  expect(problems).toEqual([]);
  return schema['properties'];
};

describe('a type in words', () => {
  it.each<[object, string[]]>([
    [{ type: 'string' }, ['text', 'texts', 'string', 'strings', 'str', 'varchar', 'char', 'TEXT']],
    [{ type: 'number' }, ['number', 'numbers', 'num', 'float', 'floats', 'double', 'decimal', 'decimals', 'numeric']],
    [{ type: 'integer' }, ['integer', 'integers', 'int', 'ints', 'bigint', 'whole number', 'whole numbers']],
    [{ type: 'boolean' }, ['boolean', 'booleans', 'bool', 'yes/no', 'true/false']],
    [{ type: 'string', format: 'date' }, ['date', 'dates', 'day']],
    [{ type: 'string', format: 'date-time' }, ['datetime', 'datetimes', 'date-time', 'timestamp', 'date and time']],
    [{ type: 'string', format: 'time' }, ['time', 'times']],
    [{ type: 'string', format: 'email' }, ['email', 'emails', 'e-mail']],
    [{ type: 'string', format: 'uuid' }, ['uuid', 'uuids', 'guid']],
    [{ type: 'string', description: 'A complete URL' }, ['url', 'urls', 'uri', 'link']],
    [{ type: 'integer', minimum: 1, maximum: 5 }, ['1..5', '1...5', '1-5', '1\u20135', 'int 1..5', 'integer 1..5']],
    [{ type: 'integer', minimum: -5, maximum: -5 }, ['-5..-5']],
    [{ type: 'number', minimum: 0.5, maximum: 2 }, ['0.5..2', 'number 0.5..2', 'float 0.5..2']],
    [{ type: 'number', minimum: 1, maximum: 5 }, ['number 1..5', 'decimal 1..5']],
    [{ type: 'number', minimum: 1, maximum: 2.5 }, ['1..2.5']],
  ])('is %j: %j', (schema, names) => {
    for (const name of names) expect([name, readTypeName(name)]).toEqual([name, schema]);
  });

  it.each(['5..1', 'zinc', '', '1..', 'x1..5', '1..5x', 'constructor'])('is none: %j', name => {
    expect(readTypeName(name)).toBeUndefined();
  });

  it.each([
    ['nubmer', 'number'],
    ['txt', 'text'],
    ['bolean', 'boolean'],
    ['to', undefined],
    ['tex', 'text'],
    ['txet', undefined],
    ['zinc', undefined],
  ])('is near: %j to %j', (name, type) => {
    expect(nearestType(name)).toBe(type);
  });

  it.each([
    [{ type: 'string' }, { type: ['string', 'null'] }],
    [
      { type: 'string', enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [{ type: ['string', 'null'] }, { type: ['string', 'null'] }],
    [{ anyOf: [{ type: 'string' }] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [{ anyOf: [{ type: 'null' }] }, { anyOf: [{ type: 'null' }] }],
  ])('may be null: %j', (schema, expected) => {
    expect(orNull(schema)).toEqual(expected);
  });
});

describe('the fields of an answer', () => {
  const text = { type: 'string' };
  const list = { type: 'array', items: text };

  it.each<[unknown, object]>([
    ['a', { a: text }],
    ['a, b', { a: text, b: text }],
    ['a; b', { a: text, b: text }],
    ['a\nb', { a: text, b: text }],
    ['a: number, b?: date', { a: { type: 'number' }, b: { type: ['string', 'null'], format: 'date' } }],
    ['a: x | y', { a: { type: 'string', enum: ['x', 'y'] } }],
    ['a: 1 | 2', { a: { type: 'integer', enum: [1, 2] } }],
    ['a: 1 | 2.5', { a: { type: 'number', enum: [1, 2.5] } }],
    ['a: "1" | "2"', { a: { type: 'string', enum: ['1', '2'] } }],
    ['a: list of text', { a: list }],
    [
      'a: { b, c: int }',
      {
        a: {
          type: 'object',
          properties: { b: text, c: { type: 'integer' } },
          required: ['b', 'c'],
          additionalProperties: false,
        },
      },
    ],
    [
      'items: list of { b }',
      {
        items: {
          type: 'array',
          items: { type: 'object', properties: { b: text }, required: ['b'], additionalProperties: false },
        },
      },
    ],
    [['a', 'b: int'], { a: text, b: { type: 'integer' } }],
    [
      [{ name: 'a' }, { name: 'b', type: 'int', description: 'How many' }],
      { a: text, b: { type: 'integer', description: 'How many' } },
    ],
    [[{ name: 'a', type: 'text', required: false }], { a: { type: ['string', 'null'] } }],
    [[{ name: 'a', type: 'text', description: '' }], { a: text }],
  ])('%j', (written, properties) => {
    expect(fieldsOf(written)).toEqual(properties);
    expect(readOutputFields(written as string).schema).toMatchObject({
      required: Object.keys(properties),
      additionalProperties: false,
    });
  });

  it.each<[unknown, RegExp]>([
    [' ', /has no fields; write fields such as/],
    ['a: nubmer', /^output_fields line 1, column 4: .*did you mean number/],
    ['a\nb: zinc', /line 2, column \d+: /],
    ['a, a', /twice/],
    ['{ "a": 1', /is not valid JSON: /],
    ['{ "a": x }', /is not valid JSON(?!: it ends)/],
    [[{ name: 'a', type: 'zinc' }], /\[0\]\.type: /],
    [[{ name: 'a', type: 7 }], /\[0\]\.type: /],
    [[{ name: 'a' }, { name: 'a' }], /\[1\]\.name: the field "a" is there twice/],
  ])('are told what is wrong with them: %j', (written, message) => {
    const { problems } = readOutputFields(written as string);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatchObject({ field: 'output_fields' });
    expect(problems[0]?.message).toMatch(message);
  });
});
