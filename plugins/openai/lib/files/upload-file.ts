import { NetworkError } from '../failures/network-error';
import { SAME_AGAIN } from '../transport/redirects';
import type { OutgoingBody } from '../transport/send';
import { sendOnce } from '../transport/send';
import { chooseLookup, DownloadFailure, EXPLANATIONS, followLink, type LinkAccess } from './download';
import { PrivateAddress } from './private-address';

const PIECE = 262_144;
/** The responses of storage services are of no use, and short. */
const MAX_RESPONSE_BYTES = 100_000;

/**
 * Puts a file to a presigned link. Redirects that repeat the request are followed.
 *
 * @throws DownloadFailure, NetworkError or the error of the aborted signal.
 */
export function uploadFile(
  link: string,
  { content, mime_type }: { content: Uint8Array; mime_type: string },
  access: LinkAccess
): Promise<void> {
  const { signal } = access;
  const headers = { 'content-type': mime_type };
  return followLink(link, access, async url => {
    const route = { ...access.route, lookup: chooseLookup(url, access), isFresh: true };
    const request = { method: 'PUT', url, headers, body: toBody(content), effect: 'none', signal } as const;
    const response = await sendOnce(request, route, MAX_RESPONSE_BYTES);
    const { location } = response.rawHeaders;
    response.discard();
    if (response.ok) return { found: undefined };
    if (SAME_AGAIN.includes(response.status) && location !== undefined) return { location };
    throw new DownloadFailure(`its server responded with HTTP ${response.status}`);
  });
}

function toBody(content: Uint8Array): OutgoingBody {
  return {
    length: content.length,
    *[Symbol.iterator]() {
      for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE);
    },
  };
}

/** Why an upload failed, completing "could not be saved: ...". */
export function explainUpload(error: unknown, signal: AbortSignal): string {
  if (error instanceof DownloadFailure) return error.message;
  if (signal.aborted) return 'its server did not respond in time';
  if (error instanceof NetworkError && error.cause instanceof PrivateAddress) return EXPLANATIONS.privateAddress;
  const code = error instanceof NetworkError ? error.code : undefined;
  return `the request failed${code ? ` (${code})` : ''}`;
}
