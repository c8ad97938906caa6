import { flushSync } from 'react-dom';
import type { QueryStore } from '../queries/store';
import { announce } from '../shell/announcements';
import { removeComponent } from './changes';
import type { CanvasComponent } from './component';
import { handleIdOf } from './element-ids';
import { inOrder } from './places';
import { setCanvasUi } from './ui-state';

/** Removes a component, says so, and leaves the focus on its neighbour. */
export function removeAndTell(store: QueryStore, { id, name }: Pick<CanvasComponent, 'id' | 'name'>): void {
  const ordered = inOrder(store.getState().canvas);
  const place = ordered.findIndex(component => component.id === id);
  const neighbour = ordered[place + 1] ?? ordered[place - 1];
  flushSync(() => {
    store.changeCanvas(canvas => removeComponent(canvas, id));
    setCanvasUi({ selected: undefined });
  });
  if (neighbour) document.getElementById(handleIdOf(neighbour.id))?.focus();
  announce(`${name} was deleted`);
}
