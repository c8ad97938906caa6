import { type ReactNode, useState } from 'react';
import { summarise } from './tree/summarise';

interface Props {
  /** Where in the result the rows stand. */
  name: string;
  rows: Record<string, unknown>[];
}

const firstShown = 20;
const longestCell = 120;

/** Rows as a table; its columns are whatever keys the rows have. */
export function Table({ name, rows }: Props): ReactNode {
  const [shown, setShown] = useState(firstShown);
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="table" aria-label={`Table of ${name}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={index}>
              {columns.map(column => (
                <td key={column}>{describe(row[column])}</td>
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

function describe(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : isShortList(value) ? value.join(', ') : summarise(value);
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

const isShortList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length <= 8 && value.every(item => typeof item !== 'object');
