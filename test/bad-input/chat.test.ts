import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'chat', model: 'gpt-4o', prompt: privateWords };
const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];
const declared = [{ name: 'get_stock' }];
const schema = { type: 'object', properties: {}, additionalProperties: false };
const temperatures = ['a number between 0 and 2'];

const inputs: BadInput[] = [
  { what: 'temperature 2.1', options: { temperature: 2.1 }, field: 'temperature', shows: '2.1', allowed: temperatures },
  { what: 'temperature -1', options: { temperature: '-1' }, field: 'temperature', shows: '-1', allowed: temperatures },
  { what: 'temperature warm', options: { temperature: 'warm' }, field: 'temperature', shows: '"warm"' },
  { what: 'a list of temperatures', options: { temperature: [0.5] }, field: 'temperature', shows: 'a list of 1' },
  { what: 'a switch as temperature', options: { temperature: true }, field: 'temperature', shows: 'true' },
  { what: 'top_p 1.5', options: { top_p: 1.5 }, field: 'top_p', shows: '1.5', allowed: ['a number between 0 and 1'] },
  { what: 'frequency_penalty 3', options: { frequency_penalty: 3 }, field: 'frequency_penalty', shows: '3' },
  { what: 'presence_penalty -2.5', options: { presence_penalty: -2.5 }, field: 'presence_penalty', shows: '-2.5' },
  { what: 'max_tokens 0', options: { max_tokens: 0 }, field: 'max_tokens', shows: '0' },
  { what: 'max_tokens 1.5', options: { max_tokens: '1.5' }, field: 'max_tokens', shows: '1.5' },
  { what: 'max_tokens many', options: { max_tokens: 'many' }, field: 'max_tokens', shows: '"many"' },
  { what: 'more tokens than the model gives', options: { max_tokens: 16385 }, field: 'max_tokens', shows: '16,384' },
  { what: 'n 0', options: { n: 0 }, field: 'n', shows: '0', allowed: ['an integer between 1 and 128'] },
  { what: 'n 129', options: { n: 129 }, field: 'n', shows: '129' },
  { what: 'seed abc', options: { seed: 'abc' }, field: 'seed', shows: '"abc"', allowed: ['an integer'] },
  { what: 'no prompt', options: { prompt: '' }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank prompt', options: { prompt: ' \n ' }, field: 'prompt', shows: 'blank' },
  { what: 'an object as prompt', options: { prompt: { text: privateWords } }, field: 'prompt', shows: 'an object' },
  { what: 'a list as system prompt', options: { system_prompt: [privateWords] }, field: 'system_prompt' },
  {
    what: 'history that is broken JSON',
    options: { message_history: `[{ "role": "user", "content": "${privateWords}" ` },
    field: 'message_history',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  {
    what: 'history that is text',
    options: { message_history: privateWords },
    field: 'message_history',
    allowed: 'none',
  },
  { what: 'history that is an object', options: { message_history: { role: 'user' } }, field: 'message_history' },
  {
    what: 'a role that is nearly one',
    options: { message_history: [{ role: 'asistant', content: privateWords }] },
    field: 'message_history[0].role',
    shows: '"asistant"',
    allowed: roles,
  },
  {
    what: 'a turn without a role',
    options: { message_history: [{ role: 'user', content: 'Hi' }, { content: privateWords }] },
    field: 'message_history[1].role',
    shows: 'required',
    allowed: 'none',
  },
  { what: 'a turn that is text', options: { message_history: [privateWords] }, field: 'message_history[0]' },
  {
    what: 'five stop sequences',
    options: { stop_sequence: ['a', 'b', 'c', 'd', 'e'] },
    field: 'stop_sequence',
    shows: 'a list of 5',
  },
  {
    what: 'no stop sequence in a list',
    options: { stop_sequence: '[]' },
    field: 'stop_sequence',
    shows: 'got an empty list',
  },
  { what: 'an empty stop sequence', options: { stop_sequence: ['a', ''] }, field: 'stop_sequence[1]' },
  {
    what: 'response_format json_shema',
    options: { response_format: 'json_shema' },
    field: 'response_format',
    shows: 'Did you mean "json_schema"?',
    allowed: ['text', 'json_object', 'json_schema'],
  },
  {
    what: 'json_schema broken',
    options: { json_schema: '{ "type": ' },
    field: 'json_schema',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  { what: 'json_schema a list', options: { json_schema: '[1, 2]' }, field: 'json_schema', shows: 'a list of 2' },
  {
    what: 'no schema',
    options: { response_format: 'json_schema' },
    field: 'json_schema',
    shows: 'required',
    allowed: 'none',
  },
  {
    what: 'a schema for plain text',
    options: { response_format: 'text', json_schema: schema },
    field: 'response_format',
    allowed: ['json_schema'],
  },
  {
    what: 'a schema that is not strict',
    options: { json_schema: { type: 'object', properties: {} } },
    field: 'json_schema',
    allowed: 'none',
  },
  {
    what: 'an effort that is none',
    options: { model: 'gpt-5.1', reasoning_effort: 'huge' },
    field: 'reasoning_effort',
    shows: '"huge"',
    allowed: ['none', 'low', 'medium', 'high'],
  },
  {
    what: 'an effort the model has not',
    options: { model: 'o3', reasoning_effort: 'minimal' },
    field: 'reasoning_effort',
    shows: '"minimal"',
    allowed: ['low', 'medium', 'high'],
  },
  {
    what: 'verbosity hihg',
    options: { model: 'gpt-5.1', verbosity: 'hihg' },
    field: 'verbosity',
    shows: '"hihg"',
    allowed: ['low', 'medium', 'high'],
  },
  { what: 'service_tier flxe', options: { service_tier: 'flxe' }, field: 'service_tier', shows: '"flxe"' },
  {
    what: 'a safety identifier too long',
    options: { safety_identifier: privateWords.repeat(9) },
    field: 'safety_identifier',
    shows: '180 characters',
  },
  { what: 'no functions in a list', options: { functions: [] }, field: 'functions', shows: 'got an empty list' },
  {
    what: 'functions as text',
    options: { functions: 'get_stock' },
    field: 'functions',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  { what: 'a function as text', options: { functions: ['get_stock'] }, field: 'functions[0]' },
  {
    what: 'a function name with blanks',
    options: { functions: [{ name: 'get stock' }] },
    field: 'functions[0].name',
    shows: '"get stock"',
    allowed: 'none',
  },
  { what: 'a tool choice without functions', options: { tool_choice: 'auto' }, field: 'tool_choice', allowed: 'none' },
  {
    what: 'a tool choice that is not there',
    options: { functions: declared, tool_choice: 'get_price' },
    field: 'tool_choice',
    shows: '"get_price"',
    allowed: ['auto', 'none', 'required', 'get_stock'],
  },
  {
    what: 'output short',
    options: { output: 'short' },
    field: 'output',
    shows: '"short"',
    allowed: ['classic', 'full'],
  },
  { what: 'an image model', options: { model_id: 'dall-e-3' }, field: 'model', shows: '"dall-e-3"' },
  {
    what: 'an embedding model',
    options: { model_id: 'text-embedding-3-small' },
    field: 'model',
    shows: 'cannot complete the chat',
  },
  {
    what: 'a model of another endpoint',
    options: { model: 'gpt-3.5-turbo-instruct' },
    field: 'model',
    shows: '"gpt-3.5-turbo-instruct"',
  },
  { what: 'a list of models', options: { model: ['gpt-4o'] }, field: 'model', shows: 'a list of 1' },
  {
    what: 'another model without its id',
    options: { model: 'other' },
    field: 'model_id',
    shows: 'required',
    allowed: 'none',
  },
];

it.each(inputs)('chat refuses $what before any request [row 127]', async input => {
  expectRefusal(await plugin.refusal({ ...query, ...input.options }), input);
});

it('chat reports every fault at once [row 127 row 128]', async () => {
  const { description, data } = await plugin.refusal({
    ...query,
    prompt: '',
    temperature: 2.1,
    n: 'several',
    message_history: '[',
    max_tokens: 99999,
    service_tier: 'flxe',
    include_raw: 'perhaps',
  });
  const fields = ['message_history', 'max_tokens', 'prompt', 'temperature', 'n', 'service_tier', 'include_raw'];
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
  expect(description.split('\n')).toHaveLength(7);
});

it('chat reports faults between options beside those of options [row 127]', async () => {
  const { data } = await plugin.refusal({
    ...query,
    temperature: 2.1,
    response_format: 'json_schema',
    tool_choice: 'auto',
    functions: [{ name: 'get stock' }],
    max_tokens: 0,
  });
  const fields = ['temperature', 'json_schema', 'functions[0].name', 'max_tokens'];
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
});

it('chat reports a model of another kind beside the other faults [row 127]', async () => {
  const { data } = await plugin.refusal({ ...query, model_id: 'gpt-image-2', temperature: 2.1, prompt: null });
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(['model', 'prompt', 'temperature']);
});
