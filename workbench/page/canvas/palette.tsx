import { Square } from 'lucide-react';
import type { DragEvent, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import { addComponent, makeComponent } from './changes';
import { handleIdOf } from './element-ids';
import type { Kind } from './kind';
import { kindIcons } from './kind-icons';
import { kinds } from './kinds';
import { suggestProperties } from './suggest';
import { choose, readCanvasUi, setCanvasUi } from './ui-state';
import { shownPage } from './use-page';

/** The kinds of components: a click adds one, as does dragging it to the grid. */
export function Palette(): ReactNode {
  const store = useQueryStore();

  function add(kind: Kind): void {
    const state = store.getState();
    const component = makeComponent(state.canvas, kind, {
      page: shownPage(state, readCanvasUi().page),
      properties: suggestProperties(state, kind),
    });
    flushSync(() => {
      store.changeCanvas(canvas => addComponent(canvas, component), `Added ${component.name}`);
      choose(component.id, false);
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
      {[...kinds.values()]
        .toSorted((one, other) => Number(isInput(one)) - Number(isInput(other)))
        .map(kind => (
          <li key={kind.id} className={isInput(kind) ? 'input-kind' : undefined}>
            <button
              type="button"
              draggable
              onClick={() => add(kind)}
              onDragStart={event => startDrag(event, kind)}
              onDragEnd={() => setCanvasUi({ dragged: undefined })}
            >
              <KindIcon id={kind.id} />
              {kind.title}
            </button>
          </li>
        ))}
    </ul>
  );
}

/** Whether users do something with it; the others only show. */
const isInput = ({ exposes, queryField }: Kind): boolean => exposes !== undefined || queryField !== undefined;

function KindIcon({ id }: { id: string }): ReactNode {
  const Icon = kindIcons[id] ?? Square;
  return <Icon size={14} aria-hidden />;
}
