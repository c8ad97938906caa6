import { ApiError } from '../failures/api-error';
import type { Route } from './agents';
import type { HttpResponse } from './http-response';
import { type OutgoingRequest, sendOnce } from './send';

const REDIRECTS = [301, 302, 303, 307, 308];
/** These repeat the same request; the others would turn all but a GET into another one. */
export const SAME_AGAIN = [307, 308];
const MAX_REDIRECTS = 5;

/**
 * Sends a request and follows a server only to itself: key, headers and prompt are meant for nobody else.
 *
 * @throws ApiError with the code `redirected` where it leads elsewhere.
 */
export async function sendToOrigin(request: OutgoingRequest, route: Route, maxBytes: number): Promise<HttpResponse> {
  let { url } = request;
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendOnce({ ...request, url }, route, maxBytes);
    const target = readRedirect(response, { method: request.method, url });
    if (!target) return response;
    if (redirects === MAX_REDIRECTS) throw toError(response, `redirects more than ${MAX_REDIRECTS} times`);
    url = target;
  }
}

/** Where a response redirects to, if it does. */
function readRedirect(
  response: HttpResponse,
  { method, url }: Pick<OutgoingRequest, 'method' | 'url'>
): URL | undefined {
  const { location } = response.rawHeaders;
  if (!REDIRECTS.includes(response.status) || location === undefined) return undefined;
  // Not read: it may have no end.
  response.discard();
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target?.origin !== url.origin) {
    // Of a file or a data URL, the origin is "null".
    const isServer = target && target.origin !== 'null';
    throw toError(response, `redirects to ${isServer ? target.origin : 'an invalid URL'}`);
  }
  if (target.href === url.href) throw toError(response, 'redirects to itself');
  const isSame = SAME_AGAIN.includes(response.status) || method === 'GET';
  if (!isSame) throw toError(response, `responded to ${method} with a redirect (HTTP ${response.status})`);
  return target;
}

function toError({ status, headers }: HttpResponse, what: string): ApiError {
  const error = { message: `The server ${what}`, code: 'redirected' };
  return new ApiError(status, headers, JSON.stringify({ error }), 'lasting', false);
}
