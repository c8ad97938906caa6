import { bind } from '../workbench/page/canvas/bind';
import { readPoints } from '../workbench/page/canvas/components/chart-points';
import { readItems, readMedia, readNames, readRows } from '../workbench/page/canvas/components/read-values';
import { createDragging } from '../workbench/page/canvas/dragging';
import { toScope } from '../workbench/page/queries/scope';
import { createQueryStore } from '../workbench/page/queries/store';
import { sortRows } from '../workbench/page/result/sort-rows';
import { evaluateHere } from './support/evaluate-here';

/** Answers with whatever the query's prompt is; fails where it is empty. */
function setUp() {
  async function* start(options: Record<string, unknown>): AsyncGenerator<unknown> {
    const data = options['prompt'];
    yield { type: 'result', result: data ? { status: 'ok', data } : { status: 'failed', message: 'No prompt' } };
  }
  const storage = { getItem: () => null, setItem: () => {} };
  return createQueryStore({
    evaluator: evaluateHere,
    host: { run: start, stream: start },
    followUps: {},
    storage,
    storageKey: '',
  });
}

describe('the properties of a component', () => {
  const bindIn = (store: ReturnType<typeof setUp>, properties: Record<string, unknown>) =>
    bind(properties, toScope(store.getState()), store.getState(), evaluateHere);

  it('have the values of their expressions, whatever the type, and their own where there are none', async () => {
    const store = setUp();
    store.add('a', { prompt: '{{{ rows: [{ n: 1 }], text: "line\\nbreak $&" }}}' });
    await store.run('a');
    const properties = { rows: '{{queries.a.data.rows}}', text: 'Says: {{queries.a.data.text}}', multiline: true };
    expect(await bindIn(store, properties)).toEqual({
      values: { rows: [{ n: 1 }], text: 'Says: line\nbreak $&', multiline: true },
      problems: [],
      waiting: undefined,
    });
  });

  it('have none while what they read is not there yet, and say what they wait for', async () => {
    const store = setUp();
    const properties = { source: '{{queries.a.data.images[0].data_url}}' };
    expect((await bindIn(store, properties)).waiting).toBe('There is no query named a.');
    store.add('a', { prompt: '' });
    expect(await bindIn(store, properties)).toEqual({
      values: { source: undefined },
      problems: [],
      waiting: 'The query a has not run yet.',
    });
    await store.run('a');
    expect((await bindIn(store, properties)).waiting).toBe('The query a has failed.');
  });

  it('wait for work that goes on elsewhere, though it has a result', async () => {
    const store = setUp();
    store.add('a', { prompt: '{{{ id: "r1", done: false }}}' });
    await store.run('a');
    const bound = await bindIn(store, { text: '{{queries.a.data.report}}' });
    expect(bound).toEqual({ values: { text: undefined }, problems: [], waiting: 'The query a is not done yet.' });
  });

  it('tell each mistake by its field', async () => {
    const { values, problems, waiting } = await bindIn(setUp(), { text: '{{nope}}', value: '{{1 +}}', label: 'fine' });
    expect(problems.map(({ field }) => field)).toEqual(['text', 'value']);
    expect(problems[0]?.message).toMatch(/nope is not defined/);
    expect([values['label'], waiting]).toEqual(['fine', undefined]);
  });
});

describe('what a component takes', () => {
  it.each([
    [undefined, []],
    ['', []],
    [[{ a: 1 }], [{ a: 1 }]],
    [{ rows: [{ a: 1 }] }, [{ a: 1 }]],
    ['[{"a": 1}, 2]', [{ a: 1 }, { value: 2 }]],
    ['[broken', [{ value: '[broken' }]],
    [{ a: 1 }, [{ a: 1 }]],
  ])('as rows: %j', (value, rows) => {
    expect(readRows(value)).toEqual(rows);
  });

  it('as a list, and as names', () => {
    expect(readItems('x')).toEqual(['x']);
    expect(readNames(' id, label ,')).toEqual(['id', 'label']);
    expect(readNames('["id", "label"]')).toEqual(['id', 'label']);
    expect(readNames(['id'])).toEqual(['id']);
    expect(readNames(undefined)).toEqual([]);
  });

  it.each([
    ['data:image/png;base64,AA', { dataUrl: 'data:image/png;base64,AA' }],
    [{ data_url: 'data:image/png;base64,AA' }, { dataUrl: 'data:image/png;base64,AA' }],
    [[{ dataURL: 'data:image/png;base64,AA' }], { dataUrl: 'data:image/png;base64,AA' }],
    [{ url: 'https://example.com/a.png' }, { link: 'https://example.com/a.png' }],
    ['data:text/html,<script>', { unreadable: expect.stringContaining('an image') }],
    ['javascript:alert(1)', { unreadable: expect.any(String) }],
    ['', undefined],
    [[], undefined],
    [7, undefined],
  ])('as an image: %j', (value, media) => {
    expect(readMedia(value, 'image')).toEqual(media);
  });

  it('as points of a chart, from the column named or the first that holds numbers', () => {
    const rows = [{ city: 'Rome', score: 3 }, { city: 'Oslo', score: '7.5' }, { city: 'Bonn' }];
    expect(readPoints(rows, '', 'city')).toEqual({
      column: 'score',
      labels: ['Rome', 'Oslo'],
      values: [3, 7.5],
      skipped: 1,
    });
    expect(readPoints(rows, 'score', '')).toMatchObject({ labels: ['1', '2'] });
    expect(readPoints(rows, 'city', '')).toEqual({ column: undefined, labels: [], values: [], skipped: 3 });
  });
});

describe('a table', () => {
  it('is sorted by a column, numbers by size, rows without a value last', () => {
    const rows = [{ n: 10 }, { n: 9 }, { n: null }, { n: 100 }];
    expect(sortRows(rows, { column: 'n', direction: 'ascending' }).map(({ n }) => n)).toEqual([9, 10, 100, null]);
    expect(sortRows(rows, { column: 'n', direction: 'descending' }).map(({ n }) => n)).toEqual([100, 10, 9, null]);
    expect(sortRows(rows, undefined)).toBe(rows);
    const texts = [{ t: 'b2' }, { t: 'b10' }, { t: 'a' }];
    expect(sortRows(texts, { column: 't', direction: 'ascending' }).map(({ t }) => t)).toEqual(['a', 'b2', 'b10']);
  });
});

describe('dragging', () => {
  it('moves others out of the way at each step, and back when it has passed', () => {
    const { compactor, begin, end } = createDragging();
    const items = [
      { id: 'a', place: { x: 0, y: 0, w: 4, h: 2 } },
      { id: 'b', place: { x: 4, y: 0, w: 4, h: 2 } },
    ];
    const layoutAt = (x: number) => [
      { i: 'a', x, y: 0, w: 4, h: 2 },
      { i: 'b', x: 4, y: 0, w: 4, h: 2 },
    ];
    const placesOf = (x: number) => compactor.compact(layoutAt(x), 12).map(({ i, x: left, y }) => `${i} ${left},${y}`);
    begin(items, 'a');
    expect(placesOf(3)).toEqual(['a 3,0', 'b 4,2']);
    expect(placesOf(8)).toEqual(['a 8,0', 'b 4,0']);
    end();
    expect(placesOf(0)).toEqual(['a 0,0', 'b 4,0']);
    expect(() => compactor.compact([], 10)).toThrow(/10 columns/);
  });
});
