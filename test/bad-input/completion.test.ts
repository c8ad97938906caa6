import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'completion', model: 'gpt-4o', prompt: privateWords };
const narrow = 'gpt-3.5-turbo';

const inputs: BadInput[] = [
  { what: 'no prompt', options: { prompt: null }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank prompt', options: { prompt: '\t' }, field: 'prompt', shows: 'blank' },
  { what: 'a list as prompt', options: { prompt: [privateWords] }, field: 'prompt', shows: 'a list of 1' },
  { what: 'temperature 2.1', options: { temperature: 2.1 }, field: 'temperature', shows: '2.1' },
  {
    what: 'temperature 1.1 for GPT-3.5 Turbo',
    options: { model: narrow, temperature: 1.1 },
    field: 'temperature',
    shows: '1.1',
  },
  {
    what: 'temperature 1.1 for its dated sister',
    options: { model: 'gpt-3.5-turbo-0125', temperature: '1.1' },
    field: 'temperature',
    shows: '1.1',
  },
  { what: 'temperature cold', options: { temperature: 'cold' }, field: 'temperature', shows: '"cold"' },
  {
    what: 'temperature -0.5',
    options: { model: narrow, temperature: -0.5 },
    field: 'temperature',
    shows: '-0.5',
    allowed: ['a number between 0 and 1'],
  },
  { what: 'top_p -0.1', options: { top_p: -0.1 }, field: 'top_p', shows: '-0.1' },
  { what: 'frequency_penalty 2.01', options: { frequency_penalty: 2.01 }, field: 'frequency_penalty', shows: '2.01' },
  { what: 'presence_penalty high', options: { presence_penalty: 'high' }, field: 'presence_penalty', shows: '"high"' },
  { what: 'max_tokens -1', options: { max_tokens: -1 }, field: 'max_tokens', shows: '-1' },
  { what: 'max_tokens 2.5', options: { max_tokens: 2.5 }, field: 'max_tokens', shows: '2.5' },
  { what: 'max_tokens in words', options: { max_tokens: 'a hundred' }, field: 'max_tokens', shows: '"a hundred"' },
  {
    what: 'more tokens than the model gives',
    options: { model: narrow, max_tokens: 4097 },
    field: 'max_tokens',
    shows: '4,096',
  },
  { what: 'n 0', options: { n: 0 }, field: 'n', shows: '0', allowed: ['an integer between 1 and 128'] },
  { what: 'n 200', options: { n: '200' }, field: 'n', shows: '200' },
  { what: 'an object as n', options: { n: {} }, field: 'n', shows: 'an object' },
  {
    what: 'five stop sequences',
    options: { stop_sequence: ['1', '2', '3', '4', '5'] },
    field: 'stop_sequence',
    shows: 'a list of 5',
  },
  {
    what: 'an object as stop sequence',
    options: { stop_sequence: { end: 'END' } },
    field: 'stop_sequence',
    shows: 'an object',
  },
  { what: 'an empty stop sequence', options: { stop_sequence: [''] }, field: 'stop_sequence[0]' },
  { what: 'a list as suffix', options: { suffix: [privateWords] }, field: 'suffix', shows: 'a list of 1' },
  { what: 'echo loudly', options: { echo: 'loudly' }, field: 'echo', shows: '"loudly"', allowed: ['true or false'] },
  { what: 'echo 1', options: { echo: 1 }, field: 'echo', shows: '1' },
  { what: 'output text', options: { output: 'text' }, field: 'output', shows: '"text"', allowed: ['classic', 'full'] },
  { what: 'an image model', options: { model_id: 'gpt-image-2' }, field: 'model', shows: 'cannot complete the text' },
  { what: 'a model of another endpoint', options: { model: 'o3-pro' }, field: 'model', shows: '"o3-pro"' },
  { what: 'another model without its id', options: { model: 'other' }, field: 'model_id', allowed: 'none' },
  {
    what: 'a number as extra parameters',
    options: { extra_parameters: 5 },
    field: 'extra_parameters',
    shows: '5',
    allowed: ['a JSON object'],
  },
];

it.each(inputs)('completion refuses $what before any request [row 127]', async input => {
  expectRefusal(await plugin.refusal({ ...query, ...input.options }), input);
});

it('completion reports every fault at once [row 127]', async () => {
  const { data } = await plugin.refusal({
    ...query,
    model: narrow,
    prompt: '',
    temperature: 1.5,
    max_tokens: 5000,
    n: 129,
    echo: 'loudly',
    top_p: 'most',
  });
  const fields = ['prompt', 'temperature', 'max_tokens', 'n', 'echo', 'top_p'];
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
});
