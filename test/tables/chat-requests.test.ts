import type { Schema } from '../../plugins/openai/lib/catalogue/models';
import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { UnusableResponse } from '../../plugins/openai/lib/failures/failure';
import { type ChatOptions, inspectQuestion, toChatRequest } from '../../plugins/openai/lib/text/chat-request';
import { toContent, toHistoryContent, toImageParts } from '../../plugins/openai/lib/text/content-parts';
import {
  type FunctionOption,
  inspectFunctions,
  toChatToolChoice,
  toChatTools,
  toResponseToolChoice,
  toResponseTools,
} from '../../plugins/openai/lib/text/functions';
import { toChatHistory } from '../../plugins/openai/lib/text/history';
import { chatRepair, countRepairs, faultOf, warnOfRepair, writeFault } from '../../plugins/openai/lib/text/repair';
import type { LoadedFile } from '../../plugins/openai/lib/types/file';
import { group, Page, plainText, show } from './lines';

/** What a chat sends: files, functions, histories, and answers that are to be corrected. */

expect.addSnapshotSerializer(plainText);

const file = (mime_type: string, name: string): LoadedFile => ({
  mime_type,
  extension: name.slice(-3),
  name,
  bytes: 4,
  content: Buffer.from('Zinc'),
});

const files: Record<string, LoadedFile> = {
  png: file('image/png', 'a.png'),
  txt: file('text/plain', 'a.txt'),
  pdf: file('application/pdf', 'a.pdf'),
  id: { file_id: 'file-1' },
  link: { api_link: 'https://a.invalid/x' },
};

it('files of a turn, and what the history keeps of them', () => {
  const turns: { prompt?: string; images?: string[]; files?: string[] }[] = [
    ...[{}, { prompt: '' }, { prompt: 'Hi' }],
    ...['png', 'id', 'link'].map(name => ({ prompt: 'Hi', images: [name] })),
    ...['txt', 'pdf', 'id', 'link'].map(name => ({ prompt: 'Hi', files: [name] })),
    ...[{ images: ['png'] }, { files: ['txt'] }, { files: ['txt', 'pdf'] }, { images: ['id'], files: ['pdf'] }],
    { prompt: 'Hi', images: ['png', 'link'], files: ['id'] },
  ];
  const loaded = (names: string[] = []) => names.flatMap(name => files[name] ?? []);
  const lines = turns.map(turn => {
    const warned: string[] = [];
    const { prompt, images, files: documents } = turn;
    const kept = toHistoryContent(
      {
        ...(prompt !== undefined && { prompt }),
        ...(images && { images: loaded(images) }),
        ...(documents && { files: loaded(documents) }),
      },
      (...one) => warned.push(one.join(': '))
    );
    const sent = toContent(prompt, loaded(images), loaded(documents));
    return `${show(turn)}: ${show(sent)}, ${show(kept) === show(sent) ? 'kept' : `kept as ${show(kept)}`} ${warned.join(' ')}`;
  });
  const details = (['low', undefined] as const).map(detail =>
    show(toImageParts(loaded(['png', 'id', 'link']), detail))
  );
  expect(new Page([...lines, ...details])).toMatchSnapshot();
});

