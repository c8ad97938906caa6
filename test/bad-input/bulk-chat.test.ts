import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const rows = [{ text: privateWords, note: { by: 'me' } }];
const query = { operation: 'bulk_chat', model: 'gpt-4.1', rows, prompt: `${privateWords}: [[text]]` };

const inputs: BadInput[] = [
  { what: 'no rows', options: { rows: null }, field: 'rows', shows: 'required', allowed: 'none' },
  { what: 'an empty list of rows', options: { rows: [] }, field: 'rows', shows: 'got an empty list' },
  { what: 'rows that are a text', options: { rows: privateWords }, field: 'rows', allowed: 'none' },
  { what: 'one row for a list', options: { rows: { text: privateWords } }, field: 'rows', shows: 'an object' },
  { what: 'rows that are texts', options: { rows: [privateWords] }, field: 'rows[0]' },
  {
    what: 'more rows than one query takes',
    options: { rows: Array.from({ length: 50_001 }, () => ({ text: 'x' })) },
    field: 'rows',
    shows: '50,001',
  },
  { what: 'no prompt', options: { prompt: '' }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank prompt', options: { prompt: ' \n' }, field: 'prompt', shows: 'blank' },
  {
    what: 'a field that no row has',
    options: { prompt: '[[body]]' },
    field: 'prompt',
    shows: 'no field "body"',
    allowed: ['[[text]]', '[[note]]'],
  },
  {
    what: 'an inner field that no row has',
    options: { prompt: '[[note.date]]' },
    field: 'prompt',
    shows: 'no field "note.date"',
  },
  {
    what: 'a prompt of which the text is empty',
    options: { rows: [{ text: null }], prompt: '[[text]]' },
    field: 'prompt',
    shows: 'the text is empty',
  },
  {
    what: "a system prompt's field that no row has",
    options: { system_prompt: 'For [[name]]' },
    field: 'system_prompt',
    shows: 'no field "name"',
  },
  { what: 'no row at a time', options: { concurrency: 0 }, field: 'concurrency', shows: '0' },
  { what: 'too many rows at a time', options: { concurrency: '101' }, field: 'concurrency', shows: '101' },
  { what: 'half a row at a time', options: { concurrency: 1.5 }, field: 'concurrency', shows: '1.5' },
  { what: 'an image model', options: { model_id: 'dall-e-3' }, field: 'model', shows: '"dall-e-3"' },
  { what: 'a model of the Responses API alone', options: { model: 'gpt-5-pro' }, field: 'model', shows: '"gpt-5-pro"' },
  { what: 'temperature 2.1', options: { temperature: '2.1' }, field: 'temperature', shows: '2.1' },
  { what: 'more tokens than the model has', options: { max_tokens: 40_000 }, field: 'max_tokens', shows: '40,000' },
  {
    what: 'a format without its schema',
    options: { response_format: 'json_schema' },
    field: 'json_schema',
    allowed: 'none',
  },
  {
    what: 'an open strict schema',
    options: { json_schema: { type: 'object', properties: { a: { type: 'string' } } } },
    field: 'json_schema',
    allowed: 'none',
  },
  {
    what: 'an unknown effort',
    options: { model: 'o3', reasoning_effort: 'huge' },
    field: 'reasoning_effort',
    shows: '"huge"',
  },
  { what: 'a stream', options: { extra_parameters: { stream: true } }, field: 'extra_parameters' },
];

it.each(inputs)('bulk_chat refuses $what before any request [row 127]', async input => {
  expectRefusal(await plugin.refusal({ ...query, ...input.options }), input);
});

it('bulk_chat names the first faults of many rows, and how many more there are [row 127]', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => `text ${index}`);
  const { data } = await plugin.refusal({ ...query, rows });
  expect(data.problems.map(({ message }) => message)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `rows[${index}] must be a JSON object; got a string of 6 characters`),
    'rows has at least 990 more problems',
  ]);
});
