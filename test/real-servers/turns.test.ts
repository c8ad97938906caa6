import { useRealServer } from '../support/real-server';
import { chat, completion, respond, response, said } from './shapes';

const server = useRealServer();

const call = { id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{"sku":1}' } };
const ofChat = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Let me see', tool_calls: [call] },
  { role: 'tool', tool_call_id: 'call_1', content: '42' },
];
const ofResponses = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Let me see' },
  { type: 'function_call', call_id: 'call_1', name: 'get_stock', arguments: '{"sku":1}' },
  { type: 'function_call_output', call_id: 'call_1', output: '42' },
];
const hello = response([said('Hello')]);
const input = () => {
  const sent = server.last().body['input'];
  return Array.isArray(sent) ? sent.slice(0, -1) : sent;
};
const messages = () => {
  const sent = server.last().body['messages'];
  return Array.isArray(sent) ? sent.slice(0, -1) : sent;
};

describe('a history', () => {
  it('[E1] of a chat goes into respond: tool calls and their results as items', async () => {
    await server.ask({ ...respond, message_history: ofChat }, hello);
    expect(input()).toEqual(ofResponses);
  });

  it('of respond goes into a chat: items as tool calls and their results', async () => {
    await server.ask({ ...chat, message_history: ofResponses }, completion({ content: 'Hello' }));
    expect(messages()).toEqual(ofChat);
  });

  it.each<[string, unknown[], unknown[]]>([
    ['a refusal', [{ role: 'assistant', content: null, refusal: 'No.' }], [{ role: 'assistant', content: 'No.' }]],
    [
      'an older function call',
      [
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: '1' },
      ],
      [
        { type: 'function_call', call_id: 'call_f', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_f', output: '1' },
      ],
    ],
    [
      'a custom tool',
      [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'g', input: 'x' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: 'y' },
      ],
      [
        { type: 'custom_tool_call', call_id: 'c', name: 'g', input: 'x' },
        { type: 'custom_tool_call_output', call_id: 'c', output: 'y' },
      ],
    ],
    [
      'a result in parts',
      [
        {
          role: 'tool',
          tool_call_id: 'c',
          content: [
            { type: 'text', text: '4' },
            { type: 'text', text: '2' },
          ],
        },
      ],
      [{ type: 'function_call_output', call_id: 'c', output: '42' }],
    ],
    [
      'a file',
      [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }],
      [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }],
    ],
    [
      'reasoning beside tool calls',
      [{ role: 'assistant', content: null, reasoning_content: 'hm', tool_calls: [call] }],
      [{ type: 'function_call', call_id: 'call_1', name: 'get_stock', arguments: '{"sku":1}' }],
    ],
    [
      "the API's own items",
      [{ type: 'mcp_approval_response', approval_request_id: 'a', approve: true }],
      [{ type: 'mcp_approval_response', approval_request_id: 'a', approve: true }],
    ],
  ])('of a chat goes into respond: %s', async (_, message_history, items) => {
    await server.ask({ ...respond, message_history }, hello);
    expect(input()).toEqual(items);
  });

  it.each<[string, unknown[], unknown[]]>([
    [
      'an answer as it came, with its empty fields',
      [
        {
          role: 'assistant',
          content: 'Hi',
          refusal: null,
          annotations: [],
          audio: null,
          function_call: null,
          tool_calls: [],
        },
      ],
      [{ role: 'assistant', content: 'Hi' }],
    ],
    ['a message of the Responses API', [said('Hi')], [{ role: 'assistant', content: 'Hi' }]],
    [
      'its parts',
      [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Hi' },
            { type: 'input_image', image_url: 'https://x/y.png', detail: 'low' },
          ],
        },
      ],
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'image_url', image_url: { url: 'https://x/y.png', detail: 'low' } },
          ],
        },
      ],
    ],
    [
      'reasoning items, which a chat does not have',
      [
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { role: 'user', content: 'Hi' },
      ],
      [{ role: 'user', content: 'Hi' }],
    ],
  ])('goes into a chat: %s', async (_, message_history, sent) => {
    await server.ask({ ...chat, message_history }, completion({ content: 'Hello' }));
    expect(messages()).toEqual(sent);
  });

  it('tells of items that have no form in a chat', async () => {
    const message_history = [{ type: 'web_search_call', id: 'ws_1', action: { type: 'search' } }];
    const { metadata } = await server.ask({ ...chat, message_history }, completion({ content: 'Hello' }));
    expect(metadata.warnings).toMatchObject([{ parameter: 'message_history' }]);
  });

  it('goes round: what a chat gives back is taken by the next turn as it is', async () => {
    const first = await server.ask<{ message_history: object[] }>(
      chat,
      completion({
        content: null,
        reasoning_content: 'hm',
        tool_calls: [{ id: 'a', function: { name: 'f', arguments: '' } }],
      })
    );
    const message_history = [...first.data.message_history, { role: 'tool', tool_call_id: 'a', content: '1' }];
    await server.ask({ ...chat, message_history }, completion({ content: 'Done' }));
    expect(messages()).toEqual(message_history);
  });
});

