import type { Connection } from '../types/connection';
import type { RequestEffect } from '../types/request-effect';

/** A connection that failed or was interrupted. */
export class NetworkError extends Error {
  /** Node's code, such as ECONNRESET. */
  readonly code: string | undefined;
  /** The status with which a proxy declined to connect. */
  readonly proxyStatus: number | undefined;
  /** The connection to the proxy failed, not the one to the server. */
  readonly isOfProxy: boolean;

  /** @param unsent Nothing of the request reached the server. */
  constructor(
    cause: unknown,
    readonly unsent: boolean,
    readonly effect: RequestEffect
  ) {
    const { code, status, isOfProxy }: { code?: unknown; status?: unknown; isOfProxy?: unknown } = Object(cause);
    super('The connection failed', { cause });
    this.code = typeof code === 'string' ? code : undefined;
    this.proxyStatus = typeof status === 'number' ? status : undefined;
    this.isOfProxy = isOfProxy === true;
  }
}

/** Certificates of an issuer that the host does not know. */
const UNKNOWN_ISSUER = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
];

/** What else can be wrong with a server's certificate, completing "The certificate of HOST ...". */
const CERTIFICATE_FAULTS: Record<string, string> = {
  ...Object.fromEntries(UNKNOWN_ISSUER.map(code => [code, 'is self-signed, or its issuer is unknown to the host'])),
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another server',
};

/** Errors of certificates, which waiting does not fix. */
export const CERTIFICATE_CODES = Object.keys(CERTIFICATE_FAULTS);

/** What a server says of TLS that expects plain HTTP, or another version. */
export const TLS_CODES = ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];

/** What failed, in a sentence without secrets. */
export function describeNetworkError(error: NetworkError, { baseUrl, proxyUrl }: Connection): string {
  const { code = '', unsent, proxyStatus, isOfProxy } = error;
  const { host } = new URL(baseUrl);
  const proxy = proxyUrl && new URL(proxyUrl).host;
  const because = code ? ` (${code})` : '';
  const fault = CERTIFICATE_FAULTS[code];
  if (fault) return `The certificate of ${isOfProxy ? `the proxy ${proxy}` : host} ${fault}${because}`;
  if (!unsent) return `The connection to ${host} was interrupted${because}`;
  if (TLS_CODES.includes(code))
    return `${isOfProxy ? `The proxy ${proxy}` : host} could not be reached by TLS${because}`;
  if (proxyStatus !== undefined) return `The proxy ${proxy} did not connect to ${host} (HTTP ${proxyStatus})`;
  return proxy
    ? `${host} could not be reached through the proxy ${proxy}${because}`
    : `${host} could not be reached${because}`;
}
