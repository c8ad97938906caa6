import {
  chat,
  chatBody,
  chunk,
  completion,
  done,
  event,
  png,
  respond,
  response,
  responseBody,
  said,
  stored,
  tools,
} from '../real-servers/shapes';
import type { Answering, FixedAnswer } from '../support/answer-server';
import { collect, loadPlugin } from '../support/hosts';
import { type Fields, readFailure } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { Page, plainText, show } from './lines';
import { tell, toFailed } from './tell-result';

/** What each form of a response gives, whole and in pieces: result and warnings, or the error. */

expect.addSnapshotSerializer(plainText);

const server = useRealServer();

async function* nothing(): AsyncGenerator<never> {}

async function tellStream(query: Fields, ...answers: Answering[]): Promise<Fields> {
  try {
    const { shown, ...result } = await server.stream(query, ...answers);
    return { shown, ...(await tell(Promise.resolve(result))) };
  } catch (error) {
    return toFailed(readFailure(error));
  }
}

const tellAll = async (cases: Record<string, [query: Fields, ...answers: Answering[]]>, isStream = false) => {
  const lines: string[] = [];
  for (const [name, [query, ...answers]] of Object.entries(cases)) {
    const told = isStream ? await tellStream(query, ...answers) : await tell(server.ask(query, ...answers));
    lines.push(`${name}: ${show(told)}`);
    server.reset();
  }
  return new Page(lines);
};

