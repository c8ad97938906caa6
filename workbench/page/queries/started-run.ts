import type { Values } from '../../forms/field';
import type { Progress } from './progress';
import type { RunState } from './run-state';
import type { SavedQuery } from './saved-query';

/** @param run The id by which the host knows this run. */
type Start = (options: Values, signal: AbortSignal, run: string) => AsyncIterable<unknown>;

/** Runs queries and gives their events; the last one of each is `{ type: 'result', result }`. */
export interface QueryHost {
  /** As a host does that shows nothing before the end. */
  run: Start;
  /** Shows what arrives. */
  stream: Start;
}

/** A run whose query is being sent. */
export interface BegunRun {
  run: string;
  query: SavedQuery;
  startedAt: number;
  /** As they were sent, expressions evaluated. */
  options: Values;
  /** The same of the run that was asked after, if this one only asks after it. */
  asked: Values;
}

/** A run that has ended with a result. */
export interface EndedRun extends BegunRun {
  result: unknown;
}

/** Who wants to know of runs. */
export interface RunListeners {
  /** Of each that is sent and may be billed; those that only ask after another are not told of. */
  onBegin?: (run: BegunRun) => void;
  /** Of each that has ended with a result. */
  onEnd?: (run: EndedRun) => void;
  /** Of each that was stopped before, by the run's id. */
  onStop?: (run: string) => void;
}

/** A run from the moment when it was asked for. */
export interface Started {
  query: SavedQuery;
  /** Asks after a result that was not done. */
  isCheck: boolean;
  isLive: boolean;
  run: string;
  startedAt: number;
  signal: AbortSignal;
  /** Whether no later run has taken its place. */
  isCurrent(): boolean;
}

/** The state of a query while it runs. */
export const running = ({ startedAt, isCheck }: Started, progress: Progress): RunState => ({
  phase: 'running',
  progress,
  startedAt,
  isCheck,
});
