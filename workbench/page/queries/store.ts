import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Values } from '../form/field';
import { keep, readKept, type TextStorage } from './keep';
import { notRun, type QueryRun } from './run-state';
import { createRunner, type QueryHost } from './runner';
import {
  checkName,
  findFreeName,
  type QueryCollection,
  readCollection,
  renameReferences,
  type SavedQuery,
  writeCollection,
} from './saved-query';

/** What the page knows of its queries. */
export interface QueryState extends QueryCollection {
  /** The id of the query that is shown. */
  selected: string | undefined;
  /** By query id; a query that has not run is not here. */
  runs: Record<string, QueryRun>;
  /** Whether answers are shown while they arrive. */
  streams: boolean;
  /** What components of a canvas expose, by name; they win over stand-ins. */
  components: Record<string, unknown>;
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
  /** For a canvas: what `components.<name>` is. */
  setComponents(components: Record<string, unknown>): void;
  /** Runs a query by its name. Settles with the envelope when it is done, with nothing when it was cancelled. */
  run(name: string): Promise<unknown>;
  cancel(name: string): void;
  /** Asks now, not later, after a result that is still being worked on. */
  check(name: string): Promise<unknown>;
  /** Asks no more by itself. */
  stopChecking(name: string): void;
  runOnLoad(): void;
  /** @throws Error that says what is wrong with the file. Gives how many queries were added. */
  importFile(text: string): number;
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

  state.subscribe(({ queries, stand_ins }, old) => {
    if (queries === old.queries && stand_ins === old.stand_ins) return;
    const notKept = keep(storage, storageKey, { queries, stand_ins });
    if (notKept !== getState().notKept) setState({ notKept });
  });

  return {
    ...state,
    ...runner,
    add(name, options) {
      const free = findFreeName(name, getState().queries);
      return insert({ id: crypto.randomUUID(), name: free, options, runs_on_load: false });
    },
    rename(id, name) {
      const { queries } = getState();
      const old = queries.find(query => query.id === id);
      if (!old || old.name === name) return;
      const problem = checkName(
        name,
        queries.filter(query => query !== old)
      );
      if (problem) throw new Error(problem);
      setState({
        queries: queries.map(query => ({
          ...query,
          name: query === old ? name : query.name,
          options: renameReferences(query.options, old.name, name),
        })),
      });
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
    setComponents: components => setState({ components }),
    runOnLoad() {
      for (const { name } of getState().queries.filter(query => query.runs_on_load)) void runner.run(name);
    },
    importFile(text) {
      const imported = readCollection(text);
      // A name that is taken changes, so do the expressions that read it.
      let fresh = imported.queries;
      for (const { id, name } of imported.queries) {
        const others = [...getState().queries, ...fresh.filter(query => query.id !== id)];
        const free = findFreeName(name, others);
        fresh = fresh.map(query => ({
          ...query,
          name: query.id === id ? free : query.name,
          options: free === name ? query.options : renameReferences(query.options, name, free),
        }));
      }
      setState(({ queries, selected, stand_ins }) => ({
        queries: [...queries, ...fresh],
        selected: fresh[0]?.id ?? selected,
        stand_ins: { ...imported.stand_ins, ...stand_ins },
      }));
      return fresh.length;
    },
    exportFile: () => writeCollection(getState()),
    takeKept() {
      const { queries: old, selected } = getState();
      const { queries, stand_ins } = readKept(storage, storageKey);
      const taken = queries.map(query => ({
        ...query,
        id: old.find(({ name }) => name === query.name)?.id ?? query.id,
      }));
      const isThere = taken.some(({ id }) => id === selected);
      setState({ queries: taken, stand_ins, selected: isThere ? selected : taken[0]?.id });
    },
  };
}

/** The run of a query, by its id. */
export const runOf = ({ runs }: QueryState, id: string): QueryRun => runs[id] ?? notRun;
