/** By which column rows are sorted. */
export interface Order {
  column: string;
  direction: 'ascending' | 'descending';
}

type Row = Record<string, unknown>;

/** The rows in an order: numbers by size, all else as text. Rows without a value come last either way. */
export function sortRows(rows: Row[], order: Order | undefined): Row[] {
  if (!order) return rows;
  const { column, direction } = order;
  const sign = direction === 'ascending' ? 1 : -1;
  const isEmpty = ({ [column]: value }: Row) => value === undefined || value === null || value === '';
  const compare = (a: Row, b: Row): number => sign * compareValues(a[column], b[column]);
  return [...rows.filter(row => !isEmpty(row)).sort(compare), ...rows.filter(isEmpty)];
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return toText(a).localeCompare(toText(b), 'en', { numeric: true });
}

const toText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
