import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const id = { field: 'vector_store_id', shows: 'is not a valid id, such as vs_abc123' };
const add = { vector_store_action: 'add_files', vector_store_id: 'vs_1' };
const search = { vector_store_action: 'search', vector_store_id: 'vs_1', query: 'zinc' };
const filter = (filters: unknown) => ({ ...search, filters });
const missing = { shows: 'is required', allowed: 'none' } as const;
const comparisons = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'and', 'or'];

const inputs: BadInput[] = [
  {
    what: 'an action that there is not',
    options: { vector_store_action: 'sort' },
    field: 'vector_store_action',
    shows: '"sort"',
  },
  { what: 'no id', options: { vector_store_action: 'get' }, field: 'vector_store_id', ...missing },
  { what: 'a path for an id', options: { vector_store_action: 'get', vector_store_id: 'a/../b' }, ...id },
  { what: 'dots for an id', options: { vector_store_action: 'delete', vector_store_id: '..' }, ...id },
  {
    what: 'a life of no days',
    options: { expires_after_days: 0 },
    field: 'expires_after_days',
    shows: 'must be an integer between 1 and 365; got 0',
  },
  { what: 'metadata that is no JSON', options: { metadata: '{ team' }, field: 'metadata', allowed: 'none' },
  { what: 'metadata of lists', options: { metadata: { team: ['a'] } }, field: 'metadata.team' },
  {
    what: 'an update of nothing',
    options: { vector_store_action: 'update', vector_store_id: 'vs_1' },
    field: 'name',
    shows: 'name is required, or one of metadata, expires_after_days',
  },
  { what: 'no files', options: add, field: 'file', ...missing },
  {
    what: 'a text that is no file',
    options: { ...add, file: ['file-abc123', `${privateWords}!`] },
    field: 'file',
    shows: 'file 2 is not a valid link',
    allowed: 'none',
  },
  {
    what: 'a link for OpenAI to read',
    options: { ...add, file: { image_url: 'https://x.example/a.png' } },
    field: 'file',
    shows: 'file 1 must be the file itself',
    allowed: 'none',
  },
  {
    what: '2,001 files',
    options: { ...add, file: Array(2001).fill('file-abc123') },
    field: 'file',
    shows: 'file must have at most 2,000 files; got 2,001',
  },
  { what: 'attributes of lists', options: { ...add, file: 'file-abc', attributes: { a: [] } }, field: 'attributes.a' },
  {
    what: 'no time to wait',
    options: { ...add, file: 'file-abc', wait_seconds: 0 },
    field: 'wait_seconds',
    shows: '0',
  },
  { what: 'no query', options: { ...search, query: '' }, field: 'query', ...missing },
  { what: 'a blank query', options: { ...search, query: '  ' }, field: 'query', shows: 'query must not be blank' },
  { what: 'a limit of 51', options: { ...search, limit: 51 }, field: 'limit', shows: '51' },
  { what: 'a threshold of 2', options: { ...search, score_threshold: 2 }, field: 'score_threshold', shows: '2' },
  { what: 'filters in words', options: filter('year above 2025'), field: 'filters', allowed: 'none' },
  {
    what: 'a filter without type',
    options: filter({ year: 2025 }),
    field: 'filters.type',
    shows: 'is required',
    allowed: comparisons,
  },
  {
    what: 'a comparison with a typing error',
    options: filter({ type: 'or', filters: [{ type: 'gtee', key: 'a', value: 'b' }] }),
    field: 'filters.filters[0].type',
    allowed: comparisons,
  },
  {
    what: 'a filter without key',
    options: filter({ type: 'eq', value: 1 }),
    field: 'filters.key',
    allowed: ['the name of an attribute'],
  },
  {
    what: 'one value for many',
    options: filter({ type: 'in', key: 'year', value: 2025 }),
    field: 'filters.value',
    shows: 'must be a list when type is in',
  },
  { what: 'a list in a comparison', options: filter({ type: 'gt', key: 'year', value: [1] }), field: 'filters.value' },
  { what: 'no filters in an and', options: filter({ type: 'and' }), field: 'filters.filters' },
  { what: 'a number as a filter', options: filter({ type: 'and', filters: [7] }), field: 'filters.filters[0]' },
];

it.each(inputs)('vector_store refuses $what before any request [row 112 row 127]', async input => {
  expectRefusal(await plugin.refusal({ operation: 'vector_store', ...input.options }), input);
});
