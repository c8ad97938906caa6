import { connectionOptions } from '../connection/connection';
import { round } from '../cost/cost';
import { type Bound, boundRequest } from '../cost/cost-bound';
import { invalidOptions } from '../failures/query-error';
import type { BoundRequest } from './bound-request';
import { longestRepairs } from './repair';
import type { Run } from './run';

const NOTHING = 'nothing that is billed by use';

/** The limit by its label in the form. */
const LIMIT = connectionOptions.maxCostUsd.title;

/** The maximum cost of a query, over all its requests and the attempts that repairs may add. */
export function boundTries(run: Run, built: BoundRequest): Bound {
  const [first, ...others] = [built.request, ...longestRepairs(run, built)].map(request => boundQuery(run, request));
  let sum = first ?? { usd: 0, basis: NOTHING };
  for (const bound of others) {
    if ('unknown' in sum) return sum;
    if ('unknown' in bound) return bound;
    sum = { usd: round(sum.usd + bound.usd), basis: sum.basis };
  }
  if ('unknown' in sum || others.length === 0) return sum;
  return { ...sum, basis: `${others.length + 1} attempts, such as ${sum.basis}` };
}

/** The maximum cost of one try, over all its requests. */
function boundQuery({ operation, context, connection }: Run, request: object): Bound {
  const { needs, billing, transport } = operation;
  const [endpoint] = needs?.endpoints ?? [];
  if (!billing && !endpoint) return { usd: 0, basis: NOTHING };
  const own = endpoint && !transport?.countRequests ? [{ endpoint, body: request }] : undefined;
  const billable = billing?.requests ? billing.requests(request, context) : own;
  if (!billable) return { unknown: 'its requests depend on the responses of the server' };
  let usd = 0;
  let count = 0;
  let first = NOTHING;
  for (const each of billable) {
    const bound = boundRequest(each, connection.prices);
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
export function enforceCostLimit(bound: Bound, { connection: { maxCostUsd }, operation: { summary } }: Run): void {
  if (maxCostUsd === undefined || ('usd' in bound && bound.usd <= maxCostUsd)) return;
  const message =
    'unknown' in bound
      ? `${LIMIT} is ${maxCostUsd}, but the maximum cost of this query is unknown: ${bound.unknown}`
      : `${LIMIT} is ${maxCostUsd}, but this query may cost up to $${bound.usd} (${bound.basis})`;
  const allowed = ['unknown' in bound ? 'a query whose maximum cost is known' : `at least ${bound.usd}`];
  throw invalidOptions(summary, [{ field: 'maxCostUsd', message, allowed }], 'cost_limit');
}
