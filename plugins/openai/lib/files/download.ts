import type { ClientRequest, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import got, { TimeoutError } from 'got';
import ipaddr from 'ipaddr.js';
import { type Route, routeOf } from '../transport/agents';
import { decompress, findUnknownCoding } from '../transport/decompress';
import { openRequest } from '../transport/send';
import type { Connection } from '../types/connection';
import { toMegabytes } from './file-check';
import { isPublicAddress, lookupPublic, PrivateAddress } from './private-address';

/** How the links of a query are reached. */
export interface LinkAccess {
  signal: AbortSignal;
  /** Allows private and loopback addresses. */
  allowPrivate: boolean;
  /** The one origin that may be private regardless: a server that links to itself. */
  trustedOrigin?: string;
  route?: Route;
}

/** The access to links that a connection allows. */
export const linkAccess = (connection: Connection, signal: AbortSignal): LinkAccess => ({
  signal,
  allowPrivate: connection.allowPrivateNetwork,
  route: routeOf(connection),
});

/** The limits of a download. */
export interface DownloadLimits extends LinkAccess {
  maxBytes: number;
}

/** A link that could not be downloaded; the message completes "image 1 could not be downloaded: ...". */
export class DownloadFailure extends Error {}

/** What a link points to is larger than allowed; its server has said how large, and of which type. */
export class TooLarge extends DownloadFailure {
  constructor(
    maxBytes: number,
    readonly file?: { bytes: number; type: string | undefined }
  ) {
    super(`it is larger than ${toMegabytes(maxBytes)} MB`);
  }
}

/** Wraps the error of another request that failed while a link was read. */
export class OtherRequest extends Error {}

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Goes to a link and wherever it redirects to, each address checked as the link itself.
 *
 * @param visit Returns where else to go, or what was found.
 * @throws DownloadFailure where a link must not be followed, and whatever `visit` throws.
 */
export async function followLink<Found>(
  link: string,
  access: LinkAccess,
  visit: (url: URL) => Promise<{ location: string } | { found: Found }>
): Promise<Found> {
  let url = checkLink(link, access);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const outcome = await visit(url);
    if ('found' in outcome) return outcome.found;
    if (!URL.canParse(outcome.location, url)) throw new DownloadFailure('it redirects to an invalid URL');
    url = checkLink(new URL(outcome.location, url).href, access);
  }
  throw new DownloadFailure(`it redirects more than ${MAX_REDIRECTS} times`);
}

/**
 * Downloads the file that a link points to.
 *
 * @throws DownloadFailure, or the error of the aborted signal.
 */
export function download(link: string, limits: DownloadLimits): Promise<Uint8Array> {
  return readLink(link, limits, stream => readUpTo(stream, limits.maxBytes));
}

/**
 * Has the file that a link points to read while it arrives.
 *
 * @throws DownloadFailure, the error of the aborted signal, or what `read` throws where it is of another request.
 */
export function readLink<Found>(
  link: string,
  limits: DownloadLimits,
  read: (stream: AsyncIterable<Uint8Array>) => Promise<Found>
): Promise<Found> {
  return followLink(link, limits, url => fetchOnce(url, limits, read));
}

