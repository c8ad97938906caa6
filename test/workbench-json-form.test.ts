import { exposeForm } from '../workbench/page/canvas/json-form/expose-form';
import { type JsonField, readFields } from '../workbench/page/canvas/json-form/fields';
import { loadPatterns } from '../workbench/page/canvas/json-form/patterns';
import { readSchema } from '../workbench/page/canvas/json-form/schema';
import { toEntries } from '../workbench/page/canvas/json-form/values';

beforeAll(loadPatterns);

const fieldsOf = (given: unknown): JsonField[] => readFields(readSchema(given) ?? {});

/** A schema with one property. */
const one = (property: object, required: string[] = []) => ({ type: 'object', properties: { a: property }, required });

/** What is wrong with an entry of that property. */
const problemOf = (property: object, entry: unknown, required: string[] = ['a']) =>
  exposeForm(one(property, required), '', { a: entry }).errors['a'];

describe('a form from a JSON schema', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'date' }, 'date'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['number', 'null'] }, 'number'],
    [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, 'text'],
    [{ type: 'boolean' }, 'checkbox'],
    [{ enum: ['a', 2] }, 'choice'],
    [{ const: 'a' }, 'choice'],
    [{ type: 'array', items: { type: 'string' } }, 'lines'],
    [{ type: 'array', items: { type: 'object' } }, 'json'],
    [{ type: 'object', properties: { b: { type: 'string' } } }, 'group'],
    [{ type: 'object' }, 'json'],
    [{ oneOf: [{ type: 'string' }, { type: 'number' }] }, 'alternatives'],
    [{ anyOf: [{ const: 'a', title: 'First' }, { const: 'b' }] }, 'choice'],
    [{}, 'json'],
  ])('shows %j as %s', (property, shape) => {
    expect(fieldsOf(one(property)).map(field => field.shape)).toEqual([shape]);
  });

  it('has labels, help and marks, and follows references, but not without end', () => {
    const tree = { type: 'object', properties: { name: { type: 'string' }, below: { $ref: '#/$defs/tree' } } };
    const schema = {
      type: 'object',
      properties: {
        dueDate: { type: 'string', description: 'When it is due' },
        first_name: { title: 'Given name', type: 'string' },
        tree: { $ref: '#/$defs/tree' },
        loop: { $ref: '#/properties/loop' },
      },
      required: ['dueDate'],
      $defs: { tree },
    };
    const [due, name, root, loop] = fieldsOf(JSON.stringify(schema));
    expect(due).toMatchObject({ label: 'Due date', help: 'When it is due', isRequired: true });
    expect(name).toMatchObject({ label: 'Given name', help: undefined, isRequired: false });
    expect(root?.fields.map(({ path }) => path)).toEqual(['tree.name', 'tree.below']);
    expect(loop?.shape).toBe('json');
    let [deepest] = root?.fields.slice(1) ?? [];
    for (let depth = 0; depth < 20 && deepest?.shape === 'group'; depth += 1) [, deepest] = deepest.fields;
    expect(deepest?.shape).toBe('json');
  });

  it('takes the schema as the API wraps it, and an example', () => {
    const wrapped = { name: 'ticket', strict: true, schema: one({ type: 'string' }) };
    expect(fieldsOf(wrapped).map(({ path }) => path)).toEqual(['a']);
    const example = {
      title: 'Zinc',
      words: 200,
      share: 0.5,
      urgent: true,
      due: '2026-12-31',
      tags: ['a', 'b'],
      by: { id: 1 },
    };
    expect(fieldsOf(example).map(({ key, shape, placeholder }) => [key, shape, placeholder])).toEqual([
      ['title', 'text', 'Zinc'],
      ['words', 'number', '200'],
      ['share', 'number', '0.5'],
      ['urgent', 'checkbox', ''],
      ['due', 'date', '2026-12-31'],
      ['tags', 'lines', 'a\nb'],
      ['by', 'group', ''],
    ]);
    for (const nothing of ['', 'no JSON', '[1]', undefined, 7]) expect(readSchema(nothing)).toBeUndefined();
  });
});

