import type { KeyboardEvent, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import type { CanvasComponent } from './component';
import { ComponentBody } from './component-body';
import { handleIdOf, keysHelpId, nameFieldId } from './element-ids';
import { kinds } from './kinds';
import { onPage } from './pages';
import { columns, moveBy, type Place, pageOf, putAt } from './places';
import { remove, removeOne } from './remove';
import { choose, readCanvasUi, setCanvasUi, useCanvasUi } from './ui-state';

const steps: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A component in its place: alive while the canvas is used, a thing to move while it is edited. */
export function CanvasItem({ component }: { component: CanvasComponent }): ReactNode {
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  return (
    <>
      <div className={`canvas-content content-${component.kind}`} inert={isEditing}>
        <ComponentBody component={component} />
      </div>
      {isEditing && <Handle component={component} />}
    </>
  );
}

function Handle({ component }: { component: CanvasComponent }): ReactNode {
  const { id, name, kind, place } = component;
  const store = useQueryStore();
  const isSelected = useCanvasUi(({ selection }) => selection.includes(id));

  const chosen = (): string[] => (isSelected ? readCanvasUi().selection : [id]);

  function put(change: (canvas: CanvasComponent[]) => CanvasComponent[], describe: (now: Place) => string): void {
    flushSync(() => {
      if (!isSelected) choose(id, false);
      store.changeCanvas(change, `Placed ${name}`, `place ${id}`);
    });
    // The page keeps its elements in reading order; one that is moved among them loses the focus.
    document.getElementById(handleIdOf(id))?.focus();
    const now = store.getState().canvas.find(other => other.id === id)?.place ?? place;
    announce(`${name}: ${describe(now)}`);
  }

  function obey(event: KeyboardEvent): void {
    const [dx, dy] = steps[event.key] ?? [];
    if (dx !== undefined && dy !== undefined) {
      if (event.shiftKey) {
        // From its place on, so that it grows into the grid and not out of it.
        const w = Math.min(place.w + dx, columns - place.x);
        const wanted = { ...place, w, h: place.h + dy };
        put(
          canvas => putAt(canvas, id, wanted, kinds.get(kind)?.smallest),
          now => `${now.w} columns by ${now.h} rows`
        );
      } else {
        put(canvas => moveBy(canvas, chosen(), dx, dy), describePosition);
      }
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      const all = store.getState().canvas.filter(other => chosen().includes(other.id));
      if (all.length > 1) remove(store, all);
      else removeOne(store, component);
    } else if (event.key === 'Enter') {
      flushSync(() => choose(id, false));
      document.getElementById(nameFieldId)?.focus();
    } else if (event.key === 'Escape') {
      setCanvasUi({ selection: [], picksSeveral: false });
    } else if (event.key === ' ' && event.shiftKey) {
      choose(id, true);
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      setCanvasUi({ selection: onPage(store.getState().canvas, pageOf(component)).map(other => other.id) });
    } else {
      return;
    }
    event.preventDefault();
  }

  return (
    <button
      type="button"
      id={handleIdOf(id)}
      className="canvas-handle"
      aria-pressed={isSelected}
      aria-label={`${kinds.get(kind)?.title ?? kind} ${name}, ${describePosition(place)}`}
      aria-describedby={keysHelpId}
      onClick={({ shiftKey, ctrlKey, metaKey }) => choose(id, shiftKey || ctrlKey || metaKey || undefined)}
      onKeyDown={obey}
    >
      <span className="canvas-name">{name}</span>
    </button>
  );
}

const describePosition = ({ x, y }: Place): string => `column ${x + 1}, row ${y + 1}`;
