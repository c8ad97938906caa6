import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import type { Collector } from '../../plugins/openai/lib/operation';
import { receiveResponse } from '../../plugins/openai/lib/transport/receive';
import { sendOnce } from '../../plugins/openai/lib/transport/send';
import { group, Page, plainText, show } from './lines';
import { type LocalServer, serveHttp } from './local-server';

/** How a stream becomes an answer, and what comes of a body that is none. */

expect.addSnapshotSerializer(plainText);

let server: LocalServer;
/** Pieces come one by one, to somebody who waits for each; what waits for nobody is joined. */
let begun: Promise<void>;
let begin = () => {};
let answer: { headers: Record<string, string>; pieces: (string | Buffer)[]; goesOn?: boolean };
beforeAll(async () => {
  server = await serveHttp(async (_, response) => {
    response.writeHead(200, answer.headers).flushHeaders();
    await begun;
    for (const piece of answer.pieces) {
      response.write(piece);
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    }
    if (!answer.goesOn) response.end();
  });
});
afterAll(() => server.stop());

function get() {
  begun = new Promise(resolve => {
    begin = resolve;
  });
  return sendOnce({ method: 'GET', url: new URL(server.origin), headers: {}, effect: 'none' }, {}, 10_000);
}

function tellError(error: unknown): string {
  if (error instanceof StreamedError) return `${error.message} ${show(error.body)}`;
  const { name, message, code, text, cause } = Object(error);
  const inner = text === undefined ? '' : `, after ${show(text)}, ${tellError(cause)}`;
  return `${name}: ${message}${code ? ` ${code}` : ''}${inner}`;
}

const collectorOf = (hasText: boolean): Collector<unknown> => {
  const taken: object[] = [];
  return {
    take: event => {
      taken.push(event);
      if (Reflect.get(event, 'fails')) throw new Error('Not taken');
      return [{ type: 'text_delta', text: show(event) }];
    },
    ...(hasText && { text: () => `${taken.length} taken` }),
    finish: isClosed => (isClosed || taken.some(event => Reflect.get(event, 'last')) ? taken : undefined),
  };
};

it('what comes of a body that was to be a stream', async () => {
  const bodies: Record<string, (string | Buffer)[]> = {
    stream: ['data: {"a":1}\n\n', 'data: [DONE]\n\n'],
    'together, with blanks before': [' \n', '\n', 'da', 'ta: {"a":1}\n\ndata: [DONE]\n\n'],
    'its own end': ['data: {"last":1}\n\n'],
    'no end': ['data: {"a":1}\n\n'],
    'no end, and something unread': ['data: {"a":1}\n\ndata: {"b\n\n'],
    'something unread': ['data: {"a":1}\n\ndata: x\n\ndata: y\n\ndata: [DONE]\n\n'],
    'an error': ['data: {"a":1}\n\n', 'data: {"error":{"message":"No"}}\n\n'],
    'an event that fails': ['data: {"a":1}\n\ndata: {"fails":1}\n\n'],
    ...Object.fromEntries(
      ['event: x', 'id: 7', 'retry: 5', ': hi', ':'].map(line => [line, [`${line}\n`, 'data: {"last":1}\n\n']])
    ),
    ...Object.fromEntries(
      ['event: x', 'id: 7', 'retry: 5', 'data: {}', ': hi'].flatMap(line =>
        [1, 2, 3, 4, 5].map(at => [
          `${line}, split at ${at}`,
          [line.slice(0, at), `${line.slice(at)}\n`, '\ndata: {"last":1}\n\n'],
        ])
      )
    ),
    'a mark that is split': [Buffer.from([0xef]), Buffer.from([0xbb, 0xbf]), 'data: {"last":1}\n\n'],
    'a field that is none': ['dat: {"last":1}\n\n'],
    JSON: ['{"a":', '1}'],
    'JSON after a mark': ['\uFEFF{"a":1}'],
    'an error as JSON': ['{"error":{"message":"No"}}'],
    'JSON lines': ['{"a":1}\n', '{"last":1}\n'],
    'JSON lines without an end': ['{"a":1}\n{"b":1}'],
    'JSON in several lines': ['{\n"a":1\n}'],
    'lines of other JSON': ['{"a":1}\n[1]'],
    'a page': ['<html>'],
    'a text': ['data'],
    nothing: [],
    blanks: [' ', '\n'],
  };
  const told: [string, string][] = [];
  for (const [name, pieces] of Object.entries(bodies)) {
    for (const type of ['text/event-stream; charset=utf-8', 'application/json', undefined]) {
      answer = { headers: type ? { 'content-type': type } : {}, pieces };
      const events: string[] = [];
      const warned: string[] = [];
      const read = async () => {
        const received = receiveResponse(await get(), collectorOf(type !== undefined), (...words) =>
          warned.push(words.join(': '))
        );
        for (;;) {
          const next = received.next();
          begin();
          const { done, value } = await next;
          if (done) return `gives ${show(value)}`;
          for (const one of value) events.push(Object(one).text);
        }
      };
      const end = await read().catch((error: unknown) => `fails ${tellError(error)}`);
      told.push([`${name} as ${type},`, [`${events.join(' ') || 'no events'}`, end, ...warned].join('; ')]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a stream that is over closes a connection that goes on', async () => {
  for (const pieces of [['data: [DONE]\n\n'], [': hi\n\n', 'data: [DONE]\n\n']]) {
    answer = { headers: {}, pieces, goesOn: true };
    const response = await get();
    const received = receiveResponse(response, collectorOf(false), () => undefined);
    const next = received.next();
    begin();
    expect(await next).toEqual({ done: true, value: [] });
    await expect(response.read()).rejects.toThrow('The connection failed');
  }
});
