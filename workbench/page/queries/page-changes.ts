import { listPages } from '../canvas/pages';
import { pageOf } from '../canvas/places';
import type { QueryState } from './query-state';
import type { Outcome } from './undo';

/** What can be done with the pages of the canvas. */
export const pageChanges = {
  addPage: (state: QueryState, page: string): Outcome => ({
    pages: [...listPages(state), page],
    did: `Added ${page}`,
  }),

  /** @throws Error where the name cannot be taken. */
  renamePage(state: QueryState, from: string, to: string): Outcome {
    const pages = listPages(state);
    if (to === from) return {};
    if (to === '') throw new Error('A page needs a name.');
    if (pages.includes(to)) throw new Error(`There is a page named ${to} already.`);
    return {
      pages: pages.map(page => (page === from ? to : page)),
      canvas: state.canvas.map(component => (pageOf(component) === from ? { ...component, page: to } : component)),
      did: `Renamed to ${to}`,
    };
  },

  /** With all that stands on it. The last page stays. */
  removePage(state: QueryState, page: string): Outcome {
    const pages = listPages(state).filter(other => other !== page);
    if (pages.length === 0) return {};
    return { pages, canvas: state.canvas.filter(component => pageOf(component) !== page), did: `Deleted ${page}` };
  },
};
