/** The stop sequences as a list, which may be empty. */
export function toStops(stop: string | string[] | undefined): string[] {
  return stop === undefined ? [] : [stop].flat();
}

/** The text before the first stop sequence, which the API leaves out too. */
export function cutAtStop(text: string, stops: string[]): string {
  const ends = stops.map(stop => text.indexOf(stop)).filter(end => end >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}

/** Releases streamed text up to the first stop sequence, holding back what may be the beginning of one. */
export function createStopFilter(stops: string[]): (text: string, isLast: boolean) => string {
  const longest = Math.max(1, ...stops.map(stop => stop.length));
  let held = '';
  let hasStopped = false;
  return (text, isLast) => {
    if (stops.length === 0 || hasStopped) return hasStopped ? '' : text;
    held += text;
    const cut = cutAtStop(held, stops);
    hasStopped = cut.length < held.length;
    const reserve = isLast ? 0 : longest - 1;
    const released = hasStopped ? cut : held.slice(0, Math.max(0, held.length - reserve));
    held = held.slice(released.length);
    return released;
  };
}
