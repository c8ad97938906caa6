import { collectChat } from '../../plugins/openai/lib/text/chat-stream';
import { readPlainDelta } from '../../plugins/openai/lib/text/plain-delta';
import { createStopFilter } from '../../plugins/openai/lib/text/stop-sequence';
import { group, Page, plainText, show } from './lines';

/** A chat that comes in pieces: what is shown of it, and what it adds up to. */

expect.addSnapshotSerializer(plainText);

const head = { id: 'c', created: 1, model: 'm' };
const piece = (delta: object, more: object = {}) => ({ choices: [{ index: 0, delta, ...more }] });
const text = (content: unknown, more: object = {}) => ({ ...head, ...piece({ content }), ...more });
const end = { ...head, ...piece({}, { finish_reason: 'stop' }) };

function tell(events: object[], stops: string[] = [], isClosed = false): string {
  const warned: string[] = [];
  const collector = collectChat(stops, (...one) => warned.push(one.join(': ')));
  const shown = events.map(event => collector.take(event).map(progress => ('text' in progress ? progress.text : '')));
  const whole = collector.finish(isClosed);
  return `${show(shown)} text ${show(collector.text?.())} whole ${show(whole)} ${warned.join(' ')}`;
}

it('what a stream adds up to', () => {
  const call = { tool_calls: [{ index: 0, id: 'x', function: { name: 'f', arguments: '{}' } }] };
  const streams: Record<string, object[]> = {
    nothing: [],
    'nothing but an end': [end],
    'a text': [text('a'), text('b'), text('c'), end],
    'an empty text': [text(''), end],
    'an id that comes later': [piece({ content: 'a' }), { ...piece({ content: 'b' }), id: 'c' }, end],
    'an empty id first': [text('a', { id: '' }), text('b', { id: 'd' }), end],
    'an empty model first': [text('a', { model: '' }), text('b', { model: 'n' }), end],
    'another id': [text('a'), text('b', { id: 'd' }), end],
    'a day that comes later': [text('a', { created: undefined }), text('b', { created: 2 }), end],
    'a model that comes later': [text('a', { model: undefined }), text('b', { model: 'n' }), end],
    'another model': [text('a'), text('b', { model: 'n' }), end],
    'a tier that comes later': [text('a'), text('b', { service_tier: 'flex' }), text('c'), end],
    'a tier that changes': [text('a', { service_tier: 'auto' }), text('b', { service_tier: 'flex' }), end],
    'usage twice': [text('a', { usage: { total_tokens: 1 } }), text('b', { usage: { total_tokens: 2 } }), end],
    'usage that is null': [text('a', { usage: null }), text('b', { usage: null }), end],
    'a message of an older server': [text('a'), text('b', { message: { content: 'z' } }), end],
    'a text in parts': [text('a'), text([{ text: 'b' }, { type: 'thinking', thinking: 'h' }, { refusal: 'no' }]), end],
    'parts twice': [text([{ type: 'thinking', thinking: 'h' }]), text([{ type: 'thinking', thinking: 'm' }]), end],
    'a refusal in parts': [text([{ refusal: 'n' }]), text([{ refusal: 'o' }]), end],
    'texts of older servers': [{ choices: [{ text: 'a' }] }, { choices: [{ text: 'b', finish_reason: 'stop' }] }],
    'thoughts of two names': [piece({ reasoning: 'a' }), piece({ reasoning: 'b', reasoning_content: 'c' }), end],
    'thoughts of no text': [piece({ reasoning: ['a'] }), piece({ reasoning_content: 7 }), end],
    details: [piece({ reasoning_details: [{ a: 1 }] }), piece({ reasoning_details: [{ b: 2 }] }), end],
    'a call': [piece(call), end],
    'an older call': [piece({ function_call: { name: 'f' } }), piece({ function_call: { arguments: '{}' } }), end],
    'both calls': [piece({ ...call, function_call: { name: 'g' } }), end],
    'no index': [{ choices: [{ delta: { content: 'a' } }, { delta: { content: 'b' } }] }, end],
    'no index of a later text': [text('a'), { ...head, choices: [{ delta: { content: 'b' } }] }, end],
    'an index that is none': [text('a'), { ...head, choices: [{ index: 'x', delta: { content: 'b' } }] }, end],
    'two at once': [text('a'), { ...head, choices: [0, 1].map(index => ({ index, delta: { content: 'b' } })) }, end],
    'the second first': [piece({ content: 'b' }, { index: 1, finish_reason: 'stop' }), text('a'), text('a'), end],
    'a reason twice': [piece({}, { finish_reason: 'stop' }), piece({}, { finish_reason: 'length' })],
    'a reason and a text': [text('a'), piece({ content: 'b' }, { finish_reason: 'stop' })],
    'an error that is empty': [text('a'), piece({}, { error: '' })],
    'an error and a reason': [text('a'), piece({}, { error: 'No', finish_reason: 'stop' })],
  };
  const told = Object.entries(streams).flatMap(([name, events]) =>
    [false, true].map((isClosed): [string, string] => [
      `${name}${isClosed ? ', closed' : ''},`,
      tell(events, [], isClosed),
    ])
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a whole message at the end', () => {
  const whole = (message: object) => ({ choices: [{ index: 0, message, finish_reason: 'stop' }] });
  const calls = { tool_calls: [{ id: 'x', function: { name: 'f', arguments: '{}' } }] };
  const messages: object[] = [
    ...['', 'a', 'xy', 'abc', [{ text: 'abc' }]].map(content => ({ content })),
    ...[calls, { refusal: 'no', reasoning: 'h' }, {}],
  ];
  const told = messages.flatMap((message): [string, string][] => [
    [`${show(message)} after ab,`, tell([text('ab'), whole(message)])],
    [`${show(message)} alone,`, tell([whole(message)])],
    [`${show(message)} after a call,`, tell([piece({ ...calls, refusal: 'own' }), whole(message)])],
    [
      `${show(message)} beside a piece,`,
      tell([{ choices: [{ ...whole(message).choices[0], delta: { content: 'a' } }] }]),
    ],
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('stop sequences of a stream', () => {
  const streams: [string[], ...string[]][] = [
    [['#'], 'ab', 'c'],
    [['#'], 'a#b', 'c'],
    [['END'], 'a', 'b', 'c'],
    [['END'], 'abE', 'N', 'D'],
    [['END', '#'], 'a', 'b#', 'END'],
    [['END'], 'E', 'E', 'N'],
    [[], 'a', 'b'],
  ];
  const lines = streams.map(([stops, ...texts]) => {
    const filter = createStopFilter(stops);
    const shown = texts.map((one, at) => filter(one, at === texts.length - 1));
    return `${show(stops)} in ${show(texts)}: ${show(shown)} or ${tell([...texts.map(one => text(one)), end], stops)}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it('pieces that hold nothing but a text, which need no closer look', () => {
  const last = text('a');
  const pieces: unknown[] = [
    ...[text('b'), text(''), text(7), text(null), text(undefined), text([{ text: 'b' }])],
    ...['id', 'created', 'model', 'service_tier', 'message'].map(name => text('b', { [name]: 'new' })),
    ...[text('b', { usage: {} }), text('b', { usage: null }), text('b', { other: 1 })],
    ...['finish_reason', 'message', 'text', 'error'].flatMap(name => [
      { ...head, ...piece({ content: 'b' }, { [name]: '' }) },
      { ...head, ...piece({ content: 'b' }, { [name]: null }) },
    ]),
    ...['refusal', 'reasoning_content', 'reasoning', 'reasoning_details', 'tool_calls', 'function_call'].flatMap(
      name => [
        { ...head, ...piece({ content: 'b', [name]: '' }) },
        { ...head, ...piece({ content: 'b', [name]: null }) },
      ]
    ),
    ...[{ index: 3 }, { index: undefined }, { index: '1' }, { delta: 'b' }, { delta: undefined }].map(more => ({
      ...head,
      ...piece({ content: 'b' }, more),
    })),
    ...[[], [null], ['b'], 'b', undefined].map(choices => ({ ...head, choices })),
    ...[{ ...head, choices: [...text('b').choices, ...text('c').choices] }, 'b', [text('b')]],
  ];
  const told = pieces.map((one): [string, string] => [show(one), show(readPlainDelta(one as object, last))]);
  const first = [undefined, [last]].map(earlier => show(readPlainDelta(text('b'), earlier)));
  expect(new Page([...group(told), `first ${first.join(' ')}`])).toMatchSnapshot();
});
