import { download, linkAccess } from '../files/download';
import type { Call } from '../operation';
import type { ImagesResult } from './image-result';
import { readPictures } from './images-response';

const MAX_BYTES = 64e6;

/** Downloads linked images, since the links expire. A download that fails is replaced by its error. */
export async function fetchLinkedImages(
  response: unknown,
  { signal, connection, output }: Call
): Promise<ImagesResult> {
  const links = readPictures(response).flatMap(({ url, base64 }) => (url && !base64 ? [url] : []));
  if (links.length === 0 || output === 'classic') return { response };
  const limits = {
    ...linkAccess(connection, signal),
    maxBytes: MAX_BYTES,
    // A server on a private network may link to itself.
    trustedOrigin: new URL(connection.baseUrl).origin,
  };
  const fetched = links.map(async link => {
    const content = await download(link, limits).catch((error: Error) =>
      // The image is billed already, so its link alone is better than an error.
      signal.aborted ? new Error('the query ran out of time') : error
    );
    return [link, content] as const;
  });
  return { response, downloads: new Map(await Promise.all(fetched)) };
}
