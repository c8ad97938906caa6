/** Seconds since 1970, as the API counts them, as ISO 8601; null where there is no time. */
export function toIsoTime(seconds: unknown): string | null {
  const time = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isFinite(time.getTime()) ? time.toISOString() : null;
}
