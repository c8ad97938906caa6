import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'deep_research', model: 'o3-deep-research', prompt: privateWords };
const server = { server_label: 'own', server_url: 'https://mcp.example.com', require_approval: 'never' };
const get = { research_action: 'retrieve' };

const inputs: BadInput[] = [
  { what: 'no question', options: { prompt: '' }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank question', options: { prompt: ' \n' }, field: 'prompt', shows: 'blank' },
  { what: 'an unknown action', options: { research_action: 'restart' }, field: 'research_action', shows: '"restart"' },
  { what: 'a model that does no research', options: { model: 'gpt-4.1' }, field: 'model', shows: '"gpt-4.1"' },
  {
    what: 'no tool [row 82]',
    options: { use_web_search: false },
    field: 'use_web_search',
    shows: 'at least one tool is required',
  },
  { what: 'a switch that is neither', options: { use_web_search: 'maybe' }, field: 'use_web_search' },
  { what: 'no calls at all', options: { max_tool_calls: 0 }, field: 'max_tool_calls', shows: '0' },
  { what: 'calls in words', options: { max_tool_calls: 'many' }, field: 'max_tool_calls' },
  { what: "another model's effort", options: { reasoning_effort: 'low' }, field: 'reasoning_effort', shows: '"low"' },
  {
    what: 'a summary that is nearly one',
    options: { reasoning_summary: 'atuo' },
    field: 'reasoning_summary',
    shows: '"atuo"',
  },
  { what: 'an empty store id', options: { vector_store_ids: [''] }, field: 'vector_store_ids[0]' },
  {
    what: 'a server without a label',
    options: { mcp_servers: [{ server_url: 'https://a.example' }] },
    field: 'mcp_servers[0].server_label',
    allowed: 'none',
  },
  {
    what: 'a server that is nowhere',
    options: { mcp_servers: [{ ...server, server_url: undefined }] },
    field: 'mcp_servers[0]',
  },
  {
    what: 'a server twice',
    options: { mcp_servers: [server, server] },
    field: 'mcp_servers[1].server_label',
    allowed: 'none',
  },
  {
    what: 'a server that asks while nobody is there',
    options: { mcp_servers: [{ ...server, require_approval: 'always' }] },
    field: 'mcp_servers[0].require_approval',
  },
  { what: 'broken JSON as servers', options: { mcp_servers: '[{' }, field: 'mcp_servers', allowed: 'none' },
  {
    what: 'no id to retrieve',
    options: { ...get, response_id: '' },
    field: 'response_id',
    shows: 'required',
    allowed: 'none',
  },
  {
    what: 'no id to cancel',
    options: { research_action: 'cancel' },
    field: 'response_id',
    shows: 'required',
    allowed: 'none',
  },
  {
    what: 'no id to wait for',
    options: { research_action: 'wait' },
    field: 'response_id',
    shows: 'required',
    allowed: 'none',
  },
  {
    what: 'a wait without end',
    options: { research_action: 'wait', response_id: 'resp_1', wait_seconds: 86_400 },
    field: 'wait_seconds',
    shows: '86,400',
  },
  {
    what: 'a wait in words',
    options: { research_action: 'wait', response_id: 'resp_1', wait_seconds: 'long' },
    field: 'wait_seconds',
  },
];

it.each(inputs)('$what is refused', async input => {
  const failure = await plugin.refusal({ ...query, ...input.options });
  if (input.field !== 'research_action') return expectRefusal(failure, input);
  expect(failure.data.problems).toEqual([
    {
      field: 'research_action',
      message: 'research_action "restart" is unknown; use one of start, retrieve, wait, cancel',
      allowed: ['start', 'retrieve', 'wait', 'cancel'],
    },
  ]);
});
