import type { Place, Placed } from './places';

/** A line on which two components stand, in columns or rows: where it is, and from where to where it goes. */
export interface Guide {
  axis: 'x' | 'y';
  /** At the start of a component or at its end; gaps lie between the two. */
  edge: 'start' | 'end';
  at: number;
  from: number;
  to: number;
}

/** The lines on which something that is moved or resized meets others. */
export function findGuides(moved: Place, others: Placed[]): Guide[] {
  const found = new Map<string, Guide>();
  for (const { place } of others) {
    for (const axis of ['x', 'y'] as const) {
      const [size, across, span] = axis === 'x' ? (['w', 'y', 'h'] as const) : (['h', 'x', 'w'] as const);
      for (const edge of ['start', 'end'] as const) {
        const at = (one: Place): number => (edge === 'start' ? one[axis] : one[axis] + one[size]);
        if (at(moved) !== at(place)) continue;
        const key = `${axis} ${edge}`;
        const known = found.get(key);
        const from = Math.min(moved[across], place[across], known?.from ?? Number.POSITIVE_INFINITY);
        const to = Math.max(moved[across] + moved[span], place[across] + place[span], known?.to ?? 0);
        found.set(key, { axis, edge, at: at(moved), from, to });
      }
    }
  }
  return [...found.values()];
}
