import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../failures/api-error';
import { isOpenAIError } from '../failures/error-body';
import { UnusableResponse } from '../failures/failure';
import type { Route } from './agents';
import type { Form } from './form';
import type { HttpResponse } from './http-response';
import { keepLargeTexts, type LargeTexts } from './large-texts';
import { readCount } from './rate-limit-values';
import { sendToOrigin } from './redirects';
import { isUnbilled } from './retry';
import type { OutgoingRequest } from './send';

/** A request to the API. */
interface ApiRequest extends Omit<OutgoingRequest, 'body'> {
  /** JSON or a form. */
  body?: string | Form;
}

/** Sends a request; returns the response, whose status is 2xx. */
export type Send = (request: ApiRequest) => Promise<HttpResponse>;

/** The requests of one query, and what their responses say apart from their bodies. */
export interface Exchange {
  send: Send;
  largeTexts: LargeTexts;
  /** Requests sent so far, including retries. */
  attempts: number;
  /** Responses with a status of 2xx so far. */
  responses: number;
  /** Requests that a server ended without doing anything that is billed. */
  unbilled: number;
  /** The host has shown rows that have ended. */
  hasShown: boolean;
  request_id?: string;
  rate_limit?: Record<string, string | number>;
}

/** Larger error bodies are ignored: removing secrets from them would take too long. */
const MAX_ERROR_BYTES = 1_000_000;

/**
 * Counts the requests of a query, and stores the id and the rate limits of the last response.
 *
 * @param maxBytes Of a response's body.
 */
export function recordExchange(route: Route, maxBytes: number): Exchange {
  const largeTexts = keepLargeTexts();
  const exchange: Exchange = {
    attempts: 0,
    responses: 0,
    unbilled: 0,
    hasShown: false,
    largeTexts,
    async send(request) {
      exchange.attempts += 1;
      const body = typeof request.body === 'string' ? largeTexts.fill(request.body) : request.body?.toBody();
      const response = await sendToOrigin({ ...request, body }, route, maxBytes);
      const { rawHeaders: headers } = response;
      const id = headers['x-request-id'];
      if (typeof id === 'string' && id) exchange.request_id = id;
      const limits = readRateLimits(headers);
      if (limits) exchange.rate_limit = limits;
      if (response.ok) {
        exchange.responses += 1;
        return response;
      }
      const text = await readErrorBody(response);
      const is_own = isOpenAIError(text);
      if (isUnbilled({ status: response.status, effect: request.effect, is_own })) exchange.unbilled += 1;
      throw new ApiError(response.status, response.headers, text, request.effect, is_own);
    },
  };
  return exchange;
}

const RATE_LIMIT = /^x-ratelimit-(limit|remaining|reset)-(\w+)$/;

function readRateLimits(headers: IncomingHttpHeaders): Exchange['rate_limit'] {
  let limits: Exchange['rate_limit'];
  for (const [name, value] of Object.entries(headers)) {
    const [, what, unit] = RATE_LIMIT.exec(name) ?? [];
    if (!what || typeof value !== 'string') continue;
    const shown = what === 'reset' ? value : readCount(value);
    if (shown === undefined) continue;
    limits ??= {};
    limits[`${what}_${unit}`] = shown;
  }
  return limits;
}

/** As a text; nothing where it is too large. */
async function readErrorBody(response: HttpResponse): Promise<string> {
  try {
    return (await response.read(MAX_ERROR_BYTES)).toString();
  } catch (error) {
    if (error instanceof UnusableResponse) return '';
    throw error;
  }
}
