import { addComponent, makeComponent } from '../workbench/page/canvas/changes';
import { kinds } from '../workbench/page/canvas/kinds';
import { runOf } from '../workbench/page/queries/query-state';
import { exposeRun, notRun } from '../workbench/page/queries/run-state';
import type { RunListeners } from '../workbench/page/queries/started-run';
import { createQueryStore, type QueryStore } from '../workbench/page/queries/store';
import { evaluateHere } from './support/evaluate-here';

/** Answers every query as the test says, and remembers what was sent. */
function setUp(
  answer: (options: Record<string, unknown>, signal: AbortSignal) => AsyncGenerator<unknown> = echo,
  listeners: RunListeners = {}
) {
  const sent: Record<string, unknown>[] = [];
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const start = (options: Record<string, unknown>, signal: AbortSignal) => {
    sent.push(options);
    return answer(options, signal);
  };
  const followUps = { research: { action: 'retrieve', response_id: '{{data.id}}' } };
  const make = () =>
    createQueryStore({
      evaluator: evaluateHere,
      host: { run: start, stream: start },
      followUps,
      storage,
      storageKey: 'kept',
      ...listeners,
    });
  return { store: make(), sent, kept, storage, make };
}

const finish = (data: unknown) => ({ type: 'result', result: { status: 'ok', data, metadata: { id: 'm1' } } });

async function* echo(options: Record<string, unknown>): AsyncGenerator<unknown> {
  yield { type: 'text_delta', text: 'a' };
  yield finish({ text: options['prompt'] });
}

const phases = (store: QueryStore, id: string): string[] => {
  const seen: string[] = [];
  store.subscribe(state => {
    const { phase } = runOf(state, id).state;
    if (seen.at(-1) !== phase) seen.push(phase);
  });
  return seen;
};

const names = (store: QueryStore) => store.getState().queries.map(({ name }) => name);

