import { createCheck } from '../../plugins/openai/lib/text/schema-check';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$' },
    age: { type: 'integer', minimum: 0, maximum: 150 },
    kind: { enum: ['a', 'b'] },
    fixed: { const: 7 },
    day: { type: 'string', format: 'date' },
    list: { type: 'array', items: { $ref: '#/$defs/part' } },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    maybe: { type: ['string', 'null'] },
    flag: { type: 'boolean' },
    'a/b~c': { type: 'object' },
  },
  required: ['name'],
  additionalProperties: false,
  $defs: { part: { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] } },
};

function problemsOf(value: object, of: object = schema): { field: string; message: string }[] {
  try {
    createCheck({ ...of })({ name: 'x', ...value }, 'text');
  } catch (error) {
    return (error as { problems: { field: string; message: string }[] }).problems;
  }
  return [];
}

it.each<[object, string, string]>([
  [{ name: 7 }, 'name', 'name is 7; must be a string'],
  [{ name: 'X1' }, 'name', 'name is "X1"; must match ^[a-z]+$'],
  [{ age: -1 }, 'age', 'age is -1; must be at least 0'],
  [{ age: 151 }, 'age', 'age is 151; must be at most 150'],
  [{ age: 1.5 }, 'age', 'age is 1.5; must be an integer'],
  [{ kind: 'c' }, 'kind', 'kind is "c"; must be one of "a", "b"'],
  [{ fixed: 8 }, 'fixed', 'fixed is 8; must be 7'],
  [{ day: 'soon' }, 'day', 'day is "soon"; must have the format date'],
  [{ list: {} }, 'list', 'list is an object; must be a list'],
  [{ list: [{ price: 1 }, {}] }, 'list[1].price', 'list[1].price is missing'],
  [{ list: [{ price: 'x' }] }, 'list[0].price', 'list[0].price is "x"; must be a number'],
  [{ either: [1, 2] }, 'either', 'either is a list of 2; fits none of the alternatives'],
  [{ maybe: 7 }, 'maybe', 'maybe is 7; must be a string or null'],
  [{ flag: null }, 'flag', 'flag is null; must be true or false'],
  [{ other: 1 }, 'other', 'other is not a field of the schema'],
  [{ 'a/b~c': [] }, 'a/b~c', 'a/b~c is a list of 0; must be an object'],
  [{ name: 'x'.repeat(80), age: 'y'.repeat(80) }, 'age', `age is "${'y'.repeat(59)}..."; must be an integer`],
])('%j does not fit', (value, field, message) => {
  expect(problemsOf(value)).toMatchObject([{ field, message }]);
});

it('what fits is fine', () => {
  expect(problemsOf({ age: 0, kind: 'a', fixed: 7, either: 1, maybe: null, list: [{ price: 1 }] })).toEqual([]);
  expect(problemsOf({ age: 150 })).toEqual([]);
});

it('five problems are named, and how many there are besides', () => {
  const wrong = { name: 1, age: 'x', kind: 'c', fixed: 1, maybe: 1, flag: 1, other: 1 };
  const check = () => createCheck({ ...schema })(wrong, 'text');
  expect(check).toThrow(/^The answer does not fit the schema: ([^;]+; must[^;]+; ){5}and 2 more problems$/);
  expect(problemsOf(wrong)).toHaveLength(7);
});

it('a schema that cannot be used is told once, and nothing is checked by it', () => {
  const warned: string[] = [];
  const check = createCheck({ $ref: '#/$defs/none' }, (parameter, reason) => warned.push(`${parameter}: ${reason}`));
  check({}, '');
  check({}, '');
  expect(warned).toHaveLength(1);
  expect(warned[0]).toMatch(
    /^json_schema: The answer was not checked against the schema: its \$ref ".*" points to nothing$/
  );
});

it('the schema is left as it was', () => {
  const given = { type: 'object', properties: {} };
  createCheck(given)({}, '');
  expect(given).toEqual({ type: 'object', properties: {} });
});
