import { type ReactNode, useMemo, useState } from 'react';
import { GridLayout, type Layout, type LayoutItem, useContainerWidth } from 'react-grid-layout';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { styleNonce } from '../shell/style-nonce';
import { CanvasItem } from './canvas-item';
import { addComponent, makeComponent } from './changes';
import { createDragging } from './dragging';
import { kinds } from './kinds';
import { columns, inOrder } from './places';
import { setCanvasUi, useCanvasUi } from './ui-state';

// The library that drags adds a style sheet, and reads its nonce from here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });

const gridConfig = { cols: columns, rowHeight: 32, margin: [12, 12], containerPadding: [12, 12] } as const;

/** The components on their grid, to be dragged and resized while it is edited. */
export function Grid(): ReactNode {
  const store = useQueryStore();
  const canvas = useQueryState(state => state.canvas);
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  const selected = useCanvasUi(state => state.selected);
  const dragged = useCanvasUi(state => state.dragged);
  const { width, mounted, containerRef } = useContainerWidth();
  const [dragging] = useState(createDragging);

  const ordered = inOrder(canvas);
  const layout = ordered.map(({ id, place }) => ({ i: id, ...place }));
  const size = kinds.get(dragged ?? '')?.size;
  const dragConfig = useMemo(() => ({ enabled: isEditing }), [isEditing]);
  const resizeConfig = useMemo(() => ({ enabled: isEditing }), [isEditing]);
  const dropConfig = useMemo(
    () => ({ enabled: isEditing && size !== undefined, ...(size && { defaultItem: size }) }),
    [isEditing, size]
  );

  function begin(_: Layout, item: LayoutItem | null): void {
    if (!item) return;
    dragging.begin(store.getState().canvas, item.i);
    setCanvasUi({ selected: item.i });
  }

  function end(final: Layout): void {
    dragging.end();
    store.changeCanvas(components =>
      components.map(component => {
        const entry = final.find(({ i }) => i === component.id);
        return entry ? { ...component, place: { x: entry.x, y: entry.y, w: entry.w, h: entry.h } } : component;
      })
    );
  }

  function drop(_: Layout, item: LayoutItem | undefined): void {
    const kind = kinds.get(dragged ?? '');
    if (!kind || !item) return;
    const component = makeComponent(canvas, kind, item);
    store.changeCanvas(components => addComponent(components, component));
    setCanvasUi({ selected: component.id, dragged: undefined });
  }

  return (
    <div ref={containerRef} className={isEditing ? 'canvas-grid editing' : 'canvas-grid'}>
      {mounted && (
        <GridLayout
          width={width}
          layout={layout}
          gridConfig={gridConfig}
          dragConfig={dragConfig}
          resizeConfig={resizeConfig}
          dropConfig={dropConfig}
          compactor={dragging.compactor}
          onDragStart={begin}
          onDragStop={end}
          onResizeStart={begin}
          onResizeStop={end}
          onDrop={drop}
        >
          {ordered.map(component => (
            <div key={component.id} className={component.id === selected ? 'canvas-item selected' : 'canvas-item'}>
              <CanvasItem component={component} />
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}
