/** What an answer tells of one limit of the account. */
export interface RateLimit {
  /** The most that may be taken at once. */
  capacity: number;
  remaining: number;
  /** Milliseconds until all of it may be taken again. */
  full_in: number;
}

/** The limits by what they count; absent where an answer does not tell all of it. */
export type RateLimits = Partial<Record<'requests' | 'tokens', RateLimit>>;

/** Reads the `x-ratelimit-...` headers of an answer. */
export function readRateLimits(headers: Headers | undefined): RateLimits {
  const limits: RateLimits = {};
  for (const unit of ['requests', 'tokens'] as const) {
    const read = (what: string) => headers?.get(`x-ratelimit-${what}-${unit}`) ?? '';
    const capacity = Number(read('limit') || Number.NaN);
    const remaining = Number(read('remaining') || Number.NaN);
    const full_in = readDuration(read('reset'));
    if (capacity > 0 && remaining >= 0 && full_in !== undefined) limits[unit] = { capacity, remaining, full_in };
  }
  return limits;
}

/** Milliseconds of "1h2m3s", "6m0s", "1.5s", "12ms" or, as gateways write it, of a bare number of seconds. */
function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text);
  if (!parts || text === '') return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}
