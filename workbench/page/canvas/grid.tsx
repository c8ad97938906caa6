import { type ReactNode, useMemo, useState } from 'react';
import { GridLayout, type Layout, type LayoutItem, useContainerWidth } from 'react-grid-layout';
import { useQueryStore } from '../queries/use-queries';
import { styleNonce } from '../shell/style-nonce';
import { CanvasItem } from './canvas-item';
import type { CanvasComponent } from './component';
import { createDragging } from './dragging';
import { boxOf, lineOf, metrics } from './drop';
import { findGuides, type Guide } from './guides';
import { kinds } from './kinds';
import { columns, inOrder } from './places';
import { readCanvasUi, setCanvasUi, useCanvasUi } from './ui-state';
import { useDrop } from './use-drop';

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
  const store = useQueryStore();
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  const selection = useCanvasUi(state => state.selection);
  const { width, mounted, containerRef } = useContainerWidth();
  const [dragging] = useState(createDragging);
  // While something is resized the grid stays as high as it was: else the page scrolls away below the pointer.
  const [guides, setGuides] = useState<Guide[]>([]);
  const [heldHeight, setHeldHeight] = useState<number>();
  const { ghost, handlers } = useDrop(containerRef);

  const ordered = inOrder(canvas);
  const layout = ordered.map(({ id, kind, place }) => {
    const smallest = kinds.get(kind)?.smallest;
    return { i: id, ...place, minW: smallest?.w ?? 1, minH: smallest?.h ?? 1 };
  });
  const dragConfig = useMemo(() => ({ enabled: isEditing }), [isEditing]);
  const resizeConfig = useMemo(() => ({ enabled: isEditing }), [isEditing]);

  function begin(item: LayoutItem | null, isResized: boolean): void {
    if (!item) return;
    const others = readCanvasUi().selection;
    const group = !isResized && others.includes(item.i) ? others : [item.i];
    dragging.begin(canvas, item.i, group);
    setHeldHeight(containerRef.current?.getBoundingClientRect().height);
    setCanvasUi({ selection: group });
  }

  /** Shows where what is dragged stands in line with others. */
  function follow(item: LayoutItem | null): void {
    if (!item) return;
    const others = canvas.filter(({ id }) => id !== item.i && !dragging.moves(id));
    setGuides(findGuides(item, others));
  }

  function end(final: Layout, item: LayoutItem | null): void {
    dragging.end();
    setHeldHeight(undefined);
    setGuides([]);
    const name = canvas.find(({ id }) => id === item?.i)?.name ?? 'a component';
    keepSelection();
    store.changeCanvas(components => {
      const placed = components.map(component =>
        withPlace(
          component,
          final.find(({ i }) => i === component.id)
        )
      );
      return placed.some((component, index) => component !== components[index]) ? placed : components;
    }, `Placed ${name}`);
  }

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
          layout={layout}
          gridConfig={gridConfig}
          dragConfig={dragConfig}
          resizeConfig={resizeConfig}
          compactor={dragging.compactor}
          onDragStart={(_, __, item) => begin(item, false)}
          onDrag={(_, __, item) => follow(item)}
          onDragStop={(final, _, item) => end(final, item)}
          onResizeStart={(_, __, item) => begin(item, true)}
          onResize={(_, __, item) => follow(item)}
          onResizeStop={(final, _, item) => end(final, item)}
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

/** The click that ends a drag would choose one component of those that were dragged. */
function keepSelection(): void {
  const stop = (event: MouseEvent): void => event.stopPropagation();
  window.addEventListener('click', stop, { capture: true });
  setTimeout(() => window.removeEventListener('click', stop, { capture: true }));
}

function withPlace(component: CanvasComponent, entry: LayoutItem | undefined): CanvasComponent {
  if (!entry) return component;
  const { x, y, w, h } = entry;
  const { place } = component;
  const isSame = x === place.x && y === place.y && w === place.w && h === place.h;
  return isSame ? component : { ...component, place: { x, y, w, h } };
}
