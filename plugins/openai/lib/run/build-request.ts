import { addExtra } from '../options/extra-parameters';
import type { BoundRequest } from './bound-request';
import { boundTries, enforceCostLimit } from './cost-limit';
import { loadOptions } from './load-options';
import type { Run } from './run';
import { checkSaveTo } from './save-files';

/**
 * Loads files, builds the request, and holds it to the connection's cost limit.
 *
 * @throws QueryError for files that are invalid, or a request that may cost too much; nothing has been sent then.
 */
export async function buildRequest(run: Run): Promise<BoundRequest> {
  const { operation, connection, context } = run;
  checkSaveTo(run);
  const options = await loadOptions(run);
  const own = operation.buildRequest(options, context);
  const request = operation.transport?.countRequests ? own : addExtra(own, context);
  if (connection.maxCostUsd === undefined && !run.dry_run) return { request, options };
  const bound = boundTries(run, { request, options });
  enforceCostLimit(bound, run);
  return { request, options, bound };
}
