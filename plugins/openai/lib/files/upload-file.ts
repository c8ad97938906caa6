import { NetworkError } from '../failures/network-error';
import type { OutgoingBody } from '../transport/send';
import { sendOnce } from '../transport/send';
import { checkLink, chooseLookup, DownloadFailure, type DownloadLimits } from './download';
import { PrivateAddress } from './private-address';

/** Where a file goes, and how it gets there. */
export type UploadAccess = Omit<DownloadLimits, 'maxBytes'>;

const MAX_REDIRECTS = 5;
/** These repeat the same request. */
const SAME_AGAIN = [307, 308];
const PIECE = 262_144;
/** What storage services answer is of no use, and short. */
const MAX_ANSWER_BYTES = 100_000;

/**
 * Puts a file to a presigned link. Redirects that repeat the request are followed, each checked as the link itself.
 *
 * @throws DownloadFailure, NetworkError or the error of the aborted signal.
 */
export async function uploadFile(
  link: string,
  file: { content: Uint8Array; mime_type: string },
  access: UploadAccess
): Promise<void> {
  let url = checkLink(link, access);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const route = { ...access.route, lookup: chooseLookup(url, access), isFresh: true };
    const headers = { 'content-type': file.mime_type };
    const request = {
      method: 'PUT',
      url,
      headers,
      body: toBody(file.content),
      effect: 'none',
      signal: access.signal,
    } as const;
    const answer = await sendOnce(request, route, MAX_ANSWER_BYTES);
    const { location } = answer.rawHeaders;
    answer.discard();
    if (answer.ok) return;
    if (!SAME_AGAIN.includes(answer.status) || location === undefined)
      throw new DownloadFailure(`its server responded with HTTP ${answer.status}`);
    if (!URL.canParse(location, url)) throw new DownloadFailure('it redirects to an invalid URL');
    url = checkLink(new URL(location, url).href, access);
  }
  throw new DownloadFailure(`it redirects more than ${MAX_REDIRECTS} times`);
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
  if (error instanceof NetworkError && error.cause instanceof PrivateAddress) return 'it points to a private address';
  const code = error instanceof NetworkError ? error.code : undefined;
  return `the request failed${code ? ` (${code})` : ''}`;
}
