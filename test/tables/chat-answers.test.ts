import { readContent } from '../../plugins/openai/lib/text/answer-content';
import { readCompletion, readMessage, toArguments } from '../../plugins/openai/lib/text/chat-completion';
import {
  checkChoice,
  describeChat,
  readChat,
  toNextHistory,
  warnOfEnd,
} from '../../plugins/openai/lib/text/chat-result';
import { parseAnswer, splitThought, toEnding } from '../../plugins/openai/lib/text/json-answer';
import { group, Page, plainText, show } from './lines';

/** What is read of a chat completion, whichever way a server writes it. */

expect.addSnapshotSerializer(plainText);

function fault(error: unknown): string {
  const { code, reason, text, cause, body } = Object(error);
  return `ERROR ${show({ code, reason, text, cause: cause && fault(cause), body })}`;
}

it('completions in their envelopes', () => {
  const choices = [{ message: { content: 'a' } }];
  const other = [{ message: { content: 'b' } }];
  const responses: unknown[] = [
    ...['result', 'data', 'response', 'zinc'].map(name => ({ [name]: { choices } })),
    { choices, data: { choices: other }, message: { content: 'c' } },
    { result: 'x', data: { id: 'none' }, response: { choices } },
    { message: { content: 'c' }, id: 'i' },
    ...[[], null, 'text', 7, undefined, { choices: choices[0] }, { choices: [null, 7, {}] }],
  ];
  expect(new Page(responses.map(one => `${show(one)}: ${show(readCompletion(one))}`))).toMatchSnapshot();
});

it('thoughts, wherever they stand', () => {
  const types = 'thinking reasoning reasoning_text reasoning_content redacted_thinking text zinc'.split(' ');
  const parts = [
    ...types.map(type => ({ type, text: 'h' })),
    ...[{ type: 'thinking' }, { type: 'thinking', thinking: 't', reasoning: 'r', text: 'x' }],
    ...[
      { type: 'thinking', reasoning: 'r', text: 'x' },
      { type: 'thinking', thinking: [{ text: 'a' }, 'b'] },
    ],
    ...[
      { refusal: 'no', text: 'x' },
      { type: 'text', refusal: 7, text: 'x' },
    ],
  ];
  const messages: object[] = [
    ...['reasoning_content', 'reasoning'].flatMap(name =>
      ['h', '', ['a', { text: 'b' }], { a: 1 }, 7].map(value => ({ [name]: value }))
    ),
    { reasoning_content: '', reasoning: 'r' },
    { reasoning_content: 'c', reasoning: 'r' },
    { content: [{ type: 'thinking', thinking: 'own' }, 'a'], reasoning: 'r' },
    { reasoning: 'r', reasoning_details: [{ text: 'd' }] },
    { reasoning_details: [{ text: 'd', summary: 's' }, { summary: 's' }, { text: '' }, { data: 'x' }] },
    { content: [{ refusal: 'part' }], refusal: 'own' },
    { content: [{ refusal: 'part' }], refusal: '' },
  ];
  const lines = [
    ...parts.map(part => `${show(part)}: ${show(readContent(part))} or ${show(readContent([part, 'z']))}`),
    ...messages.map(message => `${show(message)}: ${show(readMessage(message))}`),
    ...[undefined, '', '{}', { a: 1 }, null, 7].map(value => `arguments ${show(value)}: ${toArguments(value)}`),
    ...[
      '</think>a',
      'so <think>hm</think> a',
      ' <THINK> hm </Reasoning> a ',
      '<think>a</think>b</think>c',
      '<think><think>a</think>',
      'a <think>b',
    ].map(text => `${text}: ${show(splitThought(text))}`),
  ];
  expect(new Page(lines)).toMatchSnapshot();
});

it('reasons why an answer ends', () => {
  const cut = 'length max_tokens max_output_tokens model_length model_context_window_exceeded';
  const filtered = 'content_filter content_filtered safety recitation prohibited_content blocklist spii sensitive';
  const reasons = [...`${cut} ${filtered} stop zinc`.split(' '), 'MAX_TOKENS', 'SAFETY', '', undefined];
  const choice = { text: 'a', tool_calls: [] };
  const call = { id: 'c', name: 'f', arguments: {} };
  const told = reasons.map((reason): [string, string] => {
    const warned: string[] = [];
    warnOfEnd({ ...choice, ...(reason && { finish_reason: reason }) }, (...one) => warned.push(one.join(': ')));
    return [`${reason},`, `${toEnding(reason)}, ${warned.join(' ') || 'no warning'}`];
  });
  const empty = [{}, { refusal: 'no' }, { refusal: '' }, { tool_calls: [call] }, { finish_reason: 'length' }];
  const others = empty.map((more): [string, string] => {
    const warned: string[] = [];
    warnOfEnd({ ...choice, text: '', ...more }, (...one) => warned.push(one.join(': ')));
    return [`no text, ${show(more)}`, warned.join(' ') || 'no warning'];
  });
  expect(new Page(group([...told, ...others]))).toMatchSnapshot();
});

const call = (more: object) => ({ message: { content: null, tool_calls: [more] } });
const named = { function: { name: 'f', arguments: '{"a":1}' } };