it('requests of a chat', () => {
  const model = lookUpModel('m');
  const options: Partial<ChatOptions>[] = [
    { prompt: 'Hi' },
    { prompt: 'Hi', system_prompt: 'Be brief', message_history: [{ role: 'user', content: 'first' }] },
    { prompt: 'Hi', suffix: 'end', system_prompt: 'Be brief' },
    { prompt: 'Hi', suffix: '', system_prompt: '' },
    { system_prompt: 'Be brief' },
    { images: [{ file_id: 'file-1' }] },
    { files: [{ file_id: 'file-1' }] },
    { prompt: 'Hi', images: [], files: [] },
    { prompt: 'Hi', max_tokens: 5, temperature: 0, n: 2, repair: 1 },
    { prompt: 'Hi', stop_sequence: 'END' },
    { prompt: 'Hi', stop_sequence: ['END', '#'] },
    { prompt: 'Hi', response_format: 'json_object' },
    { prompt: 'Hi', functions: [{ name: 'f' }], tool_choice: 'f' },
    { prompt: 'Hi', functions: [{ name: 'f' }] },
    { prompt: 'Hi', tool_choice: 'none' },
  ];
  const warn = () => undefined;
  const lines = options.map(one => {
    const request = toChatRequest({ model: 'm', ...one }, { model, unsupported: new Set(), warn });
    return `${show(one)}: ${show(request)}`;
  });
  const newer = { id: 'm', family: { sends: { max_tokens: 'max_completion_tokens' } } } as never;
  const given = { model: 'm', prompt: 'Hi', max_tokens: 5, stop_sequence: 'END' };
  lines.push(show(toChatRequest(given, { model: newer, unsupported: new Set(['stop_sequence']), warn })));
  const questions = [
    ...[{}, { prompt: '' }, { system_prompt: 'a' }, { message_history: [] }],
    { message_history: [{ role: 'user' as const, content: 'a' }] },
    ...[{ images: [{ file_id: 'file-1' }] }, { files: [{ file_id: 'file-1' }] }],
  ].map(one => `${show(one)} ${show(inspectQuestion(one))}`);
  expect(new Page([...lines, ...questions])).toMatchSnapshot();
});

it('functions at the limits of their names, and choices of what is not there', () => {
  const names: unknown[] = [
    'a',
    '-_9',
    'ä',
    'x'.repeat(64),
    'x'.repeat(65),
    `${'x'.repeat(70)}!`,
    '',
    7,
    null,
    undefined,
  ];
  const checks = names.map(name => show(inspectFunctions([{ name }] as FunctionOption[])));
  const tools = [{ type: 'web_search' }, { type: 'web_search' }];
  const choices = ['auto', 'f', 'web_search', 'g', 'x'.repeat(70), { type: 'any' }].flatMap(choice => [
    `${show(choice)}: ${show(inspectFunctions([{ name: 'f' }], choice, tools))}`,
    `${show(choice)} of functions alone: ${show(inspectFunctions([{ name: 'f' }], choice))}`,
    `${show(choice)} of tools alone: ${show(inspectFunctions([], choice, tools))}`,
    `${show(choice)} of nothing: ${show(inspectFunctions(undefined, choice))}`,
  ]);
  const grammar = { syntax: 'lark', definition: 'x' };
  const entries = [
    { type: 'custom', custom: { name: 'c', format: { type: 'grammar', grammar, more: 1 } } },
    { type: 'custom', name: 'c', format: { type: 'zinc', grammar: 'x' } },
    { type: 'custom', name: 'c', description: 'd' },
    { type: 'function', function: 'f', custom: { name: 'c' } },
    { name: 'f', parameters: null, strict: false },
  ] as unknown[] as FunctionOption[];
  const written = entries.map(
    entry => `${show(entry)}: ${show(toChatTools([entry]))} or ${show(toResponseTools([entry]))}`
  );
  const chosen = ['c', 'f', 'g'].map(name => `${name}: ${show(toChatToolChoice(name, entries))}`);
  const hosted = [
    ...[
      'file_search',
      'web_search_preview',
      'image_generation',
      'code_interpreter',
      'computer',
      'computer_use_preview',
    ],
    ...['shell', 'mcp', 'own'],
  ].map(type => {
    const all = [
      { type, server_label: 's', name: type },
      { type: 'custom', name: 'own' },
      { type: 'function', name: 'c' },
    ];
    return `${type}: ${show(toResponseToolChoice(type, all as never))} ${show(toResponseToolChoice(type, []))}`;
  });
  expect(new Page([...checks, ...choices, ...written, ...chosen, ...hosted])).toMatchSnapshot();
});