const call = { id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{"sku":1}' } };
const calling = { ...chat, ...tools };
const jsonChat = { ...chat, output_fields: 'metal: text; points: number' };
const message = (more: object, choice: object = {}) => completion({ content: 'Zinc', ...more }, choice);
const choices = (...given: object[]): FixedAnswer => ({ body: { ...chatBody({}), choices: given } });

it('forms of a chat completion', async () => {
  const cases: Record<string, [Fields, ...Answering[]]> = {};
  for (const reason of [
    'stop',
    'length',
    'max_tokens',
    'content_filter',
    'tool_calls',
    'function_call',
    'error',
    'abort',
    'network_error',
    'insufficient_system_resource',
    'zinc',
    '',
  ])
    cases[`finish_reason ${reason}`] = [chat, message({}, { finish_reason: reason })];
  for (const reason of ['stop', 'length', 'content_filter']) {
    cases[`nothing, ${reason}`] = [chat, completion({ content: null }, { finish_reason: reason })];
    cases[`an empty text, ${reason}`] = [chat, completion({ content: '' }, { finish_reason: reason })];
    cases[`half a JSON, ${reason}`] = [jsonChat, completion({ content: '{"metal":"zi' }, { finish_reason: reason })];
  }
  Object.assign(cases, {
    'text in parts': [
      chat,
      message({
        content: [
          { type: 'text', text: 'a' },
          'b',
          { type: 'thinking', thinking: [{ text: 'hm' }] },
          { refusal: 'no' },
          7,
        ],
      }),
    ],
    'JSON as it is': [chat, message({ content: { zinc: 30 } })],
    'one part': [chat, message({ content: { type: 'text', text: 'a' } })],
    'a number': [chat, message({ content: 30 })],
    thoughts: [chat, message({ reasoning_content: 'hm', reasoning: 'other' })],
    'thoughts elsewhere': [chat, message({ reasoning: [{ text: 'hm' }] })],
    'thoughts in details': [chat, message({ reasoning_details: [{ text: 'a' }, { summary: 'b' }, {}] })],
    'thoughts within the text of JSON': [
      jsonChat,
      message({ content: '<think>hm</think>{"metal":"zinc","points":1}' }),
    ],
    refusal: [chat, message({ content: null, refusal: 'No.' })],
    'refusal beside text': [chat, message({ refusal: 'No.' })],
    'JSON in a fence': [jsonChat, message({ content: '```json\n{"metal":"zinc","points":1}\n```' })],
    'JSON with words around it': [jsonChat, message({ content: 'Here: {"metal":"zinc","points":1} as asked' })],
    'JSON of another shape': [jsonChat, message({ content: '{"metal":7,"tin":1}' })],
    'no JSON': [jsonChat, message({ content: 'Zinc' })],
    'two answers': [
      { ...chat, n: 2 },
      choices(
        { message: { content: 'a' }, finish_reason: 'stop' },
        { message: { content: 'b' }, finish_reason: 'length' }
      ),
    ],
    'two answers, one unusable': [
      { ...chat, n: 2 },
      choices({ message: {}, finish_reason: 'stop' }, { message: { content: 'b' } }),
    ],
    'two answers, none usable': [
      { ...chat, n: 2 },
      choices({ message: {} }, { message: { content: '' }, finish_reason: 'content_filter' }),
    ],
    'an error within': [chat, choices({ error: { message: 'No', code: 'x' }, message: { content: 'half' } })],
    'an error alone': [chat, choices({ error: 'No' })],
    'a call': [calling, completion({ content: null, tool_calls: [call] }, { finish_reason: 'tool_calls' })],
    'a call beside text': [
      calling,
      message({ tool_calls: [{ ...call, extra_content: { google: 1 } }], reasoning_content: 'hm' }),
    ],
    'a call with thoughts': [calling, message({ content: null, tool_calls: [call], reasoning: 'hm' })],
    'a call with details': [
      calling,
      message({ content: null, tool_calls: [call], reasoning: 'hm', reasoning_details: [{ text: 'x' }] }),
    ],
    'calls of all kinds': [
      calling,
      message({
        content: '',
        tool_calls: [
          { function: { name: 'a' } },
          { id: '', function: { name: 'b', arguments: '{' } },
          { id: 'c', custom: { name: 'c', input: 'in' } },
          { id: 'd', custom: { name: 'd' } },
          { id: 'e', function: {} },
          { id: 'f', function: { name: 'f', arguments: { sku: 1 } } },
          { id: 'g', function: { name: 'g', arguments: '7' } },
        ],
      }),
    ],
    'an older call': [calling, message({ content: null, function_call: { name: 'a', arguments: '{}' } })],
    'an older call beside a newer one': [
      calling,
      message({ content: null, function_call: { name: 'a' }, tool_calls: [call] }),
    ],
    'a call in JSON mode': [{ ...jsonChat, ...tools }, message({ content: null, tool_calls: [call] })],
    'the bare value': [{ ...chat, output: 'classic' }, message({})],
    'all of it': [{ ...chat, include_raw: true }, message({})],
    'in an envelope': [chat, { body: { data: chatBody({ content: 'Zinc' }) } }],
    'in another envelope': [chat, { body: { response: chatBody({ content: 'Zinc' }), result: 7 } }],
    'of an older server': [chat, { body: { message: { content: 'Zinc' } } }],
    'with limits': [
      chat,
      {
        ...message({}),
        headers: {
          'x-request-id': 'req_1',
          'x-ratelimit-limit-requests': '10',
          'x-ratelimit-remaining-requests': '9',
          'x-ratelimit-reset-requests': '1s',
          'x-ratelimit-limit-tokens': '1000',
          'x-ratelimit-remaining-tokens': '0',
          'x-ratelimit-reset-tokens': '6m0s',
        },
      },
    ],
  });
  expect(await tellAll(cases)).toMatchSnapshot();
});

const item = (type: string, more: object = {}) => ({ id: `${type}_1`, type, ...more });
const annotated = (annotations: object[], text = 'Zinc melts (source).') => ({
  ...said(text),
  content: [{ type: 'output_text', text, annotations }],
});
const link = { type: 'url_citation', url: 'https://a.invalid/x', title: 'A', start_index: 11, end_index: 19 };

it('forms of a response', async () => {
  const cases: Record<string, [Fields, ...Answering[]]> = {};
  for (const status of ['completed', 'incomplete', 'failed', 'queued', 'in_progress', 'cancelled', 'zinc'])
    for (const output of [[said('Zinc')], []])
      cases[`${status}, ${output.length}`] = [respond, response(output, { status })];
  for (const reason of ['max_output_tokens', 'content_filter', 'zinc'])
    cases[`incomplete by ${reason}`] = [
      { ...respond, output_fields: 'metal' },
      response([said('{"metal":"zi')], { status: 'incomplete', incomplete_details: { reason } }),
    ];
  for (const type of [
    'reasoning',
    'message',
    'image_generation_call',
    'function_call',
    'custom_tool_call',
    'shell_call',
    'local_shell_call',
    'apply_patch_call',
    'computer_call',
    'mcp_approval_request',
    'web_search_call',
    'file_search_call',
    'code_interpreter_call',
    'mcp_call',
    'zinc',
  ])
    cases[`only ${type}`] = [respond, response([item(type)])];
  Object.assign(cases, {
    'a failure that is told': [
      respond,
      response([said('half')], { status: 'failed', error: { code: 'server_error', message: 'No' } }),
    ],
    'an error under success': [respond, response([], { error: { message: 'No' } })],
    'two messages': [respond, response([said('a'), said('b')])],
    'a refusal': [respond, response([{ ...said(''), content: [{ type: 'refusal', refusal: 'No.' }] }])],
    'bare texts': [
      respond,
      response([
        { type: 'message', content: 'a' },
        { role: 'assistant', content: ['b', { text: 'c' }] },
      ]),
    ],
    'the text alone': [respond, { body: { id: 'resp_1', output_text: 'Zinc' } }],
    'nothing but an id': [respond, { body: { id: 'resp_1' } }],
    'in an envelope': [respond, { body: { response: responseBody([said('Zinc')]) } }],
    'items without types': [
      { ...respond, ...tools },
      response([{ name: 'get_stock', arguments: '{}' }, { result: png }, said('x')]),
    ],
    summaries: [
      respond,
      response([
        item('reasoning', { summary: [{ text: 'a' }, { text: 'b' }] }),
        item('reasoning', { summary: [{ text: 'c' }] }),
        said('x'),
      ]),
    ],
    citations: [
      respond,
      response([
        annotated([
          link,
          { ...link, title: '' },
          { ...link, url: '' },
          { type: 'file_citation', file_id: 'f', filename: 'a.pdf', index: 3 },
          { type: 'file_citation', file_id: 'f' },
          { type: 'file_citation' },
          { type: 'container_file_citation', file_id: 'c', container_id: 'k', start_index: 0, end_index: 4 },
          { type: 'container_file_citation', file_id: 'c' },
          { type: 'zinc', file_id: 'z' },
        ]),
        annotated([link], '😀 melts ([A](https://a.invalid/x)).'),
      ]),
    ],
    'two pictures': [
      { ...respond, image_generation: true },
      response([
        item('image_generation_call', { result: png, revised_prompt: 'p' }),
        item('image_generation_call', { result: `data:image/png;base64,${png}` }),
      ]),
    ],
    'a picture that is none': [
      { ...respond, image_generation: true },
      response([item('image_generation_call', { result: 'AAAA' }), said('x')]),
    ],
    'changes of the input': [
      respond,
      response([said('x')], { input_transformations: [{ type: 'reasoning', action: 'removed', reason: 'old' }, {}] }),
    ],
    'JSON that fits': [{ ...respond, output_fields: 'metal' }, response([said('{"metal":"zinc"}')])],
    'JSON that does not fit': [{ ...respond, output_fields: 'metal' }, response([said('{"tin":1}')])],
    'usage of images': [
      { ...respond, image_generation: true },
      response([item('image_generation_call', { result: png })], {
        tool_usage: { image_gen: { input_tokens: 1, output_tokens: 2 } },
      }),
    ],
    'stored, whole, as JSON': [
      { operation: 'get_response', ...stored },
      response([said('{"metal":"zinc"}')], {
        text: { format: { type: 'json_schema', schema: { type: 'object', required: ['metal'] } } },
      }),
    ],
    'stored, whole, of another shape': [
      { operation: 'get_response', ...stored },
      response([said('{"tin":1}')], {
        text: { format: { type: 'json_schema', schema: { type: 'object', required: ['metal'] } } },
      }),
    ],
    'stored, at work': [
      { operation: 'get_response', ...stored },
      response([said('{"metal"')], { status: 'in_progress', text: { format: { type: 'json_object' } } }),
    ],
    'stored, failed': [
      { operation: 'get_response', ...stored },
      response([], { status: 'failed', error: { code: 'x', message: 'No' } }),
    ],
    'stored, empty': [{ operation: 'get_response', ...stored }, response([])],
    'files of Python': [
      { ...respond, code_interpreter: true, fetch_files: true },
      response([
        annotated([
          { type: 'container_file_citation', file_id: 'c1', container_id: 'k', filename: 'a.csv' },
          { type: 'container_file_citation', file_id: 'c2', container_id: 'k' },
          { type: 'container_file_citation', file_id: 'c1', container_id: 'k', filename: 'again.csv' },
        ]),
      ]),
      { text: 'a,b\n', type: 'text/csv' },
      { status: 404, body: { error: { message: 'Gone' } } },
    ],
  });
  expect(await tellAll(cases)).toMatchSnapshot();
});

const pieces = (...events: string[]): FixedAnswer => ({ events });
const end = chunk({}, 'stop');

it('a chat in pieces', async () => {
  const text = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Zi' }), chunk({ content: 'nc' })];
  const cases: Record<string, [Fields, ...Answering[]]> = {
    whole: [chat, pieces(...text, end, done)],
    'without an end': [chat, pieces(...text)],
    'closed by the server': [chat, pieces(...text, done)],
    'without a closing line': [chat, pieces(...text, end)],
    'with usage': [
      chat,
      pieces(...text, end, event({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }), done),
    ],
    'cut at the limit': [chat, pieces(...text, chunk({}, 'length'), done)],
    'broken off': [chat, { events: [...text], hangUp: true }],
    'an error at the end': [chat, pieces(...text, event({ error: { message: 'No', type: 'server_error' } }))],
    'an error by its name': [chat, pieces(...text, event({ message: 'No' }, 'error'))],
    'an error of a choice': [chat, pieces(...text, chunk({}, null, { error: { message: 'No' } }))],
    'a whole response': [chat, message({})],
    'a whole message at the end': [
      chat,
      pieces(...text, event({ choices: [{ message: { content: 'Zinc!' }, finish_reason: 'stop' }] }), done),
    ],
    comments: [chat, pieces(': ping\n\n', ...text, 'retry: 5\n\n', end, done)],
    'lines of all kinds': [chat, pieces(...[...text, end, done].map(one => one.replaceAll('\n', '\r\n')))],
    'no JSON': [chat, pieces(...text, 'data: zinc\n\n', end, done)],
    nothing: [chat, pieces(done)],
    'an empty body': [chat, pieces('')],
    'a page': [chat, { type: 'text/html', text: '<html><title>Sign in</title></html>' }],
    'two answers': [
      { ...chat, n: 2 },
      pieces(
        chunk({ content: 'b' }, null, { index: 1 }),
        chunk({ content: 'a' }, null, { index: 0 }),
        chunk({}, 'stop', { index: 1 }),
        chunk({}, 'stop', { index: 0 }),
        done
      ),
    ],
    'one of two ends': [
      { ...chat, n: 2 },
      pieces(chunk({ content: 'a' }, 'stop', { index: 0 }), chunk({ content: 'b' }, null, { index: 1 })),
    ],
    refusal: [chat, pieces(chunk({ refusal: 'N' }), chunk({ refusal: 'o' }), end, done)],
    thoughts: [chat, pieces(chunk({ reasoning_content: 'h' }), chunk({ reasoning_content: 'm' }), ...text, end, done)],
    'a call in pieces': [
      calling,
      pieces(
        chunk({
          tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '' } }],
        }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '{"sku"' } }] }),
        chunk({
          tool_calls: [
            { index: 0, function: { arguments: ':1}' } },
            { index: 1, id: 'call_2', function: { name: 'get_price', arguments: '{}' } },
          ],
        }),
        chunk({}, 'tool_calls'),
        done
      ),
    ],
    'calls without places': [
      calling,
      pieces(
        chunk({ tool_calls: [{ id: 'a', function: { name: 'get_stock', arguments: '{"sku":1}' } }] }),
        chunk({ tool_calls: [{ id: 'b', function: { name: 'get_price', arguments: '{"sku":2}' } }] }),
        chunk({ tool_calls: [{ function: { arguments: '' } }] }),
        chunk({}, 'tool_calls'),
        done
      ),
    ],
    'calls with odd places': [
      calling,
      pieces(
        ...['__proto__', 1e9, -1, 1.5].map(index =>
          chunk({ tool_calls: [{ index, id: `${index}`, function: { name: 'get_stock', arguments: '{}' } }] })
        ),
        chunk({}, 'tool_calls'),
        done
      ),
    ],
    'a custom call': [
      calling,
      pieces(
        chunk({ tool_calls: [{ index: 0, id: 'c', type: 'custom', custom: { name: 'x', input: 'a' } }] }),
        chunk({ tool_calls: [{ index: 0, custom: { input: 'b' } }] }),
        chunk({}, 'tool_calls'),
        done
      ),
    ],
    'an older call': [
      calling,
      pieces(
        chunk({ function_call: { name: 'get_stock', arguments: '{' } }),
        chunk({ function_call: { arguments: '}' } }),
        chunk({}, 'function_call'),
        done
      ),
    ],
    'a stop sequence that is split': [
      { ...chat, model_id: 'gpt-6-luna', stop_sequence: 'END' },
      pieces(chunk({ content: 'Zinc E' }), chunk({ content: 'ND tin' }), end, done),
    ],
    JSON: [jsonChat, pieces(chunk({ content: '{"metal":"zinc",' }), chunk({ content: '"points":1}' }), end, done)],
    'stream_options are unknown': [
      chat,
      { status: 400, body: { error: { message: 'unknown field stream_options' } } },
      pieces(...text, end, done),
    ],
    'something else is unknown': [chat, { status: 400, body: { error: { message: 'unknown field n' } } }],
    'include_usage is unknown': [
      chat,
      { status: 422, body: { error: { message: 'no include_usage' } } },
      pieces(...text, end, done),
    ],
    'something else cannot be processed': [chat, { status: 422, body: { error: { message: 'unknown field n' } } }],
    'stream_options are forbidden': [chat, { status: 403, body: { error: { message: 'no stream_options' } } }],
  };
  expect(await tellAll(cases, true)).toMatchSnapshot();
});

