import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Table } from '../../result/table';
import { readPoints } from './chart-points';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';
import { readRows } from './read-values';

const ChartDrawing = lazy(() => import('./chart-drawing'));

/** A numeric column as bars or a line, or as a table for those who cannot see it. */
export function Chart({ component, values, waiting }: ComponentProps): ReactNode {
  const [isTable, setTable] = useState(false);
  const rows = readRows(values['rows']);
  const points = readPoints(rows, values['value_column'], values['label_column']);
  const { column, labels, values: numbers, skipped } = points;
  if (rows.length === 0) return <Empty waiting={waiting}>No rows</Empty>;
  if (column === undefined) return <p className="notice warning">No row has a number there.</p>;
  return (
    <figure className="canvas-chart">
      <figcaption>
        {column}
        {skipped > 0 && ` (${skipped} of ${rows.length} rows have no number)`}
        <button type="button" className="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          As a table
        </button>
      </figcaption>
      {isTable ? (
        <Table
          name={component.name}
          rows={numbers.map((value, index) => ({ label: labels[index], [column]: value }))}
        />
      ) : (
        <Suspense fallback={<p className="canvas-empty">Loading the chart…</p>}>
          <ChartDrawing
            label={`${column}: ${numbers.length} values from ${Math.min(...numbers)} to ${Math.max(...numbers)}`}
            type={values['chart_type'] === 'line' ? 'line' : 'bar'}
            points={points}
          />
        </Suspense>
      )}
    </figure>
  );
}
