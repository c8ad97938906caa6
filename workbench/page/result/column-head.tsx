import type { PointerEvent, ReactNode } from 'react';
import type { Order } from './sort-rows';
import type { Column } from './table-data';

/** Pixels that a column keeps, however far it is drawn together. */
export const smallestWidth = 60;

interface Props {
  column: Column;
  order: Order | undefined;
  width: number;
  onOrder(order: Order): void;
  onWidth(width: number): void;
}

/** A column's name, which sorts by a click, and its edge, which sets its width. */
export function ColumnHead({ column: { name: column, className }, order, width, onOrder, onWidth }: Props): ReactNode {
  const isSorted = order?.column === column;
  const direction = isSorted && order.direction === 'ascending' ? 'descending' : 'ascending';

  function drag({ clientX, currentTarget, pointerId }: PointerEvent<HTMLElement>): void {
    currentTarget.setPointerCapture(pointerId);
    currentTarget.onpointermove = event => onWidth(width + event.clientX - clientX);
    currentTarget.onpointerup = () => {
      currentTarget.onpointermove = null;
    };
  }

  return (
    <th scope="col" className={className} aria-sort={isSorted ? order.direction : 'none'}>
      <button type="button" className="sort" onClick={() => onOrder({ column, direction })}>
        {column}
      </button>
      <hr
        className="column-edge"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Width of ${column}`}
        aria-valuenow={width}
        aria-valuemin={smallestWidth}
        onPointerDown={drag}
        onKeyDown={({ key }) => {
          if (key === 'ArrowLeft' || key === 'ArrowRight') onWidth(width + (key === 'ArrowLeft' ? -20 : 20));
        }}
      />
    </th>
  );
}