describe('queries', () => {
  it('are added, duplicated and removed, and one of them is shown', () => {
    const { store } = setUp();
    const first = store.add('chat1', { operation: 'chat' });
    store.add('chat1', {});
    store.duplicate(first.id);
    expect(names(store)).toEqual(['chat1', 'chat1_copy', 'chat2']);
    const { queries, selected } = store.getState();
    expect(queries[1]).toMatchObject({ options: { operation: 'chat' }, runs_on_load: false });
    expect(selected).toBe(queries[1]?.id);
    store.remove(selected ?? '');
    expect(names(store)).toEqual(['chat1', 'chat2']);
    expect(store.getState().selected).toBe(store.getState().queries[1]?.id);
  });

  it('are renamed together with what reads them', () => {
    const { store } = setUp();
    const first = store.add('a', { prompt: 'queries.a.data' });
    const second = store.add('b', { prompt: '{{queries.a.data.text}} {{ queries?.a }} {{queries.ab.data}} queries.a' });
    store.rename(first.id, 'answer');
    expect(store.getState().queries.map(({ options }) => options['prompt'])).toEqual([
      'queries.a.data',
      '{{queries.answer.data.text}} {{ queries?.answer }} {{queries.ab.data}} queries.a',
    ]);
    for (const name of ['answer', '1a', 'a b', '']) expect(() => store.rename(second.id, name)).toThrow(/name/);
  });

  it('are there again after a reload, results are not', async () => {
    const { store, make } = setUp();
    const { id } = store.add('a', { prompt: 'hello' });
    store.setRunsOnLoad(id, true);
    store.setStandIn('input1', { value: 'x' });
    await store.run('a');
    const again = make();
    expect(again.getState()).toMatchObject({
      queries: [{ name: 'a', options: { prompt: 'hello' }, runs_on_load: true }],
      stand_ins: { input1: { value: 'x' } },
      runs: {},
    });
  });

  it('follow what another tab does to them', async () => {
    const { store, make } = setUp();
    store.add('a', { prompt: 'one' });
    await store.run('a');
    const other = make();
    other.add('b', {});
    other.changeOption(other.getState().queries[0]?.id ?? '', 'prompt', 'two');
    store.takeKept();
    expect(names(store)).toEqual(['a', 'b']);
    const [first] = store.getState().queries;
    expect(first?.options).toEqual({ prompt: 'two' });
    expect(runOf(store.getState(), first?.id ?? '').result).toMatchObject({ status: 'ok' });
    other.remove(other.getState().queries[0]?.id ?? '');
    store.takeKept();
    expect(store.getState().selected).toBe(store.getState().queries[0]?.id);
  });

  it('that cannot be read are set aside, and a full storage is told of', () => {
    const { store, kept, storage, make } = setUp();
    kept.set('kept', '{"format":"other"}');
    expect(make().getState().queries).toEqual([]);
    expect(kept.get('kept.unreadable')).toBe('{"format":"other"}');
    storage.setItem = () => {
      throw new Error('The quota has been exceeded');
    };
    store.add('a', {});
    expect(store.getState().notKept).toMatch(/The quota has been exceeded/);
  });

  it('are kept without files that are too large for the browser', () => {
    const { store, kept, storage } = setUp();
    const { setItem } = storage;
    storage.setItem = (key, text) => {
      if (text.length > 1000) throw new Error('too much');
      setItem(key, text);
    };
    store.setStandIn('input1', { file: [{ base64Data: 'x'.repeat(2000) }] });
    store.add('a', {});
    expect(store.getState().notKept).toMatch(/too large/);
    expect(kept.get('kept')).toContain('"name":"a"');
    store.setStandIn('input1', { value: '' });
    expect(store.getState().notKept).toBeUndefined();
  });

  it('go into a file and come from one, under free names', () => {
    const { store } = setUp();
    store.add('a', { prompt: 'one' });
    store.add('b', { prompt: '{{queries.a.data.text}}' });
    expect(store.importFile(store.exportFile()).queries).toHaveLength(2);
    expect(names(store)).toEqual(['a', 'b', 'a1', 'b1']);
    expect(store.getState().queries[3]?.options).toEqual({ prompt: '{{queries.a1.data.text}}' });
    for (const text of ['no JSON', '{}', '{"format":"workbench-queries","version":2}']) {
      expect(() => store.importFile(text)).toThrow(/file/);
    }
    const acting = {
      format: 'workbench-queries',
      version: 1,
      queries: [
        { id: store.getState().queries[0]?.id, name: 'acts', options: { operation: 'file' }, runs_on_load: true },
      ],
    };
    expect(store.importFile(JSON.stringify(acting))).toMatchObject({ switchedOff: ['acts'] });
    expect(store.getState().queries.at(-1)?.runs_on_load).toBe(false);
    expect(new Set(store.getState().queries.map(({ id }) => id)).size).toBe(5);
    const hidden = { ...acting, queries: [{ name: 'hides', options: { operation: '{{components.a.value}}' } }] };
    expect(() => store.importFile(JSON.stringify(hidden))).toThrow(/operation by an expression/);
    const bad = { format: 'workbench-queries', version: 1, queries: [{ name: 'x y', options: {} }] };
    expect(() => store.importFile(JSON.stringify(bad))).toThrow(/"x y"/);
    expect(names(store)).toHaveLength(5);
  });
});

describe('a change', () => {
  it('is undone and redone, step by step; what was typed in one field is one step', () => {
    const { store } = setUp();
    const { id } = store.add('a', { prompt: '' });
    for (const prompt of ['o', 'on', 'one']) store.changeOption(id, 'prompt', prompt);
    store.changeOption(id, 'model', 'm');
    store.remove(id);
    expect(store.getState().undoable?.did).toBe('Deleted a');
    expect(store.undo()?.did).toBe('Deleted a');
    expect(store.getState()).toMatchObject({ selected: id, queries: [{ options: { prompt: 'one', model: 'm' } }] });
    store.undo();
    store.undo();
    expect(store.getState().queries[0]?.options).toEqual({ prompt: '' });
    expect(store.redo()?.did).toBe('Changed prompt');
    expect(store.getState().queries[0]?.options).toEqual({ prompt: 'one' });
    store.rename(id, 'b');
    expect(store.redo()).toBeUndefined();
    store.undo();
    expect(names(store)).toEqual(['a']);
  });

  it('is undone by its own button only while it is the last', async () => {
    const { store } = setUp();
    const first = store.add('a', { prompt: 'x' });
    await store.run('a');
    store.remove(first.id);
    const step = store.getState().undoable;
    store.add('b', {});
    expect(step && store.undo(step)).toBeUndefined();
    store.undo();
    expect(step && store.undo(step)?.did).toBe('Deleted a');
    expect(runOf(store.getState(), first.id).result).toMatchObject({ status: 'ok' });
  });

  it('that another tab has made is not undone here', () => {
    const { store, make } = setUp();
    store.add('a', {});
    make().add('b', {});
    store.takeKept();
    expect([store.undo(), names(store)]).toEqual([undefined, ['a', 'b']]);
  });
});

