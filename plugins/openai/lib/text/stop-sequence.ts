/** A builder gives one text or a list; the API takes a list. */
export function toStops(given: string | string[] | undefined): string[] {
  return given === undefined ? [] : [given].flat();
}

/** The text up to the first of the stop sequences, which itself is left out, as the API does it. */
export function cutAtStop(text: string, stops: string[]): string {
  const ends = stops.map(stop => text.indexOf(stop)).filter(end => end >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}

/** Passes text on as it comes, up to the first stop sequence; what may be the beginning of one is held back. */
export function stopAt(stops: string[]): (text: string, isLast: boolean) => string {
  const longest = Math.max(1, ...stops.map(stop => stop.length));
  let held = '';
  let hasStopped = false;
  return (text, isLast) => {
    if (stops.length === 0 || hasStopped) return hasStopped ? '' : text;
    held += text;
    const cut = cutAtStop(held, stops);
    hasStopped = cut.length < held.length;
    const kept = isLast ? 0 : longest - 1;
    const passed = hasStopped ? cut : held.slice(0, Math.max(0, held.length - kept));
    held = held.slice(passed.length);
    return passed;
  };
}
