import type { FileObject } from 'openai/resources/files';
import { toIsoTime } from '../transport/iso-time';
import { checkStored } from '../transport/stored-object';

/** An uploaded file, as a row of a table. */
export interface FileRow {
  id: string;
  filename: string;
  bytes: number;
  purpose: string;
  /** `uploaded`, `processed` or `error`; null if the server does not report it. */
  status: string | null;
  /** ISO 8601. */
  created_at: string | null;
  expires_at: string | null;
}

/** Reads a file object. */
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
