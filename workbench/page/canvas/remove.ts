import { flushSync } from 'react-dom';
import type { QueryStore } from '../queries/store';
import { announceDone } from '../queries/undo-actions';
import { removeComponents } from './changes';
import type { CanvasComponent } from './component';
import { handleIdOf } from './element-ids';
import { onPage } from './pages';
import { inOrder, pageOf } from './places';
import { setCanvasUi } from './ui-state';

/** Removes components and says so, with the way back. */
export function remove(store: QueryStore, removed: CanvasComponent[]): void {
  const names = removed.length === 1 ? removed[0]?.name : `${removed.length} components`;
  store.changeCanvas(canvas => removeComponents(canvas, removed), `Deleted ${names}`);
  setCanvasUi({ selection: [] });
  announceDone(store);
}

/** Removes one component and leaves the focus on its neighbour. */
export function removeOne(store: QueryStore, component: CanvasComponent): void {
  const ordered = inOrder(onPage(store.getState().canvas, pageOf(component)));
  const place = ordered.findIndex(({ id }) => id === component.id);
  const neighbour = ordered[place + 1] ?? ordered[place - 1];
  flushSync(() => remove(store, [component]));
  if (neighbour) document.getElementById(handleIdOf(neighbour.id))?.focus();
}
