import type { Operation } from '../operation';
import type { FoundOperation } from './find-operation';

/** An operation, and the day of the query. */
export interface Query extends FoundOperation {
  /** All operations by id. */
  allOperations(): ReadonlyMap<string, Operation>;
  /** Today, YYYY-MM-DD. */
  day: string;
  /** By model: the day of its end, as the account's own list of models states it. */
  statedEnds: ReadonlyMap<string, string>;
}

/** Something that was left out of a query, or that a builder should know of it. */
export interface Warning {
  parameter: string;
  reason: string;
}
