import {
  formatOf,
  inspectSchema,
  type StructuredOptions,
  schemaOf,
  toResponseFormat,
  toTextFormat,
} from '../../plugins/openai/lib/text/structured-output';

const schema = {
  type: 'object',
  properties: { a: { type: 'string' } },
  required: ['a'],
  additionalProperties: false,
};
const named = (more: object) => schemaOf({ json_schema: { ...more } });

describe('a schema', () => {
  it.each<[string, object, object]>([
    ['alone', schema, { name: 'answer', strict: true }],
    ['with a title', { ...schema, title: 'Two words!' }, { name: 'Two_words_' }],
    ['named', { name: 'facts', schema }, { name: 'facts', strict: true }],
    ['named by what is no text', { name: 7, schema }, { name: 'answer' }],
    ['named by nothing that is allowed', { name: '', schema }, { name: 'answer' }],
    ['with a long name', { name: 'n'.repeat(65), schema }, { name: 'n'.repeat(64) }],
    ['that is not strict', { name: 'facts', strict: false, schema }, { strict: false }],
    ['that is strict', { name: 'facts', strict: true, schema }, { strict: true }],
    ['described', { name: 'facts', description: 'Some', schema }, { description: 'Some' }],
    ['as a format', { type: 'json_schema', json_schema: { name: 'facts', strict: false, schema } }, { strict: false }],
    [
      'as response_format',
      { response_format: { type: 'json_schema', json_schema: { name: 'facts', schema } } },
      { name: 'facts' },
    ],
    ['as text', { text: { format: { type: 'json_schema', name: 'facts', schema } } }, { name: 'facts' }],
    ['as format', { format: { type: 'json_schema', name: 'facts', strict: false, schema } }, { strict: false }],
  ])('is read %s', (_, given, expected) => {
    expect(named(given)).toMatchObject({ schema: { properties: schema.properties }, ...expected });
  });

  it('has no description where none is given, and keeps properties that are called as wrappers are', () => {
    expect(named(schema)).not.toHaveProperty('description');
    const own = { type: 'object', properties: { format: schema }, format: schema };
    expect(named(own)).toMatchObject({ schema: own });
  });
});

describe('the format of an answer', () => {
  it.each<[string, StructuredOptions, string]>([
    ['nothing', {}, 'text'],
    ['a schema', { json_schema: schema }, 'json_schema'],
    ['fields', { output_fields: { a: 'string' } }, 'json_schema'],
    ['JSON', { response_format: 'json_object' }, 'json_object'],
  ])('for %s', (_, options, format) => {
    expect(formatOf(options)).toBe(format);
    expect(toTextFormat(options)).toMatchObject({ type: format });
    expect(toResponseFormat(options)).toMatchObject(format === 'text' ? {} : { response_format: { type: format } });
  });

  it('is left out of a chat for plain text', () => {
    expect(toResponseFormat({})).toEqual({});
  });
});

describe('a strict schema', () => {
  const open = { ...schema, additionalProperties: undefined };
  const loose = { ...schema, required: [] };
  const inspect = (json_schema: object) =>
    inspectSchema({ json_schema: { ...json_schema } }).map(({ message }) => message);
  const inObject = (inner: object) => ({ ...schema, properties: { a: inner } });

  it.each<[string, object, string]>([
    ['at its root', open, 'json_schema must have "additionalProperties": false'],
    ['in a property', inObject(open), 'json_schema.properties.a must have "additionalProperties": false'],
    ['in items', inObject({ items: open }), 'json_schema.properties.a.items must have'],
    ['in a choice', inObject({ anyOf: [{}, open] }), 'json_schema.properties.a.anyOf[1] must have'],
    ['in $defs', { ...schema, $defs: { x: open } }, 'json_schema.$defs.x must have'],
    ['in definitions', { ...schema, definitions: { x: open } }, 'json_schema.definitions.x must have'],
    ['that is optional', loose, 'json_schema must list "a" in "required"'],
    ['that is optional inside', inObject(loose), 'json_schema.properties.a must list "a" in "required"'],
    ['that is no object', { type: 'array', items: {} }, 'json_schema must have "type": "object"'],
  ])('is checked %s', (_, given, message) => {
    const found = inspect(given);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
    expect(found[0]).toContain('(or set "strict": false)');
    expect(inspect({ name: 'facts', strict: false, schema: given })).toEqual([]);
  });

  it('may refer to its root, and is not looked into where it is fine', () => {
    expect(inspect({ $ref: '#/$defs/x', $defs: { x: schema } })).toEqual([]);
    expect(inspect(schema)).toEqual([]);
  });

  it.each<[string, StructuredOptions, string]>([
    ['two of them', { json_schema: schema, output_fields: { a: 'string' } }, 'output_fields'],
    ['none where one is asked for', { response_format: 'json_schema' }, 'json_schema'],
    ['one where text is asked for', { response_format: 'text', json_schema: schema }, 'response_format'],
    [
      'fields where JSON is asked for',
      { response_format: 'json_object', output_fields: { a: 'string' } },
      'response_format',
    ],
  ])('is refused: %s', (_, options, field) => {
    expect(inspectSchema(options)).toMatchObject([{ field }]);
  });

  it('is needed by no other format', () => {
    expect(inspectSchema({ response_format: 'json_object' })).toEqual([]);
    expect(inspectSchema({})).toEqual([]);
  });
});
