import { QueryError } from '@tooljet/plugins-sdk-shim';
import { countOf } from '../options/count';
import type { Connection } from '../types/connection';
import type { AnswerProblem, Failure } from '../types/failure';
import { ApiError } from './api-error';
import { readErrorBody } from './error-body';
import { internalFailure, type Step } from './internal-failure';
import { describeNetworkError, NetworkError } from './network-error';
import { createRedaction } from './redaction';
import { StreamedError } from './streamed-error';

/** A response that an operation cannot use, such as incomplete JSON. The query's error shows `code` and `reason`. */
export class UnusableResponse extends Error {
  constructor(
    readonly code: string,
    readonly reason: string,
    /** The part of the answer that arrived. */
    readonly text?: string,
    /** The values that do not fit. */
    readonly problems?: AnswerProblem[]
  ) {
    super(reason);
  }
}

/** A failure in the middle of an answer, with the part that arrived before. */
export class BrokenResponse extends Error {
  constructor(
    override readonly cause: unknown,
    readonly text: string
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** The query has no time left, or too little for what remains to do. */
export class OutOfTime extends Error {}

/** A rate limit leaves no room for a request before the query's deadline. */
export class NoRoom extends Error {
  /** @param waitMs Milliseconds until there is room. */
  constructor(readonly waitMs: number) {
    super(
      `The rate limit leaves no room before the query's deadline: the next request is possible in about ${inWords(waitMs)}`
    );
  }
}

function inWords(ms: number): string {
  const [seconds, minutes] = [Math.ceil(ms / 1000), Math.ceil(ms / 60_000)];
  if (seconds < 120) return countOf(seconds, 'second');
  return minutes < 120 ? countOf(minutes, 'minute') : countOf(Math.ceil(ms / 3_600_000), 'hour');
}

/** A response that is not in the format of OpenAI's API. */
function unexpectedResponse(): UnusableResponse {
  return new UnusableResponse('unexpected_answer', "The server's response is not in the format of OpenAI's API");
}

/**
 * Reads any error of a query: the plugin's own, the SDK's or the network's.
 *
 * @param sent What the query sent. Servers quote it in errors, and it is removed as keys and headers are.
 * @param step What was being done, for an error that is none of these.
 */
export function readFailure(
  error: unknown,
  connection: Connection,
  sent?: object,
  step: Step = 'reading the response'
): Failure {
  const remove = createRedaction(connection, sent);
  const broken = error instanceof BrokenResponse ? error : undefined;
  const reported = broken ? broken.cause : error;
  const failure = readError(reported, connection) ?? readUnknownError(reported, step, remove);
  if (broken?.text) failure.text = broken.text;
  for (const name of ['reason', 'code', 'type', 'param', 'request_id'] as const) {
    const text = failure[name];
    if (text !== undefined) failure[name] = remove(text);
  }
  return failure;
}

function readError(error: unknown, connection: Connection): Failure | undefined {
  if (error instanceof UnusableResponse) {
    const { reason, code, text, problems } = error;
    return { kind: 'response', reason, code, ...(text && { text }), ...(problems && { problems }) };
  }
  // Such as an id of the server's that no path may hold.
  if (error instanceof QueryError) return { kind: 'response', reason: error.description, code: 'unexpected_answer' };
  if (error instanceof OutOfTime) return { kind: 'timeout', reason: error.message };
  if (error instanceof NoRoom)
    return {
      kind: 'timeout',
      reason: error.message,
      code: 'rate_limit',
      retry_after_ms: Math.ceil(error.waitMs),
      unsent: true,
    };
  if (error instanceof StreamedError) return { kind: 'api', ...readBody(error.body, error.message) };
  if (error instanceof NetworkError) return readNetworkError(error, connection);
  if (error instanceof ApiError) return readApiError(error);
  if (error instanceof SyntaxError)
    return { kind: 'response', reason: 'The server returned invalid JSON', code: 'invalid_json' };
  return undefined;
}

/** Reading a part that a response lacks throws a TypeError or a RangeError; any other unknown error is a bug in the plugin. */
function readUnknownError(error: unknown, step: Step, remove: (text: string) => string): Failure {
  const failure = internalFailure(error, step, remove);
  const { cause } = failure;
  if (step !== 'reading the response' || !['TypeError', 'RangeError'].includes(cause.name)) return failure;
  const { code, reason } = unexpectedResponse();
  return { kind: 'response', code, reason, cause };
}

function readApiError({ status, headers, body: text, effect, isOwn }: ApiError): Failure {
  const wait = readRetryAfter(headers);
  const should = headers.get('x-should-retry');
  const request_id = headers.get('x-request-id');
  const message = readErrorBody(text, status);
  return {
    kind: 'api',
    ...readBody({ ...message }, `The server returned HTTP ${status} without an explanation`),
    status,
    effect,
    is_own: isOwn,
    ...(request_id && { request_id }),
    ...(wait !== undefined && { retry_after_ms: wait }),
    ...(should && { should_retry: should === 'true' }),
  };
}

function readBody(
  body: Record<string, unknown>,
  fallback: string
): Pick<Failure, 'reason' | 'code' | 'type' | 'param' | 'status' | 'retry_after_ms'> {
  const text = (name: string) => (typeof body[name] === 'string' && body[name] !== '' ? body[name] : undefined);
  const [code, type, param] = [text('code'), text('type'), text('param')];
  const { status, retry_after_ms: wait } = body;
  return {
    reason: text('message') ?? fallback,
    ...(code && { code }),
    ...(type && { type }),
    ...(param && { param }),
    ...(typeof status === 'number' && { status }),
    ...(typeof wait === 'number' && { retry_after_ms: wait }),
  };
}

function readNetworkError(error: NetworkError, connection: Connection): Failure {
  const { code, unsent, effect } = error;
  const reason = describeNetworkError(error, connection);
  return { kind: 'network', reason, effect, ...(code && { code }), ...(unsent && { unsent }) };
}

/** Reads `retry-after-ms` and `retry-after` (seconds or a date). */
function readRetryAfter(headers: Headers): number | undefined {
  const precise = Number(headers.get('retry-after-ms') || Number.NaN);
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const header = headers.get('retry-after');
  if (!header) return undefined;
  const wait = Number.isFinite(Number(header)) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, Math.round(wait)) : undefined;
}
