import { QueryError, type QueryResult } from '@tooljet/plugins-sdk-shim';
import { toQueryError } from '../failures/query-error';
import { entryOf } from '../operation';
import type { Progress } from '../types/progress';
import type { BoundRequest } from './bound-request';
import { buildCandidates, type Candidate } from './build-request';
import { describeUnavailable } from './fallbacks';
import { previewQuery } from './preview';
import type { Warning } from './query';
import { followUp } from './repair';
import { type Run, startRun } from './run';
import { saveFiles } from './save-files';
import { send } from './send';
import { toQueryResult } from './to-query-result';
import { totalOf } from './total';

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
): AsyncGenerator<StreamEvent[], void> {
  const started = performance.now();
  let run: Run | undefined;
  try {
    run = startRun(sourceOptions, queryOptions, signal);
    const candidates = await buildCandidates(run);
    if (run.dry_run) {
      yield [{ type: 'result', result: await previewQuery(candidates, live) }];
      return;
    }
    for (const candidate of candidates) {
      run = candidate.run;
      const answer = yield* respondIfAvailable(candidate, live);
      if (!answer) continue;
      const saves = 'save_to' in run.operation.options;
      yield [{ type: 'result', result: saves ? await saveFiles(run, answer) : answer }];
      return;
    }
  } catch (error) {
    const failed = run ? toRunError(run, error) : error;
    if (failed instanceof QueryError) failed.metadata = describeAttempt(run, failed, started);
    throw failed;
  } finally {
    run?.deadline.end();
  }
}

/** Nothing where the model is not available and another one is to be tried, before any event. */
async function* respondIfAvailable(
  { run, built }: Candidate,
  live: boolean
): AsyncGenerator<Progress[], QueryResult | undefined> {
  try {
    return yield* respond(run, built, live);
  } catch (error) {
    const { next, call, model, warnings, deadline } = run;
    const failure = run.read(error);
    if (!next || deadline.signal.aborted || !call.givesWay?.(failure)) throw error;
    next.warnings.push(...warnings.filter(isOfFallback), describeUnavailable(model.id, next.model.id, failure));
    return undefined;
  }
}

const isOfFallback = ({ parameter }: Warning) => parameter === 'fallback_models';

async function* respond(run: Run, built: BoundRequest, live: boolean): AsyncGenerator<Progress[], QueryResult> {
  let current = built;
  let isLive = live;
  let rejected: unknown;
  for (;;) {
    const response = yield* sendAgain(send(run, current, isLive), run, rejected);
    try {
      return toQueryResult(run, current, response);
    } catch (error) {
      const next = followUp(run, current, response, error);
      if (!next) throw error;
      current = next;
      isLive = false;
      rejected = error;
    }
  }
}

/** Where the request for a corrected answer fails, the answer to correct is what the query has. */
async function* sendAgain<Data>(
  sending: AsyncGenerator<Progress[], Data>,
  { deadline, warnings, read }: Run,
  rejected: unknown
): AsyncGenerator<Progress[], Data> {
  try {
    return yield* sending;
  } catch (error) {
    if (rejected === undefined || deadline.signal.aborted) throw error;
    warnings.push({ parameter: 'repair', reason: `The answer could not be sent back: ${read(error).reason}` });
    throw rejected;
  }
}

function toRunError(run: Run, error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  const { exchange, operation, model, day } = run;
  const failure = run.read(error);
  const known = { ...(exchange.request_id && { request_id: exchange.request_id }), ...failure };
  // Whatever has been answered is billed, also where it is of no use.
  const spent = run.spent.length > 0 && { spent: { attempts: exchange.attempts, cost: totalOf(run, run.spent).cost } };
  const earlier = run.warnings.filter(isOfFallback).map(({ reason }) => reason);
  return toQueryError(operation, { ...known, ...spent, earlier }, model, day);
}

/** What a failure says of the query, by the names that a result's metadata has. A query that was not sent had no attempt. */
function describeAttempt(run: Run | undefined, { data }: QueryError, started: number): Record<string, unknown> {
  const { request_id } = data;
  return {
    ...(run && { operation: entryOf(run.id) }),
    ...(run?.model.id && { model: run.model.id }),
    ...(typeof request_id === 'string' && { request_id }),
    ...(run && run.warnings.length > 0 && { warnings: run.warnings }),
    duration_ms: Math.round(performance.now() - started),
    attempts: run?.exchange.attempts ?? 0,
    ...(run && run.spent.length > 0 && totalOf(run, run.spent)),
    ...(run?.exchange.rate_limit && { rate_limit: run.exchange.rate_limit }),
  };
}
