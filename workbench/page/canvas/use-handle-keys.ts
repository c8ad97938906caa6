import type { KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { QueryStore } from '../queries/store';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import type { CanvasComponent } from './component';
import { handleIdOf, nameFieldId } from './element-ids';
import { kinds } from './kinds';
import { onPage } from './pages';
import { columns, moveBy, type Place, pageOf, putAt } from './places';
import { remove, removeOne } from './remove';
import { choose, readCanvasUi, setCanvasUi } from './ui-state';

const steps: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A component whose handle has the focus, and what is chosen with it. */
interface Focused {
  store: QueryStore;
  component: CanvasComponent;
  chosen: string[];
}

/** Obeys the keys that move, resize, choose and remove what a handle stands for. */
export function useHandleKeys(component: CanvasComponent, isSelected: boolean): (event: KeyboardEvent) => void {
  const store = useQueryStore();
  return event => {
    const chosen = isSelected ? readCanvasUi().selection : [component.id];
    const act = findAction(event, { store, component, chosen });
    if (!act) return;
    act();
    event.preventDefault();
  };
}

function findAction(event: KeyboardEvent, focused: Focused): (() => void) | undefined {
  const { key, shiftKey } = event;
  const { component } = focused;
  const step = steps[key];
  if (step) return () => (shiftKey ? resize : move)(focused, step);
  if (key === 'Delete' || key === 'Backspace') return () => removeChosen(focused);
  if (key === 'Enter') return () => editName(component.id);
  if (key === 'Escape') return () => setCanvasUi({ selection: [], picksSeveral: false });
  if (key === ' ' && shiftKey) return () => choose(component.id, true);
  if (key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) return () => chooseAll(focused);
  return undefined;
}

const move = (focused: Focused, [dx, dy]: [number, number]): void =>
  put(
    focused,
    canvas => moveBy(canvas, focused.chosen, dx, dy),
    ({ x, y }) => `column ${x + 1}, row ${y + 1}`
  );

/** From its place on, so that it grows into the grid and not out of it. */
function resize(focused: Focused, [dx, dy]: [number, number]): void {
  const { id, kind, place } = focused.component;
  const wanted = { ...place, w: Math.min(place.w + dx, columns - place.x), h: place.h + dy };
  put(
    focused,
    canvas => putAt(canvas, id, wanted, kinds.get(kind)?.smallest),
    ({ w, h }) => `${w} columns by ${h} rows`
  );
}

function put(
  { store, component: { id, name, place } }: Focused,
  change: (canvas: CanvasComponent[]) => CanvasComponent[],
  describe: (now: Place) => string
): void {
  flushSync(() => {
    if (!readCanvasUi().selection.includes(id)) choose(id, false);
    store.changeCanvas(change, `Placed ${name}`, `place ${id}`);
  });
  // The page keeps its elements in reading order; one that is moved among them loses the focus.
  document.getElementById(handleIdOf(id))?.focus();
  const now = store.getState().canvas.find(other => other.id === id)?.place ?? place;
  announce(`${name}: ${describe(now)}`);
}

function removeChosen({ store, component, chosen }: Focused): void {
  const all = store.getState().canvas.filter(({ id }) => chosen.includes(id));
  if (all.length > 1) remove(store, all);
  else removeOne(store, component);
}

function editName(id: string): void {
  flushSync(() => choose(id, false));
  document.getElementById(nameFieldId)?.focus();
}

const chooseAll = ({ store, component }: Focused): void =>
  setCanvasUi({ selection: onPage(store.getState().canvas, pageOf(component)).map(({ id }) => id) });
