import { type Rows, readNames } from './read-values';

/** What a chart shows. */
export interface Points {
  /** The column that the values are from; nothing where no row has a number. */
  column: string | undefined;
  labels: string[];
  values: number[];
  /** How many rows have no number there. */
  skipped: number;
}

/**
 * Takes a column of numbers from rows. Numbers may be written as text.
 *
 * @param valueColumn Empty: the first column that holds a number.
 * @param labelColumn Empty: rows are numbered from 1.
 */
export function readPoints(rows: Rows, valueColumn: unknown, labelColumn: unknown): Points {
  const [labels] = readNames(labelColumn);
  const column = readNames(valueColumn)[0] ?? findNumbers(rows, labels);
  const points = rows.flatMap((row, index) => {
    const value = column === undefined ? undefined : readNumber(row[column]);
    const label = labels === undefined ? index + 1 : row[labels];
    return value === undefined ? [] : [{ value, label: String(label ?? '') }];
  });
  return {
    column: points.length > 0 ? column : undefined,
    labels: points.map(({ label }) => label),
    values: points.map(({ value }) => value),
    skipped: rows.length - points.length,
  };
}

function findNumbers(rows: Rows, except: string | undefined): string | undefined {
  for (const row of rows) {
    const found = Object.keys(row).find(key => key !== except && readNumber(row[key]) !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
