import { brokenTexts, fieldTexts } from '../support/field-texts';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { readSampleFile } from '../support/samples';

interface Data {
  text: string;
  parsed?: Record<string, unknown>;
}

interface Preview {
  body: Record<string, unknown>;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Read this receipt: Taxi, 12.50 EUR', output: 'full' };
const schema = {
  type: 'object',
  properties: { total: { type: 'number' }, vendor: { type: 'string' } },
  required: ['total', 'vendor'],
  additionalProperties: false,
};
const format = { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } };

describe('output_fields', () => {
  it('has fifty texts and twenty broken ones', () => {
    expect(fieldTexts.length).toBeGreaterThanOrEqual(50);
    expect(brokenTexts.length).toBeGreaterThanOrEqual(20);
  });

  it.each(fieldTexts)('reads %j, and strict answers follow it', async (output_fields, properties) => {
    const { data } = await plugin.run<Data>({ ...query, output_fields });
    expect(plugin.lastBody()['response_format']).toEqual({
      type: 'json_schema',
      json_schema: {
        name: 'answer',
        strict: true,
        schema: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
      },
    });
    expect(Object.keys(data.parsed ?? {})).toEqual(Object.keys(properties));
  });

  it.each(brokenTexts)('says where %j cannot be read, and what can be written', async (output_fields, place, says) => {
    const { data } = await plugin.refusal({ ...query, output_fields });
    const [problem, ...others] = data.problems;
    expect(others).toEqual([]);
    expect(problem?.field).toBe('output_fields');
    expect(problem?.message).toContain(`output_fields ${place}: `);
    expect(problem?.message).toContain(says);
  });

  it('names every line that cannot be read', async () => {
    const { data } = await plugin.refusal({ ...query, output_fields: 'total: wat\nvendor\ndue: hm; tags: list of' });
    expect(data.problems.map(({ message }) => message.slice(0, 35))).toEqual([
      'output_fields line 1, column 8: "wa',
      'output_fields line 3, column 6: "hm',
      'output_fields line 3, column 23: "t',
    ]);
  });

  it.each([
    ['a list of lines', ['total: number', 'vendor']],
    ['a list as JSON', '["total: number", "vendor"]'],
    ['a list of objects', [{ name: 'total', type: 'number' }, { name: 'vendor' }]],
    ['an example', { total: 12.5, vendor: 'Taxi' }],
    ['an example as JSON', '{ "total": 12.5, "vendor": "Taxi" }'],
    ['types in the place of examples', { total: 'number', vendor: 'text' }],
    ['a schema', schema],
  ])('takes %s', async (_, output_fields) => {
    await plugin.run({ ...query, output_fields });
    expect(plugin.lastBody()['response_format']).toEqual(format);
  });

  it('reads what an example shows', async () => {
    const output_fields = {
      due: '2026-01-31',
      at: '2026-01-31T10:00:00Z',
      is_paid: true,
      category: 'travel | food',
      tags: ['a'],
      items: [{ name: 'Tea', price: 3 }, { name: 'Cake' }],
      'note?': 'Thanks',
      nothing: null,
    };
    const { data } = await plugin.run<Preview>({ ...query, output_fields, dry_run: true });
    expect(data.body).toMatchObject({
      response_format: {
        json_schema: {
          schema: {
            properties: {
              due: { type: 'string', format: 'date' },
              at: { type: 'string', format: 'date-time' },
              is_paid: { type: 'boolean' },
              category: { enum: ['travel', 'food'] },
              tags: { items: { type: 'string' } },
              items: { items: { properties: { price: { type: ['number', 'null'] } }, required: ['name', 'price'] } },
              note: { type: ['string', 'null'] },
              nothing: { type: ['string', 'null'] },
            },
          },
        },
      },
    });
  });

  it.each([
    ['{ "total": 12,', 'output_fields is not valid JSON'],
    [[], 'output_fields has no fields'],
    [{ address: {} }, 'output_fields address has no fields'],
    [[{ name: 'total', type: 'nubmer' }], 'output_fields[0].type: "nubmer" is not a type (did you mean number?)'],
    [
      { type: 'object', properties: { a: { type: 'string' } } },
      'output_fields must have "additionalProperties": false',
    ],
  ])('says what is wrong with %j', async (output_fields, says) => {
    const { description } = await plugin.refusal({ ...query, output_fields });
    expect(description).toContain(says);
  });

  it('stands in the place of json_schema, not beside it', async () => {
    const { data } = await plugin.refusal({ ...query, output_fields: 'total', json_schema: schema });
    expect(data.problems).toMatchObject([
      { field: 'output_fields', message: expect.stringContaining('cannot be combined') },
    ]);
    const plain = await plugin.refusal({ ...query, output_fields: 'total', response_format: 'text' });
    expect(plain.data.problems).toMatchObject([{ field: 'response_format' }]);
  });

  it.each([
    ['respond', { prompt: 'Taxi, 12.50' }, { text: { format: { type: 'json_schema', ...format.json_schema } } }],
    ['image_analysis', { prompt: 'Read it', image: [readSampleFile('receipt.png')] }, { response_format: format }],
    ['bulk_chat', { rows: [{ text: 'Taxi, 12.50' }], prompt: 'Read [[text]]' }, { response_format: format }],
  ])('is an option of %s', async (operation, options, expected) => {
    const { data } = await plugin.run<Preview>({
      operation,
      ...options,
      output_fields: 'total: number, vendor',
      dry_run: true,
    });
    expect(data.body).toMatchObject(expected);
  });

  it.each(['chat', 'respond'])('is an option of a batch for %s', async target => {
    const rows = [{ text: 'Taxi, 12.50' }];
    await plugin.run({
      operation: 'batch',
      target,
      rows,
      prompt: 'Read [[text]]',
      output_fields: 'total: number, vendor',
    });
    const [upload] = plugin.emulator.requests;
    const sent = upload?.rawBody.toString() ?? '';
    expect(sent).toContain(JSON.stringify(schema));
  });
});