describe('a run', () => {
  it('gives its progress and its result, which other queries read', async () => {
    const { store, sent } = setUp();
    const { id } = store.add('a', { prompt: 'line\nbreak $&' });
    store.add('b', { prompt: '{{queries.a.data.text}}', other: 'Say: {{queries.a.data.text}}' });
    const seen = phases(store, id);
    expect(await store.run('a')).toMatchObject({ status: 'ok' });
    expect(seen).toEqual(['running', 'done']);
    await store.run('b');
    expect(sent[1]).toEqual({ prompt: 'line\nbreak $&', other: 'Say: line\nbreak $&' });
  });

  it('is refused where something that it reads is not there, saying what to do', async () => {
    const { store, sent } = setUp();
    store.add('a', {});
    store.add('b', { p: '{{queries.a.data.text}} {{queries.nope.data}} {{components.input1.value}}', q: '{{1 +}}' });
    const result = await store.run('b');
    expect(result).toMatchObject({
      status: 'failed',
      message: 'The query was not sent',
      data: { hint: 'Run a first.' },
    });
    expect(JSON.stringify(result)).toMatch(/a has not run yet.*no query named nope.*no component named input1/);
    store.setStandIn('input1', { value: 1 });
    store.add('c', { q: '{{1 +}}' });
    expect(await store.run('c')).toMatchObject({ data: { problems: [{ field: 'q' }] } });
    expect(sent).toEqual([]);
  });

  it('may read its own last result, and a canvas wins over stand-ins', async () => {
    const { store, sent } = setUp();
    store.add('a', {
      prompt: '{{queries.a.data.text ? queries.a.data.text + "!" : "first"}}',
      value: '{{components.input1.value}}',
    });
    store.setStandIn('input1', { value: 'stand-in' });
    await store.run('a');
    const kind = kinds.get('textinput');
    if (!kind) throw new Error('There is no text input');
    const input = makeComponent([], kind);
    store.changeCanvas(canvas => addComponent(canvas, { ...input, name: 'input1' }));
    store.setInput(input.id, 'canvas');
    await store.run('a');
    expect(sent).toEqual([
      { prompt: 'first', value: 'stand-in' },
      { prompt: 'first!', value: 'canvas' },
    ]);
  });

  it('is told of when it begins, ends or is stopped, but not when it only asks after another', async () => {
    const told: string[] = [];
    const wait = async function* (options: Record<string, unknown>, signal: AbortSignal) {
      if (options['prompt'] === 'slow') {
        await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
        throw new Error('aborted');
      }
      yield finish({ id: 'r1', done: true });
    };
    const { store } = setUp(wait, {
      onBegin: ({ query, options }) => told.push(`begins ${query.name} ${options['prompt']}`),
      onEnd: ({ query }) => told.push(`ends ${query.name}`),
      onStop: () => told.push('stops'),
    });
    const { id } = store.add('a', { operation: 'research', prompt: 'quick' });
    await store.run('a');
    await store.check('a');
    store.changeOption(id, 'prompt', 'slow');
    const run = store.run('a');
    await new Promise(setImmediate);
    store.cancel('a');
    await run;
    store.changeOption(id, 'prompt', '{{queries.nobody.data}}');
    await store.run('a');
    expect(told).toEqual(['begins a quick', 'ends a', 'ends a', 'begins a slow', 'stops']);
  });

  it('is cancelled, keeping what had arrived', async () => {
    let isAborted = false;
    const { store } = setUp(async function* (_, signal) {
      yield { type: 'text_delta', text: 'half' };
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
      isAborted = true;
      throw new Error('aborted');
    });
    const { id } = store.add('a', {});
    const running = store.run('a');
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(runOf(store.getState(), id).state).toMatchObject({ phase: 'running', progress: { text: 'half' } });
    store.cancel('a');
    expect(await running).toBeUndefined();
    expect(isAborted).toBe(true);
    expect(runOf(store.getState(), id).state).toMatchObject({ phase: 'cancelled', progress: { text: 'half' } });
  });

  it('that the server breaks off fails, and is to expressions as a host has it', async () => {
    const { store } = setUp(async function* () {
      yield { type: 'text_delta', text: 'half' };
    });
    const { id } = store.add('a', {});
    expect(await store.run('a')).toMatchObject({ status: 'failed', description: expect.stringContaining('stream') });
    const nothing = { isLoading: false, data: [], rawData: [] };
    expect(exposeRun(runOf(store.getState(), id))).toEqual(nothing);
    expect(exposeRun(notRun)).toEqual(nothing);
  });

  it('starts by itself on load where it is told to', async () => {
    const { store, sent } = setUp();
    store.add('a', { prompt: 'a' });
    store.setRunsOnLoad(store.add('b', { prompt: 'b' }).id, true);
    store.runOnLoad();
    await new Promise(setImmediate);
    expect(sent).toEqual([{ prompt: 'b' }]);
  });
});

