import { useEffect } from 'react';
import type { QueryState } from '../queries/query-state';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { linkTo, readAddress, replaceAddress } from '../shell/address';
import type { CanvasComponent } from './component';
import { listPages, onPage } from './pages';
import { setCanvasUi, useCanvasUi } from './ui-state';

const view = 'canvas';

/** The page that is shown: the chosen one, else the first. */
export const shownPage = (state: QueryState, chosen: string | undefined): string => {
  const pages = listPages(state);
  return pages.find(page => page === chosen) ?? pages[0] ?? '';
};

/** The name of the page that is shown. */
export function usePage(): string {
  const chosen = useCanvasUi(({ page }) => page);
  return useQueryState(state => shownPage(state, chosen));
}

/** The components of the page that is shown. */
export function usePageComponents(): CanvasComponent[] {
  const page = usePage();
  return onPage(
    useQueryState(({ canvas }) => canvas),
    page
  );
}

/** Shows a page, as a step that the browser's back button undoes. */
export function showPage(page: string): void {
  setCanvasUi({ page, selection: [] });
  window.location.hash = linkTo(view, page).slice(1);
}

/** The address names the page that is shown, and a link that names one shows it. */
export function usePageInAddress(): void {
  const store = useQueryStore();
  const page = usePage();
  useEffect(() => {
    function follow(): void {
      const { item } = readAddress();
      if (readAddress().view === view && item && listPages(store.getState()).includes(item)) {
        setCanvasUi({ page: item, selection: [] });
      }
    }
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [store]);
  useEffect(() => {
    const { view: shown, item } = readAddress();
    if (shown !== view || item === page) return;
    if (item === undefined || !listPages(store.getState()).includes(item)) replaceAddress(view, page);
  }, [store, page]);
}
