/** Of the button that adds a query. */
export const newQueryId = 'new-query';

/** Moves the focus to the query that is shown, or to the button that adds one: what had it may be gone. */
export function focusList(): void {
  const shown = document.querySelector<HTMLElement>('.query-list [aria-current]');
  (shown ?? document.getElementById(newQueryId))?.focus();
}
