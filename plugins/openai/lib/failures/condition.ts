import type { Failure } from '../types/failure';

/** Every condition that is present must hold. */
export interface Condition {
  kind?: Failure['kind'];
  /** First and last. */
  status?: [number, number];
  /** There is no HTTP status: the error came in a response with status 200. */
  unstated?: true;
  codes?: string[];
  types?: string[];
  reason?: RegExp;
}

/** Whether a failure meets a condition. */
export function holds({ kind, status, unstated, codes, types, reason }: Condition, failure: Failure): boolean {
  const [from, to] = status ?? [0, 0];
  return (
    (kind === undefined || kind === failure.kind) &&
    (status === undefined || (failure.status !== undefined && failure.status >= from && failure.status <= to)) &&
    (unstated === undefined || failure.status === undefined) &&
    (codes?.includes(failure.code ?? '') ?? true) &&
    (types?.includes(failure.type ?? '') ?? true) &&
    (reason?.test(failure.reason) ?? true)
  );
}
