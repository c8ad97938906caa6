import { lookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import got, { HTTPError, TimeoutError } from 'got';
import ipaddr from 'ipaddr.js';
import { isPublicAddress, lookupPublic, PrivateAddress } from './private-address';

/** The limits of a download. */
export interface DownloadLimits {
  signal: AbortSignal;
  maxBytes: number;
  /** Allows private and loopback addresses. */
  allowPrivate: boolean;
  /** The one origin that may be private regardless: a server that links to itself. */
  trustedOrigin?: string;
}

/** A link that could not be downloaded; the message completes "image 1 could not be downloaded: ...". */
export class DownloadFailure extends Error {}

const MAX_REDIRECTS = 5;

/**
 * Downloads the file that a link points to.
 *
 * @throws DownloadFailure, or the error of the aborted signal.
 */
export async function download(link: string, limits: DownloadLimits): Promise<Uint8Array> {
  const url = checkLink(link, limits);
  const agent = { keepAlive: false, lookup: chooseLookup(limits) };
  const stream = got.stream(url, {
    // A pooled socket would skip the lookup that checks the address, so each download gets its own agents.
    agent: { http: new HttpAgent(agent), https: new HttpsAgent(agent) },
    signal: limits.signal,
    timeout: { connect: 10_000, response: 30_000 },
    retry: { limit: 0 },
    maxRedirects: MAX_REDIRECTS,
    // A compressed body could unpack to any size.
    decompress: false,
    headers: { 'accept-encoding': 'identity' },
    hooks: { beforeRedirect: [({ url: next }) => void checkLink(String(next), limits)] },
  });
  let hasBegun = false;
  stream.on('response', ({ headers }: { headers: Record<string, unknown> }) => {
    hasBegun = true;
    if (Number(headers['content-length']) > limits.maxBytes) stream.destroy(tooLarge(limits.maxBytes));
  });
  try {
    return await readUpTo(stream, limits.maxBytes);
  } catch (error) {
    stream.destroy();
    // The deadline or the caller stopped the download, so the link is not to blame.
    if (limits.signal.aborted) throw error;
    throw explain(error, hasBegun);
  }
}

/** Rejects links that are not HTTP, hold credentials or name a private address; host names are checked in the lookup. */
function checkLink(link: string, { allowPrivate, trustedOrigin }: DownloadLimits): URL {
  if (!URL.canParse(link)) throw new DownloadFailure('it is not a valid URL');
  const url = new URL(link);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new DownloadFailure(EXPLANATIONS.ERR_UNSUPPORTED_PROTOCOL);
  if (url.username || url.password) throw new DownloadFailure('it contains a user name or password');
  // got connects to local sockets through this host name.
  if (url.hostname === 'unix') throw new DownloadFailure('it points to a local socket');
  if (allowPrivate || url.origin === trustedOrigin) return url;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTrustedHost = trustedOrigin !== undefined && url.hostname === new URL(trustedOrigin).hostname;
  if (isTrustedHost || (ipaddr.isValid(host) && !isPublicAddress(host)))
    throw new DownloadFailure(EXPLANATIONS.ERR_PRIVATE_ADDRESS);
  return url;
}

function chooseLookup({ allowPrivate, trustedOrigin }: DownloadLimits): LookupFunction {
  const trusted = trustedOrigin && new URL(trustedOrigin).hostname;
  return (hostname, options, callback) =>
    allowPrivate || hostname === trusted
      ? lookup(hostname, options, callback)
      : lookupPublic(hostname, options, callback);
}

async function readUpTo(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  if (bytes === 0) throw new DownloadFailure('it is empty');
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number) => new DownloadFailure(`it is larger than ${Math.round(maxBytes / 1e6)} MB`);

/** The messages of error codes from Node and got. */
const EXPLANATIONS = {
  ERR_PRIVATE_ADDRESS: 'it points to a private address',
  ERR_TOO_MANY_REDIRECTS: `it redirects more than ${MAX_REDIRECTS} times`,
  ERR_UNSUPPORTED_PROTOCOL: 'only http and https links are supported',
  ERR_GOT_REQUEST_ERROR: 'it redirects to an address that cannot be fetched',
  ERR_INVALID_URL: 'it redirects to an invalid URL',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'its server closed the connection too early',
};

function explain(error: unknown, hasBegun: boolean): DownloadFailure {
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 4; depth += 1) {
    if (cause instanceof DownloadFailure) return cause;
    if (cause instanceof PrivateAddress) return new DownloadFailure(EXPLANATIONS.ERR_PRIVATE_ADDRESS);
    cause = Reflect.get(cause, 'cause');
  }
  if (error instanceof HTTPError)
    return new DownloadFailure(`its server responded with HTTP ${error.response.statusCode}`);
  if (error instanceof TimeoutError) return new DownloadFailure('its server did not respond in time');
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const known = Object.entries(EXPLANATIONS).find(([name]) => name === code)?.[1];
  if (known) return new DownloadFailure(known);
  if (hasBegun) return new DownloadFailure(EXPLANATIONS.ERR_HTTP_CONTENT_LENGTH_MISMATCH);
  return new DownloadFailure(`the request failed${typeof code === 'string' ? ` (${code})` : ''}`);
}
