import type { FileObject } from 'openai/resources/files';
import { toIsoTime } from '../transport/iso-time';
import { checkStored } from '../transport/stored-object';

/** A file kept at the API. */
export interface FileRow {
  id: string;
  filename: string;
  bytes: number;
  purpose: string;
  /** `uploaded`, `processed` or `error`; null where the server does not say. */
  status: string | null;
  /** ISO 8601, as all times. */
  created_at: string | null;
  expires_at: string | null;
}

/** Reads what the API says of a file. */
export function toFileRow(file: FileObject): FileRow {
  const { id, filename, bytes, purpose, status, created_at, expires_at } = checkStored(file);
  return {
    id,
    filename,
    bytes,
    purpose,
    status: status ?? null,
    created_at: toIsoTime(created_at),
    expires_at: toIsoTime(expires_at),
  };
}
