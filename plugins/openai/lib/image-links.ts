import type { ImagesResponse } from 'openai/resources/images';
import { download } from './download';
import type { ImagesAnswer } from './image-result';
import type { Call } from './operation';

const MAX_BYTES = 64e6;

/** Fetches the images a server gave links to, so that they outlive the links. A link that fails is kept with its reason. */
export async function fetchLinkedImages(
  answer: ImagesResponse,
  { signal, connection, output }: Call
): Promise<ImagesAnswer> {
  const links = (answer.data ?? []).flatMap(({ url, b64_json }) => (url && !b64_json ? [url] : []));
  if (links.length === 0 || output === 'classic') return answer;
  const server = new URL(connection.baseUrl).origin;
  const fetched = links.map(async link => {
    // A server on a private address, chosen by the administrator, links to itself.
    const allowPrivate = connection.allowPrivateNetwork || (URL.canParse(link) && new URL(link).origin === server);
    const content = await download(link, { signal, maxBytes: MAX_BYTES, allowPrivate }).catch((error: Error) => error);
    return [link, content] as const;
  });
  return { ...answer, downloads: new Map(await Promise.all(fetched)) };
}
