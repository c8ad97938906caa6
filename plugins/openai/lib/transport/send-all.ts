/** Requests of one query that are under way at the same time. */
const AT_ONCE = 4;

/**
 * Sends several requests, a few at a time; the answers stand in the order of the requests. The first goes alone, so that
 * what is wrong with the key or the account is learnt by one request.
 *
 * @throws The first error. What is under way then is left to the query's signal.
 */
export async function sendAll<Request, Answer>(
  [first, ...others]: readonly Request[],
  send: (request: Request) => Promise<Answer>
): Promise<Answer[]> {
  if (first === undefined) return [];
  const answers = [await send(first)];
  const left = others.entries();
  const sendOn = async (): Promise<void> => {
    for (const [index, request] of left) answers[index + 1] = await send(request);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendOn));
  return answers;
}
