import { charactersPerToken } from '../answers/tokens';
import { ApiError } from '../http/api-error';
import type { ApiRequest } from '../http/messages';

export interface RateLimit {
  requestsPerSecond: number;
  /** How many requests may come at once after a rest. */
  burst: number;
}

/** Counts requests and tokens as they come. */
export interface RateLimiter {
  /** Counts a request once. Throws the API's 429, and counts nothing, where there is nothing left. */
  count(request: ApiRequest): void;
  /** What is left, as the API states it on every answer. */
  headers(): Record<string, string>;
}

interface Bucket {
  readonly capacity: number;
  take(amount: number): void;
  /** May be below 0 where more was taken than was there. */
  level(): number;
  msUntilFull(): number;
  msUntilOne(): number;
}

/** What an account of a higher tier has in a minute; reached only by the switch. */
const usualRequests = { requestsPerSecond: 10_000 / 60, burst: 10_000 };
const usualTokens = 2_000_000;
/** The API counts what a model reads, of which images are little, however long their base64 is. */
const mostTokensCounted = 10_000;

function createBucket(capacity: number, perSecond: number): Bucket {
  let left = capacity;
  let seenAt = performance.now();
  const level = () => {
    const now = performance.now();
    left = Math.min(capacity, left + ((now - seenAt) / 1000) * perSecond);
    seenAt = now;
    return left;
  };
  const msUntil = (wished: number) => Math.max(0, ((wished - level()) / perSecond) * 1000);
  return {
    capacity,
    take: amount => {
      left = Math.max(0, level() - amount);
    },
    level,
    msUntilFull: () => msUntil(capacity),
    msUntilOne: () => msUntil(1),
  };
}

/** As the API writes times: 12ms, 1.5s, 6m0s. */
function writeDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1000) return `${Math.ceil(milliseconds)}ms`;
  if (milliseconds < 60_000) return `${Math.ceil(milliseconds) / 1000}s`;
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

function describe(name: string, bucket: Bucket): [string, string][] {
  return [
    [`x-ratelimit-limit-${name}`, String(bucket.capacity)],
    [`x-ratelimit-remaining-${name}`, String(Math.floor(bucket.level()))],
    [`x-ratelimit-reset-${name}`, writeDuration(bucket.msUntilFull())],
  ];
}

function refuse({ requestsPerSecond, burst }: RateLimit, waitMs: number): ApiError {
  const wait = Math.max(1, Math.ceil(waitMs));
  return new ApiError(
    `Rate limit reached for requests: Limit ${requestsPerSecond} / s, ${burst} at once. ` +
      `Please try again in ${writeDuration(wait)}.`,
    {
      status: 429,
      type: 'requests',
      code: 'rate_limit_exceeded',
      headers: { 'retry-after': String(Math.ceil(wait / 1000)), 'retry-after-ms': String(wait) },
    }
  );
}

/** Nothing is refused unless a limit is given; what is left is counted all the same. */
export function createRateLimiter(limit?: RateLimit): RateLimiter {
  const { requestsPerSecond, burst } = limit ?? usualRequests;
  if (!(requestsPerSecond > 0 && burst >= 1)) {
    throw new Error('rateLimit takes requestsPerSecond above 0 and a burst of 1 or more');
  }
  const requests = createBucket(burst, requestsPerSecond);
  const tokens = createBucket(usualTokens, usualTokens / 60);
  return {
    count: ({ body, rawBody }) => {
      if (limit && requests.level() < 1) throw refuse(limit, requests.msUntilOne());
      requests.take(1);
      if (body !== undefined) tokens.take(Math.min(rawBody.length / charactersPerToken, mostTokensCounted));
    },
    headers: () => Object.fromEntries([...describe('requests', requests), ...describe('tokens', tokens)]),
  };
}
