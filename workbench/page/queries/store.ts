import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { changes } from './changes';
import { addFitting, takeOver } from './collections';
import type { Evaluator } from './evaluator';
import { CanvasFollower } from './follow-canvas';
import { keepChanges, readKept, type TextStorage } from './keep';
import { fitInto } from './merge';
import { type QueryState, runOf } from './query-state';
import { Runner } from './runner';
import { type QueryCollection, readImported, type SavedQuery, withNewIds, writeCollection } from './saved-query';
import type { EndedRun, QueryHost, RunListeners } from './started-run';
import { tryOut } from './try-out';
import { type Outcome, type Step, UndoStack } from './undo';

type Changes = typeof changes;

/** Each change as a method of the store. */
type ChangeMethods = {
  [Name in keyof Changes]: Changes[Name] extends (state: QueryState, ...parameters: infer Given) => unknown
    ? (...parameters: Given) => void
    : never;
};

/** The queries of one plugin: what they are, what can be done to them, and their runs. */
export interface QueryStore extends StoreApi<QueryState>, Omit<ChangeMethods, 'add'> {
  /** What evaluates the expressions of queries and components. */
  evaluator: Evaluator;
  /** Adds a query, under the next free name if this one is taken, and shows it. */
  add(name: string, options: Values): SavedQuery;
  /** Goes one step back, if that step is still the last; gives what was undone. */
  undo(step?: Step): Step | undefined;
  redo(): Step | undefined;
  /** Runs a query by its name. Settles with the envelope when it is done, with nothing when it was cancelled. */
  run(name: string, changes?: Values, isLive?: boolean): Promise<unknown>;
  /** Runs a query with some options changed, beside its own run. */
  tryOut(id: string, changes: Values, signal: AbortSignal): Promise<EndedRun | undefined>;
  /** Keeps the result of the last run with its query, which gives it again from now on. */
  record(id: string): void;
  cancel(name: string): void;
  /** Asks now, not later, after a result that is still being worked on. */
  check(name: string): Promise<unknown>;
  /** Gives an answer what it waits for, such as approvals, and runs the next turn. */
  answer(name: string, outputs: object[]): Promise<unknown>;
  /** Asks no more by itself. */
  stopChecking(name: string): void;
  runOnLoad(): void;
  /**
   * Adds queries and components, under free names, below what is there. Gives what was added.
   *
   * @param page Where all components go; without one, each one's own page.
   */
  addCollection(collection: QueryCollection, page?: string): QueryCollection;
  /** The same from a file, with nothing that runs by itself. @throws Error that says what is wrong with the file. */
  importFile(text: string): QueryCollection & { switchedOff: string[] };
  exportFile(): string;
  /** Takes over what another tab has kept; queries of the same name keep their runs. */
  takeKept(): void;
}

/** Where a store runs, and what it is made from. */
export interface StoreSetting extends RunListeners {
  host: QueryHost;
  evaluator: Evaluator;
  /** How to ask after a result that is not done, by operation. */
  followUps: Record<string, Values>;
  /** How to go on after an answer that waits for somebody, by operation. */
  nextTurns?: Record<string, Values>;
  storage: TextStorage;
  storageKey: string;
}

/** Makes the store, with the queries that the browser has kept. */
export function createQueryStore(setting: StoreSetting): QueryStore {
  const { evaluator, storage, storageKey } = setting;
  const state = createStore<QueryState>(() => startWith(readKept(storage, storageKey)));
  const { getState } = state;
  const undo = new UndoStack(state);
  const canvas = new CanvasFollower(state, evaluator);
  const runner = new Runner({ ...setting, state, isReady: () => canvas.settled() });
  keepChanges(state, storage, storageKey);

  function addCollection(collection: QueryCollection, page?: string): QueryCollection {
    const fresh = fitInto(getState(), collection, page);
    undo.apply(addFitting(getState(), fresh));
    return fresh;
  }

  function keepResult({ id }: SavedQuery): void {
    const { result, asked } = runOf(getState(), id);
    if (result === undefined || !asked) return;
    undo.apply(changes.keepFixture(getState(), id, { options: asked, result, recorded_at: Date.now() }));
  }

  return {
    ...state,
    ...methodsOf(state, undo),
    evaluator,
    add(name, options) {
      undo.apply(changes.add(getState(), name, options));
      const added = getState().queries.at(-1);
      if (!added) throw new Error('The query was not added');
      return added;
    },
    undo: step => undo.undo(step),
    redo: () => undo.redo(),
    async run(name, changes, isLive) {
      const result = await runner.run(name, changes, isLive);
      const query = getState().queries.find(candidate => candidate.name === name);
      if (isLive && query?.replays) keepResult(query);
      return result;
    },
    async tryOut(id, changes, signal) {
      const query = getState().queries.find(candidate => candidate.id === id);
      const ended = query && (await tryOut({ ...setting, state }, query, changes, signal));
      if (ended) setting.onEnd?.(ended);
      return ended;
    },
    record(id) {
      const query = getState().queries.find(candidate => candidate.id === id);
      if (query) keepResult(query);
    },
    cancel: name => runner.cancel(name),
    check: name => runner.check(name),
    answer: (name, outputs) => runner.answer(name, outputs),
    stopChecking: name => runner.stopChecking(name),
    runOnLoad: () => runner.runOnLoad(),
    addCollection,
    importFile(text) {
      const { collection, switchedOff } = readImported(text);
      return { ...addCollection(withNewIds(collection)), switchedOff };
    },
    exportFile: () => writeCollection(getState()),
    takeKept() {
      undo.apply(takeOver(getState(), readKept(storage, storageKey)));
      undo.clear();
    },
  };
}

const startWith = (kept: QueryCollection): QueryState => ({
  ...kept,
  selected: kept.queries[0]?.id,
  runs: {},
  streams: true,
  inputs: {},
  components: {},
  notKept: undefined,
  undoable: undefined,
  redoable: undefined,
});

function methodsOf({ getState }: StoreApi<QueryState>, undo: UndoStack): ChangeMethods {
  const method =
    <Given extends unknown[]>(change: (state: QueryState, ...parameters: Given) => Outcome) =>
    (...parameters: Given): void =>
      undo.apply(change(getState(), ...parameters));
  return {
    add: method(changes.add),
    rename: method(changes.rename),
    duplicate: method(changes.duplicate),
    remove: method(changes.remove),
    select: method(changes.select),
    changeOption: method(changes.changeOption),
    fillDefaults: method(changes.fillDefaults),
    removeOption: method(changes.removeOption),
    setOptions: method(changes.setOptions),
    setRunsOnLoad: method(changes.setRunsOnLoad),
    keepFixture: method(changes.keepFixture),
    setReplays: method(changes.setReplays),
    setStreams: method(changes.setStreams),
    setStandIn: method(changes.setStandIn),
    changeCanvas: method(changes.changeCanvas),
    addPage: method(changes.addPage),
    renamePage: method(changes.renamePage),
    removePage: method(changes.removePage),
    renameComponent: method(changes.renameComponent),
    setInput: method(changes.setInput),
  };
}
