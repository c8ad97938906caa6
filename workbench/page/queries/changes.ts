import type { Values } from '../../forms/field';
import type { CanvasComponent } from '../canvas/component';
import { addFixture, type Fixture } from './fixtures';
import { checkName, findFreeName, type Named } from './names';
import { pageChanges } from './page-changes';
import type { QueryState } from './query-state';
import { rename } from './rename';
import type { SavedQuery } from './saved-query';
import type { Outcome } from './undo';

/**
 * Every change that a builder can make, each a function of the state alone: from what there is and what is wanted to
 * the parts of the state that become different. The store makes a method of each.
 */
export const changes = {
  /** Adds a query, under the next free name if this one is taken, and shows it. */
  add({ queries }: QueryState, name: string, options: Values): Outcome {
    const query = { id: crypto.randomUUID(), name: findFreeName(name, queries), options, runs_on_load: false };
    return { queries: [...queries, query], selected: query.id, did: `Added ${query.name}` };
  },

  /** @throws Error where the name cannot be taken. Expressions that read the query follow. */
  rename(state: QueryState, id: string, name: string): Outcome {
    requireFree(name, id, state.queries, 'query');
    return { ...rename(state, 'queries', id, name), did: `Renamed to ${name}` };
  },

  duplicate({ queries }: QueryState, id: string): Outcome {
    const place = queries.findIndex(query => query.id === id);
    const old = queries[place];
    if (!old) return {};
    const name = findFreeName(`${old.name}_copy`, queries);
    const copy = {
      ...old,
      id: crypto.randomUUID(),
      name,
      options: { ...old.options },
      runs_on_load: false,
      replays: false,
    };
    return { queries: queries.toSpliced(place + 1, 0, copy), selected: copy.id, did: `Duplicated ${old.name}` };
  },

  /** Removes a query; if it was shown, its neighbour is shown instead. Its result stays, in case it comes back. */
  remove({ queries, selected }: QueryState, id: string): Outcome {
    const place = queries.findIndex(query => query.id === id);
    const removed = queries[place];
    if (!removed) return {};
    const left = queries.toSpliced(place, 1);
    const next = left[Math.min(place, left.length - 1)]?.id;
    return { queries: left, selected: selected === id ? next : selected, did: `Deleted ${removed.name}` };
  },

  select: (_: QueryState, selected: string): Outcome => ({ selected }),

  /** @param label What the form calls the option. */
  changeOption: (state: QueryState, id: string, key: string, value: unknown, label = key): Outcome => ({
    ...changeQuery(state, id, query => ({ ...query, options: { ...query.options, [key]: value } })),
    did: `Changed ${label}`,
    joins: `option ${id} ${key}`,
  }),

  /** What hosts do when a query is opened: what its options lack of the form's defaults is filled in. */
  fillDefaults(state: QueryState, id: string, defaults: Values): Outcome {
    const options = state.queries.find(query => query.id === id)?.options;
    if (!options || Object.keys(defaults).every(key => key in options)) return {};
    return changeQuery(state, id, query => ({ ...query, options: { ...defaults, ...query.options } }));
  },

  removeOption: (state: QueryState, id: string, key: string, label = key): Outcome => ({
    ...changeQuery(state, id, query => {
      const { [key]: _, ...options } = query.options;
      return { ...query, options };
    }),
    did: `Removed ${label}`,
  }),

  setOptions: (state: QueryState, id: string, options: Values): Outcome => ({
    ...changeQuery(state, id, query => ({ ...query, options })),
    did: 'Changed the options',
  }),

  setRunsOnLoad: (state: QueryState, id: string, runs_on_load: boolean): Outcome => ({
    ...changeQuery(state, id, query => ({ ...query, runs_on_load })),
    did: 'Changed when the query runs',
  }),

  /** Keeps a result with the query, which gives it again from now on. */
  keepFixture: (state: QueryState, id: string, fixture: Fixture): Outcome => ({
    ...changeQuery(state, id, query => ({
      ...query,
      replays: true,
      fixtures: addFixture(query.fixtures ?? [], fixture),
    })),
    did: 'Recorded the result',
  }),

  setReplays: (state: QueryState, id: string, replays: boolean): Outcome => ({
    ...changeQuery(state, id, query => ({ ...query, replays })),
    did: replays ? 'Replays what was recorded' : 'Runs live',
  }),

  setStreams: (_: QueryState, streams: boolean): Outcome => ({ streams }),

  setStandIn: ({ stand_ins }: QueryState, component: string, value: unknown): Outcome => ({
    stand_ins: { ...stand_ins, [component]: value },
    did: `Changed ${component}`,
    joins: `stand-in ${component}`,
  }),

  /**
   * @param did What was done, in a few words.
   * @param joins The same for changes in a row that are undone together.
   */
  changeCanvas: (
    { canvas }: QueryState,
    change: (canvas: CanvasComponent[]) => CanvasComponent[],
    did = 'Changed the canvas',
    joins?: string
  ): Outcome => {
    const changed = change(canvas);
    return changed === canvas ? {} : { canvas: changed, did, ...(joins !== undefined && { joins }) };
  },

  ...pageChanges,

  /** @throws Error where the name cannot be taken. Expressions that read the component follow. */
  renameComponent(state: QueryState, id: string, name: string): Outcome {
    requireFree(name, id, state.canvas, 'component');
    return { ...rename(state, 'components', id, name), did: `Renamed to ${name}` };
  },

  /** Keeps what was typed or picked in a component; expressions read it by the component's name. */
  setInput: ({ inputs }: QueryState, id: string, value: unknown): Outcome => ({ inputs: { ...inputs, [id]: value } }),
};

const changeQuery = (
  { queries }: QueryState,
  id: string,
  change: (query: SavedQuery) => SavedQuery
): Pick<QueryState, 'queries'> => ({ queries: queries.map(query => (query.id === id ? change(query) : query)) });

/** A name that is taken would make expressions read something else. */
function requireFree(name: string, id: string, entries: (Named & { id: string })[], what: string): void {
  const others = entries.filter(entry => entry.id !== id);
  const problem = checkName(name, others, what);
  if (problem) throw new Error(problem);
}
