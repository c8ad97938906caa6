const REDIRECTS = [301, 302, 303, 307, 308];
/** These ask for the same request again; after the others, all but a GET would become another one. */
const SAME_AGAIN = [307, 308];
const MOST_REDIRECTS = 5;

/**
 * A `fetch` that follows a server only to itself: key, headers and prompt are meant for nobody else, and the standard one
 * takes only the key away, and only from one header.
 */
export const fetchFromOrigin: typeof globalThis.fetch = async (input, init) => {
  let url = new URL(input instanceof Request ? input.url : input);
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(redirects === 0 ? input : url, { ...init, redirect: 'manual' });
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    const isSame = SAME_AGAIN.includes(response.status) || (init?.method ?? 'GET').toUpperCase() === 'GET';
    if (next?.origin !== url.origin)
      return invalidOptions(response, `redirects to ${next ? next.origin : 'what is no URL'}`);
    if (!isSame) return invalidOptions(response, `answered ${init?.method} by a redirect with HTTP ${response.status}`);
    if (redirects === MOST_REDIRECTS) return invalidOptions(response, `redirects more than ${MOST_REDIRECTS} times`);
    url = next;
  }
};

/** In the form of any other refusal. */
function invalidOptions({ status }: Response, what: string): Response {
  const error = { message: `The server ${what}`, code: 'redirected' };
  return Response.json({ error }, { status });
}
