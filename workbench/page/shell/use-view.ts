import { useSyncExternalStore } from 'react';

const readHash = (): string => window.location.hash.slice(1);

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** The view that the address names after its #; empty for the first. */
export const useViewId = (): string => useSyncExternalStore(subscribe, readHash);
