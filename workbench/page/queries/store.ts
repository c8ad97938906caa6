import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CanvasComponent } from '../canvas/component';
import { exposeComponents } from '../canvas/expose';
import type { Values } from '../form/field';
import { keep, readKept, type TextStorage } from './keep';
import { fitInto } from './merge';
import { checkName, findFreeName } from './names';
import { rename } from './rename';
import { notRun, type QueryRun } from './run-state';
import { createRunner, type QueryHost } from './runner';
import { type QueryCollection, readCollection, type SavedQuery, writeCollection } from './saved-query';
import { toScope } from './scope';

/** What the page knows of its queries. */
export interface QueryState extends QueryCollection {
  /** The id of the query that is shown. */
  selected: string | undefined;
  /** By query id; a query that has not run is not here. */
  runs: Record<string, QueryRun>;
  /** Whether answers are shown while they arrive. */
  streams: boolean;
  /** What was typed and picked on the canvas, by component id. */
  inputs: Record<string, unknown>;
  /** What the components of the canvas expose, by name; they win over stand-ins. */
  components: Record<string, Record<string, unknown>>;
  /** What the browser's storage did not take, and why, if so. */
  notKept: string | undefined;
}

/** The queries of one plugin: what they are, and their runs. */
export interface QueryStore extends StoreApi<QueryState> {
  /** Adds a query, under the next free name if this one is taken, and shows it. */
  add(name: string, options: Values): SavedQuery;
  /** @throws Error where the name cannot be taken. Expressions that read the query follow. */
  rename(id: string, name: string): void;
  duplicate(id: string): void;
  remove(id: string): void;
  select(id: string): void;
  changeOption(id: string, key: string, value: unknown): void;
  removeOption(id: string, key: string): void;
  setRunsOnLoad(id: string, runs_on_load: boolean): void;
  setStreams(streams: boolean): void;
  setStandIn(component: string, value: unknown): void;
  changeCanvas(change: (canvas: CanvasComponent[]) => CanvasComponent[]): void;
  /** @throws Error where the name cannot be taken. Expressions that read the component follow. */
  renameComponent(id: string, name: string): void;
  /** What was typed or picked in a component; expressions read it by the component's name. */
  setInput(id: string, value: unknown): void;
  /** Runs a query by its name. Settles with the envelope when it is done, with nothing when it was cancelled. */
  run(name: string): Promise<unknown>;
  cancel(name: string): void;
  /** Asks now, not later, after a result that is still being worked on. */
  check(name: string): Promise<unknown>;
  /** Asks no more by itself. */
  stopChecking(name: string): void;
  runOnLoad(): void;
  /** Adds queries and components, under free names, below what is there. Gives what was added. */
  addCollection(collection: QueryCollection): QueryCollection;
  /** The same from a file. @throws Error that says what is wrong with the file. */
  importFile(text: string): QueryCollection;
  exportFile(): string;
  /** Takes over what another tab has kept; queries of the same name keep their runs. */
  takeKept(): void;
}

/** Where a store runs, and what it is made from. */
export interface StoreSetting {
  host: QueryHost;
  /** How to ask after a result that is not done, by operation. */
  followUps: Record<string, Values>;
  storage: TextStorage;
  storageKey: string;
}

