import { keepLargeTexts, type LargeTexts } from './large-texts';
import { toOpenAIForm } from './refusal';

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
      const response = await fetch(
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
      return new Response(toOpenAIForm(await response.text()), { status, statusText, headers });
    },
  };
  return exchange;
}

/** The request a query would send, as a dry run shows it: no key, no other header. */
export interface PreviewedRequest {
  method: string;
  url: string;
  body: unknown;
}

/** Thrown by the `fetch` of a dry run in place of an answer. */
export class RequestPreviewed extends Error {
  constructor(readonly request: PreviewedRequest) {
    super('The request was not sent');
  }
}

/**
 * A `fetch` that sends nothing and throws what would have been sent.
 *
 * @param hidden Names in the base URL's own query, which may hold a key: they are left out.
 */
export function createPreviewFetch(hidden: string[]): typeof globalThis.fetch {
  return async (input, init) => {
    const { body } = init ?? {};
    const url = new URL(input instanceof Request ? input.url : input);
    for (const name of hidden) url.searchParams.delete(name);
    throw new RequestPreviewed({
      method: init?.method ?? 'GET',
      url: `${url.origin}${url.pathname}${url.search}`,
      body: typeof body === 'string' ? JSON.parse(body) : body instanceof FormData ? describeForm(body) : null,
    });
  };
}

function describeForm(form: FormData): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form
      .getAll(name)
      .map(value =>
        typeof value === 'string' ? value : { filename: value.name, type: value.type, bytes: value.size }
      );
    shown[name] = values.length === 1 ? values[0] : values;
  }
  return shown;
}
