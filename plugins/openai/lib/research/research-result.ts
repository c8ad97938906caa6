import type { Response as ModelResponse } from 'openai/resources/responses/responses';
import type { Outcome } from '../operation';
import { type Report, writeReport } from '../responses/cited-report';
import { checkResponse, describeResponse } from '../responses/response-result';
import { listSteps, type Step } from './research-steps';

/** `data` of research. `report`, `references` and `citations` come with the end, `next_poll_ms` before it. */
export interface ResearchData extends Partial<Report> {
  id: string;
  /** `queued`, `in_progress`, `completed`, `failed`, `incomplete`, `cancelled`; `unknown` where the server could not be asked. */
  status: string;
  /** Nothing more will come. */
  done: boolean;
  steps: Step[];
  /** Milliseconds after which to ask again. */
  next_poll_ms?: number;
  /** Why it ended without a whole report. */
  incomplete_reason?: string;
  error?: { code: string; message: string };
}

/** When to ask again where the server does not say. */
const POLL_MS = 10_000;

const UNFINISHED = ['queued', 'in_progress'];

/** Whether a response has come to its end, whichever that is. */
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
