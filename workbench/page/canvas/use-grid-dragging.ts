import { type RefObject, useState } from 'react';
import type { Compactor, Layout, LayoutItem } from 'react-grid-layout';
import { useQueryStore } from '../queries/use-queries';
import type { CanvasComponent } from './component';
import { createDragging } from './dragging';
import { findGuides, type Guide } from './guides';
import { readCanvasUi, setCanvasUi } from './ui-state';

/** What the grid needs to let components be dragged and resized. */
interface GridDragging {
  compactor: Compactor;
  /** Where what is dragged stands in line with others. */
  guides: Guide[];
  /** While something is resized the grid stays as high as it was: else the page scrolls away below the pointer. */
  heldHeight: number | undefined;
  begin(item: LayoutItem | null, isResized: boolean): void;
  follow(layout: Layout, before: LayoutItem | null, item: LayoutItem | null): void;
  end(final: Layout, before: LayoutItem | null, item: LayoutItem | null): void;
}

/** Drags and resizes the components of a grid, all that are chosen where one of them is dragged. */
export function useGridDragging(canvas: CanvasComponent[], grid: RefObject<HTMLElement | null>): GridDragging {
  const store = useQueryStore();
  const [dragging] = useState(createDragging);
  const [guides, setGuides] = useState<Guide[]>([]);
  const [heldHeight, setHeldHeight] = useState<number>();
  return {
    compactor: dragging.compactor,
    guides,
    heldHeight,
    begin(item, isResized) {
      if (!item) return;
      const others = readCanvasUi().selection;
      const group = !isResized && others.includes(item.i) ? others : [item.i];
      dragging.begin(canvas, item.i, group);
      setHeldHeight(grid.current?.getBoundingClientRect().height);
      setCanvasUi({ selection: group });
    },
    follow(_, __, item) {
      if (!item) return;
      const others = canvas.filter(({ id }) => id !== item.i && !dragging.moves(id));
      setGuides(findGuides(item, others));
    },
    end(final, _, item) {
      dragging.end();
      setHeldHeight(undefined);
      setGuides([]);
      const name = canvas.find(({ id }) => id === item?.i)?.name ?? 'a component';
      keepSelection();
      store.changeCanvas(components => withPlaces(components, final), `Placed ${name}`);
    },
  };
}

/** The click that ends a drag would choose one component of those that were dragged. */
function keepSelection(): void {
  const stop = (event: MouseEvent): void => event.stopPropagation();
  window.addEventListener('click', stop, { capture: true });
  setTimeout(() => window.removeEventListener('click', stop, { capture: true }));
}

/** The same list where nothing has moved. */
function withPlaces(components: CanvasComponent[], layout: Layout): CanvasComponent[] {
  const placed = components.map(component =>
    withPlace(
      component,
      layout.find(({ i }) => i === component.id)
    )
  );
  return placed.some((component, index) => component !== components[index]) ? placed : components;
}

function withPlace(component: CanvasComponent, entry: LayoutItem | undefined): CanvasComponent {
  if (!entry) return component;
  const { x, y, w, h } = entry;
  const { place } = component;
  const isSame = x === place.x && y === place.y && w === place.w && h === place.h;
  return isSame ? component : { ...component, place: { x, y, w, h } };
}
