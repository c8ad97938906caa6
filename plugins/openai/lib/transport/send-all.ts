/** Concurrent requests of one query. */
const CONCURRENCY = 4;

/**
 * Sends several requests, a few at a time, and returns the responses in the same order. The first is sent alone, so that
 * a problem with the key or the account costs only one request.
 *
 * @throws The first error. The query's signal ends the other requests.
 */
export async function sendAll<Request, Result>(
  [first, ...others]: readonly Request[],
  send: (request: Request) => Promise<Result>
): Promise<Result[]> {
  if (first === undefined) return [];
  const results = [await send(first)];
  const left = others.entries();
  const sendOn = async (): Promise<void> => {
    for (const [index, request] of left) results[index + 1] = await send(request);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, sendOn));
  return results;
}