describe('the value of a form', () => {
  const schema = {
    type: 'object',
    properties: {
      title: { type: 'string', default: 'Untitled' },
      words: { type: 'integer' },
      urgent: { type: 'boolean' },
      level: { enum: [1, 2] },
      tags: { type: 'array', items: { type: 'string' } },
      sizes: { type: 'array', items: { type: 'number' } },
      more: { type: 'object' },
      by: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      note: { type: ['string', 'null'] },
    },
    required: ['tags', 'note'],
  };

  it('has the types of the schema, and nothing where boxes are empty', () => {
    expect(exposeForm(schema, '', undefined)).toMatchObject({
      value: { title: 'Untitled', urgent: false, tags: [], note: null },
      isValid: true,
      errors: {},
    });
    const entries = {
      words: '20',
      urgent: true,
      level: '2',
      tags: 'a\n\nb',
      sizes: '1\n2.5',
      more: '{"b": 1}',
      by: { name: 'Ada' },
    };
    expect(exposeForm(schema, '', entries)).toMatchObject({
      value: {
        words: 20,
        urgent: true,
        level: 2,
        tags: ['a', 'b'],
        sizes: [1, 2.5],
        more: { b: 1 },
        by: { name: 'Ada' },
      },
      isValid: true,
    });
  });

  it('is at first what it was given, as an object or its JSON, and stays the same through its boxes', () => {
    const given = {
      title: 'Zinc',
      words: 3,
      tags: ['a'],
      by: { name: 'Ada' },
      more: { b: 1 },
      urgent: true,
      note: 'x',
    };
    for (const first of [given, JSON.stringify(given)]) {
      const { value } = exposeForm(schema, first, undefined);
      expect(value).toEqual(given);
      expect(exposeForm(schema, '', toEntries(fieldsOf(schema), value)).value).toEqual(given);
    }
  });

  it('needs the required fields of a group only once something of it is entered', () => {
    expect(exposeForm(schema, '', { by: { name: '' } }).errors).toEqual({});
    const required = { ...schema, required: ['by'] };
    expect(exposeForm(required, '', {})).toMatchObject({ isValid: false, errors: { 'by.name': 'Name is required' } });
  });

  it.each([
    [{ type: 'string' }, '', 'A is required'],
    [{ type: 'string', minLength: 3 }, 'ab', 'A must have at least 3 characters; it has 2'],
    [{ type: 'string', maxLength: 1 }, '😀', undefined],
    [{ type: 'string', format: 'date' }, '2026-02-30', 'A must be a date, such as 2026-12-31'],
    [{ type: 'string', format: 'email' }, 'ada', 'A must be an email address'],
    [{ type: 'string', format: 'uri' }, 'ada', 'A must be a URL, such as https://example.com'],
    [{ type: 'integer', minimum: 1, maximum: 5000 }, '6000', 'A must be an integer between 1 and 5,000'],
    [{ type: 'integer', minimum: 1 }, '0', 'A must be an integer of at least 1'],
    [{ type: 'integer' }, '1.5', 'A must be an integer'],
    [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, '1', 'A must be a number above 0 and below 1'],
    [{ type: 'number' }, 'many', 'A must be a number'],
    [{ type: 'number' }, '1e3', undefined],
    [{ type: 'number', multipleOf: 0.1 }, '0.3', undefined],
    [{ type: 'number', multipleOf: 0.5 }, '1.3', 'A must be a multiple of 0.5; got 1.3'],
    [{ type: 'string', pattern: '^[A-Z]{2}$' }, 'DE', undefined],
    [{ type: 'string', pattern: 'b\\u0063' }, 'abcd', undefined],
    [
      { type: 'string', pattern: '^\\d{5}$', examples: ['10115'] },
      '1a',
      'A must match the pattern ^\\d{5}$, such as 10115; got "1a"',
    ],
    [
      { type: 'array', items: { type: 'string', pattern: '^a' } },
      'a\nb',
      'A line 2 must match the pattern ^a; got "b"',
    ],
    [
      { type: 'string', pattern: '(?=a)a' },
      'a',
      'A cannot be checked: its pattern (?=a)a is invalid, or has a part that is not supported, such as (?=',
    ],
    [{ enum: ['a', 'b'] }, 'c', 'A must be one of: a, b'],
    [{ type: 'array', items: { type: 'integer' } }, '1\nx', 'A line 2 must be an integer'],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, 'x', 'A must have at least 2 items; it has 1'],
    [{ type: 'array', items: {} }, '{}', 'A must be a list in JSON, such as []'],
    [{ type: 'object' }, '[', 'A must be a JSON object, such as {}'],
  ])('is checked: %j with %j', (property, entry, problem) => {
    expect(problemOf(property, entry)).toBe(problem);
  });

  it('is checked by a pattern that backtracking would never be done with', () => {
    const text = `${'a'.repeat(50_000)}!`;
    expect(problemOf({ type: 'string', pattern: '^(a+)+$' }, text)).toMatch(/^A must match the pattern/);
  });

  it('is that of the alternative that is chosen, with its problems, and finds it by what it was given', () => {
    const card = {
      type: 'object',
      properties: { kind: { const: 'card' }, number: { type: 'string', pattern: '^\\d+$' } },
      required: ['kind', 'number'],
    };
    const bank = {
      type: 'object',
      properties: { kind: { const: 'bank' }, iban: { type: 'string' } },
      required: ['kind', 'iban'],
    };
    const schema = one({ oneOf: [card, bank, { type: 'integer', title: 'Voucher' }, { type: 'null' }] }, ['a']);
    const [field] = fieldsOf(schema);
    expect(field?.alternatives.map(({ title }) => title)).toEqual(['card', 'bank', 'Voucher']);
    for (const value of [{ kind: 'bank', iban: 'DE1' }, 7, null])
      expect(exposeForm(schema, { a: value }, undefined)).toMatchObject({ value: { a: value }, errors: {} });
    const entered = { a: { chosen: '0', entries: { 0: { kind: 'card', number: 'x' }, 2: 'y' } } };
    expect(exposeForm(schema, '', entered).errors).toEqual({
      'a.number': 'Number must match the pattern ^\\d+$; got "x"',
    });
    expect(exposeForm(schema, '', { a: { ...entered.a, chosen: '2' } }).errors).toEqual({ a: 'A must be an integer' });
    const needed = one({ anyOf: [{ type: 'string' }, { type: 'integer' }] }, ['a']);
    expect(exposeForm(needed, '', {}).errors).toEqual({ a: 'A is required' });
    expect(exposeForm(one({ anyOf: [{ type: 'string' }, { type: 'integer' }] }), '', {})).toMatchObject({
      value: {},
      errors: {},
    });
  });

  it('is that of an alternative of an alternative', () => {
    const schema = one({
      anyOf: [
        { title: 'A', anyOf: [{ type: 'string' }, { type: 'number' }] },
        { title: 'B', type: 'boolean' },
      ],
    });
    expect(fieldsOf(schema)[0]?.alternatives[0]?.field.shape).toBe('alternatives');
    for (const value of ['x', 5, true])
      expect(exposeForm(schema, { a: value }, undefined)).toMatchObject({ value: { a: value }, errors: {} });
  });

  it('ends where a schema refers to itself without end', () => {
    const $defs = {
      A: { anyOf: [{ $ref: '#/$defs/B' }, { type: 'string' }] },
      B: { oneOf: [{ $ref: '#/$defs/A' }, {}] },
    };
    const [field] = fieldsOf({ ...one({ $ref: '#/$defs/A' }), $defs });
    expect(field?.shape).toBe('alternatives');
    expect(JSON.stringify(field).length).toBeLessThan(50_000);
  });

  it('tells no more of a value that does not match than a line holds', () => {
    expect(problemOf({ type: 'string', pattern: '^a+$' }, 'b'.repeat(500))).toBe(
      `A must match the pattern ^a+$; got "${'b'.repeat(60)}…"`
    );
  });

  it('is empty for a property whose name every object has', () => {
    const schema = { type: 'object', properties: { constructor: { type: 'string' }, toString: { type: 'string' } } };
    expect(toEntries(fieldsOf(schema), {})).toEqual({ constructor: '', toString: '' });
  });

  it('keeps to itself what a schema calls __proto__', () => {
    const named = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}');
    const { value } = exposeForm(named, '', JSON.parse('{"__proto__":"x"}'));
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });
});
