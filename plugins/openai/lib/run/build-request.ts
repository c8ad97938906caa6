import { QueryError } from '@tooljet/plugins-sdk-shim';
import { invalidOptions } from '../failures/query-error';
import type { Downloads } from '../files/load-files';
import { addExtra } from '../options/extra-parameters';
import type { BoundRequest } from './bound-request';
import { boundTries, enforceCostLimit } from './cost-limit';
import { nameFallback } from './fallbacks';
import { loadOptions } from './load-options';
import type { Run } from './run';
import { checkSaveTo } from './save-files';

/** A query for one of its models, ready to be sent. */
export interface Candidate {
  run: Run;
  built: BoundRequest;
}

/**
 * Builds the query's request for its model and for each of its fallback models.
 *
 * @throws QueryError for files that are invalid, or a request that may cost too much; nothing has been sent then.
 */
export async function buildCandidates(first: Run): Promise<[Candidate, ...Candidate[]]> {
  const others: Candidate[] = [];
  const downloads: Downloads = new Map();
  const candidate = { run: first, built: await buildRequest(first, downloads) };
  for (let run = first.next; run; run = run.next) others.push({ run, built: await buildFallback(run, downloads) });
  return [candidate, ...others];
}

async function buildFallback(run: Run, downloads: Downloads): Promise<BoundRequest> {
  try {
    return await buildRequest(run, downloads);
  } catch (error) {
    if (!(error instanceof QueryError) || !Array.isArray(error.data['problems'])) throw error;
    const { problems, code } = error.data;
    const named = nameFallback(run.model.id, problems);
    throw invalidOptions(run.operation.summary, named, code === 'cost_limit' ? code : 'invalid_options');
  }
}

/** Loads files, builds the request, and holds it to the connection's cost limit. */
async function buildRequest(run: Run, downloads: Downloads): Promise<BoundRequest> {
  const { operation, connection, context } = run;
  if (run.save_to.length > 0) checkSaveTo(run);
  const options = await loadOptions(run, downloads);
  const own = operation.buildRequest(options, context);
  const request = operation.transport?.countRequests ? own : addExtra(own, context);
  if (connection.maxCostUsd === undefined && !run.dry_run) return { request, options };
  const bound = boundTries(run, { request, options });
  enforceCostLimit(bound, run);
  return { request, options, bound };
}
