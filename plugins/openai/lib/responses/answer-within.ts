import type OpenAI from 'openai';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { checkBody } from '../failures/body-check';
import type { Call, Context } from '../operation';
import type { Option, Problem } from '../options/option';
import { pollUntil, readPollAfter, type Waited } from '../transport/poll';
import { createResponse, retrieveResponse } from './response-calls';

export const answer_within: Option = {
  type: 'number',
  title: 'Answer within (seconds)',
  description:
    'Waits up to this long; if it is not done, returns { done: false, id }, and get_response returns the rest.',
  examples: ['30'],
  exclusiveMinimum: 0,
  maximum: 3600,
};

/** A request, and how many seconds its answer may take. */
export interface Timed {
  answer_within?: number;
}

/** The polling interval if the server does not suggest one. */
export const POLL_MS = 10_000;

const UNFINISHED = ['queued', 'in_progress'];

export const isUnfinished = (status: string): boolean => UNFINISHED.includes(status);

/** Whether a response has come to its end, whichever that is. */
function isDone(response: object): boolean {
  const status: unknown = Reflect.get(response, 'status');
  return typeof status !== 'string' || !isUnfinished(status);
}

const WAITED = Symbol('waited');

/** Polls a response until it is done or the time is over. */
export function waitForResponse(
  client: OpenAI,
  id: string,
  query: object,
  seconds: number,
  call: Call
): Promise<Waited<object>> {
  const look = async (signal: AbortSignal) => {
    const { data, response } = await retrieveResponse(client, id, query, signal).withResponse();
    return { value: checkBody<object>(data, true), pollAfter: readPollAfter(response.headers) };
  };
  return pollUntil(look, isDone, seconds, call);
}

/** Sends the request once; where its answer has a time, in the background, and waits. What has begun never fails here. */
export async function createWithin(
  client: OpenAI,
  { answer_within: seconds, ...request }: ResponseCreateParamsNonStreaming & Timed,
  call: Call
): Promise<object> {
  if (seconds === undefined) return createResponse(client, request, call.signal);
  const started = performance.now();
  const first = await createResponse(client, { ...request, background: true }, call.signal);
  const id: unknown = Reflect.get(first, 'id');
  if (isDone(first) || typeof id !== 'string') return first;
  const left = seconds - (performance.now() - started) / 1000;
  try {
    return markWaited({ last: first, ...(await waitForResponse(client, id, {}, left, call)) });
  } catch (error) {
    if (call.signal.aborted) throw error;
    return markWaited({ last: first, next_poll_ms: POLL_MS, trouble: call.read(error).reason });
  }
}

/** A response with how the wait for it ended. */
export function markWaited({ last = {}, ...waited }: Waited<object>): object {
  return { ...last, [WAITED]: waited };
}

/** When to poll again; warns where the last request failed. */
export function readWaited(response: object, warn: Context['warn']): number {
  const { [WAITED]: waited }: { [WAITED]?: Waited<object> } = response;
  if (waited?.trouble) warn('response_id', `The last status request failed: ${waited.trouble}`);
  return waited?.next_poll_ms ?? POLL_MS;
}

/** `done` and, until then, when to poll again. */
export function describeWait(status: string, next_poll_ms: number): { done: boolean; next_poll_ms?: number } {
  return isUnfinished(status) ? { done: false, next_poll_ms } : { done: true };
}

/** Only what is stored can be returned later. */
export function inspectTimed({ answer_within: seconds, store }: Timed & { store?: boolean | null }): Problem[] {
  if (seconds === undefined || store !== false) return [];
  const message = 'store must be true when answer_within is set, since what is not stored cannot be returned later';
  return [{ field: 'store', message, allowed: [true] }];
}
