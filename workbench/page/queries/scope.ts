import type { QueryState } from './query-state';
import { exposeRun, notRun } from './run-state';
import type { Scope } from './templates';

/** What expressions can name: `{ queries, components, globals }`. */
export function toScope({ queries, runs, components, stand_ins }: QueryState): Scope {
  return {
    queries: Object.fromEntries(queries.map(({ id, name }) => [name, exposeRun(runs[id] ?? notRun)])),
    components: { ...stand_ins, ...components },
    globals: readGlobals(),
  };
}

function readGlobals(): Record<string, unknown> {
  if (typeof window === 'undefined') return {};
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const urlparams = Object.fromEntries(new URLSearchParams(window.location.search));
  return { theme: { name: isDark ? 'dark' : 'light' }, urlparams };
}
