import type { VectorStoreFile } from 'openai/resources/vector-stores/files';
import type { VectorStore, VectorStoreSearchResponse } from 'openai/resources/vector-stores/vector-stores';
import { toIsoTime } from '../transport/iso-time';
import { checkStored } from '../transport/stored-object';
import { type AddFilesProgress, isAdded } from './vector-store-files';

/** A vector store, flat enough for a table. */
export interface StoreRow {
  id: string;
  name: string | null;
  /** `in_progress`, `completed` or `expired`. */
  status: string;
  files: number;
  files_completed: number;
  files_in_progress: number;
  files_failed: number;
  usage_bytes: number;
  /** ISO 8601, as all times. */
  created_at: string | null;
  last_active_at: string | null;
  expires_at: string | null;
  metadata: object;
}

/** Reads a vector store object. */
export function toStoreRow(store: VectorStore): StoreRow {
  const { id, name, status, file_counts: counts, usage_bytes, metadata } = checkStored(store);
  return {
    id,
    name: name ?? null,
    status,
    files: counts?.total ?? 0,
    files_completed: counts?.completed ?? 0,
    files_in_progress: counts?.in_progress ?? 0,
    files_failed: counts?.failed ?? 0,
    usage_bytes,
    created_at: toIsoTime(store.created_at),
    last_active_at: toIsoTime(store.last_active_at),
    expires_at: toIsoTime(store.expires_at),
    metadata: metadata ?? {},
  };
}

/** A file of a vector store; only the file object has its name. */
export interface StoredFileRow {
  file_id: string;
  /** `in_progress`, `completed`, `failed` or `cancelled`. */
  status: string;
  usage_bytes: number;
  created_at: string | null;
  attributes: object;
  /** Why it failed. */
  error: string | null;
}

/** Reads the file object of a vector store. */
export function toStoredFileRow(file: VectorStoreFile): StoredFileRow {
  const { id, status, usage_bytes, created_at, attributes, last_error } = checkStored(file);
  return {
    file_id: id,
    status,
    usage_bytes,
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
  score: number;
  text: string;
  attributes: object;
}

/** Reads a search result. */
export function toPassageRow(result: VectorStoreSearchResponse): PassageRow {
  const { file_id, filename, score, content, attributes } = result;
  return { file_id, filename, score, text: content.map(({ text }) => text).join('\n'), attributes: attributes ?? {} };
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
  const { id, vector_store_id, status } = batch;
  const done = isAdded(batch);
  const fallback = done ? 'completed' : 'in_progress';
  const rows = file_ids.map(file_id => {
    const { status: own = fallback, last_error } = states.get(file_id) ?? {};
    return { file_id, status: own, error: last_error?.message ?? null };
  });
  return { id, vector_store_id, status, done, rows, ...(!done && { next_poll_ms }) };
}
