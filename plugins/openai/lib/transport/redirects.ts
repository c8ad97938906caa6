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
    const { location } = answer.rawHeaders;
    if (!REDIRECTS.includes(answer.status) || location === undefined) return answer;
    // Not read: it may have no end.
    answer.discard();
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    const isSame = SAME_AGAIN.includes(answer.status) || request.method === 'GET';
    if (next?.origin !== url.origin) throw toError(answer, `redirects to ${next ? next.origin : 'an invalid URL'}`);
    if (!isSame) throw toError(answer, `answered ${request.method} with the redirect HTTP ${answer.status}`);
    if (redirects === MAX_REDIRECTS) throw toError(answer, `redirects more than ${MAX_REDIRECTS} times`);
    url = next;
  }
}

function toError({ status, headers }: Answer, what: string): ApiError {
  const error = { message: `The server ${what}`, code: 'redirected' };
  return new ApiError(status, headers, JSON.stringify({ error }), 'lasting', false);
}
