import { type CSSProperties, type ReactNode, useRef, useState } from 'react';
import { CellDialog, type OpenCell } from './cell-dialog';
import { ColumnHead, smallestWidth } from './column-head';
import type { Order } from './sort-rows';
import type { Column, Row } from './table-data';
import { TableRow } from './table-row';
import { rowHeight, useRowsInSight } from './use-rows-in-sight';

interface Props {
  name: string;
  rows: Row[];
  columns: Column[];
  order: Order | undefined;
  onOrder(order: Order): void;
}

/** The part of a table that scrolls. A row has its place by itself, so that one more moves no other. */
export function TableGrid({ name, rows, columns, order, onOrder }: Props): ReactNode {
  const box = useRef<HTMLElement>(null);
  const [widths, setWidths] = useState<Record<string, number>>({});
  const [open, setOpen] = useState<OpenCell>();
  const { first, end } = useRowsInSight(box, rows.length);
  const drawn = Array.from({ length: end - first }, (_, index) => first + index);
  const widthOf = ({ name: column, width }: Column): number => widths[column] ?? width;
  return (
    <div className="table-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className="table" aria-label={`Table of ${name}`} tabIndex={0} ref={box}>
        <table aria-rowcount={rows.length + 1} style={placeColumns(columns.map(widthOf))}>
          <thead>
            <tr>
              {columns.map(column => (
                <ColumnHead
                  key={column.name}
                  column={column}
                  order={order}
                  width={widthOf(column)}
                  onOrder={onOrder}
                  onWidth={width => setWidths(old => ({ ...old, [column.name]: Math.max(smallestWidth, width) }))}
                />
              ))}
            </tr>
          </thead>
          <tbody style={{ height: rows.length * rowHeight }}>
            {drawn.map(index => (
              <TableRow key={index} index={index} row={rows[index]} columns={columns} onOpen={setOpen} />
            ))}
          </tbody>
        </table>
      </section>
      {open && <CellDialog {...open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

/** Columns share by their widths what the table is wider than they need. */
function placeColumns(widths: number[]): CSSProperties {
  const style: Record<string, string | number> = {
    '--columns': widths.map(width => `minmax(${width}px, ${width}fr)`).join(' '),
    width: widths.reduce((sum, width) => sum + width, 0),
  };
  return style;
}
