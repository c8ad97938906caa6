import type { ReactNode } from 'react';
import { Table as TableOf } from '../../result/table';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';
import { readNames, readRows } from './read-values';

/** Rows as a table. */
export function Table({ component, values, waiting }: ComponentProps): ReactNode {
  const rows = readRows(values['rows']);
  const columns = readNames(values['columns']);
  if (rows.length === 0) return <Empty waiting={waiting}>No rows</Empty>;
  return <TableOf name={component.name} rows={rows} {...(columns.length > 0 && { columns })} />;
}
