import type { KeyboardEvent, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import type { CanvasComponent } from './component';
import { ComponentBody } from './component-body';
import { handleIdOf, keysHelpId, nameFieldId } from './element-ids';
import { kinds } from './kinds';
import { columns, type Place, putAt } from './places';
import { removeOne } from './remove';
import { setCanvasUi, useCanvasUi } from './ui-state';

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
  const isSelected = useCanvasUi(({ selected }) => selected === id);

  function put(wanted: Place, describe: (now: Place) => string): void {
    flushSync(() => {
      setCanvasUi({ selected: id });
      store.changeCanvas(
        canvas => putAt(canvas, id, wanted, kinds.get(kind)?.smallest),
        `Placed ${name}`,
        `place ${id}`
      );
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
        put({ ...place, w, h: place.h + dy }, now => `${now.w} columns by ${now.h} rows`);
      } else {
        put({ ...place, x: place.x + dx, y: place.y + dy }, describePosition);
      }
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      removeOne(store, component);
    } else if (event.key === 'Enter') {
      flushSync(() => setCanvasUi({ selected: id }));
      document.getElementById(nameFieldId)?.focus();
    } else if (event.key === 'Escape') {
      setCanvasUi({ selected: undefined });
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
      onClick={() => setCanvasUi({ selected: id })}
      onKeyDown={obey}
    >
      <span className="canvas-name">{name}</span>
    </button>
  );
}

const describePosition = ({ x, y }: Place): string => `column ${x + 1}, row ${y + 1}`;
