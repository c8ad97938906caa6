import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import { type Cost, priceCharges } from '../cost/cost';
import { readUsage } from '../cost/usage';
import { checkAnswer } from '../failures/answer-check';
import { UnusableAnswer } from '../failures/failure';
import { concealSecrets } from '../failures/redaction';
import { entryOf, type Outcome } from '../operation';
import { isTooDeep, MAX_LEVELS } from '../options/nesting';
import type { BoundRequest } from './build-request';
import type { Run } from './run';

/**
 * The result that the host gets of an answer.
 *
 * @throws UnusableAnswer, StreamedError, or whatever reading a part throws that is missing.
 */
export function toQueryResult(run: Run, { options }: BoundRequest, response: unknown): QueryResult {
  const { id, operation, context, exchange, warnings } = run;
  const outcome = toOutcome(run, options, response);
  const classic = context.output === 'classic' && operation.compatibility?.toClassic;
  const model = readWord(outcome.model) ?? context.model.id;
  const raw = outcome.raw ?? response;
  if (isTooDeep([outcome, run.include_raw ? raw : undefined]))
    throw new UnusableAnswer('answer_too_deep', `The response is nested more than ${MAX_LEVELS} levels deep`);
  return {
    status: 'ok',
    message: outcome.message,
    data: classic ? classic(outcome, response) : outcome.data,
    metadata: {
      operation: entryOf(id),
      ...(model && { model }),
      ...(readWord(outcome.id) && { id: outcome.id }),
      ...(outcome.usage && { usage: outcome.usage }),
      ...(outcome.finish_reason && { finish_reason: outcome.finish_reason }),
      warnings,
      cost: findCost(run, outcome),
      ...(exchange.request_id && { request_id: exchange.request_id }),
      duration_ms: run.elapsed(),
      attempts: exchange.attempts,
      ...(exchange.rate_limit && { rate_limit: exchange.rate_limit }),
      ...(run.include_raw && { raw: concealSecrets(raw, options) }),
    },
  };
}

/** Some servers return an empty id or model, or one of another type. */
function readWord(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function toOutcome({ operation, context }: Run, options: object, response: unknown): Outcome {
  const answer = checkAnswer(response, operation.transport?.errorIsData);
  return operation.toResult(answer, options, context);
}

/** What the query cost, or null where that is not known. */
function findCost({ operation, model, connection }: Run, { usage, charges, model: responded }: Outcome): Cost | null {
  const isSum = operation.transport?.countRequests !== undefined;
  const billed = charges === undefined ? [{ usage: readUsage(usage), isSum }] : charges;
  return priceCharges(billed, { requested: model.id || undefined, responded: readWord(responded) }, connection.prices);
}
