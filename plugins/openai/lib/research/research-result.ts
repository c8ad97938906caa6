import { unusable } from '../failures/body-check';
import type { Context, Outcome } from '../operation';
import { isUnfinished, POLL_MS } from '../responses/answer-within';
import { type Report, writeReport } from '../responses/cited-report';
import { readResponse } from '../responses/model-response';
import { describeResponse } from '../responses/response-result';
import { describeStatus } from '../transport/describe-status';
import { listSteps, type Step } from './research-steps';

/** `data` of research. `report`, `references` and `citations` are set once it is done, `next_poll_ms` until then. */
export interface ResearchData extends Partial<Report> {
  id: string;
  /** `queued`, `in_progress`, `completed`, `failed`, `incomplete`, `cancelled`; `unknown` if the server did not respond. */
  status: string;
  /** The status is final. */
  done: boolean;
  steps: Step[];
  /** Milliseconds to wait before checking again. */
  next_poll_ms?: number;
  /** Why the report is incomplete. */
  incomplete_reason?: string;
  error?: { code: string; message: string };
}

/** Reads a research response in any state. */
export function toResearch(body: object, warn: Context['warn'], next_poll_ms = POLL_MS): Outcome<ResearchData> {
  const response = readResponse(body, warn);
  const { id, status, output, incomplete_details, error } = response;
  const done = !isUnfinished(status);
  if (id === undefined && !done) throw unusable(body, 'The response has no id by which to get it later');
  const isOver = done && status !== 'failed' && status !== 'cancelled';
  const report = isOver ? writeReport(output) : undefined;
  if (status === 'completed' && report?.report === '')
    throw unusable(body, 'The research is complete, but its output has no report');
  const incomplete_reason = incomplete_details?.reason;
  return {
    message: describeStatus('research', status),
    data: {
      id: id ?? '',
      status,
      done,
      ...report,
      steps: listSteps(output),
      ...(!done && { next_poll_ms }),
      ...(incomplete_reason && { incomplete_reason }),
      ...(error && { error }),
    },
    ...describeResponse(response),
  };
}
