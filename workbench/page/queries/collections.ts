import { listPages } from '../canvas/pages';
import type { QueryState } from './query-state';
import type { QueryCollection } from './saved-query';
import type { Outcome } from './undo';

/** Adds queries and components that fit beside what is there. */
export const addFitting = (state: QueryState, fresh: QueryCollection): Outcome => ({
  queries: [...state.queries, ...fresh.queries],
  canvas: [...state.canvas, ...fresh.canvas],
  ...(fresh.canvas.length > 0 && { pages: [...new Set([...listPages(state), ...(fresh.pages ?? [])])] }),
  selected: fresh.queries[0]?.id ?? state.selected,
  stand_ins: { ...fresh.stand_ins, ...state.stand_ins },
  did: `Added ${[...fresh.queries, ...fresh.canvas].length} queries and components`,
});

/** What another tab has kept, in the place of what is here. */
export function takeOver({ queries: old, canvas: oldCanvas, selected }: QueryState, kept: QueryCollection): Outcome {
  // Another tab keeps its fixtures elsewhere.
  const queries = withIdsOf(old, kept.queries).map(query => {
    const fixtures = query.fixtures ?? old.find(({ id }) => id === query.id)?.fixtures;
    return { ...query, ...(fixtures && { fixtures }) };
  });
  const isThere = queries.some(({ id }) => id === selected);
  const canvas = withIdsOf(oldCanvas, kept.canvas);
  return { ...kept, queries, canvas, selected: isThere ? selected : queries[0]?.id };
}

/** Entries of the same name as old ones get their ids, and with them their runs and inputs. */
const withIdsOf = <Entry extends { id: string; name: string }>(old: Entry[], entries: Entry[]): Entry[] =>
  entries.map(entry => ({ ...entry, id: old.find(({ name }) => name === entry.name)?.id ?? entry.id }));
