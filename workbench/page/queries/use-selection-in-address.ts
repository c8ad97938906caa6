import { useEffect } from 'react';
import { readAddress, replaceAddress } from '../shell/address';
import type { QueryStore } from './store';
import { useQueryStore } from './use-queries';

const view = 'queries';

/** The address names the query that is shown, and a link that names one shows it. */
export function useSelectionInAddress(): void {
  const store = useQueryStore();
  useEffect(() => {
    function follow(): void {
      selectNamed(store);
      nameSelected(store);
    }
    follow();
    window.addEventListener('hashchange', follow);
    const stop = store.subscribe((state, old) => {
      if (state.selected !== old.selected || state.queries !== old.queries) nameSelected(store);
    });
    return () => {
      window.removeEventListener('hashchange', follow);
      stop();
    };
  }, [store]);
}

const isHere = (): boolean => [view, ''].includes(readAddress().view);

function selectNamed(store: QueryStore): void {
  const { item } = readAddress();
  const { queries, selected } = store.getState();
  const named = isHere() ? queries.find(({ name }) => name === item) : undefined;
  if (named && named.id !== selected) store.select(named.id);
}

function nameSelected(store: QueryStore): void {
  const { queries, selected } = store.getState();
  const shown = queries.find(({ id }) => id === selected);
  if (shown && isHere()) replaceAddress(view, shown.name);
}
