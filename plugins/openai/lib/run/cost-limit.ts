import { round } from '../cost/cost';
import { type Bound, boundRequest } from '../cost/cost-bound';
import { invalidOptions } from '../failures/query-error';
import type { Operation } from '../operation';
import type { Connection } from '../types/connection';
import type { Prepared } from './prepare';

const NOTHING = 'nothing that is billed by use';

/**
 * The most that a query may cost, over all its requests.
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
  if (!bills) return { unknown: 'what its requests will be is not known before' };
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
 * Holds a query to the connection's limit.
 *
 * @throws QueryError where it may cost more, or where nobody can tell; nothing has been sent then.
 */
export function holdToLimit(bound: Bound, { maxCostUsd }: Connection, { summary }: Operation): void {
  if (maxCostUsd === undefined || ('usd' in bound && bound.usd <= maxCostUsd)) return;
  const message =
    'unknown' in bound
      ? `maxCostUsd is $${maxCostUsd}, but the most that this query may cost is not known: ${bound.unknown}`
      : `maxCostUsd is $${maxCostUsd}, but this query may cost up to $${bound.usd} (${bound.basis})`;
  const allowed = ['unknown' in bound ? 'a query whose cost has a bound' : `at least ${bound.usd}`];
  throw invalidOptions(summary, [{ field: 'maxCostUsd', message, allowed }], 'cost_limit');
}
