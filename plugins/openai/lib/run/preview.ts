import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import type { Cost } from '../cost/cost';
import { concealSecrets } from '../failures/redaction';
import { entryOf } from '../operation';
import { createClient } from '../transport/client';
import type { BoundRequest } from './bound-request';
import type { Candidate } from './build-request';
import { createPreviewSend, type PreviewedRequest, RequestPreviewed } from './previewed-request';
import type { Run } from './run';
import { chooseStreaming } from './send';

/**
 * What a query would send, in place of its result. Where it would send several requests, the first, and how many; where
 * another model may answer, which ones.
 */
export async function previewQuery(
  [{ run, built }, ...others]: [Candidate, ...Candidate[]],
  live: boolean
): Promise<QueryResult> {
  const { id, operation, connection, call, model, warnings, exchange } = run;
  const client = createClient(connection, createPreviewSend(Object.keys(connection.baseQuery)));
  const streaming = chooseStreaming(run, built, live);
  const sending = streaming ? streaming.open(client, built.request, call) : operation.send(client, built.request, call);
  const data = await sending.then(() => undefined, findPreview);
  const count = operation.transport?.countRequests?.(built.request);
  const input_tokens = await countTokens(run, built);
  return {
    status: 'ok',
    message: input_tokens === undefined ? 'Dry run: nothing was sent' : 'Dry run: only the input tokens were counted',
    data: concealSecrets(
      {
        ...Object(data),
        ...(count !== undefined && { requests: count }),
        ...operation.transport?.previewMore?.(built.request),
        ...(input_tokens !== undefined && { input_tokens }),
        ...(others.length > 0 && { fallback_models: others.map(describeFallback) }),
      },
      run.options
    ),
    metadata: {
      operation: entryOf(id),
      ...(model.id && { model: model.id }),
      warnings,
      max_cost: highestCost([built, ...others.map(other => other.built)]),
      attempts: exchange.attempts,
    },
  };
}

/** What it costs at most, and what would be left out for it. */
function describeFallback({ run: { model, warnings }, built }: Candidate): object {
  return { model: model.id, max_cost: costOf(built), warnings };
}

const costOf = ({ bound }: BoundRequest): Cost | null => (bound && 'usd' in bound ? bound : null);

/** Only one of them answers. */
function highestCost(all: BoundRequest[]): Cost | null {
  const costs = all.map(costOf);
  return costs.reduce((one, other) => (one && other && other.usd > one.usd ? other : other && one));
}

/** The server's count of the input, where the query asks for it. */
async function countTokens(
  { operation, client, call, options }: Run,
  { request }: BoundRequest
): Promise<number | undefined> {
  if (options['count_tokens'] !== true) return undefined;
  return operation.transport?.countTokens?.(client, request, call.signal);
}

function findPreview(error: unknown): PreviewedRequest {
  if (error instanceof RequestPreviewed) return error.request;
  throw error;
}
