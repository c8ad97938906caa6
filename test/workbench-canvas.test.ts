import fc from 'fast-check';
import { addComponent, changeProperty, makeComponent, removeComponents } from '../workbench/page/canvas/changes';
import type { CanvasComponent } from '../workbench/page/canvas/component';
import { findGuides } from '../workbench/page/canvas/guides';
import { kinds } from '../workbench/page/canvas/kinds';
import { listPages } from '../workbench/page/canvas/pages';
import { bottomOf, columns, inOrder, moveBy, type Placed, putAt, settle } from '../workbench/page/canvas/places';
import { suggestProperties } from '../workbench/page/canvas/suggest';
import { createQueryStore } from '../workbench/page/queries/store';
import { evaluateHere } from './support/evaluate-here';

const at = (id: string, x: number, y: number, w: number, h: number): Placed => ({ id, place: { x, y, w, h } });
const describePlaces = (items: Placed[]) => items.map(({ id, place: { x, y, w, h } }) => `${id} ${x},${y} ${w}x${h}`);

function make(kind: string, name?: string, canvas: CanvasComponent[] = []): CanvasComponent {
  const found = kinds.get(kind);
  if (!found) throw new Error(`There is no kind ${kind}`);
  const component = makeComponent(canvas, found);
  return name ? { ...component, name } : component;
}

function setUp() {
  const sent: Record<string, unknown>[] = [];
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  async function* start(options: Record<string, unknown>): AsyncGenerator<unknown> {
    sent.push(options);
    yield { type: 'result', result: { status: 'ok', data: { text: String(options['prompt']) } } };
  }
  const make = () =>
    createQueryStore({
      evaluator: evaluateHere,
      host: { run: start, stream: start },
      followUps: {},
      storage,
      storageKey: 'kept',
    });
  return { store: make(), sent, kept, make };
}

