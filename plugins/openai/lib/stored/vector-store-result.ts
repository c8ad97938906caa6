import { anyObject, list, number, object, text } from '../transport/fields';
import { toIsoTime } from '../transport/iso-time';
import { type AddFilesProgress, isAdded } from './vector-store-files';

const store = object({
  id: text,
  name: text,
  status: text,
  file_counts: object({ total: number, completed: number, in_progress: number, failed: number }),
  usage_bytes: number,
  created_at: number,
  last_active_at: number,
  expires_at: number,
  metadata: anyObject,
});

const storedFile = object({
  id: text,
  status: text,
  usage_bytes: number,
  created_at: number,
  attributes: anyObject,
  last_error: object({ message: text }),
});

const passage = object({
  file_id: text,
  filename: text,
  score: number,
  content: list(object({ text })),
  attributes: anyObject,
});

/** A vector store, flat enough for a table. */
export interface StoreRow {
  id: string;
  name: string | null;
  /** `in_progress`, `completed` or `expired`. */
  status: string | null;
  files: number;
  files_completed: number;
  files_in_progress: number;
  files_failed: number;
  usage_bytes: number | null;
  /** ISO 8601, as all times. */
  created_at: string | null;
  last_active_at: string | null;
  expires_at: string | null;
  metadata: object;
}

/** Reads a vector store object. */
export function toStoreRow(response: object): StoreRow {
  const {
    id = '',
    name,
    status = null,
    file_counts: counts,
    usage_bytes,
    metadata,
    ...times
  } = store(response, '', []) ?? {};
  return {
    id,
    name: name ?? null,
    status,
    files: counts?.total ?? 0,
    files_completed: counts?.completed ?? 0,
    files_in_progress: counts?.in_progress ?? 0,
    files_failed: counts?.failed ?? 0,
    usage_bytes: usage_bytes ?? null,
    created_at: toIsoTime(times.created_at),
    last_active_at: toIsoTime(times.last_active_at),
    expires_at: toIsoTime(times.expires_at),
    metadata: metadata ?? {},
  };
}

/** A file of a vector store; only the file object has its name. */
export interface StoredFileRow {
  file_id: string;
  /** `in_progress`, `completed`, `failed` or `cancelled`. */
  status: string | null;
  usage_bytes: number | null;
  created_at: string | null;
  attributes: object;
  /** Why it failed. */
  error: string | null;
}

/** Reads the file object of a vector store. */
export function toStoredFileRow(file: object): StoredFileRow {
  const { id = '', status = null, usage_bytes, created_at, attributes, last_error } = storedFile(file, '', []) ?? {};
  return {
    file_id: id,
    status,
    usage_bytes: usage_bytes ?? null,
    created_at: toIsoTime(created_at),
    attributes: attributes ?? {},
    error: last_error?.message ?? null,
  };
}

/** A search result. */
export interface PassageRow {
  file_id: string;
  filename: string;
  /** 0 to 1. */
  score: number | null;
  text: string;
  attributes: object;
}

/** Reads a search result. */
export function toPassageRow(result: object): PassageRow {
  const { file_id = '', filename = '', score = null, content = [], attributes } = passage(result, '', []) ?? {};
  const texts = content.flatMap(part => part.text ?? []);
  return { file_id, filename, score, text: texts.join('\n'), attributes: attributes ?? {} };
}

/** `data` of adding files: one row for each, in the order of the query. */
export interface AddFilesData {
  /** The id of the batch that adds the files. */
  id: string;
  vector_store_id: string;
  status: string;
  /** The status of every file is final. */
  done: boolean;
  rows: Pick<StoredFileRow, 'file_id' | 'status' | 'error'>[];
  /** Milliseconds to wait before checking again by list_files. */
  next_poll_ms?: number;
}

/** Reads the progress of adding files. */
export function toAddFilesData({ batch, file_ids, states, next_poll_ms }: AddFilesProgress): AddFilesData {
  const { id = '', vector_store_id = '', status = 'unknown' } = batch;
  const done = isAdded(batch);
  const fallback = done ? 'completed' : 'in_progress';
  const rows = file_ids.map(file_id => {
    const state = states.get(file_id);
    const { status: own, error } = state ? toStoredFileRow(state) : { status: fallback, error: null };
    return { file_id, status: own, error };
  });
  return { id, vector_store_id, status, done, rows, ...(!done && { next_poll_ms }) };
}