/** Makes the store, with the queries that the browser has kept. */
export function createQueryStore({ host, followUps, storage, storageKey }: StoreSetting): QueryStore {
  const kept = readKept(storage, storageKey);
  const state = createStore<QueryState>(() => ({
    ...kept,
    selected: kept.queries[0]?.id,
    runs: {},
    streams: true,
    inputs: {},
    components: {},
    notKept: undefined,
  }));
  const { getState, setState } = state;
  const runner = createRunner({ state, host, followUps });

  const changeQuery = (id: string, change: (query: SavedQuery) => SavedQuery) =>
    setState(({ queries }) => ({ queries: queries.map(query => (query.id === id ? change(query) : query)) }));

  function insert(query: SavedQuery, after?: string): SavedQuery {
    const { queries } = getState();
    const place = after === undefined ? queries.length : queries.findIndex(({ id }) => id === after) + 1;
    setState({ queries: queries.toSpliced(place, 0, query), selected: query.id });
    return query;
  }

  /** A name that is taken would make expressions read something else. */
  function requireFree(name: string, id: string, entries: { id: string; name: string }[], what: string): void {
    const others = entries.filter(entry => entry.id !== id);
    const problem = checkName(name, others, what);
    if (problem) throw new Error(problem);
  }

  function addCollection(collection: QueryCollection): QueryCollection {
    const fresh = fitInto(getState(), collection);
    setState(({ queries, canvas, selected, stand_ins }) => ({
      queries: [...queries, ...fresh.queries],
      canvas: [...canvas, ...fresh.canvas],
      selected: fresh.queries[0]?.id ?? selected,
      stand_ins: { ...fresh.stand_ins, ...stand_ins },
    }));
    return fresh;
  }

  state.subscribe(({ queries, canvas, stand_ins }, old) => {
    if (queries === old.queries && canvas === old.canvas && stand_ins === old.stand_ins) return;
    const notKept = keep(storage, storageKey, { queries, canvas, stand_ins });
    if (notKept !== getState().notKept) setState({ notKept });
  });

  function expose(): void {
    const { canvas, inputs, components } = getState();
    const exposed = exposeComponents(canvas, inputs, { ...toScope(getState()), components: {} });
    if (!isSame(exposed, components)) setState({ components: exposed });
  }
  expose();
  state.subscribe(({ canvas, inputs, runs }, old) => {
    if (canvas !== old.canvas || inputs !== old.inputs || runs !== old.runs) expose();
  });

  return {
    ...state,
    ...runner,
    add(name, options) {
      const free = findFreeName(name, getState().queries);
      return insert({ id: crypto.randomUUID(), name: free, options, runs_on_load: false });
    },
    rename(id, name) {
      requireFree(name, id, getState().queries, 'query');
      setState(rename(getState(), 'queries', id, name));
    },
    duplicate(id) {
      const { queries } = getState();
      const old = queries.find(query => query.id === id);
      if (!old) return;
      const name = findFreeName(`${old.name}_copy`, queries);
      insert({ ...old, id: crypto.randomUUID(), name, options: { ...old.options }, runs_on_load: false }, id);
    },
    remove(id) {
      const { queries, selected, runs } = getState();
      const place = queries.findIndex(query => query.id === id);
      const query = queries[place];
      if (!query) return;
      runner.forget(query);
      const left = queries.toSpliced(place, 1);
      const { [id]: _, ...otherRuns } = runs;
      const next = left[Math.min(place, left.length - 1)]?.id;
      setState({ queries: left, runs: otherRuns, selected: selected === id ? next : selected });
    },
    select: selected => setState({ selected }),
    changeOption: (id, key, value) =>
      changeQuery(id, query => ({ ...query, options: { ...query.options, [key]: value } })),
    removeOption: (id, key) =>
      changeQuery(id, query => {
        const { [key]: _, ...options } = query.options;
        return { ...query, options };
      }),
    setRunsOnLoad: (id, runs_on_load) => changeQuery(id, query => ({ ...query, runs_on_load })),
    setStreams: streams => setState({ streams }),
    setStandIn: (component, value) =>
      setState(({ stand_ins }) => ({ stand_ins: { ...stand_ins, [component]: value } })),
    changeCanvas: change => setState(({ canvas }) => ({ canvas: change(canvas) })),
    renameComponent(id, name) {
      requireFree(name, id, getState().canvas, 'component');
      setState(rename(getState(), 'components', id, name));
    },
    setInput: (id, value) => setState(({ inputs }) => ({ inputs: { ...inputs, [id]: value } })),
    runOnLoad() {
      for (const { name } of getState().queries.filter(query => query.runs_on_load)) void runner.run(name);
    },
    addCollection,
    importFile: text => addCollection(readCollection(text)),
    exportFile: () => writeCollection(getState()),
    takeKept() {
      const { queries: old, canvas: oldCanvas, selected } = getState();
      const kept = readKept(storage, storageKey);
      const queries = withIdsOf(old, kept.queries);
      const isThere = queries.some(({ id }) => id === selected);
      const canvas = withIdsOf(oldCanvas, kept.canvas);
      setState({ ...kept, queries, canvas, selected: isThere ? selected : queries[0]?.id });
    },
  };
}

/** The run of a query, by its id. */
export const runOf = ({ runs }: QueryState, id: string): QueryRun => runs[id] ?? notRun;

/** Entries of the same name as old ones get their ids, and with them their runs and inputs. */
const withIdsOf = <Entry extends { id: string; name: string }>(old: Entry[], entries: Entry[]): Entry[] =>
  entries.map(entry => ({ ...entry, id: old.find(({ name }) => name === entry.name)?.id ?? entry.id }));

/** Whether components expose the same; files stay the same list, so none is looked into. */
function isSame(some: QueryState['components'], others: QueryState['components']): boolean {
  const [names, otherNames] = [Object.keys(some), Object.keys(others)];
  return (
    names.length === otherNames.length &&
    names.every(name => {
      const [one, other] = [some[name], others[name]];
      return one === other || (one && other && Object.keys(one).every(key => Object.is(one[key], other[key])));
    })
  );
}
