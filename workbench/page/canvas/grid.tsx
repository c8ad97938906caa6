import { type ReactNode, useMemo } from 'react';
import { GridLayout, type LayoutItem, useContainerWidth } from 'react-grid-layout';
import { styleNonce } from '../shell/style-nonce';
import { CanvasItem } from './canvas-item';
import type { CanvasComponent } from './component';
import { boxOf, lineOf, metrics } from './drop';
import { kinds } from './kinds';
import { columns, inOrder } from './places';
import { useCanvasUi } from './ui-state';
import { useDrop } from './use-drop';
import { useGridDragging } from './use-grid-dragging';

// The library that drags adds a style sheet, and reads its nonce from here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });

const { rowHeight, gap } = metrics;
const gridConfig = { cols: columns, rowHeight, margin: [gap, gap], containerPadding: [gap, gap] } as const;

interface Props {
  components: CanvasComponent[];
  /** What stands on the grid where nothing else does; components can be dropped on it all the same. */
  children?: ReactNode;
}

/** The components on their grid, to be dragged and resized while it is edited. */
export function Grid({ components: canvas, children }: Props): ReactNode {
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  const selection = useCanvasUi(state => state.selection);
  const { width, mounted, containerRef } = useContainerWidth();
  const { compactor, guides, heldHeight, begin, follow, end } = useGridDragging(canvas, containerRef);
  const { ghost, handlers } = useDrop(containerRef);

  const ordered = inOrder(canvas);
  const dragConfig = useMemo(() => ({ enabled: isEditing }), [isEditing]);
  const resizeConfig = useMemo(() => ({ enabled: isEditing }), [isEditing]);

  return (
    <section
      ref={containerRef}
      className={isEditing ? 'canvas-grid editing' : 'canvas-grid'}
      aria-label="Grid"
      style={heldHeight === undefined ? {} : { minHeight: heldHeight }}
      {...(isEditing && handlers)}
    >
      {mounted && (
        <GridLayout
          width={width}
          layout={ordered.map(toLayoutItem)}
          gridConfig={gridConfig}
          dragConfig={dragConfig}
          resizeConfig={resizeConfig}
          compactor={compactor}
          onDragStart={(_, __, item) => begin(item, false)}
          onDrag={follow}
          onDragStop={end}
          onResizeStart={(_, __, item) => begin(item, true)}
          onResize={follow}
          onResizeStop={end}
        >
          {ordered.map(component => (
            <div
              key={component.id}
              className={selection.includes(component.id) ? 'canvas-item selected' : 'canvas-item'}
            >
              <CanvasItem component={component} />
            </div>
          ))}
        </GridLayout>
      )}
      {children}
      {guides.map(guide => (
        <div key={`${guide.axis} ${guide.edge}`} className="canvas-guide" style={lineOf(guide, width)} />
      ))}
      {ghost && <div className="canvas-ghost" style={boxOf(ghost, width)} />}
    </section>
  );
}

function toLayoutItem({ id, kind, place }: CanvasComponent): LayoutItem {
  const smallest = kinds.get(kind)?.smallest;
  return { i: id, ...place, minW: smallest?.w ?? 1, minH: smallest?.h ?? 1 };
}
