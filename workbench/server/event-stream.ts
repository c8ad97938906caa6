import { Readable } from 'node:stream';

/** Writes each event as a server-sent event: one line of JSON. */
export function toEventStream(events: AsyncIterable<object>): Readable {
  return Readable.from(encode(events));
}

async function* encode(events: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const event of events) yield `data: ${JSON.stringify(event)}\n\n`;
}
