import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const id = { field: 'conversation_id', shows: 'is not a valid id, such as conv_abc123' };
const turn = { role: 'user', content: privateWords };
const roles = ['user', 'assistant', 'system', 'developer'];

const inputs: BadInput[] = [
  {
    what: 'an action that there is not',
    options: { conversation_action: 'start' },
    field: 'conversation_action',
    shows: '"start"',
    allowed: ['create', 'get', 'list_items', 'add_items', 'delete'],
  },
  {
    what: 'no id',
    options: { conversation_action: 'get' },
    field: 'conversation_id',
    shows: 'is required',
    allowed: 'none',
  },
  { what: 'dots for an id', options: { conversation_action: 'delete', conversation_id: '..' }, ...id },
  { what: 'a path for an id', options: { conversation_action: 'list_items', conversation_id: 'conv_1/items' }, ...id },
  {
    what: 'items that are no JSON',
    options: { items: `[{ "role": "user", "content": "${privateWords}` },
    field: 'items',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  { what: 'one item, not in a list', options: { items: turn }, field: 'items', shows: 'an object' },
  {
    what: 'a list of nothing',
    options: { items: [] },
    field: 'items',
    shows: 'must be a list of 1 to 20 items; got an empty list',
  },
  { what: '21 items', options: { items: Array(21).fill(turn) }, field: 'items', shows: 'a list of 21' },
  { what: 'texts as items', options: { items: [privateWords] }, field: 'items[0]' },
  {
    what: 'a role that is nearly one',
    options: { items: [turn, { ...turn, role: 'asistant' }] },
    field: 'items[1].role',
    allowed: roles,
  },
  { what: 'no role', options: { items: [{ content: privateWords }] }, field: 'items[0].role', shows: 'is required' },
  { what: 'nothing said', options: { items: [{ role: 'user' }] }, field: 'items[0]', shows: 'must have content' },
  {
    what: 'no items to add',
    options: { conversation_action: 'add_items', conversation_id: 'conv_1' },
    field: 'items',
    allowed: 'none',
  },
  {
    what: '17 names',
    options: { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [n, 'a'])) },
    field: 'metadata',
  },
  { what: 'a number in metadata', options: { metadata: { customer: 4711 } }, field: 'metadata.customer' },
  {
    what: 'a limit of half an item',
    options: { conversation_action: 'list_items', conversation_id: 'conv_1', limit: 0.5 },
    field: 'limit',
    shows: 'must be an integer between 1 and 10,000; got 0.5',
  },
];

it.each(inputs)('conversation refuses $what before any request [row 20 row 127]', async input => {
  expectRefusal(await plugin.refusal({ operation: 'conversation', ...input.options }), input);
});
