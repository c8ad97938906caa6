import { decimalsIn, isNumberColumn, widthFor, writeNumber } from '../workbench/page/result/table-data';

const rows = [
  { order: 4000, total: 291.9, city: 'Oslo', note: null },
  { order: 4001, total: 12.345_67, city: 'Porto', note: 'Before noon' },
  { order: 4002, total: 7, city: 1 },
];

describe('a column of a table', () => {
  it('is one of numbers if nothing else stands in it', () => {
    const found = ['order', 'total', 'city', 'note', 'nothing'].filter(column => isNumberColumn(rows, column));
    expect(found).toEqual(['order', 'total']);
  });

  it('has the points of its numbers below one another, and whole numbers stay whole', () => {
    const write = (column: 'order' | 'total') => rows.map(row => writeNumber(row[column], decimalsIn(rows, column)));
    expect(write('total')).toEqual(['291.900', '12.346', '7.000']);
    expect(write('order')).toEqual(['4000', '4001', '4002']);
  });

  it('gives numbers that are very small no zeros that nobody has measured', () => {
    const small = [{ score: 0.000_123 }, { score: 0.5 }, { score: 1e-9 }];
    expect(small.map(({ score }) => writeNumber(score, decimalsIn(small, 'score')))).toEqual([
      '0.000123',
      '0.5',
      '1e-9',
    ]);
  });

  it('is as wide as its content needs, within limits', () => {
    const wide = widthFor([{ text: 'x'.repeat(20_000) }], 'text');
    expect(widthFor(rows, 'city')).toBeLessThan(widthFor(rows, 'note'));
    expect(wide).toBeLessThanOrEqual(320);
    expect(widthFor([], 'a')).toBeGreaterThan(60);
  });
});
