import { checkBody } from '../failures/body-check';
import { BrokenResponse, UnusableResponse } from '../failures/failure';
import { NetworkError } from '../failures/network-error';
import type { Collector, Context } from '../operation';
import { countOf } from '../options/count';
import { isJsonObject } from '../options/json-object';
import type { Progress } from '../types/progress';
import { decodeText } from './decode-text';
import { type EventLog, readEvents } from './events';
import { httpResponseOf } from './http-response';

/**
 * Yields what arrives, in lists, since every event by itself would wait for all who pass it on; returns the whole response at the end. What the body is, its first bytes tell: servers exist that
 * ignore `stream` and respond in one piece, and others that state another content type for their events.
 *
 * @throws BrokenResponse with the text that came before.
 */
export async function* receiveResponse(
  response: Response,
  collector: Collector<unknown>,
  warn: Context['warn']
): AsyncGenerator<Progress[], unknown> {
  const source = httpResponseOf(response);
  const chunks = source.chunks();
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
    for await (const read of readEvents(events, log)) yield* takeAll(read, collector);
  } catch (error) {
    throw new BrokenResponse(error, collector.text?.() ?? '');
  } finally {
    // A stream that came in one piece was never asked for another.
    source.discard();
  }
  if (log.unread > 0) {
    warn(
      'include_raw',
      `${countOf(log.unread, 'event')} of the stream could not be read, so a part of the answer may be missing`
    );
  }
  const whole = collector.finish(log.isClosed);
  if (whole !== undefined) return whole;
  throw new BrokenResponse(causeOfEnd(log), collector.text?.() ?? '');
}

function causeOfEnd({ unread }: EventLog): Error {
  if (unread > 0) return new UnusableResponse('invalid_json', 'The stream has events that are not valid JSON');
  return new NetworkError({ code: 'stream_ended_early' }, false, 'lasting');
}

function* takeAll(events: object[], collector: Collector<unknown>): Generator<Progress[]> {
  const progress: Progress[] = [];
  try {
    for (const event of events) progress.push(...collector.take(event));
  } finally {
    if (progress.length > 0) yield progress;
  }
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
