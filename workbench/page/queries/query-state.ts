import { notRun, type QueryRun } from './run-state';
import type { QueryCollection } from './saved-query';

/** What the page knows of its queries. */
export interface QueryState extends QueryCollection {
  /** The id of the query that is shown. */
  selected: string | undefined;
  /** By query id; a query that has not run is not here. */
  runs: Record<string, QueryRun>;
  /** Whether answers are shown while they arrive. */
  streams: boolean;
  /** What was typed and picked on the canvas, by component id. */
  inputs: Record<string, unknown>;
  /** What the components of the canvas expose, by name; they win over stand-ins. */
  components: Record<string, Record<string, unknown>>;
  /** What the browser's storage did not take, and why, if so. */
  notKept: string | undefined;
  /** The last change that can be undone, and the last one that was. */
  undoable: { did: string } | undefined;
  redoable: { did: string } | undefined;
}

/** The run of a query, by its id. */
export const runOf = ({ runs }: Pick<QueryState, 'runs'>, id: string): QueryRun => runs[id] ?? notRun;
