import { ArrowDown, ArrowUp } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useQueryStore } from '../queries/use-queries';
import { CanvasItem } from './canvas-item';
import type { CanvasComponent } from './component';
import { PageProperties } from './page-properties';
import { inOrder, putAt } from './places';
import { Properties } from './properties';
import { SelectionPanel } from './selection-panel';
import { useCanvasUi } from './ui-state';

/** The components in one column, in reading order; for narrow screens. */
export function Stack({ components }: { components: CanvasComponent[] }): ReactNode {
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  const selection = useCanvasUi(state => state.selection);
  const ordered = inOrder(components);
  const chosen = ordered.filter(({ id }) => selection.includes(id));
  const last = chosen.at(-1);
  return (
    <div className={isEditing ? 'canvas-stack editing' : 'canvas-stack'}>
      {ordered.map((component, index) => (
        <Fragment key={component.id}>
          <div className={chosen.includes(component) ? 'canvas-item selected' : 'canvas-item'}>
            <CanvasItem component={component} />
          </div>
          {isEditing &&
            component === last &&
            (chosen.length > 1 ? (
              <SelectionPanel components={chosen} />
            ) : (
              <>
                <OrderButtons component={component} before={ordered[index - 1]} after={ordered[index + 1]} />
                <Properties component={component} />
              </>
            ))}
        </Fragment>
      ))}
      {isEditing && chosen.length === 0 && <PageProperties />}
    </div>
  );
}

interface OrderProps {
  component: CanvasComponent;
  before: CanvasComponent | undefined;
  after: CanvasComponent | undefined;
}

/** A finger that drags scrolls the page; these move a component in its stead. */
function OrderButtons({ component, before, after }: OrderProps): ReactNode {
  const store = useQueryStore();
  /** Puts the lower one where the upper one stands, which makes room. */
  function lift(upper: CanvasComponent, lower: CanvasComponent): void {
    const place = { ...lower.place, x: upper.place.x, y: upper.place.y };
    store.changeCanvas(canvas => putAt(canvas, lower.id, place), `Placed ${component.name}`);
  }
  return (
    <div className="canvas-order">
      <button type="button" disabled={!before} onClick={() => before && lift(before, component)}>
        <ArrowUp size={15} aria-hidden /> Move up
      </button>
      <button type="button" disabled={!after} onClick={() => after && lift(component, after)}>
        <ArrowDown size={15} aria-hidden /> Move down
      </button>
    </div>
  );
}
