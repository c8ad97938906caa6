import { type BadInput, expectRefusal } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { prompt: 'Name three uses of zinc' };
const objects = ['a JSON object'];
const switches = ['true or false'];
const waits = ['a number of at least 0'];

/** Deeper than any call may go. */
const deep: unknown = Array.from({ length: 20_000 }).reduce<unknown>(inner => [inner], 1);

const inputs: BadInput[] = [
  {
    what: 'extra parameters that are deep between two numbers',
    options: { extra_parameters: { matrix: [1, deep, 2] } },
    field: 'extra_parameters',
    shows: 'nested more than 200 levels deep',
    allowed: ['at most 200 levels'],
  },
  {
    what: 'extra parameters that are broken JSON',
    options: { extra_parameters: '{ "store": tr' },
    field: 'extra_parameters',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  {
    what: 'extra parameters that are words',
    options: { extra_parameters: 'store it' },
    field: 'extra_parameters',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  {
    what: 'extra parameters that are a JSON text',
    options: { extra_parameters: '"store"' },
    field: 'extra_parameters',
    allowed: objects,
  },
  {
    what: 'extra parameters that are a number',
    options: { extra_parameters: 5 },
    field: 'extra_parameters',
    shows: '5',
    allowed: objects,
  },
  {
    what: 'extra parameters that are a switch',
    options: { extra_parameters: true },
    field: 'extra_parameters',
    shows: 'true',
    allowed: objects,
  },
  {
    what: 'extra parameters that are a list',
    options: { extra_parameters: '[1]' },
    field: 'extra_parameters',
    shows: 'a list of 1',
    allowed: objects,
  },
  {
    what: 'a stream among extra parameters',
    options: { extra_parameters: { stream: true } },
    field: 'extra_parameters',
    shows: '"stream"',
    allowed: 'none',
  },
  {
    what: 'query_timeout soon',
    options: { query_timeout: 'soon' },
    field: 'query_timeout',
    shows: '"soon"',
    allowed: waits,
  },
  { what: 'query_timeout -1', options: { query_timeout: -1 }, field: 'query_timeout', shows: '-1', allowed: waits },
  {
    what: 'a list as query_timeout',
    options: { query_timeout: [5] },
    field: 'query_timeout',
    shows: 'a list of 1',
    allowed: waits,
  },
  {
    what: 'include_raw perhaps',
    options: { include_raw: 'perhaps' },
    field: 'include_raw',
    shows: '"perhaps"',
    allowed: switches,
  },
  { what: 'include_raw 1', options: { include_raw: 1 }, field: 'include_raw', shows: '1', allowed: switches },
  { what: 'dry_run maybe', options: { dry_run: 'maybe' }, field: 'dry_run', shows: '"maybe"', allowed: switches },
  { what: 'an object as dry_run', options: { dry_run: {} }, field: 'dry_run', shows: 'an object', allowed: switches },
];
const operations = ['chat', 'completion', 'image_generation', 'list_models'];
const cases = operations.flatMap(operation => inputs.map(input => ({ operation, ...input })));

it.each(cases)('$operation refuses $what before any request [row 127]', async ({ operation, ...input }) => {
  expectRefusal(await plugin.refusal({ ...query, operation, ...input.options }), input);
});

it('says of a text that is no JSON one thing, not that it is missing, too [row 127]', async () => {
  const { data } = await plugin.refusal({ operation: 'rank_by_similarity', query: 'Zinc', rows: 'zinc, tin' });
  expect(data.problems).toEqual([{ field: 'rows', message: expect.stringContaining('is not valid JSON') }]);
});

it('list_models reports every fault at once [row 127]', async () => {
  const { data } = await plugin.refusal({
    operation: 'list_models',
    extra_parameters: '{',
    query_timeout: 'soon',
    include_raw: 'perhaps',
    dry_run: 'maybe',
  });
  const fields = ['extra_parameters', 'query_timeout', 'include_raw', 'dry_run'];
  expect(data.problems.map(({ field }) => field)).toEqual(fields);
});

it.each([
  ['an unknown word', 'draw', '"draw"'],
  ['a name of every object', 'constructor', '"constructor"'],
  ['the prototype', '__proto__', '"__proto__"'],
  ['another spelling', 'Chat', '"Chat"'],
  ['nothing', '', 'required'],
  ['null', null, 'required'],
  ['undefined', undefined, 'required'],
  ['a number', 5, 'operation'],
  ['a list', ['chat'], 'operation'],
])('refuses %s as operation [row 127]', async (_, operation, shows) => {
  const { message, description, data } = await plugin.refusal({ ...query, operation });
  expect(message).toBe('Could not run the query');
  expect(description).toContain(shows);
  expect(data.problems).toMatchObject([{ field: 'operation', allowed: expect.arrayContaining(operations) }]);
});
