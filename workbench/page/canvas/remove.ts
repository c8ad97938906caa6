import { flushSync } from 'react-dom';
import type { QueryStore } from '../queries/store';
import { announce } from '../shell/announcements';
import { removeComponents, restoreComponents } from './changes';
import type { CanvasComponent } from './component';
import { handleIdOf } from './element-ids';
import { inOrder } from './places';
import { setCanvasUi } from './ui-state';

/** Removes components and says so; they can be brought back. */
export function remove(store: QueryStore, removed: CanvasComponent[]): void {
  store.changeCanvas(canvas => removeComponents(canvas, removed));
  setCanvasUi({ selected: undefined, removed });
  announce(removed.length === 1 ? `${removed[0]?.name} was deleted` : `${removed.length} components were deleted`);
}

/** Removes one component and leaves the focus on its neighbour. */
export function removeOne(store: QueryStore, component: CanvasComponent): void {
  const ordered = inOrder(store.getState().canvas);
  const place = ordered.findIndex(({ id }) => id === component.id);
  const neighbour = ordered[place + 1] ?? ordered[place - 1];
  flushSync(() => remove(store, [component]));
  if (neighbour) document.getElementById(handleIdOf(neighbour.id))?.focus();
}

/** Brings back what was removed last. */
export function restore(store: QueryStore, removed: CanvasComponent[]): void {
  store.changeCanvas(canvas => restoreComponents(canvas, removed));
  setCanvasUi({ removed: [] });
  announce(removed.length === 1 ? `${removed[0]?.name} is back` : `${removed.length} components are back`);
}
