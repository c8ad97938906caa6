/** A day; limits that reset later are not believed. */
const LONGEST_MS = 86_400_000;

/** The count in a header such as "100" or "100, 100;w=60"; nothing if there is none. */
export function readCount(text: string): number | undefined {
  const [, digits] = /^\s*(\d+(?:\.\d+)?)\s*(?:[,;]|$)/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Milliseconds until a limit resets: "1h2m3s", "6m0s", "1.5s", "12ms", a plain number of seconds, a time since 1970 in
 * seconds or milliseconds, or a date.
 */
export function readReset(header: string): number | undefined {
  const [text = ''] = header.split(',').map(part => part.trim());
  const wait = readDuration(text) ?? readDate(header);
  return wait !== undefined && wait <= LONGEST_MS ? Math.max(0, wait) : undefined;
}

function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return readNumber(Number(text));
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text);
  if (!parts || text === '') return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** From September 2001 on, seconds since 1970 have ten digits and milliseconds have thirteen. */
function readNumber(value: number): number {
  if (value >= 1e12) return value - Date.now();
  return value >= 1e9 ? value * 1000 - Date.now() : value * 1000;
}

function readDate(text: string): number | undefined {
  const time = /\d{4}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(time) ? time - Date.now() : undefined;
}