it('items of a history that are joined, changed or left out', () => {
  const call = (id: string, more: object = {}) => ({
    type: 'function_call',
    call_id: id,
    name: 'f',
    arguments: '{}',
    ...more,
  });
  const output = (id: string, value: unknown) => ({ type: 'function_call_output', call_id: id, output: value });
  const say = (role: string, content: unknown, more: object = {}) => ({ role, content, ...more });
  const histories: Record<string, object[]> = {
    'two calls': [call('1'), call('2')],
    'a call behind words, and its result': [say('assistant', 'a'), call('1'), output('1', 'o'), call('2')],
    'a call behind a question': [say('user', 'a'), call('1')],
    'a call behind calls': [say('assistant', null, { tool_calls: [{ id: '0' }] }), call('1', { arguments: '' })],
    'a custom call': [{ type: 'custom_tool_call', call_id: '1', name: 'f', input: '' }],
    results: [
      output('1', [{ type: 'output_text', text: 'a' }, { text: 'b' }]),
      output('2', { a: 1 }),
      output('3', null),
    ],
    'a result of a shell': [{ type: 'local_shell_call_output', call_id: '1', output: 'o' }],
    'left out without a word': ['reasoning', 'item_reference', 'compaction'].map(type => ({ type })),
    'left out': [{ type: 'web_search_call' }, { type: { toString: 1 } }, {}],
    'one left out': [{ type: 'image_generation_call' }, say('user', 'a')],
    'empty fields': [say('assistant', null, { refusal: null, tool_calls: [], audio: {}, name: '', annotations: [1] })],
    'an id of a response': [
      say(
        'assistant',
        [
          { type: 'output_text', text: 'a' },
          { type: 'output_text', text: 'b' },
        ],
        { id: 'i', status: 's', phase: 'p' }
      ),
      say('user', [{ type: 'input_text', text: 'a' }, { type: 'output_text', text: 'b' }, 'x'], { id: 'i' }),
    ],
    images: [
      say('user', [
        { type: 'input_image', image_url: 'u', detail: 'low' },
        { type: 'input_audio', data: 'd' },
        { type: 'text', text: 'own' },
        { type: 'input_file', file_id: 'f', file_data: 'd', filename: 'n' },
      ]),
    ],
    'no part of a response': [say('user', [{ type: 'x_input_text', text: 'a' }], { id: 'i' }), say('user', ['input_'])],
  };
  const lines = Object.entries(histories).map(([name, history]) => {
    const warned: string[] = [];
    const before = JSON.stringify(history);
    const told = show(toChatHistory(history, (...one) => warned.push(one.join(': '))));
    expect(JSON.stringify(history)).toBe(before);
    return `${name}: ${told} ${warned.join(' ')}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it('answers that are sent back', () => {
  const lines = ['schema_mismatch', 'invalid_json', 'output_truncated'].flatMap(code =>
    ['wrong', '', undefined].map(text => `${code} ${text}: ${show(faultOf(new UnusableResponse(code, 'Why', text)))}`)
  );
  const lengths = [1999, 2000, 2001].map(
    length => faultOf(new UnusableResponse('invalid_json', 'y'.repeat(length), 'w'))?.fault.length
  );
  const asked = [{}, { output_fields: 'a' }, { json_schema: { type: 'object' } }, { response_format: 'json_object' }];
  const told = asked.flatMap(options =>
    [undefined, 0, 1, 2].map((times): [string, string] => {
      const warned: string[] = [];
      const given = { ...options, ...(times !== undefined && { repair: times }) };
      warnOfRepair(given, (...one) => warned.push(one.join(': ')));
      return [show(given), `${countRepairs(given)} times ${warned.join(' ')}`];
    })
  );
  const faults = asked.map(options => show(writeFault(options, 'It is wrong')));
  const long = (characters: number): Schema => ({ type: 'object', description: 'z'.repeat(characters) });
  const overhead = JSON.stringify(long(0)).length;
  const edges = [20_000, 20_001].map(length => writeFault({ json_schema: long(length - overhead) }, 'It').length);
  const request = { model: 'm', messages: [{ role: 'user' as const, content: 'a' }] };
  const rejected = { options: { output_fields: 'a' }, text: '{}', fault: 'a is missing' };
  const next = [request, { ...request, tools: [] }].map(one => show(chatRepair.follow({ request: one, ...rejected })));
  expect(new Page([...lines, show(lengths), ...group(told), ...faults, show(edges), ...next])).toMatchSnapshot();
});