/** What was read, or where else the file is. */
async function fetchOnce<Found>(
  url: URL,
  limits: DownloadLimits,
  read: (stream: AsyncIterable<Uint8Array>) => Promise<Found>
): Promise<{ found: Found } | { location: string }> {
  const route = { ...limits.route, lookup: chooseLookup(url, limits), isFresh: true };
  const stream = got.stream(url, {
    request: (target, options) => openRequest(target, options, route),
    signal: limits.signal,
    timeout: { connect: 10_000, response: 30_000 },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    // Done below, where its bytes are counted.
    decompress: false,
    headers: { 'accept-encoding': 'identity' },
  });
  // For their whole life: an error after the download was abandoned would end the host.
  stream.on('error', () => undefined);
  stream.on('request', (request: ClientRequest) => request.on('error', () => undefined));
  let hasBegun = false;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      stream.once('response', resolve).once('error', reject);
    });
    hasBegun = true;
    response.on('error', () => undefined);
    const { statusCode = 0, headers } = response;
    if (REDIRECTS.includes(statusCode) && headers.location !== undefined) return { location: headers.location };
    if (statusCode < 200 || statusCode > 299) throw new DownloadFailure(`its server responded with HTTP ${statusCode}`);
    const { 'content-encoding': coding, 'content-type': type } = headers;
    const unknown = findUnknownCoding(coding);
    if (unknown !== undefined) throw new DownloadFailure(`its server compressed it as ${unknown.slice(0, 30)}`);
    const body = decompress(stream, coding);
    const bytes = Number(headers['content-length']);
    // How large a compressed file is shows only once it is read.
    if (bytes > limits.maxBytes) throw new TooLarge(limits.maxBytes, body === stream ? { bytes, type } : undefined);
    return { found: await read(body) };
  } catch (error) {
    // The deadline or the caller stopped the download, so the link is not to blame.
    if (limits.signal.aborted || error instanceof OtherRequest) throw error;
    throw explain(error, hasBegun);
  } finally {
    // Also what is not read on, such as the body of a redirect; its socket is not used again.
    stream.destroy();
  }
}

/** Rejects links that are not HTTP, hold credentials or name a private address; host names are checked in the lookup. */
export function checkLink(link: string, { allowPrivate, trustedOrigin }: Omit<DownloadLimits, 'maxBytes'>): URL {
  if (!URL.canParse(link)) throw new DownloadFailure('it is not a valid URL');
  const url = new URL(link);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new DownloadFailure(EXPLANATIONS.otherProtocol);
  if (url.username || url.password) throw new DownloadFailure('it contains a user name or password');
  // got connects to local sockets through this host name.
  if (url.hostname === 'unix') throw new DownloadFailure('it points to a local socket');
  if (allowPrivate || url.origin === trustedOrigin) return url;
  const host = url.hostname.replace(/[[\]]/g, '');
  const isTrustedHost = trustedOrigin !== undefined && url.hostname === new URL(trustedOrigin).hostname;
  if (isTrustedHost || (ipaddr.isValid(host) && !isPublicAddress(host)))
    throw new DownloadFailure(EXPLANATIONS.privateAddress);
  return url;
}

/** How the name is looked up; where a proxy does it, nobody here can tell whether its address is private. */
export function chooseLookup(
  { hostname }: URL,
  { allowPrivate, trustedOrigin }: Omit<DownloadLimits, 'maxBytes'>
): LookupFunction | undefined {
  const isTrusted = trustedOrigin !== undefined && hostname === new URL(trustedOrigin).hostname;
  return allowPrivate || isTrusted ? undefined : lookupPublic;
}

async function readUpTo(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLarge(maxBytes);
    chunks.push(chunk);
  }
  if (bytes === 0) throw new DownloadFailure('it is empty');
  return Buffer.concat(chunks);
}

/** What may be wrong with a link or its server. */
export const EXPLANATIONS = {
  privateAddress: 'it points to a private address',
  otherProtocol: 'only http and https links are supported',
  cutOff: 'its server closed the connection too early',
};

function explain(error: unknown, hasBegun: boolean): DownloadFailure {
  if (error instanceof DownloadFailure) return error;
  const { cause, code }: { cause?: unknown; code?: unknown } = Object(error);
  if (cause instanceof PrivateAddress) return new DownloadFailure(EXPLANATIONS.privateAddress);
  if (isDamage(code)) return new DownloadFailure('its server sent compressed data that is invalid');
  if (error instanceof TimeoutError) return new DownloadFailure('its server did not respond in time');
  if (hasBegun) return new DownloadFailure(EXPLANATIONS.cutOff);
  return new DownloadFailure(`the request failed${typeof code === 'string' ? ` (${code})` : ''}`);
}

/** Codes of zlib's for data that is not compressed as stated; data that was cut has others. */
const isDamage = (code: unknown) => typeof code === 'string' && /^(?:Z_DATA_ERROR|ERR__|ERR_BROTLI)/.test(code);