describe('a result that is still being worked on', () => {
  const research = { operation: 'research', action: 'start', prompt: 'q' };
  const settle = (store: QueryStore, id: string) =>
    new Promise<void>(resolve => {
      const stop = store.subscribe(state => {
        const { state: run, result } = runOf(state, id);
        if (run.phase !== 'done' || run.checkAt !== undefined || result === undefined) return;
        stop();
        resolve();
      });
    });

  it('is asked after as the table says, until it is done', async () => {
    const { store, sent } = setUp(async function* (options) {
      const done = options['action'] === 'retrieve' && sent.length > 2;
      yield finish({ id: 'r1', done, ...(!done && { next_poll_ms: 1 }) });
    });
    const { id } = store.add('a', research);
    const settled = settle(store, id);
    await store.run('a');
    expect(runOf(store.getState(), id).state).toMatchObject({ phase: 'done', checkAt: expect.any(Number) });
    await settled;
    const check = { ...research, action: 'retrieve', response_id: 'r1' };
    expect(sent).toEqual([research, check, check]);
    expect(store.getState().queries[0]?.options).toEqual(research);
  });

  it('is left alone when the builder says so, and asked after at once when asked', async () => {
    const { store, sent } = setUp(async function* () {
      yield finish({ id: 'r1', done: false, next_poll_ms: 60_000 });
    });
    const { id } = store.add('a', research);
    await store.run('a');
    await store.check('a');
    expect(sent).toHaveLength(2);
    store.stopChecking('a');
    expect(runOf(store.getState(), id).state).toEqual({ phase: 'done' });
  });

  it('is not asked after where the table has nothing for its operation', async () => {
    const { store } = setUp(async function* () {
      yield finish({ id: 'r1', done: false, next_poll_ms: 1 });
    });
    const { id } = store.add('a', { operation: 'other' });
    await store.run('a');
    expect(runOf(store.getState(), id).state).toEqual({ phase: 'done' });
  });
});

describe('what is recorded', () => {
  it('is given again for the same options, however often, and nothing is sent', async () => {
    const { store, sent } = setUp();
    const { id } = store.add('a', { operation: 'chat', prompt: 'hello', model: '' });
    const live = await store.run('a');
    store.record(id);
    expect(await store.run('a')).toEqual(live);
    expect(runOf(store.getState(), id)).toMatchObject({ result: live, replayedFrom: expect.any(Number) });
    store.changeOption(id, 'prompt', 'other');
    expect(await store.run('a')).toMatchObject({
      status: 'failed',
      description: 'Nothing is recorded for these options.',
    });
    expect(sent).toHaveLength(1);
    const other = await store.run('a', {}, true);
    expect(await store.run('a')).toEqual(other);
    store.changeOption(id, 'prompt', 'hello');
    expect(await store.run('a')).toEqual(live);
    store.setReplays(id, false);
    await store.run('a');
    expect(sent).toHaveLength(3);
  });

  it('goes into files with its query, and not into the small storage of the browser', async () => {
    const { store, kept } = setUp();
    const { id } = store.add('a', { prompt: 'a long answer' });
    await store.run('a');
    store.record(id);
    expect([...kept.values()].join()).not.toContain('recorded_at');
    const { store: other, sent } = setUp();
    other.importFile(store.exportFile());
    expect(await other.run('a')).toMatchObject({ status: 'ok', data: { text: 'a long answer' } });
    expect(sent).toEqual([]);
  });
});

describe('a variant', () => {
  it('runs beside its query over the same input, and changes nothing of it', async () => {
    const { store, sent } = setUp();
    store.setStandIn('input1', { value: 'x' });
    const { id } = store.add('a', { prompt: '{{components.input1.value}}', model: 'one' });
    const result = await store.run('a');
    const ended = await store.tryOut(id, { model: 'two' }, new AbortController().signal);
    expect(ended).toMatchObject({ options: { prompt: 'x', model: 'two' }, result: { status: 'ok' } });
    expect(sent).toEqual([
      { prompt: 'x', model: 'one' },
      { prompt: 'x', model: 'two' },
    ]);
    expect(runOf(store.getState(), id).result).toBe(result);
    expect(store.getState().queries[0]?.options['model']).toBe('one');
  });
});
