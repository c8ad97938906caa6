import type { DragEvent, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import { addComponent, makeComponent } from './changes';
import { handleIdOf } from './element-ids';
import type { Kind } from './kind';
import { kinds } from './kinds';
import { setCanvasUi } from './ui-state';

/** The kinds of components: a click adds one, as does dragging it to the grid. */
export function Palette(): ReactNode {
  const store = useQueryStore();

  function add(kind: Kind): void {
    const component = makeComponent(store.getState().canvas, kind);
    flushSync(() => {
      store.changeCanvas(canvas => addComponent(canvas, component), `Added ${component.name}`);
      setCanvasUi({ selected: component.id });
    });
    document.getElementById(handleIdOf(component.id))?.scrollIntoView({ block: 'nearest' });
    announce(`${component.name} was added`);
  }

  function startDrag({ dataTransfer }: DragEvent, kind: Kind): void {
    dataTransfer.setData('text/plain', kind.title);
    dataTransfer.effectAllowed = 'copy';
    setCanvasUi({ dragged: kind.id });
  }

  return (
    <ul className="canvas-palette" aria-label="Add a component">
      {[...kinds.values()].map(kind => (
        <li key={kind.id}>
          <button
            type="button"
            draggable
            onClick={() => add(kind)}
            onDragStart={event => startDrag(event, kind)}
            onDragEnd={() => setCanvasUi({ dragged: undefined })}
          >
            {kind.title}
          </button>
        </li>
      ))}
    </ul>
  );
}
