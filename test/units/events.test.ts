import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import { readEvents } from '../../plugins/openai/lib/transport/events';

/** Reads a stream that arrives in these pieces. */
async function read(pieces: (string | Buffer)[]) {
  const log = { isClosed: false, unread: 0 };
  async function* body() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const events: object[] = [];
  try {
    for await (const together of readEvents(body(), log)) events.push(...together);
  } catch (error) {
    return { ...log, events, error };
  }
  return { ...log, events, error: undefined };
}

const event = (text: string) => `data: ${JSON.stringify({ text })}\n\n`;

it('characters may be split after any byte', async () => {
  const whole = Buffer.from(event('Grüße 😀 zinc'));
  for (let at = 1; at < whole.length; at += 1) {
    const { events } = await read([whole.subarray(0, at), whole.subarray(at)]);
    expect(events).toEqual([{ text: 'Grüße 😀 zinc' }]);
  }
});

it('a character may be split where lines do not end in line feeds', async () => {
  const [start, end] = [Buffer.from(`${event('a')}${event('ü')}`.replaceAll('\n', '\r')), 0xbc];
  const at = start.indexOf(end);
  const { events, unread } = await read([start.subarray(0, at), start.subarray(at)]);
  expect([events, unread]).toEqual([[{ text: 'a' }, { text: 'ü' }], 0]);
});

it('blanks around the data of an event are no part of it', async () => {
  const { events, unread, isClosed } = await read(['data:   \n\n', 'data:  {"a":1} \n\n', 'data:   [DONE] \n\n']);
  expect([events, unread, isClosed]).toEqual([[{ a: 1 }], 0, true]);
});

it('the last event needs no blank line, nor a line end', async () => {
  expect((await read([event('a'), event('b').trimEnd()])).events).toEqual([{ text: 'a' }, { text: 'b' }]);
});

it('the end that a server states is the end', async () => {
  const { events, isClosed } = await read([event('a'), 'data: [DONE]\n\n', event('b')]);
  expect([events, isClosed]).toEqual([[{ text: 'a' }], true]);
  const together = await read([`${event('a')}data: [DONE]\n\n${event('b')}`]);
  expect([together.events, together.isClosed]).toEqual([[{ text: 'a' }], true]);
  expect((await read([event('a')])).isClosed).toBe(false);
});

it('what cannot be read is counted, and what is empty is not', async () => {
  const { events, unread } = await read(['data: zinc\n\ndata: 7\n\ndata:\n\n: alive\n\n', event('a')]);
  expect([events, unread]).toEqual([[{ text: 'a' }], 2]);
});

it.each([
  ['an object', 'data: {"error":{"message":"No"}}\n\n'],
  ['a text', 'data: {"error":"No"}\n\n'],
  ['an event of that name', 'event: error\ndata: {"message":"No"}\n\n'],
  ['an event of that name without JSON', 'event: error\ndata: No\n\n'],
  ['a type', 'data: {"type":"error","message":"No"}\n\n'],
  ['an object of that kind', 'data: {"object":"error","message":"No"}\n\n'],
])('an error may be %s', async (_, text) => {
  const { events, error } = await read([event('a'), text]);
  expect(events).toEqual([{ text: 'a' }]);
  expect(error).toBeInstanceOf(StreamedError);
  expect(error).toMatchObject({ body: { message: 'No' } });
});

it.each(['data: {"error":null}\n\n', 'data: {"error":""}\n\n', 'data: {"type":"errors"}\n\n'])(
  'is none: %j',
  async text => {
    const outcome = await read([text]);
    expect(outcome.events).toHaveLength(1);
    expect(outcome.error).toBeUndefined();
  }
);
