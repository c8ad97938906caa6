import type { Failure } from '../types/failure';

/** Every condition that is present must hold. */
export interface Condition {
  kind?: Failure['kind'];
  /** First and last. */
  status?: [number, number];
  /** There is no HTTP status: the error came in a response with status 200. */
  unstated?: true;
  /** No request reached the server. */
  unsent?: true;
  codes?: string[];
  types?: string[];
  reason?: RegExp;
}

/** Whether a failure meets a condition. */
export function holds({ kind, status, unstated, unsent, codes, types, reason }: Condition, failure: Failure): boolean {
  return (
    (kind === undefined || kind === failure.kind) &&
    (status === undefined || isBetween(failure.status, status)) &&
    (unstated === undefined || failure.status === undefined) &&
    (unsent === undefined || failure.unsent === true) &&
    (codes?.some(code => code === failure.code) ?? true) &&
    (types?.some(type => type === failure.type) ?? true) &&
    (reason?.test(failure.reason) ?? true)
  );
}

function isBetween(status: number | undefined, [first, last]: [number, number]): boolean {
  return status !== undefined && status >= first && status <= last;
}
