import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const create = {
  operation: 'batch',
  model_id: 'gpt-4.1',
  rows: [{ text: privateWords }, { text: privateWords, note: 1 }],
  prompt: `${privateWords}: [[text]]`,
};
const body = { messages: [{ role: 'user', content: privateWords }] };
const raw = (...requests: unknown[]) => ({ rows: null, prompt: '', requests });

const inputs: BadInput[] = [
  { what: 'no rows', options: { rows: '' }, field: 'rows', shows: 'required', allowed: 'none' },
  { what: 'an empty list of rows', options: { rows: [] }, field: 'rows', shows: 'got an empty list' },
  { what: 'rows that are texts', options: { rows: [privateWords] }, field: 'rows[0]' },
  { what: 'no prompt', options: { prompt: '' }, field: 'prompt', shows: 'required', allowed: 'none' },
  {
    what: 'a field that one row lacks',
    options: { prompt: '[[note]]' },
    field: 'prompt',
    shows: 'row 1: the row has no field "note"',
    allowed: ['[[text]]'],
  },
  {
    what: "a system prompt's field that one row lacks",
    options: { system_prompt: '[[note]]' },
    field: 'system_prompt',
    shows: 'row 1',
  },
  { what: 'an unknown target', options: { target: 'video' }, field: 'target', shows: '"video"' },
  { what: 'an unknown action', options: { batch_action: 'delete' }, field: 'batch_action', shows: '"delete"' },
  { what: 'a model of another kind', options: { model_id: 'dall-e-3' }, field: 'model', shows: '"dall-e-3"' },
  { what: 'a chat model for embeddings', options: { target: 'embedding' }, field: 'model', shows: '"gpt-4.1"' },
  {
    what: 'more dimensions than the model has',
    options: { target: 'embedding', model_id: 'text-embedding-3-small', dimensions: 2000 },
    field: 'dimensions',
    shows: '2,000',
  },
  {
    what: 'a size that the model does not draw',
    options: { target: 'image', model_id: 'gpt-image-1', size: '10x10' },
    field: 'size',
    shows: '"10x10"',
  },
  { what: 'too many tokens', options: { max_tokens: 40_000 }, field: 'max_tokens', shows: '40,000' },
  {
    what: 'too few tokens of a response',
    options: { target: 'respond', max_tokens: 1 },
    field: 'max_tokens',
    shows: '1',
  },
  {
    what: 'an open strict schema',
    options: { json_schema: { type: 'object', properties: { a: { type: 'string' } } } },
    field: 'json_schema',
    allowed: 'none',
  },
  { what: 'metadata that is no text', options: { metadata: { a: 1 } }, field: 'metadata.a' },
  {
    what: 'requests beside rows',
    options: { requests: [body] },
    field: 'requests',
    shows: 'cannot be combined with rows or prompt',
  },
  { what: 'an empty list of requests', options: raw(), field: 'requests', shows: 'got an empty list' },
  { what: 'a request that is a text', options: raw(privateWords), field: 'requests[0]' },
  { what: 'a request without its body', options: raw({ custom_id: 'a', url: '/v1/responses' }), field: 'requests[0]' },
  {
    what: 'JSONL that breaks off',
    options: { ...raw(), requests: `${JSON.stringify(body)}\n{"messages": "${privateWords}` },
    field: 'requests',
    shows: 'line 2',
    allowed: 'none',
  },
  {
    what: 'the same id twice',
    options: raw({ custom_id: 'a', body }, { custom_id: 'a', body }),
    field: 'requests[1].custom_id',
    shows: 'requests[0]',
  },
  { what: 'an id that is no text', options: raw({ custom_id: 1, body }), field: 'requests[0].custom_id' },
  { what: 'a method that is none', options: raw({ method: 'GET', body }), field: 'requests[0].method' },
  {
    what: 'an endpoint that has no batches',
    options: raw({ url: '/v1/audio/speech', body }),
    field: 'requests[0].url',
  },
  {
    what: 'two endpoints',
    options: raw({ url: '/v1/responses', body }, { url: '/v1/embeddings', body }),
    field: 'requests[1].url',
  },
  {
    what: 'two models',
    options: raw({ ...body, model: 'gpt-4.1' }, { ...body, model: 'gpt-4o' }),
    field: 'requests[1].body.model',
  },
  { what: 'a stream', options: raw({ ...body, stream: true }), field: 'requests[0].body.stream' },
  {
    what: 'status without its id',
    options: { batch_action: 'status' },
    field: 'batch_id',
    shows: 'required',
    allowed: 'none',
  },
  { what: 'results of an empty id', options: { batch_action: 'results', batch_id: [''] }, field: 'batch_id[0]' },
  {
    what: 'ids with commas between them',
    options: { batch_action: 'status', batch_id: 'batch_1,batch_2' },
    field: 'batch_id',
  },
  { what: 'cancelling nothing', options: { batch_action: 'cancel', batch_id: [] }, field: 'batch_id' },
  { what: 'a list of none', options: { batch_action: 'list', limit: 0 }, field: 'limit', shows: '0' },
  {
    what: 'a list that is too long',
    options: { batch_action: 'list', limit: 10_001 },
    field: 'limit',
    shows: '10,001',
  },
];

it.each(inputs)('batch refuses $what before any request [row 127]', async input => {
  expectRefusal(await plugin.refusal({ ...create, ...input.options }), input);
});
