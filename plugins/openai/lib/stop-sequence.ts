/** A builder gives one text or a list; the API takes a list. */
export function toStops(given: string | string[] | undefined): string[] {
  return given === undefined ? [] : [given].flat();
}

/** The text up to the first of the stop sequences, which itself is left out, as the API does it. */
export function cutAtStop(text: string, stops: string[]): string {
  const ends = stops.map(stop => text.indexOf(stop)).filter(end => end >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}
