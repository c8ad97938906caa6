import { memo, type ReactNode } from 'react';
import type { OpenCell } from './cell-dialog';
import { type Column, type Row, writeNumber } from './table-data';
import { summarise } from './tree/summarise';
import { rowHeight } from './use-rows-in-sight';

const longest = 120;
/** Characters of a text that need no more room than a cell has. */
const shortText = 24;

interface Props {
  index: number;
  row: Row | undefined;
  columns: Column[];
  onOpen(cell: OpenCell): void;
}

/** Scrolling draws the rows that come into sight, not those that are; a cell is no component, which draws them sooner. */
export const TableRow = memo(({ index, row, columns, onOpen }: Props) => (
  <tr aria-rowindex={index + 2} style={{ top: index * rowHeight }}>
    {columns.map(({ name, className, decimals }) => {
      const value = row?.[name];
      const text = describe(value, decimals);
      return (
        <td key={name} className={className} title={exactly(value, text)}>
          {drawCell(name, value, text, onOpen)}
        </td>
      );
    })}
  </tr>
));

/** A value of a table; one that does not fit opens by a click. */
function drawCell(column: string, value: unknown, text: string, onOpen: Props['onOpen']): ReactNode {
  if (typeof value === 'string' && /^https?:\/\/\S+$/i.test(value)) {
    return (
      <a href={value} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  }
  const isLong = typeof value === 'string' ? value.length > shortText : typeof value === 'object' && value !== null;
  if (!isLong || text === '') return text;
  return (
    <button type="button" className="cell-open" onClick={() => onOpen({ column, value })}>
      {text}
    </button>
  );
}

/** The number itself, where its cell shows it rounded. */
const exactly = (value: unknown, text: string): string | undefined =>
  typeof value === 'number' && String(value) !== text ? String(value) : undefined;

function describe(value: unknown, decimals: number): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return writeNumber(value, decimals);
  const text = typeof value === 'string' ? value : isShortList(value) ? value.join(', ') : summarise(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const isShortList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length <= 8 && value.every(item => typeof item !== 'object');
