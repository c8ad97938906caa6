import { readCount, readReset } from '../transport/rate-limit-values';

/** The state of one of the account's rate limits. */
export interface RateLimit {
  /** The limit itself. */
  capacity: number;
  remaining: number;
  /** Milliseconds until the limit is fully available again. */
  resetMs: number;
}

/** The limits by unit; only those that the headers state completely. */
export type RateLimits = Partial<Record<'requests' | 'tokens', RateLimit>>;

/** Reads the `x-ratelimit-...` headers of a response. */
export function readRateLimits(headers: Headers | undefined): RateLimits {
  const limits: RateLimits = {};
  for (const unit of ['requests', 'tokens'] as const) {
    const read = (what: string) => headers?.get(`x-ratelimit-${what}-${unit}`) ?? '';
    const capacity = readCount(read('limit'));
    const remaining = readCount(read('remaining'));
    const resetMs = readReset(read('reset'));
    if (capacity && remaining !== undefined && resetMs !== undefined) limits[unit] = { capacity, remaining, resetMs };
  }
  return limits;
}
