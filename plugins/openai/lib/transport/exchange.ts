import { readErrorBody, toOpenAIError } from '../failures/error-body';
import { keepLargeTexts, type LargeTexts } from './large-texts';
import { fetchFromOrigin } from './redirects';

/** What the answers of one query told besides their bodies. */
export interface Exchange {
  fetch: typeof globalThis.fetch;
  largeTexts: LargeTexts;
  /** Requests sent so far, repeats included. */
  attempts: number;
  request_id?: string;
  rate_limit?: Record<string, string | number>;
}

const RATE_LIMIT = /^x-ratelimit-(limit|remaining|reset)-(\w+)$/;

/** A `fetch` that counts requests and keeps the id and the rate limits that came with the last answer. */
export function recordExchange(): Exchange {
  const largeTexts = keepLargeTexts();
  const exchange: Exchange = {
    attempts: 0,
    largeTexts,
    async fetch(input, init) {
      exchange.attempts += 1;
      const response = await fetchFromOrigin(
        input,
        typeof init?.body === 'string' ? { ...init, body: largeTexts.fill(init.body) } : init
      );
      const id = response.headers.get('x-request-id');
      if (id) exchange.request_id = id;
      const limits: Record<string, string | number> = {};
      for (const [name, value] of response.headers) {
        const [, what, unit] = RATE_LIMIT.exec(name) ?? [];
        if (what) limits[`${what}_${unit}`] = what === 'reset' ? value : Number(value);
      }
      if (Object.keys(limits).length > 0) exchange.rate_limit = limits;
      if (response.ok) return response;
      const { status, statusText, headers } = response;
      return new Response(toOpenAIError(await readErrorBody(response)), { status, statusText, headers });
    },
  };
  return exchange;
}
