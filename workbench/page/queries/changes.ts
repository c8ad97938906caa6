import type { Values } from '../../forms/field';
import type { CanvasComponent } from '../canvas/component';
import { checkName, findFreeName, type Named } from './names';
import type { QueryState } from './query-state';
import { rename } from './rename';
import type { SavedQuery } from './saved-query';

/**
 * Every change that a builder can make, each a function of the state alone: from what there is and what is wanted to
 * the parts of the state that become different. The store makes a method of each.
 */
export const changes = {
  /** Adds a query, under the next free name if this one is taken, and shows it. */
  add({ queries }: QueryState, name: string, options: Values): Partial<QueryState> {
    const query = { id: crypto.randomUUID(), name: findFreeName(name, queries), options, runs_on_load: false };
    return { queries: [...queries, query], selected: query.id };
  },

  /** @throws Error where the name cannot be taken. Expressions that read the query follow. */
  rename(state: QueryState, id: string, name: string): Partial<QueryState> {
    requireFree(name, id, state.queries, 'query');
    return rename(state, 'queries', id, name);
  },

  duplicate({ queries }: QueryState, id: string): Partial<QueryState> {
    const place = queries.findIndex(query => query.id === id);
    const old = queries[place];
    if (!old) return {};
    const name = findFreeName(`${old.name}_copy`, queries);
    const copy = { ...old, id: crypto.randomUUID(), name, options: { ...old.options }, runs_on_load: false };
    return { queries: queries.toSpliced(place + 1, 0, copy), selected: copy.id };
  },

  /** Removes a query; if it was shown, its neighbour is shown instead. */
  remove({ queries, selected, runs }: QueryState, id: string): Partial<QueryState> {
    const place = queries.findIndex(query => query.id === id);
    if (place < 0) return {};
    const left = queries.toSpliced(place, 1);
    const { [id]: _, ...otherRuns } = runs;
    const next = left[Math.min(place, left.length - 1)]?.id;
    return { queries: left, runs: otherRuns, selected: selected === id ? next : selected };
  },

  select: (_: QueryState, selected: string): Partial<QueryState> => ({ selected }),

  changeOption: (state: QueryState, id: string, key: string, value: unknown): Partial<QueryState> =>
    changeQuery(state, id, query => ({ ...query, options: { ...query.options, [key]: value } })),

  removeOption: (state: QueryState, id: string, key: string): Partial<QueryState> =>
    changeQuery(state, id, query => {
      const { [key]: _, ...options } = query.options;
      return { ...query, options };
    }),

  setRunsOnLoad: (state: QueryState, id: string, runs_on_load: boolean): Partial<QueryState> =>
    changeQuery(state, id, query => ({ ...query, runs_on_load })),

  setStreams: (_: QueryState, streams: boolean): Partial<QueryState> => ({ streams }),

  setStandIn: ({ stand_ins }: QueryState, component: string, value: unknown): Partial<QueryState> => ({
    stand_ins: { ...stand_ins, [component]: value },
  }),

  changeCanvas: (
    { canvas }: QueryState,
    change: (canvas: CanvasComponent[]) => CanvasComponent[]
  ): Partial<QueryState> => ({ canvas: change(canvas) }),

  /** @throws Error where the name cannot be taken. Expressions that read the component follow. */
  renameComponent(state: QueryState, id: string, name: string): Partial<QueryState> {
    requireFree(name, id, state.canvas, 'component');
    return rename(state, 'components', id, name);
  },

  /** Keeps what was typed or picked in a component; expressions read it by the component's name. */
  setInput: ({ inputs }: QueryState, id: string, value: unknown): Partial<QueryState> => ({
    inputs: { ...inputs, [id]: value },
  }),
};

const changeQuery = (
  { queries }: QueryState,
  id: string,
  change: (query: SavedQuery) => SavedQuery
): Partial<QueryState> => ({ queries: queries.map(query => (query.id === id ? change(query) : query)) });

/** A name that is taken would make expressions read something else. */
function requireFree(name: string, id: string, entries: (Named & { id: string })[], what: string): void {
  const others = entries.filter(entry => entry.id !== id);
  const problem = checkName(name, others, what);
  if (problem) throw new Error(problem);
}
