import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import { checkBody } from '../failures/body-check';
import { UnusableResponse } from '../failures/failure';
import { concealSecrets } from '../failures/redaction';
import { entryOf, type Outcome } from '../operation';
import { isTooDeep, MAX_LEVELS } from '../options/nesting';
import type { BoundRequest } from './bound-request';
import type { Run } from './run';
import { readWord, totalOf } from './total';

/**
 * The result that the host gets from a response.
 *
 * @throws UnusableResponse, StreamedError, or whatever reading a part throws that is missing.
 */
export function toQueryResult(run: Run, { options }: BoundRequest, response: unknown): QueryResult {
  const { id, operation, context, exchange, warnings } = run;
  const outcome = toOutcome(run, options, response);
  const classic = context.output === 'classic' && operation.compatibility?.toClassic;
  const model = readWord(outcome.model) ?? context.model.id;
  const total = totalOf(run, [...run.spent, outcome]);
  const raw = outcome.raw ?? response;
  if (isTooDeep([outcome, run.include_raw ? raw : undefined]))
    throw new UnusableResponse('answer_too_deep', `The response is nested more than ${MAX_LEVELS} levels deep`);
  return {
    status: 'ok',
    message: outcome.message,
    data: classic ? classic(outcome, response) : outcome.data,
    metadata: {
      operation: entryOf(id),
      ...(model && { model }),
      ...(readWord(outcome.id) && { id: outcome.id }),
      ...(total.usage && { usage: total.usage }),
      ...(outcome.finish_reason && { finish_reason: outcome.finish_reason }),
      warnings,
      cost: total.cost,
      ...(run.spent.length > 0 && { repairs: run.spent.length }),
      ...(exchange.request_id && { request_id: exchange.request_id }),
      duration_ms: run.elapsed(),
      attempts: exchange.attempts,
      ...(exchange.rate_limit && { rate_limit: exchange.rate_limit }),
      ...(run.include_raw && { raw: concealSecrets(raw, options) }),
    },
  };
}

function toOutcome({ operation, context }: Run, options: object, response: unknown): Outcome {
  const body = checkBody(response, operation.transport?.errorIsData);
  return operation.toResult(body, options, context);
}
