/** The request a query would send, as a dry run shows it. */
export interface PreviewedRequest {
  method: string;
  url: string;
  /** Whatever may be a secret is hidden; what the SDK says of itself is left out. */
  headers: Record<string, string>;
  /** JSON, or the fields of a form; base64 is shortened. */
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
    const { body, headers } = init ?? {};
    const url = new URL(input instanceof Request ? input.url : input);
    for (const name of hidden) url.searchParams.delete(name);
    throw new RequestPreviewed({
      method: init?.method ?? 'GET',
      url: `${url.origin}${url.pathname}${url.search}`,
      headers: describeHeaders(new Headers(headers)),
      body:
        typeof body === 'string'
          ? JSON.parse(body, (_, value) => shorten(value))
          : body instanceof FormData
            ? describeForm(body)
            : null,
    });
  };
}

/** Said by the SDK of itself. */
const INCIDENTAL = /^(x-stainless-.*|user-agent|accept)$/;
const OPEN = ['content-type', 'openai-organization', 'openai-project'];

function describeHeaders(headers: Headers): Record<string, string> {
  const told = [...headers].filter(([name]) => !INCIDENTAL.test(name));
  return Object.fromEntries(told.map(([name, value]) => [name, OPEN.includes(name) ? value : '[hidden]']));
}

/** Shown whole up to here. */
const MOST_BASE64 = 1000;
const SHOWN_BASE64 = 80;

function shorten(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= MOST_BASE64) return value;
  if (!/^(data:[^,]{1,200};base64,)?[\w+/-]+={0,2}$/.test(value)) return value;
  return `${value.slice(0, SHOWN_BASE64)}... (${value.length.toLocaleString('en-US')} characters)`;
}

function describeForm(form: FormData): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form
      .getAll(name)
      .map(value =>
        typeof value === 'string' ? shorten(value) : { filename: value.name, type: value.type, bytes: value.size }
      );
    shown[name] = values.length === 1 ? values[0] : values;
  }
  return shown;
}
