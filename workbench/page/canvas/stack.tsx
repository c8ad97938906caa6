import { Fragment, type ReactNode } from 'react';
import { useQueryState } from '../queries/use-queries';
import { CanvasItem } from './canvas-item';
import { inOrder } from './places';
import { Properties } from './properties';
import { useCanvasUi } from './ui-state';

/** The components in one column, in reading order; for narrow screens. */
export function Stack(): ReactNode {
  const canvas = useQueryState(state => state.canvas);
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  const selected = useCanvasUi(state => state.selected);
  return (
    <div className={isEditing ? 'canvas-stack editing' : 'canvas-stack'}>
      {inOrder(canvas).map(component => (
        <Fragment key={component.id}>
          <div className={component.id === selected ? 'canvas-item selected' : 'canvas-item'}>
            <CanvasItem component={component} />
          </div>
          {isEditing && component.id === selected && <Properties component={component} />}
        </Fragment>
      ))}
    </div>
  );
}
