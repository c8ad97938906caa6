import type { PriceBook } from '../cost/price-book';

/** A connection's fields, read and checked. */
export interface Connection {
  /** Absent where a compatible server requires none. */
  apiKey?: string;
  organizationId?: string;
  projectId?: string;
  /** With its path, without a trailing slash or query. */
  baseUrl: string;
  /** What the base URL said behind `?`, such as Azure's api-version. */
  baseQuery: Record<string, string>;
  authHeader: 'bearer' | 'api-key';
  headers: Record<string, string>;
  timeoutSeconds: number;
  maxRetries: number;
  allowPrivateNetwork: boolean;
  /** An http or https proxy for all requests, which may hold a user name and a password. */
  proxyUrl?: string;
  /** PEM of certificates that are trusted besides the host's. */
  caCertificate?: string;
  /** What its server charges for its models. */
  prices: PriceBook;
  /** A query that may cost more is not sent. */
  maxCostUsd?: number;
}
