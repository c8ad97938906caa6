import type { QueryStore } from '../../queries/store';
import { announce } from '../../shell/announcements';

/** Runs a query by the name that a component has, or says why there is none to run. */
export function runNamed(store: QueryStore, name: string): void {
  if (store.getState().queries.some(query => query.name === name)) void store.run(name);
  else announce(name ? `There is no query named ${name}` : 'This runs no query yet');
}
