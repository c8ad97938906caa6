import type { VectorStoreFile } from 'openai/resources/vector-stores/files';
import type { VectorStore, VectorStoreSearchResponse } from 'openai/resources/vector-stores/vector-stores';
import { toIsoTime } from '../transport/iso-time';
import { checkStored } from '../transport/stored-object';
import { type Added, isAdded } from './vector-store-files';

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

/** Reads what the API says of a vector store. */
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

/** A file of a vector store; its name stands with the file itself. */
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

/** Reads what the API says of a file in a vector store. */
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

/** A passage that was found. */
export interface FoundRow {
  file_id: string;
  filename: string;
  /** 0 to 1. */
  score: number;
  text: string;
  attributes: object;
}

/** Reads one passage. */
export function toFoundRow(found: VectorStoreSearchResponse): FoundRow {
  const { file_id, filename, score, content, attributes } = found;
  return { file_id, filename, score, text: content.map(({ text }) => text).join('\n'), attributes: attributes ?? {} };
}

/** `data` of adding files: one row for each, in the order they were given. */
export interface AddedData {
  /** Of the batch that adds them. */
  id: string;
  vector_store_id: string;
  status: string;
  /** Every file has come to its end. */
  done: boolean;
  rows: Pick<StoredFileRow, 'file_id' | 'status' | 'error'>[];
  /** Milliseconds after which to look again, by list_files. */
  next_poll_ms?: number;
}

/** Reads how far the files got. */
export function toAdded({ batch, file_ids, seen, next_poll_ms }: Added): AddedData {
  const { id, vector_store_id, status } = batch;
  const done = isAdded(batch);
  const otherwise = done ? 'completed' : 'in_progress';
  const rows = file_ids.map(file_id => {
    const { status: own = otherwise, last_error } = seen.get(file_id) ?? {};
    return { file_id, status: own, error: last_error?.message ?? null };
  });
  return { id, vector_store_id, status, done, rows, ...(!done && { next_poll_ms }) };
}
