import type { ReactNode } from 'react';
import { toText, type WidgetProps } from './widget';

type Pair = [name: string, value: string];

/** A table of names and values, kept as a list of pairs; blank rows are kept too, as the host does. */
export function HeadersWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  const pairs = readPairs(value);
  const replace = (row: number, pair: Pair) => onChange(pairs.map((old, index) => (index === row ? pair : old)));
  return (
    <div className="headers">
      {pairs.map(([name, text], row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div className="headers-row" key={row}>
          <input
            id={row === 0 ? id : undefined}
            type="text"
            aria-label={`${field.label}: name ${row + 1}`}
            placeholder="Name"
            value={name}
            onChange={event => replace(row, [event.target.value, text])}
          />
          <input
            type="text"
            aria-label={`${field.label}: value ${row + 1}`}
            placeholder="Value"
            value={text}
            onChange={event => replace(row, [name, event.target.value])}
          />
          <button
            type="button"
            aria-label={`${field.label}: remove row ${row + 1}`}
            onClick={() => onChange(pairs.filter((_, index) => index !== row))}
          >
            ×
          </button>
        </div>
      ))}
      <button id={pairs.length === 0 ? id : undefined} type="button" onClick={() => onChange([...pairs, ['', '']])}>
        Add
      </button>
    </div>
  );
}

function readPairs(value: unknown): Pair[] {
  if (!Array.isArray(value)) return [];
  return value.map(pair => (Array.isArray(pair) ? [toText(pair[0]), toText(pair[1])] : ['', '']));
}
