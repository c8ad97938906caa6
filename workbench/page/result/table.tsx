import { Download } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { saveFile } from '../shell/save-file';
import { type Order, sortRows } from './sort-rows';
import {
  type Column,
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
import { TableGrid } from './table-grid';

interface Props {
  /** Where in the result the rows stand. */
  name: string;
  rows: Row[];
  /** The columns that are shown; all keys that rows have unless given. */
  columns?: string[];
}

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
      <TableGrid name={name} rows={found} columns={described} order={order} onOrder={setOrder} />
    </div>
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
