import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { HTTPError, TimeoutError } from 'got';
import ipaddr from 'ipaddr.js';
import { isPublicAddress, lookupPublic, PrivateAddress } from './private-address';

/** What a download may cost and where it may lead. */
export interface DownloadLimits {
  signal: AbortSignal;
  maxBytes: number;
  /** Lets it reach private and loopback addresses. */
  allowPrivate: boolean;
}

/** Why a link could not be fetched, in words for whoever gave it. */
export class DownloadFailure extends Error {}

const MAX_REDIRECTS = 5;

/**
 * Fetches what a link points to.
 *
 * @throws DownloadFailure
 */
export async function download(link: string, limits: DownloadLimits): Promise<Uint8Array> {
  const url = checkLink(link, limits.allowPrivate);
  const lookup = limits.allowPrivate ? {} : { lookup: lookupPublic };
  const stream = got.stream(url, {
    // Agents of our own: a socket the process kept open would be reused without a look-up.
    agent: {
      http: new HttpAgent({ keepAlive: false, ...lookup }),
      https: new HttpsAgent({ keepAlive: false, ...lookup }),
    },
    signal: limits.signal,
    timeout: { connect: 10_000, response: 30_000 },
    retry: { limit: 0 },
    maxRedirects: MAX_REDIRECTS,
    // A compressed body could unpack to any size.
    decompress: false,
    headers: { 'accept-encoding': 'identity' },
    hooks: { beforeRedirect: [({ url: next }) => void checkLink(String(next), limits.allowPrivate)] },
  });
  try {
    return await readUpTo(stream, limits.maxBytes);
  } catch (error) {
    stream.destroy();
    throw explain(error);
  }
}

/** Only the web, no credentials, and no address that is plainly private: names are judged when they are looked up. */
function checkLink(link: string, allowPrivate: boolean): URL {
  if (!URL.canParse(link)) throw new DownloadFailure('it is not a URL');
  const url = new URL(link);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new DownloadFailure('only http and https links are fetched');
  if (url.username || url.password) throw new DownloadFailure('it holds a user name or password');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && ipaddr.isValid(host) && !isPublicAddress(host))
    throw new DownloadFailure('it leads to a private address');
  return url;
}

async function readUpTo(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new DownloadFailure(`it is larger than ${Math.round(maxBytes / 1e6)} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function explain(error: unknown): DownloadFailure {
  if (error instanceof DownloadFailure) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof DownloadFailure) return cause;
  if (cause instanceof PrivateAddress) return new DownloadFailure('it leads to a private address');
  if (error instanceof HTTPError)
    return new DownloadFailure(`its server answered with HTTP ${error.response.statusCode}`);
  if (error instanceof TimeoutError) return new DownloadFailure('its server did not answer in time');
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ERR_PRIVATE_ADDRESS') return new DownloadFailure('it leads to a private address');
  if (code === 'ERR_TOO_MANY_REDIRECTS') return new DownloadFailure(`it redirects more than ${MAX_REDIRECTS} times`);
  return new DownloadFailure(`it could not be fetched${typeof code === 'string' ? ` (${code})` : ''}`);
}
