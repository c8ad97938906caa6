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
    const capacity = Number(read('limit') || Number.NaN);
    const remaining = Number(read('remaining') || Number.NaN);
    const resetMs = readDuration(read('reset'));
    if (capacity > 0 && remaining >= 0 && resetMs !== undefined) limits[unit] = { capacity, remaining, resetMs };
  }
  return limits;
}

/** Milliseconds of "1h2m3s", "6m0s", "1.5s", "12ms", or of a plain number of seconds as some gateways send it. */
function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text);
  if (!parts || text === '') return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}
