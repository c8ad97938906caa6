import type { Contender } from './plan';
import type { Row } from './run-cases';

/** What could not be measured is null after JSON. */
const isNumber = (value: number | null | undefined) => typeof value === 'number';
const decimal = (value: number | undefined, digits = 2) => (isNumber(value) ? value.toFixed(digits) : '');
const megabytes = (bytes: number | undefined) => (isNumber(bytes) ? (bytes / 1e6).toFixed(0) : '');
const kilobytes = (bytes: number | undefined) => (isNumber(bytes) ? (bytes / 1024).toFixed(1) : '');

/** The time that a row is compared by. */
export const timeOf = ({ median }: Row): number | undefined => median;

/** The same of another contender. */
export function findPeer(rows: Row[], row: Row, contender: Contender): Row | undefined {
  return rows.find(
    other =>
      other.contender === contender &&
      (['case', 'loader', 'way', 'atOnce', 'node'] as const).every(name => other[name] === row[name])
  );
}

const over = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? '' : (one / other).toFixed(2);

/** A column's heading, and its cell of a row. */
const columns: [string, (row: Row, rows: Row[]) => string][] = [
  ['what', ({ title }) => title],
  ['loader, way, at once', ({ loader, way, atOnce = 1 }) => `${loader}, ${way}, ${atOnce}`],
  ['contender', ({ contender }) => contender],
  ['median ms', row => decimal(timeOf(row))],
  ['p90', ({ p90 }) => decimal(p90)],
  ['CPU ms', ({ cpu }) => decimal(cpu)],
  ['÷ floor', (row, rows) => over(timeOf(row), findPeer(rows, row, 'floor')?.median)],
  ['CPU ÷ floor', (row, rows) => over(row.cpu, findPeer(rows, row, 'floor')?.cpu)],
  ['÷ upstream-like', (row, rows) => over(timeOf(row), findPeer(rows, row, 'upstream-like')?.median)],
  ['first load, and query', ({ firstLoad, first }) => (first ? `${decimal(firstLoad, 0)}, ${decimal(first, 0)}` : '')],
  ['heap KB', ({ heap }) => kilobytes(heap)],
  ['RSS KB', ({ resident }) => kilobytes(resident)],
  ['peak MB', ({ peak }) => megabytes(peak)],
  ['blocked ms', ({ blocked }) => decimal(blocked, 0)],
  ['connections', ({ connections }) => String(connections ?? '')],
];

/** All rows as a table of Markdown, its columns in line. */
export function formatTable(rows: Row[]): string {
  const cells = [columns.map(([heading]) => heading), ...rows.map(row => columns.map(([, cell]) => cell(row, rows)))];
  const widths = columns.map((_, index) => Math.max(3, ...cells.map(line => line[index]?.length ?? 0)));
  const lines = cells.map(line => `| ${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