const typed = (type: string, more: object = {}) => event({ type, ...more }, type);
const last = (output: unknown, more: object = {}) =>
  typed('response.completed', { response: responseBody(output, more) });
const delta = (text: string, more: object = {}) => typed('response.output_text.delta', { delta: text, ...more });

it('a response in pieces', async () => {
  const begun = typed('response.created', { response: { id: 'resp_1', status: 'in_progress', model: 'served' } });
  const cases: Record<string, [Fields, ...Answering[]]> = {
    whole: [respond, pieces(begun, delta('Zi'), delta('nc'), last([said('Zinc')]), done)],
    'without an end': [respond, pieces(begun, delta('Zi'))],
    'closed by the server': [respond, pieces(begun, delta('Zi'), done)],
    'closed with nothing': [respond, pieces(begun, done)],
    'items for an end that holds none': [
      respond,
      pieces(
        begun,
        typed('response.output_item.done', { output_index: 1, item: said('b') }),
        typed('response.output_item.done', { output_index: 0, item: said('a') }),
        last([]),
        done
      ),
    ],
    'items without places': [
      respond,
      pieces(
        begun,
        typed('response.output_item.done', { item: said('a') }),
        typed('response.output_item.done', { item: said('b') }),
        done
      ),
    ],
    'an end without text': [respond, pieces(begun, delta('Zinc'), last([]), done)],
    'an end that is none': [respond, pieces(begun, delta('Zinc'), typed('response.completed', {}), done)],
    'repeated events': [
      respond,
      pieces(
        begun,
        delta('Zi', { sequence_number: 1 }),
        delta('Zi', { sequence_number: 1 }),
        delta('nc', { sequence_number: 2 }),
        last([said('Zinc')])
      ),
    ],
    failed: [
      respond,
      pieces(
        begun,
        delta('Zi'),
        typed('response.failed', {
          response: responseBody([], { status: 'failed', error: { code: 'server_error', message: 'No' } }),
        })
      ),
    ],
    incomplete: [
      respond,
      pieces(
        begun,
        typed('response.incomplete', {
          response: responseBody([said('Zi')], {
            status: 'incomplete',
            incomplete_details: { reason: 'max_output_tokens' },
          }),
        })
      ),
    ],
    cancelled: [
      respond,
      pieces(begun, typed('response.cancelled', { response: responseBody([], { status: 'cancelled' }) })),
    ],
    'an error': [respond, pieces(begun, delta('Zi'), event({ type: 'error', code: 'x', message: 'No' }, 'error'))],
    'an error within': [
      respond,
      pieces(begun, event({ type: 'error', error: { type: 'rate_limit_error', message: 'No' } })),
    ],
    'broken off': [respond, { events: [begun, delta('Zi')], hangUp: true }],
    'pictures on the way': [
      { ...respond, image_generation: true, partial_images: 1 },
      pieces(
        begun,
        typed('response.image_generation_call.partial_image', { partial_image_b64: png, partial_image_index: 0 }),
        typed('response.image_generation_call.partial_image', { partial_image_b64: 'AAAA' }),
        last([item('image_generation_call', { result: png })])
      ),
    ],
  };
  expect(await tellAll(cases, true)).toMatchSnapshot();
});

