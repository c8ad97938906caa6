import { listSteps } from '../../plugins/openai/lib/research/research-steps';
import { readResponse } from '../../plugins/openai/lib/responses/model-response';
import { readItems } from '../../plugins/openai/lib/responses/response-items';

/** The items of a response with this output, and the options that its warnings speak of. */
function read(output: object[]) {
  const warned: string[] = [];
  const warn = (parameter: string) => {
    warned.push(parameter);
  };
  const { output: items } = readResponse({ id: 'resp_1', status: 'completed', output }, warn);
  return { ...readItems(items, warn), warned };
}

describe('calls of MCP servers', () => {
  const call = { type: 'mcp_call', id: 'mcp_1', server_label: 'shop', name: 'find', arguments: '{"q":1}' };

  it.each([
    ['an error', { error: { code: 401 } }, { output: null, error: { code: 401 } }],
    ['a text', { output: 'found' }, { output: 'found', error: null }],
    ['JSON', { output: [1] }, { output: '[1]', error: null }],
    ['nothing', {}, { output: null, error: null }],
  ])('end with %s', (_, given, expected) => {
    expect(read([{ ...call, ...given }]).mcp_calls).toEqual([
      { server_label: 'shop', id: 'mcp_1', name: 'find', arguments: { q: 1 }, ...expected },
    ]);
  });

  it('that need approval are told apart', () => {
    const { mcp_calls, mcp_approval_requests } = read([{ ...call, type: 'mcp_approval_request', arguments: { q: 2 } }]);
    expect(mcp_calls).toEqual([]);
    expect(mcp_approval_requests).toEqual([{ server_label: 'shop', id: 'mcp_1', name: 'find', arguments: { q: 2 } }]);
  });
});

it('Python gives its plots beside its logs', () => {
  const outputs = [
    { type: 'logs', logs: 'one' },
    { type: 'image', url: 'https://plots.invalid/1.png' },
    { type: 'logs', logs: 'two' },
    { type: 'image' },
  ];
  expect(read([{ type: 'code_interpreter_call', code: 'plot()', outputs }]).code_interpreter).toEqual([
    { code: 'plot()', logs: 'one\ntwo', images: ['https://plots.invalid/1.png'] },
  ]);
  expect(read([{ type: 'code_interpreter_call' }]).code_interpreter).toEqual([{ code: '', logs: '', images: [] }]);
});

it.each([
  [
    { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"a":1}' },
    { id: 'c', name: 'f', arguments: { a: 1 } },
  ],
  [
    { type: 'custom_tool_call', id: 'i', name: 'f', input: '{"a":1}' },
    { id: 'i', name: 'f', arguments: '{"a":1}', type: 'custom' },
  ],
  [
    { type: 'shell_call', action: { command: 'ls' } },
    { id: 'call_0', name: 'shell', arguments: { command: 'ls' }, type: 'shell' },
  ],
  [
    { type: 'local_shell_call', call_id: 'c' },
    { id: 'c', name: 'local_shell', arguments: '', type: 'local_shell' },
  ],
  [
    { type: 'local_shell_call', call_id: 'c', action: { command: ['ls'] } },
    { id: 'c', name: 'local_shell', arguments: { command: ['ls'] }, type: 'local_shell' },
  ],
  [
    { type: 'apply_patch_call', call_id: 'c', operation: { type: 'x' } },
    { id: 'c', name: 'apply_patch', arguments: { type: 'x' }, type: 'apply_patch' },
  ],
])('the app is to run %j', (item, expected) => {
  expect(read([item]).tool_calls).toEqual([expected]);
});

it('a call without a name is left out with a warning, and other items are no calls', () => {
  expect(read([{ type: 'function_call', call_id: 'c' }])).toMatchObject({ tool_calls: [], warned: ['functions'] });
  expect(read([{ type: 'constructor' }, { type: 'message' }])).toMatchObject({ tool_calls: [], warned: [] });
});

it('a computer has its actions, old and new', () => {
  const { computer_calls } = read([
    { type: 'computer_call', id: 'i', call_id: 'c', action: { type: 'click' }, pending_safety_checks: [{ id: 's' }] },
    { type: 'computer_call', id: 'i', actions: [{ type: 'type' }, { type: 'wait' }] },
    { type: 'computer_call' },
  ]);
  expect(computer_calls).toEqual([
    { id: 'c', actions: [{ type: 'click' }], pending_safety_checks: [{ id: 's' }] },
    { id: 'i', actions: [{ type: 'type' }, { type: 'wait' }], pending_safety_checks: [] },
    { id: '', actions: [], pending_safety_checks: [] },
  ]);
});

it('searches say what was looked for, and where', () => {
  const { web_searches, file_search_results } = read([
    { type: 'web_search_call', action: { type: 'search', query: 'zinc' } },
    { type: 'web_search_call', action: { type: 'find_in_page', pattern: 'zn', url: 'https://a.invalid' } },
    { type: 'web_search_call', action: { query: 7 } },
    { type: 'file_search_call', results: [{ file_id: 'f', filename: 'a.txt', score: 0, text: '' }, {}] },
  ]);
  expect(web_searches).toEqual([
    { type: 'search', query: 'zinc' },
    { type: 'find_in_page', query: 'zn', url: 'https://a.invalid' },
    { type: 'search' },
  ]);
  expect(file_search_results).toEqual([{ file_id: 'f', filename: 'a.txt', score: 0, text: '' }, {}]);
});

it('images that are none are left out with a warning', () => {
  const { images, warned } = read([
    { type: 'image_generation_call', id: 'i', result: Buffer.from('no image').toString('base64') },
    { type: 'image_generation_call', id: 'j' },
  ]);
  expect([images, warned]).toEqual([[], ['include_raw']]);
});

it('the steps of research are in their order, with every thought', () => {
  const { output } = readResponse(
    {
      id: 'resp_1',
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [{ text: 'one' }, {}, { text: 'two' }] },
        { type: 'web_search_call', action: { type: 'open_page', url: 'https://a.invalid' } },
        {
          type: 'code_interpreter_call',
          code: 'x',
          outputs: [
            { type: 'logs', logs: '1' },
            { type: 'image', url: 'u' },
            { type: 'logs', logs: '2' },
          ],
        },
        { type: 'file_search_call', queries: ['a', 'b'] },
        { type: 'mcp_call', server_label: 'shop', name: 'find' },
        { type: 'reasoning', summary: [{ text: 'three' }] },
        { type: 'message' },
      ],
    },
    () => {}
  );
  expect(listSteps(output)).toEqual([
    { type: 'reasoning', text: 'one' },
    { type: 'reasoning', text: 'two' },
    { type: 'open_page', url: 'https://a.invalid' },
    { type: 'code_interpreter', code: 'x', logs: '1\n2' },
    { type: 'file_search', query: 'a, b' },
    { type: 'mcp_call', server_label: 'shop', name: 'find' },
    { type: 'reasoning', text: 'three' },
  ]);
});
