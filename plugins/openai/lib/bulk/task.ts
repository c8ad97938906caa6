import type { Category } from '../failures/category';
import { classifyFailure } from '../failures/classify-failure';
import { mayBeBilled } from '../transport/retry';
import type { Failure } from '../types/failure';
import type { Concurrency } from './concurrency';
import type { Pacer } from './pacer';
import type { RowError } from './rows';

/** One of many requests. */
export interface Task<Data> {
  /** The estimate that counts towards the account's token limit. */
  tokens: number;
  /** The content of the request, which no error message may repeat. */
  content: object;
  /** Loads what the request needs before it is sent, or says why it cannot be sent. */
  load?(signal: AbortSignal): Promise<RowError | undefined>;
  send(signal: AbortSignal): Promise<{ data: Data; response: Response }>;
  /** Whether what came back is unusable, so that it is requested again. */
  rejects?(data: Data): boolean;
}

/** How one of them ended, after how many milliseconds; `sent` if the query ended before its response. */
export type TaskEnd<Data> =
  | { data: Data; duration: number; mayBeBilled?: boolean }
  | { error: RowError; mayBeBilled?: boolean }
  | { sent: boolean };

/** Whether a request may be billed whose response, which states how much, did not arrive. */
export const isUnpriced = (end: TaskEnd<unknown> | { unchanged: true }): boolean =>
  'sent' in end ? end.sent : 'mayBeBilled' in end && end.mayBeBilled === true;

/** How all of them ended, in order. */
export interface BulkEnd<Data> {
  ends: TaskEnd<Data>[];
  /** Why some were not run. */
  stopped?: RowError & { hint: string };
  /** How many were to be sent again when the run stopped; they have the end that they had before. */
  notRetried?: number;
  /** Reads what is wrong with one of the responses; `words` is what the builder wrote. */
  read(error: unknown, words?: object): Failure;
}

/** How many requests are sent, and who hears of each that has ended. */
export interface RunSettings<Data> {
  count: number;
  concurrency: Concurrency;
  pacer: Pacer;
  onEnd?(index: number, end: TaskEnd<Data>): void;
}

/** Why rows were not run for which no time was left. */
export const OUT_OF_TIME: RowError & { hint: string } = {
  code: 'timeout',
  category: 'timeout',
  message: 'The query ran out of time',
  hint: 'Raise the timeout of the query or connection, or run the remaining rows in another query.',
};

/** With these, all other requests would fail too. */
const FATAL: Category[] = ['authentication', 'permission', 'organization_verification', 'quota', 'model_not_found'];

/** Whether the failure of one request ends all others. */
export const failsAll = (failure: Failure): boolean =>
  failure.unsent === true || FATAL.includes(classifyFailure(failure).category);

/** Why a run stopped, and what to do. */
export const describeStop = (failure: Failure): RowError & { hint: string } => ({
  ...toRowError(failure),
  hint: classifyFailure(failure).hint,
});

/** How a request ended that failed. */
export const toFailedEnd = (failure: Failure): TaskEnd<never> => ({
  error: toRowError(failure),
  ...(mayBeBilled(failure) && { mayBeBilled: true }),
});

/** The error that a row shows. */
export function toRowError(failure: Failure): RowError {
  const { category } = classifyFailure(failure);
  return { code: failure.code ?? category, category, message: failure.reason };
}
