import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import type { Bound } from '../cost/cost-bound';
import { concealSecrets } from '../failures/redaction';
import { entryOf } from '../operation';
import type { Prepared } from './prepare';
import { type PreviewedRequest, RequestPreviewed } from './previewed-request';

/**
 * What a query would send, in place of its result.
 *
 * @param count How many requests it would make, where there may be several.
 * @param bound The most it may cost.
 * @param send Sends by a client that sends nothing.
 */
export async function previewQuery(
  operation: string,
  { options, warnings, context }: Prepared,
  count: number | undefined,
  bound: Bound | undefined,
  send: () => Promise<unknown>
): Promise<QueryResult> {
  const data = await send().then(() => undefined, findPreview);
  return {
    status: 'ok',
    message: 'Dry run: nothing was sent',
    data: concealSecrets(count === undefined ? data : { ...data, requests: count }, options),
    metadata: {
      operation: entryOf(operation),
      ...(context.model.id && { model: context.model.id }),
      warnings,
      max_cost: bound && 'usd' in bound ? bound : null,
      attempts: 0,
    },
  };
}

function findPreview(error: unknown): PreviewedRequest {
  if (error instanceof RequestPreviewed) return error.request;
  throw error;
}
