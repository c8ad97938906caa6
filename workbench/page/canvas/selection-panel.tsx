import { AlignEndVertical, AlignStartVertical, Copy, CopyPlus, MoveHorizontal, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useQueryStore } from '../queries/use-queries';
import { copyText } from '../shell/copy-text';
import { paste, toClip } from './clipboard';
import type { CanvasComponent } from './component';
import { columns, type Place, settle } from './places';
import { remove } from './remove';
import { setCanvasUi } from './ui-state';

/** What can be done with several components at once. */
export function SelectionPanel({ components }: { components: CanvasComponent[] }): ReactNode {
  const store = useQueryStore();
  const ids = components.map(({ id }) => id);
  const left = Math.min(...components.map(({ place }) => place.x));
  const right = Math.max(...components.map(({ place }) => place.x + place.w));
  const width = Math.max(...components.map(({ place }) => place.w));

  function put(change: (place: Place) => Partial<Place>): void {
    store.changeCanvas(
      canvas =>
        settle(
          canvas.map(component =>
            ids.includes(component.id)
              ? { ...component, place: { ...component.place, ...change(component.place) } }
              : component
          ),
          ...ids
        ),
      `Placed ${components.length} components`
    );
  }

  const actions: [title: string, Icon: typeof Copy, act: () => void][] = [
    ['Align left', AlignStartVertical, () => put(() => ({ x: left }))],
    ['Align right', AlignEndVertical, () => put(({ w }) => ({ x: right - w }))],
    ['Same width', MoveHorizontal, () => put(({ x }) => ({ w: width, x: Math.min(x, columns - width) }))],
    ['Copy', Copy, () => void copyText(toClip(components), `${components.length} components`)],
    ['Duplicate', CopyPlus, () => paste(store, toClip(components))],
    ['Delete', Trash2, () => remove(store, components)],
  ];
  return (
    <section className="panel canvas-properties" aria-label="Chosen components">
      <div className="panel-heading">
        <h2>{components.length} components</h2>
        <button type="button" className="quiet" onClick={() => setCanvasUi({ selection: [], picksSeveral: false })}>
          Done
        </button>
      </div>
      <ul className="selection-names">
        {components.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <div className="selection-actions">
        {actions.map(([title, Icon, act]) => (
          <button key={title} type="button" onClick={act}>
            <Icon size={15} aria-hidden /> {title}
          </button>
        ))}
      </div>
    </section>
  );
}
