import type { Operation } from '../operation';
import { receiveResponse } from '../transport/receive';
import type { Progress } from '../types/progress';
import type { BoundRequest } from './bound-request';
import type { Run } from './run';

/** The operation's streaming, where this query's response is to arrive in pieces. */
export function chooseStreaming(
  { operation: { streaming }, context }: Run,
  { request, options }: BoundRequest,
  live: boolean
): Operation['streaming'] {
  const when = streaming?.when(request, context, options) ?? 'never';
  return when === 'always' || (live && when === 'live') ? streaming : undefined;
}

/** Sends the request, yields what arrives, and returns the whole response with what belongs to it. */
export async function* send(run: Run, built: BoundRequest, live: boolean): AsyncGenerator<Progress[], unknown> {
  const answer = yield* sendOnly(run, built, live);
  return run.operation.complete?.(run.client, answer, built.options, run.call) ?? answer;
}

async function* sendOnly(run: Run, built: BoundRequest, live: boolean): AsyncGenerator<Progress[], unknown> {
  const { operation, exchange, client, call, context } = run;
  const request = exchange.largeTexts.setAside(built.request);
  const streaming = chooseStreaming(run, { ...built, request }, live);
  if (streaming) {
    const response = await call.attempt(() => streaming.open(client, request, call));
    return yield* receiveResponse(response, streaming.collect(request, built.options, context), context.warn);
  }
  if (!operation.transport?.countRequests) return call.attempt(() => operation.send(client, request, call));
  if (!live) return operation.send(client, request, call);
  const reports = collectReports();
  const report = (event: Progress) => {
    exchange.hasShown = true;
    reports.add(event);
  };
  const sending = operation.send(client, request, { ...call, report });
  // Its error is thrown below, once everything before it has been yielded.
  sending.then(reports.end, reports.end);
  yield* reports.events();
  return await sending;
}

/** What an operation reports while it works, in the order it came. */
function collectReports(): { add(event: Progress): void; end(): void; events(): AsyncGenerator<Progress[], void> } {
  const waiting: Progress[] = [];
  let hasEnded = false;
  let wake = () => {};
  return {
    add(event) {
      waiting.push(event);
      wake();
    },
    end() {
      hasEnded = true;
      wake();
    },
    async *events() {
      for (;;) {
        while (waiting.length > 0) yield waiting.splice(0);
        if (hasEnded) return;
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
  };
}
