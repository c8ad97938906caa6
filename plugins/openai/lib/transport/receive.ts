import { checkBody } from '../failures/body-check';
import { BrokenResponse, UnusableResponse } from '../failures/failure';
import { NetworkError } from '../failures/network-error';
import type { Collector, Context, Progress } from '../operation';
import { isJsonObject } from '../options/json-object';
import { decodeText } from './decode-text';
import { type EventLog, readEvents } from './events';
import { httpResponseOf } from './http-response';

/**
 * Yields what arrives and returns the whole response at the end. What the body is, its first bytes tell: servers exist that
 * ignore `stream` and respond in one piece, and others that state another content type for their events.
 *
 * @throws BrokenResponse with the text that came before.
 */
export async function* receiveResponse(
  response: Response,
  collector: Collector<unknown>,
  warn: Context['warn']
): AsyncGenerator<Progress, unknown> {
  const chunks = httpResponseOf(response).chunks();
  const begun: Uint8Array[] = [];
  const decoder = new TextDecoder();
  // Blanks are left out as they come: a body may hold nothing else, and reading it again for each piece never ends.
  let start = '';
  while (isUndecided(start)) {
    const next = await chunks.next();
    if (next.done) break;
    begun.push(next.value);
    start = `${start}${decoder.decode(next.value, { stream: true })}`.trimStart();
  }
  const isStated = response.headers.get('content-type')?.includes('text/event-stream');
  let events = resume(begun, chunks);
  if (!isEvents(start) && (start !== '' || !isStated)) {
    const text = await readText(events);
    if (!isJsonLines(text)) return checkBody<unknown>(text, true);
    events = resume(text.split('\n').map(line => Buffer.from(`data: ${line}\n\n`)));
  }
  const log: EventLog = { isClosed: false, unread: 0 };
  try {
    for await (const event of readEvents(events, log)) yield* collector.take(event);
  } catch (error) {
    throw new BrokenResponse(error, collector.text?.() ?? '');
  }
  if (log.unread > 0) {
    warn('include_raw', `${log.unread} events of the stream could not be read, so a part of the answer may be missing`);
  }
  const whole = collector.finish(log.isClosed);
  if (whole !== undefined) return whole;
  const cause =
    log.unread > 0
      ? new UnusableResponse('invalid_json', 'The stream has events that are not valid JSON')
      : new NetworkError({ code: 'stream_ended_early' }, false, 'lasting');
  throw new BrokenResponse(cause, collector.text?.() ?? '');
}

/** Whether so little has come that it may be either. */
const isUndecided = (start: string) => FIELDS.some(field => field !== start && field.startsWith(start));

const FIELDS = ['data:', 'event:', 'retry:', 'id:', ':'];

/** A line of a stream begins with a field's name, or a colon. */
const isEvents = (start: string) => /^(?:data|event|id|retry)?:/.test(start);

async function* resume(begun: Uint8Array[], rest?: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* begun;
  if (rest) yield* rest;
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const whole: Uint8Array[] = [];
  for await (const chunk of chunks) whole.push(chunk);
  return decodeText(Buffer.concat(whole));
}

/** Some servers stream JSON lines in place of server-sent events. */
function isJsonLines(text: string): boolean {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return lines.length > 1 && lines.every(isJsonText);
}

function isJsonText(line: string): boolean {
  try {
    return isJsonObject(JSON.parse(line));
  } catch {
    return false;
  }
}
