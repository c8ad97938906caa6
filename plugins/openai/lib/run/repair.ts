import { longestAnswer } from '../cost/longest-answer';
import { BrokenResponse, UnusableResponse } from '../failures/failure';
import type { Operation } from '../operation';
import { faultOf, LONGEST_FAULT } from '../text/repair';
import type { BoundRequest } from './bound-request';
import type { Run } from './run';

/** How often answers of a query may be sent back. */
function countRepairs({ repair }: Operation, options: object): number {
  return repair?.count(options) ?? 0;
}

/**
 * Adds what a response that could not be used is billed for to the query's tries.
 *
 * @returns The request that sends the answer back; nothing where that would not help.
 */
export function followUp(
  { operation: { repair, billing }, spent }: Run,
  { request, options }: BoundRequest,
  response: unknown,
  error: unknown
): BoundRequest | undefined {
  if (!(error instanceof UnusableResponse || error instanceof BrokenResponse)) return undefined;
  if (billing?.response) spent.push(billing.response(response));
  const fault = error instanceof UnusableResponse ? faultOf(error) : undefined;
  if (!repair || !fault || spent.length > repair.count(options)) return undefined;
  const next = repair.follow({ request, options, ...fault, response });
  return next && { request: next, options };
}

/** The longest requests that repairs may send, for their maximum cost. */
export function longestRepairs({ operation }: Run, { request, options }: BoundRequest): object[] {
  const { repair } = operation;
  const text = longestAnswer(request);
  const requests: object[] = [];
  for (let left = countRepairs(operation, options); left > 0; left -= 1) {
    const next = repair?.follow({ request: requests.at(-1) ?? request, options, text, fault: LONGEST_FAULT });
    if (next) requests.push(next);
  }
  return requests;
}
