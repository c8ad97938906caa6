import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Answers with each event as a server-sent event: one line of JSON. */
export function sendEvents(reply: FastifyReply, events: AsyncIterable<object>): FastifyReply {
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache')
    .send(Readable.from(encode(events)));
}

/** Aborts when the browser has gone, and does no harm after the last event. */
export function closingOf(reply: FastifyReply): AbortSignal {
  const closing = new AbortController();
  reply.raw.once('close', () => closing.abort());
  return closing.signal;
}

async function* encode(events: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const event of events) yield `data: ${JSON.stringify(event)}\n\n`;
}
