import { isObject } from '../../forms/json';

export type Row = Record<string, unknown>;

/** A column as it is drawn. */
export interface Column {
  name: string;
  /** Until somebody changes it. */
  width: number;
  /** Numbers stand below one another by their last digit. */
  className: string | undefined;
  decimals: number;
}

/** All keys that rows have, in the order in which they come up. */
export const listKeys = (rows: Row[]): string[] => [...new Set(rows.flatMap(row => Object.keys(row)))];

/** Objects in rows spread into columns of their own: { a: { b: 1 } } has a column a.b. */
export function spreadRows(rows: Row[]): Row[] {
  return rows.map(row => Object.fromEntries(spreadEntries(row)));
}

function spreadEntries(row: Row, prefix = ''): [string, unknown][] {
  return Object.entries(row).flatMap(([key, value]) =>
    isObject(value) && Object.keys(value).length > 0
      ? spreadEntries(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value] as [string, unknown]]
  );
}

/** Whether any row has an object to spread. */
export const hasNested = (rows: Row[]): boolean => rows.some(row => Object.values(row).some(isObject));

/** The rows that have a text in one of their columns. */
export function searchRows(rows: Row[], columns: string[], text: string): Row[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter(row => columns.some(column => toCellText(row[column]).toLowerCase().includes(wanted)));
}

/** A value as the text of a cell, whole. */
export function toCellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A number as it is read: no more digits than tell something. The value itself stays as it is. */
export function roundForReading(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const rounded = Math.abs(value) >= 1 ? Number(value.toFixed(3)) : Number(value.toPrecision(3));
  return String(rounded);
}

/** Whether all that a column has are numbers. */
export function isNumberColumn(rows: Row[], column: string): boolean {
  const values = rows.map(row => row[column]).filter(value => value !== undefined && value !== null && value !== '');
  return values.length > 0 && values.every(value => typeof value === 'number');
}

/** A number with at least so many decimals, so that points stand below one another in a column. */
export function writeNumber(value: number, decimals = 0): string {
  const text = roundForReading(value);
  const missing = text.includes('e') ? 0 : decimals - decimalsOf(text);
  if (missing <= 0) return text;
  return `${text}${text.includes('.') ? '' : '.'}${'0'.repeat(missing)}`;
}

/** Most decimals that the numbers of a column are read with; 0 where that is more than a table has room for. */
export function decimalsIn(rows: Row[], column: string): number {
  const most = rows.reduce((found, row) => {
    const value = row[column];
    return typeof value === 'number' ? Math.max(found, decimalsOf(roundForReading(value))) : found;
  }, 0);
  return most > 4 ? 0 : most;
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** Pixels that a column is wide at first: as what stands in it needs, by some of the rows, within limits. */
export function widthFor(rows: Row[], column: string): number {
  const step = Math.max(1, Math.floor(rows.length / 50));
  const lengths = rows.filter((_, index) => index % step === 0).map(row => lengthOf(row[column]));
  const longest = Math.max(column.length + 2, ...lengths);
  return Math.min(320, Math.max(84, 28 + Math.ceil(longest * 7.2)));
}

const lengthOf = (value: unknown): number =>
  typeof value === 'number' ? roundForReading(value).length : Array.from(toCellText(value).slice(0, 60)).length;

/** Rows as a file that spreadsheets read; a text that they would take for a formula is kept a text. */
export function toCsv(rows: Row[], columns: string[]): string {
  const cell = (value: unknown): string => {
    const text = toCellText(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${[columns, ...rows.map(row => columns.map(column => row[column]))]
    .map(line => line.map(cell).join(','))
    .join('\r\n')}\r\n`;
}
