import type { ReactNode } from 'react';
import { CanvasHandle } from './canvas-handle';
import type { CanvasComponent } from './component';
import { ComponentBody } from './component-body';
import { useCanvasUi } from './ui-state';

/** A component in its place: alive while the canvas is used, a thing to move while it is edited. */
export function CanvasItem({ component }: { component: CanvasComponent }): ReactNode {
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  return (
    <>
      <div className={`canvas-content content-${component.kind}`} inert={isEditing}>
        <ComponentBody component={component} />
      </div>
      {isEditing && <CanvasHandle component={component} />}
    </>
  );
}