describe('tool_outputs', () => {
  it.each<[string, object, object]>([
    [
      "an approval as OpenAI's guide has it",
      { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true },
      { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true },
    ],
    [
      'a function_call_output',
      { type: 'function_call_output', call_id: 'call_1', output: '42' },
      { type: 'function_call_output', call_id: 'call_1', output: '42' },
    ],
    [
      'a computer_call_output',
      {
        type: 'computer_call_output',
        call_id: 'call_2',
        output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,AA==' },
      },
      {
        type: 'computer_call_output',
        call_id: 'call_2',
        output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,AA==' },
      },
    ],
    [
      'of a custom tool',
      { id: 'call_3', type: 'custom', output: 'x' },
      { type: 'custom_tool_call_output', call_id: 'call_3', output: 'x' },
    ],
    [
      'of a shell',
      { id: 'call_4', type: 'shell', output: 'ok' },
      {
        type: 'shell_call_output',
        call_id: 'call_4',
        output: [{ stdout: 'ok', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
      },
    ],
    [
      'of a patch',
      { id: 'call_5', type: 'apply_patch', status: 'failed', output: 'no such file' },
      { type: 'apply_patch_call_output', call_id: 'call_5', status: 'failed', output: 'no such file' },
    ],
  ])('take %s', async (_, given, item) => {
    await server.ask(
      { operation: 'respond', model_id: 'm', previous_response_id: 'resp_0', tool_outputs: [given] },
      hello
    );
    expect(server.last().body['input']).toEqual([item]);
  });

  it('answer calls of custom, shell and patch tools, which are shown', async () => {
    const calls = [
      { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_3', name: 'grep', input: 'zinc' },
      { type: 'shell_call', id: 'sh_1', call_id: 'call_4', action: { commands: ['ls'] } },
      { type: 'apply_patch_call', id: 'ap_1', call_id: 'call_5', operation: { type: 'delete_file', path: 'a.txt' } },
    ];
    const { data } = await server.ask<{ tool_calls: object[] }>(respond, response(calls));
    expect(data.tool_calls).toEqual([
      { id: 'call_3', name: 'grep', arguments: 'zinc', type: 'custom' },
      { id: 'call_4', name: 'shell', arguments: { commands: ['ls'] }, type: 'shell' },
      { id: 'call_5', name: 'apply_patch', arguments: { type: 'delete_file', path: 'a.txt' }, type: 'apply_patch' },
    ]);
  });
});

describe('a response with odd or missing fields', () => {
  const message = said('ANSWER');

  it('[A15] may have reasoning without a summary', async () => {
    const reasoning = { id: 'rs_1', type: 'reasoning', content: [{ type: 'reasoning_text', text: 'hm' }] };
    const { data } = await server.ask(respond, response([reasoning, message]));
    expect(data).toMatchObject({ text: 'ANSWER', reasoning_summary: '' });
  });

  it.each<[string, unknown, object]>([
    ['no output but output_text', null, { output_text: 'ANSWER' }],
    ['one item in place of the list', message, {}],
    ['a text as content', [{ ...message, content: 'ANSWER' }], {}],
    ['a message without type', [{ role: 'assistant', content: [{ text: 'ANSWER' }] }], {}],
    [
      'annotations that are null',
      [{ ...message, content: [{ type: 'output_text', text: 'ANSWER', annotations: null }] }],
      {},
    ],
    ['an item of a kind that nobody knows', [{ type: 'thought_bubble', id: 'x' }, message], {}],
    ['no id, status, usage and model', [message], { id: undefined, status: undefined, usage: null, model: null }],
    [
      'calls without what they should have',
      [
        { type: 'web_search_call' },
        { type: 'code_interpreter_call', outputs: null },
        { type: 'file_search_call', results: null },
        { type: 'mcp_call' },
        message,
      ],
      {},
    ],
  ])('is read: %s', async (_, output, more) => {
    expect((await server.ask(respond, response(output, more))).data).toMatchObject({ text: 'ANSWER' });
  });

  it('fails where it is complete and holds nothing', async () => {
    const { description, data } = await server.fail(respond, response([]));
    expect(data.code).toBe('empty_answer');
    expect(description).toContain('output');
  });
});
