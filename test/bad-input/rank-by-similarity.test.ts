import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'rank_by_similarity', query: privateWords, rows: [privateWords] };
const withVectors = (...vectors: unknown[]) => ({
  vector_field: 'vector',
  rows: vectors.map(vector => ({ vector, text: privateWords })),
});

const inputs: BadInput[] = [
  { what: 'no query', options: { query: '' }, field: 'query', shows: 'required', allowed: 'none' },
  { what: 'a blank query', options: { query: ' ' }, field: 'query', shows: 'blank' },
  { what: 'a query that is surely too long', options: { query: 'zinc '.repeat(9000) }, field: 'query', shows: '9,000' },
  { what: 'no rows', options: { rows: null }, field: 'rows', shows: 'required', allowed: 'none' },
  { what: 'a text as rows', options: { rows: privateWords }, field: 'rows', allowed: 'none' },
  { what: 'an object as rows', options: { rows: { a: 1 } }, field: 'rows', shows: 'an object' },
  { what: 'an empty text', options: { rows: ['zinc', ' '] }, field: 'rows[1]', shows: 'must not be empty' },
  { what: 'a missing row', options: { rows: ['zinc', null] }, field: 'rows[1]', shows: 'must not be empty' },
  { what: 'a number', options: { rows: [7] }, field: 'rows[0]', shows: 'got a number' },
  { what: 'bare vectors', options: { rows: [[1, 2]] }, field: 'rows[0]', shows: 'got a list' },
  {
    what: 'objects and no field',
    options: { rows: [{ a: privateWords }] },
    field: 'rows[0]',
    shows: 'set field to the name of its text',
  },
  {
    what: 'a field that a row lacks',
    options: { rows: [{ a: 1 }], field: 'b' },
    field: 'rows[0]',
    shows: 'has no text in "b"',
  },
  {
    what: 'a field that holds an object',
    options: { rows: [{ a: { b: privateWords } }], field: 'a' },
    field: 'rows[0]',
    shows: 'must have text in "a"; got an object',
  },
  {
    what: 'a text that is surely too long',
    options: { rows: ['tin', { a: 'zinc '.repeat(8200) }], field: 'a' },
    field: 'rows[1]',
    shows: 'got at least 8,200',
  },
  {
    what: 'words as a vector',
    options: withVectors(privateWords),
    field: 'rows[0]',
    shows: 'must have a list of numbers in',
  },
  {
    what: 'texts in a vector',
    options: withVectors([1, '2']),
    field: 'rows[0]',
    shows: 'must have a list of numbers in',
  },
  { what: 'an empty vector', options: withVectors([1], []), field: 'rows[1]', shows: 'must have a list of numbers in' },
  { what: 'a vector of zeros', options: withVectors([1, 0], [0, 0]), field: 'rows[1]', shows: 'only zeros' },
  {
    what: 'vectors of two lengths',
    options: withVectors([1, 2], [1]),
    field: 'rows[1]',
    shows: 'must have a vector of 2 numbers, as rows[0] has; got 1',
  },
  { what: 'neither vector nor field', options: withVectors([1], null), field: 'rows[1]', shows: 'no vector in' },
  {
    what: 'vectors longer than the model gives',
    options: withVectors(Array(3072).fill(1)),
    field: 'vector_field',
    shows:
      'at most 1,536 dimensions for text-embedding-3-small; got 3,072. Models that support it: text-embedding-3-large',
  },
  { what: 'top_k 0', options: { top_k: 0 }, field: 'top_k', shows: '0' },
  { what: 'half a row', options: { top_k: '2.5' }, field: 'top_k', shows: '2.5' },
  { what: 'min_score 1.5', options: { min_score: 1.5 }, field: 'min_score', shows: '1.5' },
  { what: 'a high min_score', options: { min_score: 'high' }, field: 'min_score' },
  { what: 'a chat model', options: { model_id: 'gpt-5.4' }, field: 'model', shows: 'use one of text-embedding-3' },
];

it.each(inputs)('rank_by_similarity refuses $what before any request [row 127 row 128]', async input => {
  const options = { ...query, ...input.options };
  expectRefusal(await plugin.refusal(options), { ...input, options });
});

it('rank_by_similarity names ten of many rows that are wrong [row 127]', async () => {
  const rows = Array.from({ length: 3000 }, (_, id) => ({ id }));
  const { data } = await plugin.refusal({ ...query, rows, field: 'name', top_k: -1 });
  expect(data.problems).toHaveLength(12);
  expect(data.problems.at(-1)?.message).toBe('rows has at least 990 more problems');
});
