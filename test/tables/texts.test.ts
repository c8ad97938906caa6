import { toHistoryItems } from '../../plugins/openai/lib/responses/history-items';
import { inspectOutputs, toOutputItem } from '../../plugins/openai/lib/responses/tool-outputs';
import { readContent } from '../../plugins/openai/lib/text/answer-content';
import {
  type FunctionOption,
  inspectFunctions,
  toChatToolChoice,
  toChatTools,
  toResponseToolChoice,
  toResponseTools,
} from '../../plugins/openai/lib/text/functions';
import { toChatHistory } from '../../plugins/openai/lib/text/history';
import { parseAnswer, splitThought } from '../../plugins/openai/lib/text/json-answer';
import { readOutputFields } from '../../plugins/openai/lib/text/output-fields';
import { createCheck } from '../../plugins/openai/lib/text/schema-check';
import { cutAtStop, toStops } from '../../plugins/openai/lib/text/stop-sequence';
import { inspectSchema, toResponseFormat, toTextFormat } from '../../plugins/openai/lib/text/structured-output';
import { describeSuffix } from '../../plugins/openai/lib/text/suffix';
import { toToolCall } from '../../plugins/openai/lib/text/tool-call';
import { group, Page, plainText, show } from './lines';

/** What texts are read as: output fields, answers as JSON, schemas, functions, messages of both APIs. */

expect.addSnapshotSerializer(plainText);

/** A schema on few characters. */
const tellSchema = (schema: unknown): string =>
  JSON.stringify(schema).replaceAll('"additionalProperties":false', '…').replaceAll('"type":', '');

const fields: unknown[] = [
  ...[
    'a',
    'a, b',
    'a; b',
    'a\nb',
    ' a ,, b ; ',
    '',
    ' ',
    ',',
    'a:',
    'a: ',
    ': text',
    'a: text',
    'a: Text',
    'a: zinc',
    'a: txet',
    'a text',
    'a = number',
    'a number',
    'a b',
    'a b: text',
    '"a b": number',
    "'a b'",
    '“a b”',
    '"": text',
    '1a',
    'a-b',
    'a.b',
    'ä_ö$',
    '$a',
    '-a',
  ],
  ...[
    'a?',
    'a?: number',
    'a: number?',
    'a: number | null',
    'a: null',
    'a: text (optional)',
    'a: text (a note)',
    'a (note one) (note two)',
    'a: number # a comment',
    'a: number // a comment',
    'a: number -- a comment',
    'a: text (required)',
    'a ()',
    'a: text (unclosed',
    'a, a',
    'a: number, a: text',
  ],
  ...[
    'a: x | y',
    'a: "x y" | z',
    'a: 1 | 2',
    'a: 1 | 2.5',
    'a: 1 | x',
    'a: "1" | "2"',
    'a: x |',
    'a: | x',
    'a: x || y',
    'a: x | x',
    'a: text | number',
    'a: x | null',
    'a: x y | z',
    'a: (x | y)[]',
    'a: x | y[]',
    'a: number | list of text',
    'a: { b } | { c }',
    'a: true | false',
    'a: yes | no',
  ],
  ...[
    'a: list',
    'a: list of number',
    'a: lists of text',
    'a: array of x | y',
    'a: list<number>',
    'a: array<x | y>',
    'a: list<number',
    'a: [number]',
    'a: [x | y]',
    'a: [number',
    'a: number[]',
    'a: number[][]',
    'a: number[',
    'a: []',
    'a: list of',
    'a: list of { b }',
    'a: list of list of number',
    'list',
    'a: list of 1..5',
  ],
  ...[
    'a: { b, c: number }',
    'a { b }',
    'a: { }',
    'a: {',
    'a: { b',
    'a: { b } c',
    '{ a, b }',
    '{ a, b',
    '{ a } b',
    'a }',
    'a: { b: { c: { d } } }',
    `a${': { a'.repeat(9)}${' }'.repeat(9)}`,
    `a${': { a'.repeat(10)}${' }'.repeat(10)}`,
    'a: { b, b }',
    'a: { 1b }, c',
    'a: { 1b, c }, d: zinc, e',
  ],
  ...[
    'a: 1..5',
    'a: 0.5..2',
    'a: -5..5',
    'a: 5..1',
    'a: 1-5',
    'a: 1–5',
    'a: number 1..5',
    'a: integer 1..5',
    'a: 1..',
    'a: ..5',
    'a: date',
    'a: datetime',
    'a: date and time',
    'a: e-mail',
    'a: url',
    'a: whole number',
    'a: yes/no',
    'a: money',
  ],
  ...[
    '{"a": 1}',
    '{"a": ',
    '[{"a"',
    '{ "a": "b" }',
    'a: number,\nb: zinc\nc: @',
    'a: @',
    '@',
    'a < b',
    'a > b',
    'a: <number>',
    'a | b',
    'a: "x',
    "a: 'x",
    'a: x "y" z',
    'a\tb',
    'a ‐ b',
    '- a\n- b: number',
    '* a',
    '1. a\n2. b',
    'a: text.',
  ],
  ...[
    [],
    ['a', 'b: number'],
    ['a', 7],
    [{ name: 'a' }],
    [{ name: 'a', type: 'number', description: 'd' }],
    [{ name: 'a', type: 'zinc' }],
    [{ name: 'a', type: 7 }],
    [{ name: 'a', required: false }],
    [{ name: 'a' }, { name: 'a' }],
    [{ name: 'a b', type: 'x | y' }],
    [{ name: 'a', price: 1 }],
    [{ name: 'a', description: '' }],
    [{ x: 1 }, { x: 2, y: null }],
  ],
  ...[
    {},
    { a: 1 },
    { a: 'x' },
    { a: true, b: null },
    { 'a?': 1 },
    { '?': 1 },
    { a: [] },
    { a: [1, 2] },
    { a: [1, 'x'] },
    { a: [{ b: 1 }, { c: 'x' }] },
    { a: [{ b: [1] }, { b: ['x'] }] },
    { a: [{ b: null }, { b: 1 }] },
    { a: {} },
    { a: { b: 'text' } },
    { a: [{}] },
    { a: [[1], [2]] },
  ],
  ...[
    { a: '2026-11-02' },
    { a: '2026-11-02T10:00:00Z' },
    { a: '2026-11-02T10:00:00.5+01:00' },
    { a: '2026-11-02 10:00' },
    { a: 'number' },
    { a: 'x | y' },
    { a: 'x |' },
    { a: 'a, b' },
    { a: '1..5' },
    { a: 'yes/no' },
    { a: 'Some words' },
  ],
];

