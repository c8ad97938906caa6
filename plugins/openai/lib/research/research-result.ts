import type { Response as ModelResponse } from 'openai/resources/responses/responses';
import type { Outcome } from '../operation';
import { type Report, writeReport } from '../responses/cited-report';
import { checkResponse, describeResponse } from '../responses/response-result';
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

/** The polling interval if the server does not suggest one. */
const POLL_MS = 10_000;

const UNFINISHED = ['queued', 'in_progress'];

/** Whether the status of a response is final. */
export function isDone({ status }: ModelResponse): boolean {
  return !UNFINISHED.includes(status ?? 'completed');
}

/** Reads a research response in any state. */
export function toResearch(response: ModelResponse, next_poll_ms = POLL_MS): Outcome<ResearchData> {
  checkResponse(response);
  const { id, status = 'completed', output = [], incomplete_details, error } = response;
  const done = isDone(response);
  const incomplete_reason = incomplete_details?.reason;
  return {
    message: `The research is ${status.replace('_', ' ')}`,
    data: {
      id,
      status,
      done,
      ...((status === 'completed' || status === 'incomplete') && writeReport(output)),
      steps: listSteps(output),
      ...(!done && { next_poll_ms }),
      ...(incomplete_reason && { incomplete_reason }),
      ...(error && { error: { code: error.code, message: error.message } }),
    },
    ...describeResponse(response),
  };
}
