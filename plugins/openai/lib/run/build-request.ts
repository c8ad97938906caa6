import type { Bound } from '../cost/cost-bound';
import { addExtra } from '../options/extra-parameters';
import { boundQuery, enforceCostLimit } from './cost-limit';
import { loadOptions } from './load-options';
import type { Run } from './run';

/** A request that may be sent, or is shown by a dry run. */
export interface BoundRequest {
  request: object;
  /** The options it was built from, their files loaded. */
  options: Record<string, unknown>;
  /** The most that it may cost; worked out only where somebody asks. */
  bound?: Bound;
}

/**
 * Loads files, builds the request, and holds it to the connection's cost limit.
 *
 * @throws QueryError for files that are invalid, or a request that may cost too much; nothing has been sent then.
 */
export async function buildRequest(run: Run): Promise<BoundRequest> {
  const { operation, connection, context } = run;
  const options = await loadOptions(run);
  const own = operation.buildRequest(options, context);
  const request = operation.transport?.countRequests ? own : addExtra(own, context);
  if (connection.maxCostUsd === undefined && !run.dry_run) return { request, options };
  const bound = boundQuery(run, request);
  enforceCostLimit(bound, run);
  return { request, options, bound };
}
