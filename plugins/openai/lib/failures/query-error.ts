import { QueryError } from '@tooljet/plugins-sdk-shim';
import { nameSuccessors, successorsOf } from '../catalogue/endings';
import { isShutDown, type ResolvedModel } from '../catalogue/models';
import type { Operation } from '../operation';
import type { Problem } from '../options/option';
import type { Failure } from '../types/failure';
import { classifyFailure } from './classify-failure';

/**
 * The error of a query with invalid options, of which nothing was sent.
 *
 * @param summary What the operation does, completing "Could not ...".
 */
export function invalidOptions(
  summary: string,
  problems: Problem[],
  code: 'invalid_options' | 'cost_limit' = 'invalid_options'
): QueryError {
  return new QueryError(`Could not ${summary}`, problems.map(({ message }) => message).join('\n'), {
    code,
    category: 'invalid_options',
    retryable: false,
    hint: 'Nothing was sent. Correct the fields named here.',
    problems,
  });
}

/** The error of a query that failed: what failed, why and what to do, with details for programs. */
export function toQueryError(
  { summary, transport }: Pick<Operation, 'summary' | 'transport'>,
  failure: Failure,
  model: ResolvedModel,
  day: string
): QueryError {
  const classified = classifyFailure(failure);
  const { category, retryable, docs_url } = classified;
  const isMissing = failure.status === 404 || category === 'model_not_found';
  const explained =
    (isMissing && transport?.ifMissing) || (category === 'model_not_found' && explainShutdown(model, day));
  const hint = explained || classified.hint;
  const error = new QueryError(`Could not ${summary}`, describe(failure, hint), {
    code: failure.code ?? category,
    category,
    retryable,
    hint,
    ...(failure.status && { status: failure.status }),
    ...(failure.type && { type: failure.type }),
    ...(failure.param && { param: failure.param }),
    ...(failure.request_id && { request_id: failure.request_id }),
    ...(failure.retry_after_ms !== undefined && { retry_after_ms: failure.retry_after_ms }),
    ...failure.spent,
    ...(failure.problems && { problems: failure.problems }),
    ...(failure.text && { text: failure.text }),
    ...(docs_url && { docs_url }),
  });
  // As with every error, the cause is for logs: it is not enumerable, so no host sends it to an app.
  if (failure.cause) Object.defineProperty(error, 'cause', { value: failure.cause, enumerable: false });
  return error;
}

const describe = ({ reason, earlier = [] }: Failure, hint: string) => [reason, ...earlier, hint].join('\n');

function explainShutdown({ id, model }: ResolvedModel, day: string): string | undefined {
  if (!model || !isShutDown(model, day)) return undefined;
  const successors = successorsOf(model, day);
  const advice = successors.length > 0 ? nameSuccessors(successors) : '';
  return `${id} was shut down at OpenAI on ${model.shutdown_date}.${advice}`;
}