it('what is shown of a response while it comes', async () => {
  const types = [
    'created',
    'queued',
    'in_progress',
    'web_search_call.searching',
    'file_search_call.in_progress',
    'code_interpreter_call.interpreting',
    'image_generation_call.generating',
    'mcp_call.completed',
    'mcp_list_tools.failed',
    'zinc.zinc',
    'output_item.added',
  ];
  const events = types.map((type, at) =>
    typed(`response.${type}`, {
      response: { id: 'resp_1', status: at === 0 ? undefined : 'queued' },
      sequence_number: at === 2 ? undefined : at,
    })
  );
  server.answer(pieces(...events, last([said('Zinc')])));
  const { signal } = new AbortController();
  const shown = await collect(loadPlugin().stream?.(server.source, respond, { signal }) ?? nothing());
  expect(new Page(shown.filter(({ type }) => type !== 'result').map(show))).toMatchSnapshot();
});

it('what is sent back to be corrected', async () => {
  const wrong = '{"tin":1}';
  const right = '{"metal":"zinc"}';
  const asked = { output_fields: 'metal', repair: 1 };
  const drawn = item('image_generation_call', { result: png });
  const cases: Record<string, [Fields, ...Answering[]]> = {
    'a chat': [
      { ...chat, ...asked, system_prompt: 'Be brief' },
      completion({ content: wrong }),
      completion({ content: right }),
    ],
    'a chat, twice': [
      { ...chat, ...asked, repair: 2 },
      completion({ content: wrong }),
      completion({ content: 'zinc' }),
      completion({ content: right }),
    ],
    'a chat by JSON mode': [
      { ...chat, response_format: 'json_object', repair: 1 },
      completion({ content: 'zinc' }),
      completion({ content: right }),
    ],
    'a chat that is cut': [{ ...chat, ...asked }, completion({ content: '{"metal"' }, { finish_reason: 'length' })],
    'a response': [{ ...respond, ...asked }, response([said(wrong)]), response([said(right)])],
    'a response in a conversation': [
      { ...respond, ...asked, conversation_id: 'conv_1' },
      response([said(wrong)]),
      response([said(right)]),
    ],
    'a response with tools': [
      { ...respond, ...asked, ...tools, web_search: true },
      response([said(wrong)]),
      response([said(right)]),
    ],
    'a response with a picture': [{ ...respond, ...asked, image_generation: true }, response([drawn, said(wrong)])],
    'a response that may come later': [{ ...respond, ...asked, answer_within: 5 }, response([said(wrong)])],
  };
  const lines: string[] = [];
  for (const [name, [query, ...answers]] of Object.entries(cases)) {
    const { ERROR, attempts, repairs, usage } = await tell(server.ask(query, ...answers));
    const { messages, input, tool_choice } = server.last().body;
    lines.push(
      `${name}: ${show({ ERROR, attempts, repairs, usage })}`,
      `  sent ${server.requests.length} times, last ${show({ messages, input, tool_choice })}`
    );
    server.reset();
  }
  expect(new Page(lines)).toMatchSnapshot();
});
