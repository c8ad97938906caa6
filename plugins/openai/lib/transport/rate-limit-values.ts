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
  const wait = readDuration(header.replace(/,.*/s, '').trim()) ?? readDate(header);
  return wait <= LONGEST_MS ? Math.max(0, wait) : undefined;
}

function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return readNumber(Number(text));
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text);
  if (!parts || text === '') return undefined;
  const at = (index: number) => Number(parts[index] ?? 0);
  return (((at(1) * 24 + at(2)) * 60 + at(3)) * 60 + at(4)) * 1000 + at(5);
}

/** From September 2001 on, seconds since 1970 have ten digits and milliseconds have thirteen. */
function readNumber(value: number): number {
  if (value >= 1e12) return value - Date.now();
  return value >= 1e9 ? value * 1000 - Date.now() : value * 1000;
}

/** Not a number where it is no date. */
const readDate = (text: string): number => (/\d{4}/.test(text) ? Date.parse(text) - Date.now() : Number.NaN);
