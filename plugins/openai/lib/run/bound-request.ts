import type { Bound } from '../cost/cost-bound';

/** A request that may be sent, or is shown by a dry run. */
export interface BoundRequest {
  request: object;
  /** The options it was built from, their files loaded. */
  options: Record<string, unknown>;
  /** The most that it may cost; worked out only where somebody asks. */
  bound?: Bound;
}
