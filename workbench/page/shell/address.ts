import { useSyncExternalStore } from 'react';

/** What the address names after its #: a view, and what is shown in it. */
export interface Address {
  view: string;
  /** The name of a query, or of a page of the canvas. */
  item: string | undefined;
}

const readHash = (): string => window.location.hash.slice(1);

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** Reads `#queries/chat1`. */
function parseAddress(hash: string): Address {
  const [view = '', item] = hash.split('/').map(decode);
  return { view, item: item || undefined };
}

/** An address that names nothing understandable shows the first view. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** What the address names now. */
export const readAddress = (): Address => parseAddress(readHash());

/** Follows the address. */
export function useAddress(): Address {
  return parseAddress(useSyncExternalStore(subscribe, readHash));
}

/** The link to a view, or to something in it. */
export const linkTo = (view: string, item?: string): string =>
  item === undefined ? `#${view}` : `#${view}/${encodeURIComponent(item)}`;

/** Names what is shown, without a step for the browser's back button. */
export function replaceAddress(view: string, item?: string): void {
  if (linkTo(view, item) === `#${readHash()}`) return;
  window.history.replaceState(null, '', linkTo(view, item));
}
