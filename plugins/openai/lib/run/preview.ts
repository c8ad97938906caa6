import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import { concealSecrets } from '../failures/redaction';
import { entryOf } from '../operation';
import { createClient } from '../transport/client';
import type { BoundRequest } from './build-request';
import { createPreviewSend, type PreviewedRequest, RequestPreviewed } from './previewed-request';
import type { Run } from './run';
import { chooseStreaming } from './send';

/** What a query would send, in place of its result. Where it would send several requests, the first, and how many. */
export async function previewQuery(run: Run, built: BoundRequest, live: boolean): Promise<QueryResult> {
  const { id, operation, connection, call, model, warnings } = run;
  const client = createClient(connection, createPreviewSend(Object.keys(connection.baseQuery)));
  const streaming = chooseStreaming(run, built, live);
  const sending = streaming ? streaming.open(client, built.request, call) : operation.send(client, built.request, call);
  const data = await sending.then(() => undefined, findPreview);
  const count = operation.transport?.countRequests?.(built.request);
  return {
    status: 'ok',
    message: 'Dry run: nothing was sent',
    data: concealSecrets(count === undefined ? data : { ...data, requests: count }, run.options),
    metadata: {
      operation: entryOf(id),
      ...(model.id && { model: model.id }),
      warnings,
      max_cost: built.bound && 'usd' in built.bound ? built.bound : null,
      attempts: 0,
    },
  };
}

function findPreview(error: unknown): PreviewedRequest {
  if (error instanceof RequestPreviewed) return error.request;
  throw error;
}
