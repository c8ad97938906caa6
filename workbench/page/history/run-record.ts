import type { Values } from '../../forms/field';
import { at } from '../../forms/json';
import { outcomeOf, type QueryRun } from '../queries/run-state';
import type { BegunRun, EndedRun } from '../queries/started-run';

/** A run as it is kept in this browser. */
export interface RunRecord {
  /** The id by which the host knows the run. */
  run: string;
  queryId: string;
  name: string;
  startedAt: number;
  /** Unknown of a run that was interrupted. */
  durationMs?: number;
  outcome: string;
  costUsd?: number;
  /** As they were sent. */
  options: Values;
  /** What the result belongs to; the same, unless the run only asked after another. */
  asked?: Values;
  result: unknown;
  /** Where the run goes on, until it has ended. */
  tab?: string;
}

/** Of a run that has begun in a tab. */
export const toBegun = ({ run, query, startedAt, options, asked }: BegunRun, tab: string): RunRecord => ({
  run,
  queryId: query.id,
  name: query.name,
  startedAt,
  outcome: 'running',
  options,
  asked,
  result: undefined,
  tab,
});

/** Of a run that has ended now. */
export function toEnded({ run, query, startedAt, options, asked, result }: EndedRun): RunRecord {
  const cost = at(result, 'metadata', 'cost', 'usd');
  return {
    run,
    queryId: query.id,
    name: query.name,
    startedAt,
    durationMs: Date.now() - startedAt,
    outcome: outcomeOf(result),
    ...(typeof cost === 'number' && { costUsd: cost }),
    options,
    asked,
    result,
  };
}

/** Of a run whose page went away before its result came. */
export function toInterrupted({ tab: _, ...record }: RunRecord): RunRecord {
  const result = {
    status: 'interrupted',
    message: 'The run was interrupted',
    description:
      'The page was closed or reloaded before the result arrived. The query may have run to its end, and may have been billed.',
    data: {},
  };
  return { ...record, outcome: outcomeOf(result), result };
}

/** A run that is opened again. */
export const toRun = ({ run, result, options, asked = options }: RunRecord): QueryRun => ({
  state: { phase: 'done' },
  result,
  run,
  asked,
});