it('choices, and the message for the next turn', () => {
  const completions: Record<string, object[]> = {
    none: [],
    text: [{ message: { content: 'a' }, finish_reason: 'stop' }],
    'text of a piece': [{ delta: { content: 'a' } }],
    'text alone': [{ text: 'a' }],
    'an empty text': [{ message: { content: '' } }],
    nothing: [{ message: {} }],
    'nothing, cut': [{ message: {}, finish_reason: 'length' }],
    'nothing, filtered': [{ message: {}, finish_reason: 'content_filter' }],
    'a refusal, filtered': [{ message: { refusal: 'no' }, finish_reason: 'content_filter' }],
    'a thought alone': [{ message: { reasoning: 'h' } }],
    failed: [{ message: { content: 'half' }, finish_reason: 'abort' }],
    'an error': [{ message: { content: 'half' }, error: { message: 'No', code: 'c' } }],
    'an error of no form': [{ error: {} }],
    'one unusable of two': [{ message: {} }, { message: { content: 'b' } }],
    'two unusable': [{ message: {} }, { error: 'No' }],
    'a call': [call({ id: 'c', ...named })],
    'a call without id': [call(named)],
    'a call without arguments': [call({ id: 'c', function: { name: 'f' } })],
    'a custom call': [call({ id: 'c', custom: { name: 'f', input: 'i' } })],
    'a custom call without input': [call({ id: 'c', custom: { name: 'f' } })],
    'a call of both kinds': [call({ id: 'c', ...named, custom: { name: 'g', input: 'i' } })],
    'a call without a name': [call({ id: 'c', function: {} })],
    'a signed call': [call({ id: 'c', ...named, extra_content: { google: 1 } })],
    'an older call': [{ message: { function_call: named.function } }],
    'an older call of a piece': [{ delta: { function_call: named.function } }],
    'a call beside a refusal': [{ message: { refusal: 'no', tool_calls: [{ id: 'c', ...named }] } }],
    ...Object.fromEntries(
      [
        { reasoning_content: 'h' },
        { reasoning: 'h' },
        { reasoning: ['h'] },
        { reasoning_content: ['h'], reasoning: 'r' },
        { reasoning: 'h', reasoning_details: [{ a: 1 }] },
      ].flatMap(more => [
        [`thoughts ${show(more)}`, [{ message: { content: 'a', ...more } }]],
        [`thoughts ${show(more)} of a call`, [{ message: { tool_calls: [{ id: 'c', ...named }], ...more } }]],
      ])
    ),
  };
  const lines = Object.entries(completions).flatMap(([name, choices]) =>
    [false, true].map(isJson => {
      const warned: string[] = [];
      const warn = (...one: string[]) => warned.push(one.join(': '));
      let told: string;
      try {
        const { choices: found, message } = readChat({ id: 'i', choices }, { isJson, stops: [], warn });
        told = `${show(found)} next ${show(message)}`;
      } catch (error) {
        told = fault(error);
      }
      return [`${name}${isJson ? ' as JSON' : ''},`, `${told} ${warned.join(' ')}`] as [string, string];
    })
  );
  expect(new Page(group(lines))).toMatchSnapshot();
});

it('answers with thoughts in tags, stops and usage', () => {
  const body = (content: string) => ({
    id: 'i',
    model: 'm',
    service_tier: 'flex',
    choices: [{ message: { content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });
  const thought = '<think>h</think>{"a":1}';
  const answers = [
    readChat(body(thought), { isJson: false, stops: [] }),
    readChat(body(thought), { isJson: true, stops: [] }),
    readChat(body('a END b'), { isJson: false, stops: ['END'] }),
    readChat({ choices: [{ message: { content: 'a' } }] }, { isJson: false, stops: [] }),
  ];
  const checked: unknown[] = [];
  readChat(body(thought), { isJson: true, stops: [], check: (...one) => checked.push(one) });
  const history = [{ role: 'user' as const, content: 'first' }];
  const lines = answers.flatMap(answer => [
    show(answer),
    `described ${show(describeChat(answer))}`,
    `next ${show(toNextHistory(history, 'second', answer))}`,
    `without a prompt ${show(toNextHistory([], undefined, answer))}`,
  ]);
  expect(new Page([...lines, `checked ${show(checked)}`])).toMatchSnapshot();
});

it('errors in place of the only choice', () => {
  const error = { message: 'No', type: 't' };
  const bodies: object[] = [
    ...[{}, { choices: [] }, { choices: [{ message: { content: 'a' } }] }, { choices: [{ error }] }].map(one => one),
    ...['', 'a'].map(content => ({ choices: [{ error, message: { content } }] })),
    ...[{ choices: [{ error }, {}] }, { choices: [{ error: 'No' }] }, { choices: [{ error: { code: 'c' } }] }],
  ];
  const told = bodies.map((body): [string, string] => {
    try {
      checkChoice(body);
      return [show(body), 'fine'];
    } catch (thrown) {
      return [show(body), fault(thrown)];
    }
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('JSON within an answer', () => {
  const texts = [
    ...[
      '{"a":"</think>"}',
      '\uFEFF{"a":"</think>"}',
      '{"a":"x\uFEFF"}',
      '<think>{"b":2}</think>\n```json\n{"a":1}\n```',
    ],
    ...[
      '```json5 {"a":1}```',
      '```json  \n{"a":1}```',
      '```x y\n{"a":1}```',
      '```{"a":1}',
      '```\n```',
      '``` ```{"a":1}```',
    ],
    ...[
      'So:\n{"a":1}',
      '{"a":1}\nDone',
      'So:\n [1]\nDone',
      'So:\n[1] Done',
      '[1\n]\n{"a":1}',
      'x\n{\n"a":1\n}\ny',
      '{a}\n[1]',
    ],
  ];
  const told = texts.map((text): [string, string] => {
    try {
      return [show(text), show(parseAnswer(text, 'whole'))];
    } catch (error) {
      return [show(text), fault(error)];
    }
  });
  expect(new Page(group(told)).text.replaceAll('\uFEFF', 'BOM')).toMatchSnapshot();
});
