import type { Outcome } from '../operation';
import { describeStatus, describeStatuses } from '../transport/describe-status';
import { toIsoTime } from '../transport/iso-time';
import type { StoredBatch } from './stored-batch';

/** `data` of a batch, or of several that belong together. */
export interface BatchData {
  /** The id of the first batch. */
  id: string;
  ids: string[];
  /** The status of the batch that is least advanced. */
  status: string;
  done: boolean;
  counts: { total: number; completed: number; failed: number };
  /** Why the API rejected a batch. */
  errors?: { code: string; message: string; line?: number }[];
  rows?: object[];
  /** The number of requests that were not sent, since creating a batch failed. */
  not_sent?: number;
  /** Milliseconds to wait before checking again. */
  next_poll_ms?: number;
}

const FINAL_STATUSES = ['completed', 'failed', 'expired', 'cancelled'];
/** From least to most advanced; the first that any batch has is the status of all. */
const ORDER = ['validating', 'in_progress', 'finalizing', 'cancelling', 'failed', 'expired', 'cancelled', 'completed'];
/** Batches take minutes to hours. */
const NEXT_POLL_MS = 60_000;

/** Whether the status of a batch is final. */
export const isEnded = ({ status = '' }: StoredBatch): boolean => FINAL_STATUSES.includes(status);

/** Combines the status and counts of batches. */
export function toBatchData(batches: StoredBatch[]): BatchData {
  const ids = batches.map(({ id }) => id);
  const [id = ''] = ids;
  const status = ORDER.find(stage => batches.some(batch => batch.status === stage)) ?? batches[0]?.status ?? 'unknown';
  const done = batches.every(isEnded);
  const sum = (name: 'total' | 'completed' | 'failed') =>
    batches.reduce((all, { request_counts }) => all + (request_counts?.[name] ?? 0), 0);
  const errors = batches
    .flatMap(batch => batch.errors?.data ?? [])
    .map(({ code, message, line }) => ({
      code: code ?? 'invalid_request',
      message: message ?? 'The API rejected the batch',
      ...(line !== undefined && { line }),
    }));
  return {
    id,
    ids,
    status,
    done,
    counts: { total: sum('total'), completed: sum('completed'), failed: sum('failed') },
    ...(errors.length > 0 && { errors }),
    ...(!done && { next_poll_ms: NEXT_POLL_MS }),
  };
}

/** The outcome of an operation that returns batches. */
export function toBatchOutcome(batches: StoredBatch[]): Outcome<BatchData> {
  const data = toBatchData(batches);
  return {
    message:
      batches.length === 1
        ? describeStatus('batch', data.status)
        : describeStatuses(`${batches.length} batches`, data.status),
    data,
    id: data.id,
    model: batches[0]?.model,
    charges: [],
    raw: batches.map(({ raw }) => raw),
  };
}

/** A row of a list of batches. */
export interface BatchRow {
  id: string;
  status: string;
  done: boolean;
  endpoint: string;
  model: string | null;
  total: number;
  completed: number;
  failed: number;
  /** ISO 8601, as all times. */
  created_at: string | null;
  expires_at: string | null;
  metadata: object;
}

/** Reads a batch object. */
export function toBatchRow(batch: StoredBatch): BatchRow {
  const { id, status = 'unknown', endpoint = '', model, request_counts, created_at, expires_at, metadata } = batch;
  return {
    id,
    status,
    done: isEnded(batch),
    endpoint,
    model: model ?? null,
    total: request_counts?.total ?? 0,
    completed: request_counts?.completed ?? 0,
    failed: request_counts?.failed ?? 0,
    created_at: toIsoTime(created_at),
    expires_at: toIsoTime(expires_at),
    metadata: { ...metadata },
  };
}
