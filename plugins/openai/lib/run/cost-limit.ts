import { connectionOptions } from '../connection/connection';
import { round } from '../cost/cost';
import { type Bound, boundRequest } from '../cost/cost-bound';
import { invalidOptions } from '../failures/query-error';
import type { Operation } from '../operation';
import type { Connection } from '../types/connection';
import type { Prepared } from './prepare';

const NOTHING = 'nothing that is billed by use';

/** The limit by its label in the form. */
const LIMIT = connectionOptions.maxCostUsd.title;

/**
 * The maximum cost of a query, over all its requests.
 *
 * @param day Today, YYYY-MM-DD.
 */
export function boundQuery(
  { needs, billedWhenSent, sendsMany, toBillableRequests }: Operation,
  request: object,
  { context }: Prepared,
  { prices }: Connection,
  day: string
): Bound {
  const [endpoint] = needs?.endpoints ?? [];
  if (!toBillableRequests && !endpoint && !billedWhenSent) return { usd: 0, basis: NOTHING };
  const bills = toBillableRequests
    ? toBillableRequests(request, context)
    : endpoint && !sendsMany
      ? [{ endpoint, body: request }]
      : undefined;
  if (!bills) return { unknown: 'its requests depend on the responses of the server' };
  let usd = 0;
  let count = 0;
  let first = NOTHING;
  for (const bill of bills) {
    const bound = boundRequest(bill, prices, day);
    if ('unknown' in bound) return bound;
    if (count === 0) first = bound.basis;
    usd += bound.usd;
    count += 1;
  }
  return { usd: round(usd), basis: count > 1 ? `${count.toLocaleString('en-US')} requests, such as ${first}` : first };
}

/**
 * Enforces the connection's cost limit.
 *
 * @throws QueryError where the query may cost more, or its maximum cost is unknown; nothing has been sent then.
 */
export function holdToLimit(bound: Bound, { maxCostUsd }: Connection, { summary }: Operation): void {
  if (maxCostUsd === undefined || ('usd' in bound && bound.usd <= maxCostUsd)) return;
  const message =
    'unknown' in bound
      ? `${LIMIT} is ${maxCostUsd}, but the maximum cost of this query is unknown: ${bound.unknown}`
      : `${LIMIT} is ${maxCostUsd}, but this query may cost up to $${bound.usd} (${bound.basis})`;
  const allowed = ['unknown' in bound ? 'a query whose maximum cost is known' : `at least ${bound.usd}`];
  throw invalidOptions(summary, [{ field: 'maxCostUsd', message, allowed }], 'cost_limit');
}