it('output fields in every form', () => {
  const told = fields.map((option): [string, string] => {
    const { schema, problems } = readOutputFields(option as string);
    return [
      show(option),
      problems.length > 0
        ? `ERROR ${problems.map(({ message }) => message.replace('output_fields', '')).join(' | ')}`
        : tellSchema(schema['properties'] ?? schema),
    ];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('answers as JSON', () => {
  const texts = [
    '{"a":1}',
    ' {"a":1} ',
    '\uFEFF{"a":1}',
    '[1]',
    '7',
    '"x"',
    'null',
    '',
    'zinc',
    '{"a":',
    '```json\n{"a":1}\n```',
    '```\n{"a":1}\n```',
    '```{"a":1}```',
    'So:\n```json\n{"a":1}\n```\nDone',
    'So:\n{"a":1}\nDone',
    'So: {"a":1}',
    'So:\n[1,\n2]\n',
    '<think>hm</think>{"a":1}',
    'hm</think>\n{"a":1}',
    '<thinking>hm {"b":2}</thinking>{"a":1}',
    '<reasoning>hm</reasoning>',
    '<think>hm{"a":1}',
    '<zinc>hm</zinc>{"a":1}',
    '{"a":1}{"b":2}',
  ];
  const told: [string, string][] = [];
  for (const text of texts)
    for (const ending of ['whole', 'cut', 'filtered'] as const) {
      try {
        told.push([`${show(text)} ${ending},`, show(parseAnswer(text, ending))]);
      } catch (error) {
        told.push([
          `${show(text)} ${ending},`,
          `ERROR ${Reflect.get(Object(error), 'code')}: ${error instanceof Error ? error.message : error}`,
        ]);
      }
    }
  const thoughts = texts.map((text): [string, string] => [`thought of ${show(text)}`, show(splitThought(text))]);
  expect(new Page(group([...told, ...thoughts]))).toMatchSnapshot();
});

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const schemas: Record<string, [schema: Record<string, unknown>, ...values: unknown[]]> = {
  object: [
    object({ a: { type: 'number' } }, { required: ['a'], additionalProperties: false }),
    { a: 1 },
    {},
    { a: '1' },
    { a: 1, b: 2 },
    [],
    null,
    'x',
    { a: null },
  ],
  bounds: [
    object({ a: { type: 'integer', minimum: 1, maximum: 5 } }),
    { a: 1 },
    { a: 5 },
    { a: 0 },
    { a: 6 },
    { a: 1.5 },
  ],
  exclusive: [
    object({ a: { exclusiveMinimum: 1, exclusiveMaximum: 5, multipleOf: 2 } }),
    { a: 1 },
    { a: 5 },
    { a: 2 },
    { a: 3 },
  ],
  words: [object({ a: { enum: ['x', 'y', null] } }), { a: 'x' }, { a: null }, { a: 'z' }, { a: 7 }],
  constant: [object({ a: { const: 'x' } }), { a: 'x' }, { a: 'y' }],
  text: [
    object({ a: { type: 'string', minLength: 2, maxLength: 3, pattern: '^z' } }),
    { a: 'zi' },
    { a: 'z' },
    { a: 'zinc' },
    { a: 'ti' },
  ],
  formats: [
    object({ a: { type: 'string', format: 'date' }, b: { type: 'string', format: 'email' } }),
    { a: '2026-11-02', b: 'a@b.invalid' },
    { a: 'soon' },
    { b: 'zinc' },
  ],
  lists: [
    object({ a: { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: 2, uniqueItems: true } }),
    { a: [1] },
    { a: [] },
    { a: [1, 2, 3] },
    { a: [1, 1] },
    { a: ['x'] },
  ],
  'lists of objects': [
    object({ a: { type: 'array', items: object({ b: { type: 'string' } }, { required: ['b'] }) } }),
    { a: [{ b: 'x' }] },
    { a: [{}] },
    { a: [{ b: 1 }, { b: 2 }] },
  ],
  either: [object({ a: { anyOf: [{ type: 'number' }, { type: 'null' }] } }), { a: 1 }, { a: null }, { a: 'x' }],
  'by reference': [object({ a: { $ref: '#/$defs/b' } }, { $defs: { b: { type: 'number' } } }), { a: 1 }, { a: 'x' }],
  'several faults': [
    object(Object.fromEntries([...'abcdefghijkl'].map(name => [name, { type: 'number' }])), {
      required: [...'abcdefghijkl'],
    }),
    {},
    { a: 'x', b: 'y' },
  ],
  types: [
    object({ a: { type: ['string', 'null'] }, b: { type: 'boolean' } }),
    { a: null, b: true },
    { a: 1, b: 'x' },
    { b: {} },
    { b: 'a long text that says much, more than forty letters' },
  ],
  broken: [{ type: 'zinc' } as Record<string, unknown>, {}, 1],
  'a pattern that is none': [object({ a: { pattern: '(' } }), { a: 'x' }],
};

it('answers by their schemas', () => {
  const lines: string[] = [];
  for (const [name, [schema, ...values]] of Object.entries(schemas)) {
    lines.push(`${name}: ${JSON.stringify(schema)}`);
    const warned: string[] = [];
    const check = createCheck(schema, (_, reason) => warned.push(reason));
    const told = values.map((value): [string, string] => {
      try {
        check(value, show(value));
        return [show(value), 'fits'];
      } catch (error) {
        const { code, problems } = Object(error);
        return [show(value), `ERROR ${code}: ${error instanceof Error ? error.message : error} ${show(problems)}`];
      }
    });
    lines.push(...group(told).map(line => `  ${line}`), ...warned.map(reason => `  ! ${reason}`));
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('formats that are asked for', () => {
  const own = {
    name: 'own',
    schema: object({ a: { type: 'string' } }, { required: ['a'], additionalProperties: false }),
    strict: true,
  };
  const options: object[] = [
    {},
    ...['text', 'json_object', 'json_schema', 'zinc'].map(response_format => ({ response_format })),
    { json_schema: own },
    { json_schema: own, response_format: 'text' },
    { json_schema: own, response_format: 'json_object' },
    { json_schema: { json_schema: own } },
    { json_schema: { type: 'json_schema', json_schema: own } },
    { json_schema: { format: { type: 'json_schema', ...own } } },
    { json_schema: own.schema },
    { json_schema: { ...own.schema, title: 'A title with spaces', description: 'd' } },
    { json_schema: { ...own, name: 'x'.repeat(70) } },
    { json_schema: { ...own, name: 'ä b' } },
    { json_schema: { ...own, name: '' } },
    { json_schema: { ...own, strict: false } },
    { json_schema: { ...own, strict: 'true' } },
    { json_schema: object({ a: { type: 'string' } }) },
    {
      json_schema: object(
        { a: object({ b: {} }), c: { type: 'array', items: object({ d: {} }) }, e: { anyOf: [object({ f: {} })] } },
        { $defs: { g: object({ h: {} }) } }
      ),
    },
    { json_schema: { type: 'array', items: {} } },
    { json_schema: {} },
    { json_schema: { schema: 7 } },
    { output_fields: 'a' },
    { output_fields: 'a', json_schema: own },
    { output_fields: own.schema },
    { output_fields: '' },
  ];
  const told = options.map((one): [string, string] => {
    const problems = inspectSchema(one);
    if (problems.length > 0) return [show(one), `ERROR ${problems.map(({ message }) => message).join(' | ')}`];
    return [show(one), `${JSON.stringify(toResponseFormat(one))} or ${JSON.stringify(toTextFormat(one))}`];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('functions in both forms, and how they are chosen', () => {
  const grammar = { syntax: 'lark', definition: 'x' };
  const entries = [
    { name: 'a' },
    { name: 'b', description: 'd', parameters: { type: 'object' }, strict: true, other: 1 },
    { type: 'function', function: { name: 'c' }, strict: true },
    { type: 'function', name: 'd' },
    { type: 'custom', custom: { name: 'e', format: { type: 'grammar', grammar } } },
    { type: 'custom', name: 'f', format: { type: 'grammar', ...grammar } },
    { type: 'custom', name: 'g', format: { type: 'text' } },
    { type: 'custom', name: 'h', format: 'text' },
  ] as unknown[] as FunctionOption[];
  const tools = [
    { type: 'mcp', server_label: 's' },
    { type: 'web_search' },
    { type: 'image_generation' },
    { type: 'custom', name: 'own' },
    { type: 'code_interpreter' },
  ] as never[];
  const choices = [
    'auto',
    'none',
    'required',
    'a',
    'e',
    'own',
    'zinc',
    'mcp',
    'web_search',
    'image_generation',
    'code_interpreter',
    { type: 'x' },
  ];
  const lines = [
    ...toChatTools(entries).map(show),
    ...toResponseTools(entries).map(show),
    ...choices.map(
      choice =>
        `${show(choice)}: ${show(toChatToolChoice(choice, entries))} or ${show(toResponseToolChoice(choice, tools))}`
    ),
    ...choices.map(choice => `${show(choice)} is checked: ${show(inspectFunctions(entries, choice, tools))}`),
    show(inspectFunctions([], 'auto')),
    show(inspectFunctions([], undefined)),
    show(
      inspectFunctions([
        { name: 'a' },
        { name: 'a' },
        { name: 'x'.repeat(64) },
        { name: 'x'.repeat(65) },
        { name: 'a b' },
        { name: '' },
        {},
        { name: 7 },
      ] as unknown[] as FunctionOption[])
    ),
  ];
  expect(new Page(lines)).toMatchSnapshot();
});

const messages: object[] = [
  { role: 'user', content: 'a' },
  { role: 'user', content: '' },
  { role: 'user', content: null },
  { role: 'system', content: [{ type: 'text', text: 'a' }] },
  {
    role: 'user',
    content: [
      { type: 'text' },
      { type: 'image_url', image_url: 'u' },
      { type: 'image_url', image_url: { url: 'u', detail: 'low' } },
      { type: 'file', file: { file_id: 'f' } },
      { type: 'file' },
      { type: 'input_text', text: 'b' },
    ],
  },
  { role: 'assistant', content: 'a', refusal: null, tool_calls: [], annotations: [], audio: null, name: 'n', id: 'i' },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'a' },
      { type: 'refusal', refusal: 'no' },
    ],
  },
  { role: 'assistant', content: null, refusal: 'no' },
  {
    role: 'assistant',
    content: 'a',
    reasoning: 'r',
    reasoning_content: 'r',
    reasoning_details: [],
    parsed: {},
    prefix: true,
    thinking_blocks: [],
    provider_specific_fields: {},
  },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', function: { name: 'f', arguments: '' } }, { id: 'k', custom: { name: 'g' } }, { id: 'x' }],
  },
  { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
  { role: 'tool', tool_call_id: 'c', content: 'out' },
  { role: 'tool', tool_call_id: 'k', content: [{ type: 'text', text: 'out' }] },
  { role: 'function', name: 'f', content: null },
  {
    type: 'message',
    role: 'user',
    content: [
      { type: 'input_text', text: 'a' },
      { type: 'input_image', image_url: 'u', detail: 'low' },
      { type: 'input_image', image_url: 'u' },
      { type: 'input_image', file_id: 'f' },
      { type: 'input_file', file_id: 'f' },
      { type: 'input_file', file_data: 'd', filename: 'n' },
      'x',
    ],
  },
  {
    type: 'message',
    role: 'assistant',
    id: 'm',
    status: 'completed',
    phase: 'p',
    content: [{ type: 'output_text', text: 'a' }],
  },
  { type: 'function_call', call_id: 'c', name: 'f', arguments: '' },
  { type: 'custom_tool_call', call_id: 'c', name: 'f', input: 'i' },
  { type: 'function_call_output', call_id: 'c', output: 'o' },
  { type: 'custom_tool_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'o' }] },
  { type: 'reasoning', id: 'r' },
  { type: 'web_search_call' },
  { type: 'zinc' },
  { id: 'x' },
];

it('messages of a history in both forms', () => {
  const lines = messages.map(message => {
    const warned: string[] = [];
    const chat = toChatHistory([message], (_, reason) => warned.push(reason));
    return `${show(message)}\n  chat ${show(chat)} ${warned.join(' ')}\n  response ${show(toHistoryItems([message as never]))}`;
  });
  const warned: string[] = [];
  lines.push(`all as a chat: ${show(toChatHistory(messages, (_, reason) => warned.push(reason)).length)} ${warned}`);
  lines.push(`a result of a custom call: ${show(toHistoryItems(messages.slice(9, 13) as never[]))}`);
  lines.push(
    `calls after words: ${show(toChatHistory([{ role: 'assistant', content: 'a' }, ...messages.slice(16, 20)], () => {}))}`
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('replies to calls', () => {
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEElEQVQImWM4IScHRwzIHABvCggh6kTf5AAAAABJRU5ErkJggg==';
  const types = [
    undefined,
    'function',
    'function_call',
    'function_call_output',
    'custom',
    'custom_tool',
    'custom_tool_call_output',
    'shell',
    'shell_call',
    'local_shell',
    'local_shell_call',
    'apply_patch',
    'apply_patch_call',
    'zinc',
  ];
  const replies: object[] = [
    ...types.flatMap(type =>
      ['text', { a: 1 }, [1], null, undefined].map(output => ({ id: 'c', output, ...(type !== undefined && { type }) }))
    ),
    ...['failed', 'completed', 'zinc'].map(status => ({ id: 'c', type: 'apply_patch', output: 'x', status })),
    { id: 'a', approve: true },
    { id: 'a', approve: false, reason: 'no' },
    { id: 's', screenshot: png, acknowledged_safety_checks: [{ id: 'k' }] },
    { id: 's', screenshot: 'file-abc' },
    { id: 's', screenshot: 'https://a.invalid/x.png' },
    ...['YWJj', { text: 'x' }, 7, null, ''].map(screenshot => ({ id: 's', screenshot })),
    { call_id: 'c', type: 'x' },
    { approval_request_id: 'c', type: 'x' },
    { output: 'x' },
    { id: 'c' },
    {},
  ];
  const told = replies.map((reply): [string, string] => {
    const problems = inspectOutputs([reply as never]);
    return [
      show(reply),
      problems.length > 0
        ? `ERROR ${problems.map(({ message }) => message).join(' | ')}`
        : show(toOutputItem(reply as never)),
    ];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('small things', () => {
  const contents: unknown[] = [
    undefined,
    null,
    '',
    'a',
    7,
    true,
    [],
    ['a', 'b'],
    [null, 7, {}],
    {},
    { a: 1 },
    { text: 'a' },
    { type: 'text' },
    { type: 'thinking', thinking: 'h' },
    { type: 'reasoning', reasoning: 'h' },
    { type: 'redacted_thinking', text: 'h' },
    { type: 'refusal', refusal: 'n' },
    [{ type: 'reasoning_text', text: 'h' }, { text: 'a' }, { refusal: 'n' }],
  ];
  const lines = [
    ...contents.map(content => `${show(content)}: ${show(readContent(content))}`),
    ...[undefined, '', 'a', ['a', 'b'], []].map(stop => `${show(stop)} stops at ${show(toStops(stop))}`),
    ...[
      ['aXbYc', ['X', 'Y']],
      ['aXbYc', ['Y', 'X']],
      ['abc', ['X']],
      ['X', ['X']],
      ['abc', []],
      ['abc', ['']],
    ].map(
      ([text, stops]) => `${show(text)} cut at ${show(stops)}: ${show(cutAtStop(text as string, stops as string[]))}`
    ),
    ...['{"a":1}', '7', '[]', '', '{', 'null', '"x"'].map(
      text => `a call with ${text}: ${show(toToolCall('i', 'n', text))}`
    ),
    describeSuffix('and so on'),
  ];
  expect(new Page(lines)).toMatchSnapshot();
});
