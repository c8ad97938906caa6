import type { Compactor, Layout } from 'react-grid-layout';
import { columns, type Placed, putAt, settle } from './places';

/** What the grid asks while something is dragged or resized. */
export interface Dragging {
  compactor: Compactor;
  begin(items: Placed[], id: string): void;
  end(): void;
}

/**
 * Makes the grid follow our own rule of who makes room for whom, the same as for the keyboard. Each step starts from
 * where things stood before, so that what is passed over goes back.
 */
export function createDragging(): Dragging {
  let before: Placed[] = [];
  let active: string | undefined;
  return {
    begin(items, id) {
      before = items.map(item => ({ id: item.id, place: item.place }));
      active = id;
    },
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
        return withPlaces(layout, now ? putAt(before, now.i, now) : settle(items));
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
