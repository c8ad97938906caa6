import { QueryError, type QueryResult } from '@tooljet/plugins-sdk-shim';
import { toQueryError } from '../failures/query-error';
import type { Progress } from '../operation';
import { type BoundRequest, buildRequest } from './build-request';
import { previewQuery } from './preview';
import { type Run, startRun } from './run';
import { send } from './send';
import { toQueryResult } from './to-query-result';

/** What a host receives that can show an answer while it arrives; the last event is the whole result. */
export type StreamEvent = Progress | { type: 'result'; result: QueryResult };

/** How a query is run. */
export interface RunOptions {
  /** Yield what arrives while it arrives, where the operation can. */
  live: boolean;
  /** Aborted when the host gives up on the query. */
  signal?: AbortSignal;
}

/**
 * Runs one query from the host's flat options to its result: read and check, build, send, result.
 *
 * @throws QueryError for whatever fails.
 */
export async function* runQuery(
  sourceOptions: object,
  queryOptions: object,
  { live, signal }: RunOptions
): AsyncGenerator<StreamEvent, void> {
  const run = startRun(sourceOptions, queryOptions, signal);
  try {
    const built = await buildRequest(run);
    const result = run.dry_run ? await previewQuery(run, built, live) : yield* answer(run, built, live);
    yield { type: 'result', result };
  } catch (error) {
    throw toRunError(run, error);
  } finally {
    run.deadline.end();
  }
}

async function* answer(run: Run, built: BoundRequest, live: boolean): AsyncGenerator<Progress, QueryResult> {
  const response = yield* send(run, built, live);
  return toQueryResult(run, built, response);
}

function toRunError(run: Run, error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  const { exchange, operation, model, day } = run;
  const failure = run.read(error);
  const known = { ...(exchange.request_id && { request_id: exchange.request_id }), ...failure };
  return toQueryError(operation, known, model, day);
}
