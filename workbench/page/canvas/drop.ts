import type { Guide } from './guides';
import { columns, fit, type Place, type Size } from './places';

/** How the grid is drawn, in pixels. */
export const metrics = { rowHeight: 32, gap: 12 };

/** The place under a pointer, for something of a size. */
export function placeUnder(pointer: { x: number; y: number }, gridWidth: number, size: Size): Place {
  const { rowHeight, gap } = metrics;
  const columnWidth = (gridWidth - gap * (columns + 1)) / columns;
  const x = Math.floor((pointer.x - gap) / (columnWidth + gap));
  const y = Math.floor((pointer.y - gap) / (rowHeight + gap));
  return fit({ x, y, ...size });
}

/** Where on the grid a place is drawn. */
export function boxOf(
  { x, y, w, h }: Place,
  gridWidth: number
): { left: number; top: number; width: number; height: number } {
  const { rowHeight, gap } = metrics;
  const columnWidth = (gridWidth - gap * (columns + 1)) / columns;
  return {
    left: gap + x * (columnWidth + gap),
    top: gap + y * (rowHeight + gap),
    width: w * (columnWidth + gap) - gap,
    height: h * (rowHeight + gap) - gap,
  };
}

/** Where on the grid a guide is drawn. */
export function lineOf(
  { axis, edge, at, from, to }: Guide,
  gridWidth: number
): { left: number; top: number; width: number; height: number } {
  const place = axis === 'x' ? { x: at, y: from, w: 1, h: to - from } : { x: from, y: at, w: to - from, h: 1 };
  const box = boxOf(place, gridWidth);
  // The end of a component is before the gap.
  const back = edge === 'end' ? metrics.gap : 0;
  return axis === 'x' ? { ...box, left: box.left - back, width: 0 } : { ...box, top: box.top - back, height: 0 };
}
