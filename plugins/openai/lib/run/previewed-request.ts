import type { Send } from '../transport/exchange';
import { Form, type Upload } from '../transport/form';

/** The request a query would send, as a dry run shows it. */
export interface PreviewedRequest {
  method: string;
  url: string;
  /** Whatever may be a secret is hidden; what says nothing of the query is left out. */
  headers: Record<string, string>;
  /** JSON, or the fields of a form; base64 is shortened. */
  body: unknown;
}

/** Thrown by a dry run in place of a response. */
export class RequestPreviewed extends Error {
  constructor(readonly request: PreviewedRequest) {
    super('The request was not sent');
  }
}

/**
 * Sends nothing and throws what would have been sent.
 *
 * @param hidden Names in the base URL's own query, which may hold a key: they are left out.
 */
export function createPreviewSend(hidden: string[]): Send {
  return async ({ method, url: address, headers, body }) => {
    const url = new URL(address);
    for (const name of hidden) url.searchParams.delete(name);
    throw new RequestPreviewed({
      method,
      url: `${url.origin}${url.pathname}${url.search}`,
      headers: describeHeaders(body instanceof Form ? withoutType(headers) : headers),
      body:
        typeof body === 'string'
          ? JSON.parse(body, (_, value) => shorten(value))
          : body instanceof Form
            ? describeForm(body)
            : null,
    });
  };
}

/** The same for every query. */
const INCIDENTAL = ['user-agent', 'accept'];
const OPEN = ['content-type', 'openai-organization', 'openai-project'];

function describeHeaders(headers: Record<string, string>): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const shown = named.filter(([name]) => !INCIDENTAL.includes(name)).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(shown.map(([name, value]) => [name, OPEN.includes(name) ? value : '[hidden]']));
}

/** Shown whole up to here. */
const MAX_BASE64 = 1000;
const SHOWN_BASE64 = 80;

function shorten(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= MAX_BASE64) return value;
  if (!/^(data:[^,]{1,200};base64,)?[\w+/-]+={0,2}$/.test(value)) return value;
  return `${value.slice(0, SHOWN_BASE64)}... (${value.length.toLocaleString('en-US')} characters)`;
}

/** A form's type names a boundary, which is another each time. */
function withoutType({ 'content-type': _, ...headers }: Record<string, string>): Record<string, string> {
  return headers;
}

function describeForm({ fields }: Form): Record<string, unknown> {
  const shown = new Map<string, unknown>();
  for (const name of new Set(fields.map(([field]) => field))) {
    const values = fields.flatMap(([field, value]) => (field === name ? [describeField(value)] : []));
    shown.set(name, values.length === 1 ? values[0] : values);
  }
  return Object.fromEntries(shown);
}

function describeField(value: string | Upload): unknown {
  return typeof value === 'string' ? shorten(value) : { filename: value.name, type: value.type, bytes: value.size };
}
