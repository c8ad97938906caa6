import { type ReactNode, useId } from 'react';
import { useQueryStore } from '../queries/use-queries';
import type { CanvasComponent } from './component';
import { kinds } from './kinds';
import { columns, type Place, putAt } from './places';

const fields: { key: keyof Place; label: string; from: number }[] = [
  { key: 'x', label: 'Column', from: 1 },
  { key: 'y', label: 'Row', from: 1 },
  { key: 'w', label: 'Width', from: 0 },
  { key: 'h', label: 'Height', from: 0 },
];

/** A component's place in numbers, for those who do not drag. */
export function PlaceFields({ component: { id, name, kind, place } }: { component: CanvasComponent }): ReactNode {
  const store = useQueryStore();
  const field = useId();
  return (
    <fieldset className="canvas-place">
      <legend>Place on the grid</legend>
      {fields.map(({ key, label, from }) => (
        <div key={key}>
          <label htmlFor={`${field}-${key}`}>{label}</label>
          <input
            id={`${field}-${key}`}
            type="number"
            min={1}
            max={key === 'x' || key === 'w' ? columns : undefined}
            value={place[key] + from}
            onChange={({ target: { valueAsNumber: typed } }) => {
              if (!Number.isInteger(typed)) return;
              store.changeCanvas(
                canvas => putAt(canvas, id, { ...place, [key]: typed - from }, kinds.get(kind)?.smallest),
                `Placed ${name}`,
                `place ${id}`
              );
            }}
          />
        </div>
      ))}
    </fieldset>
  );
}
