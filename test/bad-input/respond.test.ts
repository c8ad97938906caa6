import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'respond', model: 'gpt-4.1', prompt: privateWords };
const object = { type: 'object', properties: { a: { type: 'string' } } };

const inputs: BadInput[] = [
  { what: 'nothing to answer to', options: { prompt: '' }, field: 'prompt', shows: 'required' },
  { what: 'a blank prompt', options: { prompt: '  ' }, field: 'prompt', shows: 'blank' },
  { what: 'an image model', options: { model_id: 'dall-e-3' }, field: 'model', shows: '"dall-e-3"' },
  { what: 'temperature 2.1', options: { temperature: '2.1' }, field: 'temperature', shows: '2.1' },
  { what: 'a warm temperature', options: { temperature: 'warm' }, field: 'temperature' },
  { what: 'top_p 1.1', options: { top_p: 1.1 }, field: 'top_p', shows: '1.1' },
  { what: 'too few tokens', options: { max_output_tokens: 15 }, field: 'max_output_tokens', shows: '15' },
  {
    what: 'more tokens than the model has',
    options: { max_output_tokens: 40_000 },
    field: 'max_output_tokens',
    shows: '40,000',
  },
  {
    what: 'an unknown effort',
    options: { model: 'o3', reasoning_effort: 'huge' },
    field: 'reasoning_effort',
    shows: '"huge"',
  },
  {
    what: "another model's effort",
    options: { model: 'o3', reasoning_effort: 'xhigh' },
    field: 'reasoning_effort',
    shows: '"xhigh"',
  },
  {
    what: 'a summary that is nearly one',
    options: { reasoning_summary: 'atuo' },
    field: 'reasoning_summary',
    shows: '"atuo"',
  },
  {
    what: 'a verbosity that is nearly one',
    options: { model: 'gpt-5.6', verbosity: 'hihg' },
    field: 'verbosity',
    shows: '"hihg"',
  },
  {
    what: 'a format with a typing error',
    options: { response_format: 'json_shema' },
    field: 'response_format',
    shows: 'Did you mean "json_schema"?',
  },
  {
    what: 'a format without its schema',
    options: { response_format: 'json_schema' },
    field: 'json_schema',
    allowed: 'none',
  },
  { what: 'an open strict schema', options: { json_schema: object }, field: 'json_schema', allowed: 'none' },
  { what: 'broken JSON as items', options: { input: '[{' }, field: 'input', allowed: 'none' },
  { what: 'texts as items', options: { input: [privateWords] }, field: 'input[0]' },
  {
    what: 'a tool output without its id',
    options: { tool_outputs: [{ output: 1 }] },
    field: 'tool_outputs[0].id',
    allowed: 'none',
  },
  { what: 'a template without its id', options: { prompt_template: {} }, field: 'prompt_template.id', allowed: 'none' },
  { what: 'metadata that is no text', options: { metadata: { a: 1 } }, field: 'metadata.a' },
  { what: 'a choice of no function', options: { tool_choice: 'get_stock' }, field: 'tool_choice' },
  { what: 'partial images beyond 3', options: { partial_images: 4 }, field: 'partial_images', shows: '4' },
  {
    what: 'two ways to earlier turns',
    options: { previous_response_id: 'resp_1', conversation_id: 'conv_1' },
    field: 'conversation_id',
    shows: 'previous_response_id',
  },
  {
    what: 'ids with commas between them',
    options: { file_search_vector_store_ids: 'vs_1, vs_2' },
    field: 'file_search_vector_store_ids',
    shows: 'a JSON list',
  },
  { what: 'image ids with blanks between them', options: { image_ids: 'ig_1 ig_2' }, field: 'image_ids' },
  { what: 'a switch that is none', options: { image_generation: 'maybe' }, field: 'image_generation' },
];

it.each(inputs)('respond refuses $what before any request [row 127]', async input => {
  expectRefusal(await plugin.refusal({ ...query, ...input.options }), input);
});
