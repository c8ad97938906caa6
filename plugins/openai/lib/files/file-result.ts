import { number, object, text } from '../transport/fields';
import { toIsoTime } from '../transport/iso-time';

const storedFile = object({
  id: text,
  filename: text,
  bytes: number,
  purpose: text,
  status: text,
  created_at: number,
  expires_at: number,
});

/** An uploaded file, as a row of a table. */
export interface FileRow {
  id: string;
  filename: string;
  bytes: number | null;
  purpose: string;
  /** `uploaded`, `processed` or `error`; null if the server does not report it. */
  status: string | null;
  /** ISO 8601. */
  created_at: string | null;
  expires_at: string | null;
}

/** Reads what the API says of a file. */
export function toFileRow(file: object): FileRow {
  const {
    id = '',
    filename = '',
    bytes,
    purpose = '',
    status,
    created_at,
    expires_at,
  } = storedFile(file, '', []) ?? {};
  return {
    id,
    filename,
    bytes: bytes ?? null,
    purpose,
    status: status ?? null,
    created_at: toIsoTime(created_at),
    expires_at: toIsoTime(expires_at),
  };
}
