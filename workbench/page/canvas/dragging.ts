import type { Compactor, Layout } from 'react-grid-layout';
import { columns, moveBy, type Placed, putAt, settle } from './places';

/** What the grid asks while something is dragged or resized. */
export interface Dragging {
  compactor: Compactor;
  /** @param group What moves along; nothing does where something is resized. */
  begin(items: Placed[], id: string, group?: string[]): void;
  /** Whether something moves along with what is dragged. */
  moves(id: string): boolean;
  end(): void;
}

/**
 * Makes the grid follow our own rule of who makes room for whom, the same as for the keyboard. Each step starts from
 * where things stood before, so that what is passed over goes back.
 */
export function createDragging(): Dragging {
  let before: Placed[] = [];
  let active: string | undefined;
  let moving: string[] = [];
  return {
    begin(items, id, group = []) {
      before = items.map(item => ({ id: item.id, place: item.place }));
      active = id;
      moving = group.includes(id) ? group : [];
    },
    moves: id => moving.includes(id),
    end() {
      active = undefined;
    },
    compactor: {
      type: null,
      allowOverlap: false,
      compact(layout, cols) {
        if (cols !== columns) throw new Error(`The grid has ${cols} columns, not ${columns}`);
        const now = layout.find(({ i }) => i === active);
        const items = layout.map(({ i, x, y, w, h }) => ({ id: i, place: { x, y, w, h } }));
        if (!now) return withPlaces(layout, settle(items));
        const was = before.find(({ id }) => id === active)?.place;
        if (moving.length < 2 || !was) return withPlaces(layout, putAt(before, now.i, now));
        return withPlaces(layout, moveBy(before, moving, now.x - was.x, now.y - was.y));
      },
    },
  };
}

function withPlaces(layout: Layout, items: Placed[]): Layout {
  return layout.map(entry => {
    const { x, y, w, h } = items.find(({ id }) => id === entry.i)?.place ?? entry;
    return { ...entry, x, y, w, h, moved: false };
  });
}
