import { ApiError } from '../failures/api-error';
import type { Route } from './agents';
import type { Answer } from './answer';
import { type OutgoingRequest, sendOnce } from './send';

const REDIRECTS = [301, 302, 303, 307, 308];
/** These repeat the same request; the others would turn all but a GET into another one. */
const SAME_AGAIN = [307, 308];
const MAX_REDIRECTS = 5;

/**
 * Sends a request and follows a server only to itself: key, headers and prompt are meant for nobody else.
 *
 * @throws ApiError with the code `redirected` where it leads elsewhere.
 */
export async function sendToOrigin(request: OutgoingRequest, route: Route, maxBytes: number): Promise<Answer> {
  let { url } = request;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await sendOnce({ ...request, url }, route, maxBytes);
    const target = readRedirect(answer, { method: request.method, url });
    if (!target) return answer;
    if (redirects === MAX_REDIRECTS) throw toError(answer, `redirects more than ${MAX_REDIRECTS} times`);
    url = target;
  }
}

/** Where a response redirects to, if it does. */
function readRedirect(answer: Answer, { method, url }: Pick<OutgoingRequest, 'method' | 'url'>): URL | undefined {
  const { location } = answer.rawHeaders;
  if (!REDIRECTS.includes(answer.status) || location === undefined) return undefined;
  // Not read: it may have no end.
  answer.discard();
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target?.origin !== url.origin) throw toError(answer, `redirects to ${target ? target.origin : 'an invalid URL'}`);
  const isSame = SAME_AGAIN.includes(answer.status) || method === 'GET';
  if (!isSame) throw toError(answer, `responded to ${method} with a redirect (HTTP ${answer.status})`);
  return target;
}

function toError({ status, headers }: Answer, what: string): ApiError {
  const error = { message: `The server ${what}`, code: 'redirected' };
  return new ApiError(status, headers, JSON.stringify({ error }), 'lasting', false);
}
