import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'generate_embedding', model: 'text-embedding-3-small', input: privateWords };
const rows = [{ title: privateWords }, { title: privateWords }];
const none = { allowed: 'none' } as const;

const inputs: BadInput[] = [
  { what: 'no input', options: { input: '' }, field: 'input', shows: 'required', ...none },
  { what: 'a blank input', options: { input: ' \n' }, field: 'input', shows: 'blank' },
  { what: 'an empty list', options: { input: [] }, field: 'input', shows: 'got an empty list' },
  { what: 'the text of an empty list', options: { input: '[]' }, field: 'input', shows: 'got an empty list' },
  { what: 'an object', options: { input: { text: privateWords } }, field: 'input', shows: 'an object' },
  { what: 'rows', options: { input: rows }, field: 'input[1]', shows: 'row => row.title)}}' },
  { what: 'an empty text', options: { input: [privateWords, ''] }, field: 'input[1]', shows: 'must not be empty' },
  { what: 'a blank text', options: { input: [' ', privateWords] }, field: 'input[0]', shows: 'must not be empty' },
  { what: 'a missing text', options: { input: [privateWords, null] }, field: 'input[1]', shows: 'must not be empty' },
  { what: 'tokens', options: { input: [1212, 318] }, field: 'input[0]', shows: 'got a number' },
  { what: 'a list in a list', options: { input: [[privateWords]] }, field: 'input[0]', shows: 'got a list' },
  { what: 'no dimensions', options: { dimensions: 0 }, field: 'dimensions', shows: '0' },
  { what: 'half a dimension', options: { dimensions: '1.5' }, field: 'dimensions', shows: '1.5' },
  {
    what: 'more dimensions than the model has',
    options: { dimensions: 3072 },
    field: 'dimensions',
    shows:
      'must be an integer between 1 and 1,536 for text-embedding-3-small; got 3,072. Models that support it: text-embedding-3-large',
  },
  { what: 'dimensions in words', options: { dimensions: 'many' }, field: 'dimensions' },
  {
    what: 'an encoding with a typing error',
    options: { encoding_format: 'bas64' },
    field: 'encoding_format',
    shows: 'Did you mean "base64"?',
    allowed: ['float', 'base64'],
  },
  { what: 'a chat model', options: { model_id: 'gpt-5.4' }, field: 'model', shows: 'use one of text-embedding-3' },
];

it.each(inputs)('generate_embedding refuses $what before any request [row 127 row 128]', async input => {
  const options = { ...query, ...input.options };
  expectRefusal(await plugin.refusal(options), { ...input, options });
});

it('generate_embedding names ten of many faults, and how many more there are [row 127]', async () => {
  const { data } = await plugin.refusal({ ...query, input: Array(50_000).fill(''), dimensions: -1 });
  const messages = data.problems.map(({ message }) => message);
  expect(messages).toHaveLength(12);
  expect(messages).toContain('input[9] must not be empty');
  expect(messages).toContain('input has at least 990 more problems');
});
