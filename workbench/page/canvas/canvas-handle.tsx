import type { ReactNode } from 'react';
import type { CanvasComponent } from './component';
import { handleIdOf, keysHelpId } from './element-ids';
import { kinds } from './kinds';
import type { Place } from './places';
import { choose, useCanvasUi } from './ui-state';
import { useHandleKeys } from './use-handle-keys';

/** What a component is chosen by and moved with while the canvas is edited. */
export function CanvasHandle({ component }: { component: CanvasComponent }): ReactNode {
  const { id, name, kind, place } = component;
  const isSelected = useCanvasUi(({ selection }) => selection.includes(id));
  const obey = useHandleKeys(component, isSelected);
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