describe('the grid', () => {
  it('moves others down, and only those that are in the way', () => {
    const items = [at('a', 0, 0, 6, 2), at('b', 6, 0, 6, 2), at('c', 0, 2, 12, 1)];
    expect(describePlaces(putAt(items, 'a', { x: 4, y: 0, w: 6, h: 2 }))).toEqual([
      'a 4,0 6x2',
      'b 6,2 6x2',
      'c 0,4 12x1',
    ]);
    expect(describePlaces(putAt(items, 'c', { x: 0, y: 8, w: 12, h: 1 }))).toContain('c 0,8 12x1');
  });

  it('keeps everything within its columns', () => {
    const moved = putAt([at('a', 0, 0, 6, 2)], 'a', { x: 11, y: -3, w: 6, h: 0 });
    expect(describePlaces(moved)).toEqual(['a 6,0 6x1']);
    expect(describePlaces(putAt(moved, 'a', { x: 0, y: 0, w: 40, h: 1 }))).toEqual(['a 0,0 12x1']);
  });

  it('moves several together, as far as all of them fit', () => {
    const items = [at('a', 0, 0, 3, 2), at('b', 4, 0, 3, 2), at('c', 7, 0, 5, 2)];
    expect(describePlaces(moveBy(items, ['a', 'b'], 9, 1))).toEqual(['a 5,1 3x2', 'b 9,1 3x2', 'c 7,3 5x2']);
    expect(describePlaces(moveBy(items, ['a', 'b'], -2, -4))).toEqual(describePlaces(items));
  });

  it('lets components of different pages stand in the same place', () => {
    const items = [at('a', 0, 0, 6, 2), { ...at('b', 0, 0, 6, 2), page: 'Other' }];
    expect(settle(items)).toEqual(items);
  });

  it('shows where edges are in line', () => {
    expect(findGuides({ x: 0, y: 4, w: 6, h: 2 }, [at('a', 0, 0, 4, 2), at('b', 6, 3, 6, 3)])).toEqual([
      { axis: 'x', edge: 'start', at: 0, from: 0, to: 6 },
      { axis: 'y', edge: 'end', at: 6, from: 0, to: 12 },
    ]);
    expect(findGuides({ x: 1, y: 5, w: 1, h: 2 }, [at('a', 0, 0, 4, 2)])).toEqual([]);
  });

  it('never lets two overlap, nor moves what was moved last, whatever is done', () => {
    const place = fc.record({
      x: fc.integer({ min: -3, max: 14 }),
      y: fc.integer({ min: -3, max: 30 }),
      w: fc.integer({ min: -1, max: 14 }),
      h: fc.integer({ min: -1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), places => {
        let items: Placed[] = [];
        for (const [index, wanted] of places.entries()) {
          const id = String(index % 6);
          if (!items.some(item => item.id === id)) items = [...items, at(id, 0, bottomOf(items), 1, 1)];
          items = putAt(items, id, wanted);
          const [moved] = items.filter(item => item.id === id);
          expect(moved?.place.y).toBe(Math.max(0, wanted.y));
        }
        const cells = items.flatMap(({ place: { x, y, w, h } }) =>
          Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`)
        );
        expect(new Set(cells).size).toBe(cells.length);
        expect(items.every(({ place: { x, w } }) => x >= 0 && x + w <= columns)).toBe(true);
        expect(settle(items)).toEqual(items);
      })
    );
  });

  it('is read row by row', () => {
    const items = [at('c', 0, 4, 1, 1), at('b', 6, 0, 1, 1), at('a', 0, 0, 1, 1)];
    expect(inOrder(items).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('components', () => {
  it.each([...kinds.keys()])('of every kind have a name, a place and values for all fields: %s', id => {
    const component = make(id);
    expect(component).toMatchObject({ name: `${id}1`, place: { x: 0, y: 0 } });
    expect(Object.keys(component.properties).sort()).toEqual(
      (kinds.get(id)?.fields ?? []).map(({ key }) => key).sort()
    );
  });

  it('take the first gap, or the place they are dropped at, and can be changed and removed', () => {
    const first = make('button');
    let canvas = addComponent([], first);
    const second = make('button', undefined, canvas);
    expect(second).toMatchObject({ name: 'button2', place: { x: 3, y: 0 } });
    canvas = addComponent(canvas, { ...second, place: first.place });
    expect(describePlaces(canvas).map(text => text.slice(37))).toEqual(['0,1 3x1', '0,0 3x1']);
    canvas = changeProperty(canvas, first.id, 'label', 'Go');
    expect(canvas[0]?.properties['label']).toBe('Go');
    const left = removeComponents(canvas, [first]);
    expect(left).toEqual([canvas[1]]);
  });

  it('show what the query has that was looked at last, if it suits them', async () => {
    const { store } = setUp();
    store.add('a', { prompt: 'hello' });
    const suggested = (id: string) => {
      const kind = kinds.get(id);
      return kind && suggestProperties(store.getState(), kind);
    };
    expect([suggested('markdown'), suggested('button')]).toEqual([{}, { query: 'a' }]);
    await store.run('a');
    expect(suggested('markdown')).toEqual({ text: '{{queries.a.data.text}}' });
    expect(suggested('json')).toEqual({ value: '{{queries.a.data}}' });
    for (const id of ['image', 'table', 'audio', 'textinput']) expect(suggested(id)).toEqual({});
  });

  it('are read by queries under their names, as a host exposes them', async () => {
    const { store, sent } = setUp();
    const [input, picker] = [make('textinput'), make('filepicker')];
    store.changeCanvas(() => [input, picker, make('text')]);
    store.add('a', { prompt: '{{components.textinput1.value}}', image: '{{components.filepicker1.file}}' });
    expect(store.getState().components).toEqual({
      textinput1: { value: '' },
      filepicker1: { file: [] },
      text1: {},
    });
    const file = { name: 'a.png', type: 'image/png', base64Data: 'AA==' };
    store.setInput(input.id, 'line\nbreak $&');
    store.setInput(picker.id, [file]);
    await store.run('a');
    expect(sent).toEqual([{ prompt: 'line\nbreak $&', image: [file] }]);
  });

  it('may begin with what a query gave, until something is typed', async () => {
    const { store } = setUp();
    const input = make('textinput');
    store.changeCanvas(() => changeProperty([input], input.id, 'value', 'Was: {{queries.a.data.text}}'));
    store.add('a', { prompt: 'hello' });
    const value = () => store.getState().components['textinput1']?.['value'];
    await store.run('a');
    // Expressions are evaluated elsewhere, so their values come a moment later.
    await new Promise(setImmediate);
    expect(value()).toBe('Was: hello');
    store.setInput(input.id, '');
    expect(value()).toBe('');
  });

  it('are renamed together with what reads them, and buttons follow their query', () => {
    const { store } = setUp();
    const [input, text, button] = [make('textinput'), make('text'), make('button')];
    const query = store.add('a', { prompt: '{{components.textinput1.value}}' });
    store.changeCanvas(() => [
      input,
      { ...text, properties: { text: '{{components.textinput1.value}} {{queries.a.data.text}}' } },
      { ...button, properties: { label: 'a', query: 'a' } },
    ]);
    store.renameComponent(input.id, 'prompt');
    store.rename(query.id, 'answer');
    const { queries, canvas } = store.getState();
    expect(queries[0]).toMatchObject({ name: 'answer', options: { prompt: '{{components.prompt.value}}' } });
    expect(canvas[1]?.properties).toEqual({ text: '{{components.prompt.value}} {{queries.answer.data.text}}' });
    expect(canvas[2]?.properties).toEqual({ label: 'a', query: 'answer' });
    for (const name of ['text1', '1a', '']) expect(() => store.renameComponent(input.id, name)).toThrow(/name/);
  });
});

describe('a canvas', () => {
  it('is there again after a reload, files and typed text are not', () => {
    const { store, kept, make: makeAgain } = setUp();
    const picker = make('filepicker');
    store.changeCanvas(() => [picker]);
    store.setInput(picker.id, [{ name: 'a.png', base64Data: 'SECRET' }]);
    expect([...kept.values()].join()).not.toContain('SECRET');
    const [again] = makeAgain().getState().canvas;
    expect(again).toEqual({ ...picker, id: again?.id });
    expect(makeAgain().getState().components).toEqual({ filepicker1: { file: [] } });
  });

  it('goes into the same file as the queries, and comes below what is there, under free names', () => {
    const { store } = setUp();
    store.add('a', { prompt: '{{components.textinput1.value}}' });
    const input = make('textinput');
    const button = { ...make('button', undefined, [input]), properties: { label: 'Go', query: 'a' } };
    store.changeCanvas(() => [input, button]);
    store.importFile(store.exportFile());
    const { queries, canvas } = store.getState();
    expect(queries.map(({ name, options }) => [name, options['prompt']])).toEqual([
      ['a', '{{components.textinput1.value}}'],
      ['a1', '{{components.textinput2.value}}'],
    ]);
    expect(canvas.map(({ name, place }) => [name, place.y])).toEqual([
      ['textinput1', 0],
      ['button1', 0],
      ['textinput2', 2],
      ['button2', 2],
    ]);
    expect(canvas[3]?.properties).toEqual({ label: 'Go', query: 'a1' });
  });

  it.each([
    [{ kind: 'text', place: { x: 0, y: 0, w: 1, h: 1 } }, /"" cannot be taken/],
    [{ name: 'x', kind: 'clock', place: { x: 0, y: 0, w: 1, h: 1 } }, /unknown kind, "clock"/],
    [{ name: 'x', kind: 'text', place: { x: 8, y: 0, w: 5, h: 1 } }, /no place on a grid of 12 columns/],
    [{ name: 'x', kind: 'text', place: { x: 0, y: 0.5, w: 5, h: 1 } }, /no place/],
    [{ name: 'x', kind: 'text' }, /no place/],
  ])('that is wrong in a file is refused, saying what is wrong: %j', (entry, reason) => {
    const { store } = setUp();
    const file = { format: 'workbench-queries', version: 1, queries: [], canvas: [entry] };
    expect(() => store.importFile(JSON.stringify(file))).toThrow(reason);
    expect(store.getState().canvas).toEqual([]);
  });
});

describe('the pages of a canvas', () => {
  it('are added, renamed and deleted with what stands on them, and come back by undo', () => {
    const { store, make: makeAgain } = setUp();
    store.changeCanvas(() => [make('text')]);
    store.addPage('Reports');
    store.changeCanvas(canvas => [...canvas, { ...make('chart'), page: 'Reports' }]);
    expect(listPages(store.getState())).toEqual(['Page 1', 'Reports']);
    store.renamePage('Page 1', 'Start');
    expect(listPages(store.getState())).toEqual(['Start', 'Reports']);
    expect(store.getState().canvas[0]?.page).toBe('Start');
    for (const name of ['Reports', '']) expect(() => store.renamePage('Start', name)).toThrow(/page/i);
    expect(listPages(makeAgain().getState())).toEqual(['Start', 'Reports']);
    store.removePage('Reports');
    expect(store.getState().canvas.map(({ name }) => name)).toEqual(['text1']);
    store.undo();
    expect(store.getState().canvas.map(({ name }) => name)).toEqual(['text1', 'chart1']);
    expect(listPages(store.getState())).toEqual(['Start', 'Reports']);
  });

  it('come with a file, and the last one stays', () => {
    const { store } = setUp();
    store.addPage('Empty');
    store.changeCanvas(() => [{ ...make('text'), page: 'Full' }]);
    const { store: other } = setUp();
    other.importFile(store.exportFile());
    expect(listPages(other.getState())).toEqual(['Page 1', 'Empty', 'Full']);
    for (const page of listPages(other.getState())) other.removePage(page);
    expect(listPages(other.getState())).toEqual(['Full']);
  });
});
