import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import { type PreviewedRequest, RequestPreviewed } from './exchange';
import type { Prepared } from './prepare';
import { concealSecrets } from './redaction';

/**
 * What a query would send, in place of its result.
 *
 * @param send Sends by a client whose `fetch` sends nothing.
 */
export async function previewQuery(
  operation: string,
  { options, warnings, context }: Prepared,
  send: () => Promise<unknown>
): Promise<QueryResult> {
  const data = await send().then(() => undefined, findPreview);
  return {
    status: 'ok',
    message: 'Dry run: nothing was sent',
    data: concealSecrets(data, options),
    metadata: { operation, ...(context.model.id && { model: context.model.id }), warnings, attempts: 0 },
  };
}

/** The SDK hands on what its `fetch` throws as the cause of an error of its own. */
function findPreview(error: unknown): PreviewedRequest {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RequestPreviewed) return cause.request;
  }
  throw error;
}
