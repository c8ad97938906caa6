import type { RecordedRequest } from '../../recording/recorded-request';
import { callHost } from './call-host';

/** Asks what a run has sent so far; nothing where the server does not know the run any more. */
export async function fetchRequests(run: string, signal: AbortSignal): Promise<RecordedRequest[] | undefined> {
  try {
    return (await (await callHost(`/api/runs/${encodeURIComponent(run)}/requests`, { signal })).json()) ?? undefined;
  } catch {
    // A run of an earlier start, or one that was not sent.
    return undefined;
  }
}
