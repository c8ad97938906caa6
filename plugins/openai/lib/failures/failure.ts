import { isJsonObject } from '../options/json-object';
import type { Connection } from '../types/connection';
import type { RequestEffect } from '../types/request-effect';
import { ApiError } from './api-error';
import { NetworkError } from './network-error';
import { createRedaction } from './redaction';
import { StreamedError } from './streamed-error';

/** What went wrong, before anybody has judged it. */
export interface Failure {
  /** `api`: the server said so. `network`: no answer, or one cut short. `answer`: an answer that makes no sense. */
  kind: 'api' | 'network' | 'answer' | 'timeout' | 'cancelled';
  /** In the words of whoever reported it, 1,000 characters at most, secrets removed. */
  reason: string;
  status?: number;
  code?: string;
  type?: string;
  param?: string;
  request_id?: string;
  /** Milliseconds the server asks us to wait. */
  retry_after_ms?: number;
  /** The server's own word on repeating (`x-should-retry`). */
  should_retry?: boolean;
  /** No request reached the server. */
  unsent?: boolean;
  /** What the request does; `lasting` where absent. */
  effect?: RequestEffect;
  /** The API itself said so, and no gateway before it. */
  is_own?: boolean;
}

/** An answer that an operation cannot use, such as JSON that was cut off. `code` and `reason` go into the error. */
export class UnusableAnswer extends Error {
  constructor(
    readonly code: string,
    readonly reason: string
  ) {
    super(reason);
  }
}

/** The query's time is over, or too short for what is left to do. */
export class OutOfTime extends Error {}

const UNEXPECTED = { code: 'unexpected_answer', reason: "The server's answer is not one of OpenAI's API" };

/**
 * Reads any error that a query can meet, ours, the SDK's or the network's.
 *
 * @param sent What the query sent; servers quote it, and what they quote is taken out, as keys and headers are.
 */
export function readFailure(error: unknown, connection: Connection, sent?: object): Failure {
  const failure = readError(error, connection);
  const remove = createRedaction(connection, sent);
  for (const name of ['reason', 'code', 'type', 'param', 'request_id'] as const) {
    const text = failure[name];
    if (text !== undefined) failure[name] = remove(text);
  }
  return failure;
}

function readError(error: unknown, connection: Connection): Failure {
  if (error instanceof UnusableAnswer) return { kind: 'answer', reason: error.reason, code: error.code };
  if (error instanceof OutOfTime) return { kind: 'timeout', reason: error.message };
  if (error instanceof StreamedError) return { kind: 'api', ...readBody(error.body, error.message) };
  if (error instanceof NetworkError) return readNetworkError(error, connection);
  if (error instanceof ApiError) return readApiError(error);
  if (error instanceof SyntaxError)
    return { kind: 'answer', reason: 'The server answered with broken JSON', code: 'invalid_json' };
  return { kind: 'answer', ...UNEXPECTED };
}

function readApiError({ status, headers, body: text, effect, isOwn }: ApiError): Failure {
  const wait = readRetryAfter(headers);
  const should = headers.get('x-should-retry');
  const request_id = headers.get('x-request-id');
  const body = parseError(text);
  const fallback = `The server answered with HTTP ${status}${body ? '' : ' and no JSON'}`;
  return {
    kind: 'api',
    ...readBody(body ?? {}, fallback),
    status,
    effect,
    is_own: isOwn,
    ...(request_id && { request_id }),
    ...(wait !== undefined && { retry_after_ms: wait }),
    ...(should && { should_retry: should === 'true' }),
  };
}

/** What the API says of an error, in `error` or at the top. */
function parseError(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (!isJsonObject(body)) return undefined;
    return isJsonObject(body['error']) ? body['error'] : body;
  } catch {
    return undefined;
  }
}

function readBody(
  body: Record<string, unknown>,
  fallback: string
): Pick<Failure, 'reason' | 'code' | 'type' | 'param'> {
  const text = (name: string) => (typeof body[name] === 'string' && body[name] !== '' ? body[name] : undefined);
  const code = text('code');
  const type = text('type');
  const param = text('param');
  return { reason: text('message') ?? fallback, ...(code && { code }), ...(type && { type }), ...(param && { param }) };
}

function readNetworkError({ code, unsent, effect }: NetworkError, connection: Connection): Failure {
  const host = new URL(connection.baseUrl).host;
  const because = code ? ` (${code})` : '';
  const reason = unsent ? `${host} could not be reached${because}` : `The connection to ${host} broke off${because}`;
  return { kind: 'network', reason, effect, ...(code && { code }), ...(unsent && { unsent }) };
}

/** Reads `retry-after-ms` and `retry-after` (seconds or a date). */
function readRetryAfter(headers: Headers): number | undefined {
  const precise = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const given = headers.get('retry-after');
  if (!given) return undefined;
  const wait = Number.isFinite(Number(given)) ? Number(given) * 1000 : Date.parse(given) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, Math.round(wait)) : undefined;
}
