import type { Operation, Progress } from '../operation';
import { receiveAnswer } from '../transport/receive';
import type { BoundRequest } from './build-request';
import type { Run } from './run';

/** The operation's streaming, where this query's answer is to come in pieces. */
export function chooseStreaming(
  { operation: { streaming }, context }: Run,
  { request, options }: BoundRequest,
  live: boolean
): Operation['streaming'] {
  const when = streaming?.when(request, context, options) ?? 'never';
  return when === 'always' || (live && when === 'live') ? streaming : undefined;
}

/** Sends the request, yields what arrives, and returns the whole answer with what belongs to it. */
export async function* send(run: Run, built: BoundRequest, live: boolean): AsyncGenerator<Progress, unknown> {
  const answer = yield* sendOnly(run, built, live);
  return run.operation.complete?.(run.client, answer, built.options, run.call) ?? answer;
}

async function* sendOnly(run: Run, built: BoundRequest, live: boolean): AsyncGenerator<Progress, unknown> {
  const { operation, exchange, client, call, context } = run;
  const request = exchange.largeTexts.setAside(built.request);
  const streaming = chooseStreaming(run, { ...built, request }, live);
  if (streaming) {
    const response = await call.attempt(() => streaming.open(client, request, call));
    return yield* receiveAnswer(response, streaming.collect(request, built.options, context), context.warn);
  }
  return operation.transport?.countRequests
    ? operation.send(client, request, call)
    : call.attempt(() => operation.send(client, request, call));
}
