/** Seconds since 1970, as the API counts them, as ISO 8601; null where there is no time. */
export function toIsoTime(seconds: number | null | undefined): string | null {
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : null;
}
