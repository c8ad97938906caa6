import { checkAnswer } from '../failures/answer-check';
import { BrokenAnswer, UnusableAnswer } from '../failures/failure';
import { NetworkError } from '../failures/network-error';
import type { Collector, Context, Progress } from '../operation';
import { answerOf } from './answer';
import { type EventLog, readEvents } from './events';

/**
 * Yields what arrives and returns the whole answer at the end. What the body is, its first bytes tell: servers exist that
 * ignore `stream` and answer in one piece, and others that state another content type for their events.
 *
 * @throws BrokenAnswer with the text that came before.
 */
export async function* receiveAnswer(
  response: Response,
  collector: Collector<unknown>,
  warn: Context['warn']
): AsyncGenerator<Progress, unknown> {
  const chunks = answerOf(response).chunks();
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
  if (!isEvents(start) && (start !== '' || !isStated)) return readWhole(begun, chunks);

  const log: EventLog = { isClosed: false, unread: 0 };
  try {
    for await (const event of readEvents(resume(begun, chunks), log)) yield* collector.take(event);
  } catch (error) {
    throw new BrokenAnswer(error, collector.text?.() ?? '');
  }
  if (log.unread > 0) {
    warn('include_raw', `${log.unread} events of the stream could not be read, so the answer may lack a part`);
  }
  const whole = collector.finish(log.isClosed);
  if (whole !== undefined) return whole;
  const cause =
    log.unread > 0
      ? new UnusableAnswer('invalid_json', 'The stream has events that are not valid JSON')
      : new NetworkError({ code: 'stream_ended_early' }, false, 'lasting');
  throw new BrokenAnswer(cause, collector.text?.() ?? '');
}

/** Whether so little has come that it may be either. */
const isUndecided = (start: string) => FIELDS.some(field => field !== start && field.startsWith(start));

const FIELDS = ['data:', 'event:', 'retry:', 'id:', ':'];

/** A line of a stream begins with a field's name, or a colon. */
const isEvents = (start: string) => /^(?:data|event|id|retry)?:/.test(start);

async function* resume(begun: Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* begun;
  yield* rest;
}

async function readWhole(begun: Uint8Array[], rest: AsyncIterable<Uint8Array>): Promise<unknown> {
  for await (const chunk of rest) begun.push(chunk);
  return checkAnswer<unknown>(new TextDecoder().decode(Buffer.concat(begun)), true);
}
