import type { ApiRequest } from '../http/messages';

/** A request as it arrived. Credentials may be visible here: it is for tests, which send none that matter. */
export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  /** The parsed JSON; absent if the body is not JSON. */
  body?: unknown;
  rawBody: Buffer;
}

export function toReceivedRequest({ method, path, query, headers, body, rawBody }: ApiRequest): ReceivedRequest {
  const search = query.size > 0 ? `?${query}` : '';
  return { method, path: path + search, headers, ...(body !== undefined && { body }), rawBody };
}
