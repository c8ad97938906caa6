import { type ReactNode, useState } from 'react';
import { type Order, sortRows } from './sort-rows';
import { summarise } from './tree/summarise';

interface Props {
  /** Where in the result the rows stand. */
  name: string;
  rows: Record<string, unknown>[];
  /** The columns that are shown; all keys that rows have unless given. */
  columns?: string[];
}

const firstShown = 20;
const longestCell = 120;

/** Rows as a table; a click on a column's name sorts by it. */
export function Table({ name, rows, columns = listKeys(rows) }: Props): ReactNode {
  const [shown, setShown] = useState(firstShown);
  const [order, setOrder] = useState<Order>();
  const sort = (column: string) =>
    setOrder({
      column,
      direction: order?.column === column && order.direction === 'ascending' ? 'descending' : 'ascending',
    });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="table" aria-label={`Table of ${name}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col" aria-sort={order?.column === column ? order.direction : 'none'}>
                <button type="button" className="sort" onClick={() => sort(column)}>
                  {column}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, order)
            .slice(0, shown)
            .map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={index}>
                {columns.map(column => (
                  <td key={column}>
                    <Cell value={row[column]} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" className="quiet" onClick={() => setShown(shown * 4)}>
          {rows.length - shown} more rows
        </button>
      )}
    </section>
  );
}

const listKeys = (rows: Props['rows']): string[] => [...new Set(rows.flatMap(row => Object.keys(row)))];

function Cell({ value }: { value: unknown }): ReactNode {
  if (typeof value !== 'string' || !/^https?:\/\/\S+$/i.test(value)) return describe(value);
  return (
    <a href={value} target="_blank" rel="noopener noreferrer">
      {describe(value)}
    </a>
  );
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : isShortList(value) ? value.join(', ') : summarise(value);
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

const isShortList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length <= 8 && value.every(item => typeof item !== 'object');
