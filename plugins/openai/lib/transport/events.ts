import { createParser } from 'eventsource-parser';
import { findWords } from '../failures/error-body';
import { StreamedError } from '../failures/streamed-error';
import { isJsonObject } from '../options/json-object';
import { EventLines } from './event-lines';

/** How a stream was read. */
export interface EventLog {
  /** The server said that it is over. */
  isClosed: boolean;
  /** Events that could not be read. */
  unread: number;
}

/**
 * Reads the data of server-sent events as they arrive, those of a chunk together, up to `[DONE]` or the end of the body. Events without data keep a
 * connection alive; those that cannot be read are counted in `log`.
 *
 * @throws StreamedError for an error event.
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>, log: EventLog): AsyncGenerator<object[]> {
  const arrived: { event?: string | undefined; data: string }[] = [];
  // The SDK's own reader is many times slower on events that carry images.
  const parser = createParser({ onEvent: event => arrived.push(event) });
  const decoder = new TextDecoder();
  const lines = new EventLines();
  for await (const chunk of body) {
    parser.feed(decoder.decode(lines.add(chunk), { stream: true }));
    yield* inOne(readArrived(arrived.splice(0), lines, log));
    if (log.isClosed) return;
  }
  // The last event may lack the blank line behind it.
  parser.feed(`${decoder.decode(lines.finish())}\n\n`);
  yield* inOne(readArrived(arrived.splice(0), lines, log));
}

/** What comes before an error is read, too. */
function* inOne(events: Generator<object>): Generator<object[]> {
  const read: object[] = [];
  try {
    for (const event of events) read.push(event);
  } finally {
    yield read;
  }
}

function* readArrived(
  arrived: { event?: string | undefined; data: string }[],
  lines: EventLines,
  log: EventLog
): Generator<object> {
  for (const { event, data } of arrived) {
    const text = data.trim();
    if (text === '') continue;
    log.isClosed = text === '[DONE]';
    if (log.isClosed) return;
    const value = parse(text, lines);
    const error = findStreamedError(value, text, event);
    if (error) throw error;
    if (isJsonObject(value)) yield value;
    else log.unread += 1;
  }
}

/** An error in place of a piece of the response: an object, a text, or whatever an error event says. */
function findStreamedError(value: unknown, text: string, event: string | undefined): StreamedError | undefined {
  const error = isJsonObject(value) ? value['error'] : undefined;
  const hasError = (typeof error === 'object' && error !== null) || (typeof error === 'string' && error !== '');
  const isError =
    event === 'error' || (isJsonObject(value) && (value['type'] === 'error' || value['object'] === 'error'));
  // A choice of a chat, and a response that failed, have errors of their own.
  if (!hasError && !isError) return undefined;
  return new StreamedError({ ...findWords(value ?? text) });
}

function parse(text: string, lines: EventLines): unknown {
  try {
    return lines.parse(text);
  } catch {
    return undefined;
  }
}
