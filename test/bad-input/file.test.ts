import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { pdf, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const line = (custom_id: string, more: object = {}) => ({
  custom_id,
  method: 'POST',
  url: '/v1/chat/completions',
  body: {},
  ...more,
});
const jsonl = (...lines: unknown[]) => ({
  text: lines.map(one => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
});
const batch = (...lines: unknown[]) => ({ file: jsonl(...lines), purpose: 'batch' });
const file = { field: 'file' } as const;
const unlisted = { ...file, allowed: 'none' } as const;
const request = { ...file, allowed: ['{ "custom_id", "method": "POST", "url", "body" }'] };
const id = { field: 'file_id', shows: 'is not a valid id, such as file-abc123' };

const inputs: BadInput[] = [
  { what: 'an action that there is not', options: { file_action: 'rename' }, field: 'file_action', shows: '"rename"' },
  { what: 'no file', options: {}, ...unlisted, shows: 'file is required' },
  { what: 'an empty file picker', options: { file: [] }, ...unlisted, shows: 'file is required' },
  { what: 'an empty file', options: { file: 'data:text/plain;base64,' }, ...unlisted, shows: 'file 1 is empty' },
  { what: 'an empty text', options: { file: { name: 'a.txt', text: '' } }, ...unlisted, shows: 'has empty text' },
  { what: 'a text that is no file', options: { file: `${privateWords}!` }, ...unlisted, shows: 'is not a valid link' },
  {
    what: 'an object without content',
    options: { file: { size: 7 } },
    ...unlisted,
    shows: 'must have one of data_url',
  },
  {
    what: 'a file that OpenAI has',
    options: { file: 'file-abc123' },
    ...unlisted,
    shows: 'must be the file itself; got a file id',
  },
  {
    what: 'two files',
    options: { file: [jsonl('a'), jsonl('b')] },
    ...file,
    shows: 'file must be a single file; got 2',
  },
  { what: 'a private link', options: { file: 'http://10.0.0.1/a.pdf' }, ...unlisted, shows: 'a private address' },
  {
    what: 'a purpose that is nearly one',
    options: { file: jsonl('a'), purpose: 'visoin' },
    field: 'purpose',
    shows: '"visoin"',
    allowed: ['user_data', 'assistants', 'batch', 'fine-tune', 'vision', 'evals'],
  },
  {
    what: 'a name with folders',
    options: { file: jsonl('a'), name: '../a.txt' },
    field: 'name',
    shows: 'is not a valid file name, without folders',
  },
  {
    what: 'a life of a minute',
    options: { file: jsonl('a'), expires_after_seconds: 60 },
    field: 'expires_after_seconds',
    shows: 'must be an integer between 3,600 and 2,592,000; got 60',
  },
  {
    what: 'a PDF as a batch',
    options: { file: toDataUrl(pdf), purpose: 'batch' },
    ...file,
    shows: 'must be jsonl when purpose is batch; got application/pdf',
  },
  {
    what: 'a PDF to see',
    options: { file: toDataUrl(pdf), purpose: 'vision' },
    ...file,
    shows: 'must be one of png, jpeg, gif, webp when purpose is vision',
  },
  { what: 'a batch of nothing', options: batch(' ', ''), ...request, shows: 'has no lines' },
  {
    what: 'a line that is not JSON',
    options: batch(line('a'), `{ "custom_id": "${privateWords}`, line('b')),
    ...request,
    shows: 'file line 2 is not valid JSON',
  },
  { what: 'a line that is a list', options: batch('', '[1]'), ...request, shows: 'line 2 is not a JSON object' },
  { what: 'a line without custom_id', options: batch({}), ...request, shows: 'line 1 has no custom_id' },
  {
    what: 'one custom_id twice',
    options: batch(line(privateWords), line('b'), line(privateWords)),
    ...request,
    shows: 'line 3 has the same custom_id as line 1',
  },
  {
    what: 'a line that gets',
    options: batch(line('a', { method: 'GET' })),
    ...request,
    shows: 'line 1 must have "method"',
  },
  {
    what: 'a whole URL',
    options: batch(line('a', { url: 'https://api.openai.com/v1/responses' })),
    ...request,
    shows: 'line 1 must have a url that begins with /v1/',
  },
  {
    what: 'two endpoints',
    options: batch(line('a'), line('b', { url: '/v1/responses' })),
    ...request,
    shows: 'line 2 has a different url from the first line',
  },
  { what: 'a line without body', options: batch(line('a', { body: 'Hi' })), ...request, shows: 'line 1 has no body' },
  {
    what: 'examples that are not JSON',
    options: { file: jsonl('{ "messages": [] }', privateWords), purpose: 'fine-tune' },
    ...file,
    shows: 'file line 2 is not valid JSON',
  },
  { what: 'no id', options: { file_action: 'get' }, field: 'file_id', shows: 'is required', allowed: 'none' },
  { what: 'a path for an id', options: { file_action: 'get', file_id: '../models' }, ...id },
  { what: 'two dots for an id', options: { file_action: 'delete', file_id: '..' }, ...id },
  { what: 'a query behind an id', options: { file_action: 'download', file_id: 'file-1?a=b' }, ...id },
  { what: 'a list of none', options: { file_action: 'list', limit: 0 }, field: 'limit', shows: '; got 0' },
  { what: 'a list of many', options: { file_action: 'list', limit: 'many' }, field: 'limit', shows: '"many"' },
];

it.each(inputs)('file refuses $what before any request [row 110 row 127 row 128]', async input => {
  expectRefusal(await plugin.refusal({ operation: 'file', ...input.options }), input);
});

it('names every faulty line of a batch, up to twenty [row 127]', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? '{}' : line(String(index))));
  const { data } = await plugin.refusal({ operation: 'file', ...batch(...lines) });
  expect(data.problems.map(({ message }) => message).slice(0, 2)).toEqual([
    'file line 1 has no custom_id',
    'file line 3 has no custom_id',
  ]);
  expect(data.problems).toHaveLength(15);
  const many = await plugin.refusal({ operation: 'file', ...batch(...Array(100).fill('{}')) });
  expect(many.data.problems).toHaveLength(20);
});

it('file refuses 50,001 requests [row 128]', async () => {
  const lines = Array.from({ length: 50_001 }, (_, index) => line(String(index)));
  const { data } = await plugin.refusal({ operation: 'file', ...batch(...lines) });
  expect(data.problems).toMatchObject([{ message: 'file must have at most 50,000 requests for a batch; got 50,001' }]);
});
