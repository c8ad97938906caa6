/** Where something stands on the grid, in columns and rows. */
export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** How many columns the grid has; rows have no end. */
export const columns = 12;

/** What has a place and can be told from others. */
export interface Placed {
  id: string;
  place: Place;
  /** What stands on another page is never in the way. */
  page?: string;
}

/** The page of whatever names none. */
export const firstPage = 'Page 1';

/** The page on which something stands. */
export const pageOf = ({ page = firstPage }: { page?: string }): string => page;

/** Moves down whatever overlaps, from the top on. What is first stays where it is. */
export function settle<Item extends Placed>(items: Item[], ...first: string[]): Item[] {
  const waiting = inOrder(items).sort((a, b) => Number(first.includes(b.id)) - Number(first.includes(a.id)));
  const done: Item[] = [];
  for (const item of waiting) {
    let { place } = item;
    const findHit = (): Item | undefined =>
      done.find(other => pageOf(other) === pageOf(item) && overlap(other.place, place));
    for (let hit = findHit(); hit; hit = findHit()) place = { ...place, y: hit.place.y + hit.place.h };
    done.push(place === item.place ? item : { ...item, place });
  }
  // In the order they came in, so that a list changes only where something moved.
  return items.map(item => done.find(({ id }) => id === item.id) ?? item);
}

/** A size in columns and rows. */
export type Size = Pick<Place, 'w' | 'h'>;

/**
 * Puts one item elsewhere or gives it another size; others make room.
 *
 * @param smallest What it needs to be of use.
 */
export function putAt<Item extends Placed>(items: Item[], id: string, wanted: Place, smallest?: Size): Item[] {
  const place = fit(wanted, smallest);
  return settle(
    items.map(item => (item.id === id ? { ...item, place } : item)),
    id
  );
}

/** Moves several items by the same way, as far as all of them stay within the grid; others make room. */
export function moveBy<Item extends Placed>(items: Item[], ids: string[], dx: number, dy: number): Item[] {
  const moved = items.filter(({ id }) => ids.includes(id)).map(({ place }) => place);
  if (moved.length === 0) return items;
  const right = columns - Math.max(...moved.map(({ x, w }) => x + w));
  const x = clamp(dx, -Math.min(...moved.map(place => place.x)), right);
  const y = Math.max(dy, -Math.min(...moved.map(place => place.y)));
  return settle(
    items.map(item =>
      ids.includes(item.id) ? { ...item, place: { ...item.place, x: item.place.x + x, y: item.place.y + y } } : item
    ),
    ...ids
  );
}

/** The nearest place within the grid. */
export function fit({ x, y, w, h }: Place, smallest: Size = { w: 1, h: 1 }): Place {
  const width = clamp(w, Math.min(columns, smallest.w), columns);
  return { x: clamp(x, 0, columns - width), y: Math.max(0, y), w: width, h: Math.max(smallest.h, h) };
}

/** The first place, from the top, where something of this size overlaps nothing. */
export function findFreePlace(items: Placed[], { w, h }: { w: number; h: number }): Place {
  for (let y = 0; ; y += 1) {
    for (let x = 0; x + w <= columns; x += 1) {
      const place = { x, y, w, h };
      if (isFree(items, place)) return place;
    }
  }
}

/** Whether nothing stands there. */
const isFree = (items: Placed[], place: Place): boolean => !items.some(item => overlap(item.place, place));

/** As they are read: row by row, then from the left. */
export const inOrder = <Item extends Placed>(items: Item[]): Item[] =>
  items.toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);

/** The first row below everything. */
export const bottomOf = (items: Placed[]): number => Math.max(0, ...items.map(({ place }) => place.y + place.h));

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
