import { useVirtualizer } from '@tanstack/react-virtual';
import { Download } from 'lucide-react';
import { memo, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { saveFile } from '../shell/save-file';
import { Cell } from './cell';
import { type Order, sortRows } from './sort-rows';
import {
  decimalsIn,
  hasNested,
  isNumberColumn,
  listKeys,
  type Row,
  searchRows,
  spreadRows,
  toCsv,
  widthFor,
} from './table-data';

interface Props {
  /** Where in the result the rows stand. */
  name: string;
  rows: Row[];
  /** The columns that are shown; all keys that rows have unless given. */
  columns?: string[];
}

const rowHeight = 33;
const smallestWidth = 60;
/** Fewer need no search. */
const manyRows = 8;

/** Rows as a table: sorted by a click on a column's name, searched, spread, saved. Only the rows in sight are drawn. */
export function Table({ name, rows, columns: wanted }: Props): ReactNode {
  const [order, setOrder] = useState<Order>();
  const [text, setText] = useState('');
  const [isSpread, setSpread] = useState(false);
  const shown = useMemo(() => (isSpread ? spreadRows(rows) : rows), [rows, isSpread]);
  const columns = useMemo(
    () => (isSpread ? listKeys(shown) : (wanted ?? listKeys(rows))),
    [shown, rows, wanted, isSpread]
  );
  const described = useMemo(
    () =>
      columns.map(name => ({
        name,
        width: widthFor(shown, name),
        ...describeNumbers(shown, name),
      })),
    [columns, shown]
  );
  const found = useMemo(() => sortRows(searchRows(shown, columns, text), order), [shown, columns, text, order]);
  return (
    <div className="data-table">
      <div className="table-bar">
        {rows.length > manyRows && (
          <input
            type="search"
            aria-label={`Search ${name}`}
            placeholder="Search"
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
        <span className="muted">{describeCount(found.length, rows.length)}</span>
        {hasNested(rows) && (
          <label className="check">
            <input type="checkbox" checked={isSpread} onChange={event => setSpread(event.target.checked)} />
            Nested values as columns
          </label>
        )}
        <span className="table-saves">
          <button
            type="button"
            className="quiet"
            onClick={() => saveFile(`${fileName(name)}.csv`, toCsv(found, columns), 'text/csv')}
          >
            <Download size={14} aria-hidden /> CSV
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() => saveFile(`${fileName(name)}.json`, JSON.stringify(found, null, 2))}
          >
            <Download size={14} aria-hidden /> JSON
          </button>
        </span>
      </div>
      <Grid name={name} rows={found} columns={described} order={order} onOrder={setOrder} />
    </div>
  );
}

interface Column {
  name: string;
  /** Until somebody changes it. */
  width: number;
  /** Numbers stand below one another by their last digit. */
  className: string | undefined;
  decimals: number;
}

interface GridProps {
  name: string;
  rows: Row[];
  columns: Column[];
  order: Order | undefined;
  onOrder(order: Order): void;
}

function Grid({ name, rows, columns, order, onOrder }: GridProps): ReactNode {
  const box = useRef<HTMLElement>(null);
  const [widths, setWidths] = useState<Record<string, number>>({});
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    initialRect: { width: 600, height: 400 },
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const widthOf = ({ name: column, width }: Column): number => widths[column] ?? width;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="table" aria-label={`Table of ${name}`} tabIndex={0} ref={box}>
      <table
        aria-rowcount={rows.length + 1}
        style={{ width: columns.reduce((sum, column) => sum + widthOf(column), 0) }}
      >
        <colgroup>
          {columns.map(column => (
            <col key={column.name} style={{ width: widthOf(column) }} />
          ))}
        </colgroup>
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
        <tbody>
          {above > 0 && <Gap height={above} columns={columns.length} />}
          {items.map(({ index }) => (
            <TableRow key={index} index={index} row={rows[index]} columns={columns} />
          ))}
          {below > 0 && <Gap height={below} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  index: number;
  row: Row | undefined;
  columns: Column[];
}

/** Scrolling draws the rows that come into sight, not those that are. */
const TableRow = memo(({ index, row, columns }: RowProps) => (
  <tr aria-rowindex={index + 2}>
    {columns.map(({ name, className, decimals }) => (
      <td key={name} className={className}>
        <Cell column={name} decimals={decimals} value={row?.[name]} />
      </td>
    ))}
  </tr>
));

const Gap = ({ height, columns }: { height: number; columns: number }): ReactNode => (
  <tr aria-hidden>
    <td className="gap" colSpan={columns} style={{ height }} />
  </tr>
);

interface HeadProps {
  column: Column;
  order: Order | undefined;
  width: number;
  onOrder(order: Order): void;
  onWidth(width: number): void;
}

function ColumnHead({ column: { name: column, className }, order, width, onOrder, onWidth }: HeadProps): ReactNode {
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

const describeNumbers = (rows: Row[], name: string): Pick<Column, 'className' | 'decimals'> =>
  isNumberColumn(rows, name)
    ? { className: 'number', decimals: decimalsIn(rows, name) }
    : { className: undefined, decimals: 0 };

const describeCount = (found: number, all: number): string =>
  found === all
    ? `${all.toLocaleString('en-US')} ${all === 1 ? 'row' : 'rows'}`
    : `${found.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} rows`;

const fileName = (name: string): string => name.replace(/[^\w-]+/g, '-');
