import { type DragEvent, type RefObject, useState } from 'react';
import { useQueryStore } from '../queries/use-queries';
import { addComponent, makeComponent } from './changes';
import { placeUnder } from './drop';
import { kinds } from './kinds';
import type { Place } from './places';
import { suggestProperties } from './suggest';
import { readCanvasUi, setCanvasUi } from './ui-state';
import { shownPage } from './use-page';

/** What the grid needs to take components from the palette. */
export interface Drop {
  /** Where the component would come to stand. */
  ghost: Place | undefined;
  handlers: {
    onDragEnter(event: DragEvent): void;
    onDragOver(event: DragEvent): void;
    onDragLeave(event: DragEvent): void;
    onDrop(event: DragEvent): void;
  };
}

/** Takes what is dragged from the palette to the grid. */
export function useDrop(grid: RefObject<HTMLElement | null>): Drop {
  const store = useQueryStore();
  const [ghost, setGhost] = useState<Place>();

  function findPlace(event: DragEvent): Place | undefined {
    const kind = kinds.get(readCanvasUi().dragged ?? '');
    const box = grid.current?.getBoundingClientRect();
    if (!kind || !box) return undefined;
    return placeUnder({ x: event.clientX - box.left, y: event.clientY - box.top }, box.width, kind.size);
  }

  function follow(event: DragEvent): void {
    const place = findPlace(event);
    if (!place) return;
    // Says that it may be dropped here.
    event.preventDefault();
    if (JSON.stringify(place) !== JSON.stringify(ghost)) setGhost(place);
  }

  return {
    ghost,
    handlers: {
      // What is dropped as soon as it is over another component has only entered it.
      onDragEnter: follow,
      onDragOver: follow,
      onDragLeave({ relatedTarget, currentTarget }) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setGhost(undefined);
      },
      onDrop(event) {
        const kind = kinds.get(readCanvasUi().dragged ?? '');
        const place = findPlace(event);
        setGhost(undefined);
        if (!kind || !place) return;
        event.preventDefault();
        const component = makeComponent(store.getState().canvas, kind, {
          at: place,
          page: shownPage(store.getState(), readCanvasUi().page),
          properties: suggestProperties(store.getState(), kind),
        });
        store.changeCanvas(canvas => addComponent(canvas, component), `Added ${component.name}`);
        setCanvasUi({ selection: [component.id], dragged: undefined });
      },
    },
  };
}
