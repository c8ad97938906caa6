import type { Contender } from './case';
import type { Row } from './run-cases';

/** What could not be measured is null after JSON. */
const isNumber = (value: number | null | undefined) => typeof value === 'number';
const decimal = (value: number | undefined, digits = 2) => (isNumber(value) ? value.toFixed(digits) : '');
const megabytes = (bytes: number | undefined) => (isNumber(bytes) ? (bytes / 1e6).toFixed(0) : '');
const kilobytes = (bytes: number | undefined) => (isNumber(bytes) ? (bytes / 1024).toFixed(1) : '');

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
  ['median ms', row => decimal(row.median)],
  ['p90', ({ p90 }) => decimal(p90)],
  ['CPU ms', ({ cpu }) => decimal(cpu)],
  ['÷ floor', (row, rows) => over(row.median, findPeer(rows, row, 'floor')?.median)],
  ['CPU ÷ floor', (row, rows) => over(row.cpu, findPeer(rows, row, 'floor')?.cpu)],
  ['÷ upstream-like', (row, rows) => over(row.median, findPeer(rows, row, 'upstream-like')?.median)],
  ['first load, and query', ({ firstLoad, first }) => (first ? `${decimal(firstLoad, 0)}, ${decimal(first, 0)}` : '')],
  ['heap KB', ({ heap }) => kilobytes(heap)],
  ['RSS KB', ({ resident }) => kilobytes(resident)],
  ['peak MB', ({ peak }) => megabytes(peak)],
  ['blocked ms', ({ blocked }) => decimal(blocked, 0)],
  ['connections', ({ connections }) => String(connections ?? '')],
  ['survived', ({ survived }) => String(survived ?? '')],
  ['p99', ({ p99, atOnce }) => (atOnce === undefined ? '' : decimal(p99))],
  ['per second', ({ perSecond }) => decimal(perSecond, 0)],
];

/** All rows as a table of Markdown; columns that nobody fills are left out. */
export function formatTable(rows: Row[]): string {
  const lines = rows.map(row => columns.map(([, cell]) => cell(row, rows)));
  const used = columns.map((_, index) => lines.some(line => line[index] !== ''));
  const keep = (line: string[]) => line.filter((_, index) => used[index]);
  return formatLines([keep(columns.map(([heading]) => heading)), ...lines.map(keep)]);
}

/** The first line as headings, the others below them. */
export function formatLines(lines: string[][]): string {
  const [headings = []] = lines;
  const widths = headings.map((_, index) => Math.max(3, ...lines.map(line => line[index]?.length ?? 0)));
  const drawn = lines.map(line => `| ${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`;
  return [drawn[0], rule, ...drawn.slice(1)].join('\n');
}
