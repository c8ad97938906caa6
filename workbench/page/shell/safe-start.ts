const key = 'workbench.starting';
/** A page that is still coming up in another tab is no failure. */
const longestStartMs = 6000;
/** What hangs a page does so at once. */
const settledMs = 2500;

/** Whether the page did not come up the last time, so that it may not come up again. */
export function hasFailedToStart(): boolean {
  const begun = Number(window.localStorage.getItem(key) ?? 0);
  return begun > 0 && Date.now() - begun > longestStartMs;
}

/**
 * Marks that the page comes up, until it has, or until somebody leaves it, which a page that hangs does not notice; a mark
 * that is left tells the next load.
 */
export function markStart(): void {
  const forget = (): void => window.localStorage.removeItem(key);
  if (window.localStorage.getItem(key) === null) window.localStorage.setItem(key, String(Date.now()));
  setTimeout(forget, settledMs);
  window.addEventListener('pagehide', forget);
}
