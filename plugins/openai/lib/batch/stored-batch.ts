import { anyObject, list, number, object, readFields, text } from '../transport/fields';
import { checkStored } from '../transport/stored-object';

const batch = object({
  id: text,
  status: text,
  endpoint: text,
  model: text,
  request_counts: object({ total: number, completed: number, failed: number }),
  errors: object({ data: list(object({ code: text, message: text, line: number })) }),
  output_file_id: text,
  error_file_id: text,
  created_at: number,
  expires_at: number,
  metadata: anyObject,
});

/** A batch as the server describes it; only its id is certain. */
export interface StoredBatch extends Omit<NonNullable<ReturnType<typeof batch>>, 'id'> {
  id: string;
  /** As it came. */
  raw: object;
}

/**
 * Reads what the server says of a batch.
 *
 * @throws UnusableResponse, StreamedError if it has no id.
 */
export function readBatch(response: object): StoredBatch {
  return readListedBatch(checkStored(response));
}

/** Reads an entry of a list, which costs the others nothing if it has no id. */
export function readListedBatch(raw: object): StoredBatch {
  const { id = '', ...read } = readFields(raw, batch) ?? {};
  return { ...read, id, raw };
}
