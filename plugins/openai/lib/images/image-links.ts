import type { ImagesResponse } from 'openai/resources/images';
import { download } from '../files/download';
import type { Call } from '../operation';
import type { ImagesAnswer } from './image-result';

const MAX_BYTES = 64e6;

/** Fetches the images a server gave links to, so that they outlive the links. A link that fails is kept with its reason. */
export async function fetchLinkedImages(
  answer: ImagesResponse,
  { signal, connection, output }: Call
): Promise<ImagesAnswer> {
  const links = (answer.data ?? []).flatMap(({ url, b64_json }) => (url && !b64_json ? [url] : []));
  if (links.length === 0 || output === 'classic') return answer;
  const limits = {
    signal,
    maxBytes: MAX_BYTES,
    allowPrivate: connection.allowPrivateNetwork,
    // A server on a private address, chosen by the administrator, links to itself.
    trustedOrigin: new URL(connection.baseUrl).origin,
  };
  const fetched = links.map(async link => {
    const content = await download(link, limits).catch((error: Error) =>
      // The image is paid for: a link without its content is better than nothing.
      signal.aborted ? new Error('no time was left to fetch it') : error
    );
    return [link, content] as const;
  });
  return { ...answer, downloads: new Map(await Promise.all(fetched)) };
}
