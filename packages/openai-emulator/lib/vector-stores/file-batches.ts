import type { VectorStoreFileBatch } from 'openai/resources/vector-stores';
import { ApiError } from '../http/api-error';
import { type JsonObject, objectsIn, textsIn } from '../http/json';
import { newId, secondsOf } from '../http/messages';
import { countFiles } from './file-counts';
import type { StoreFile } from './store-file';
import type { Store } from './stores';

/** Files that were attached together. */
export interface FileBatch {
  readonly id: string;
  readonly storeId: string;
  readonly files: StoreFile[];
  show(now: Date): VectorStoreFileBatch;
  cancel(now: Date): void;
}

const maximumFiles = 2_000;

/** The files that a request names: each with its own settings, or all with the same. */
function listOrders(asked: JsonObject): JsonObject[] {
  const { file_ids, files, attributes, chunking_strategy } = asked;
  const isListed = Array.isArray(files);
  const given = isListed
    ? objectsIn(files)
    : textsIn(file_ids).map(file_id => ({ file_id, attributes, chunking_strategy }));
  const param = isListed ? 'files' : 'file_ids';
  if (given.length > 0 && given.length <= maximumFiles) return given;
  throw new ApiError(
    `Invalid '${param}': expected an array with 1 to ${maximumFiles} items, but got ${given.length} instead.`,
    { param, code: given.length === 0 ? 'empty_array' : 'array_above_max_length' }
  );
}

export async function startFileBatch(store: Store, asked: JsonObject, startedAt: Date): Promise<FileBatch> {
  const id = newId('vsfb_');
  const files: StoreFile[] = [];
  let isCancelled = false;
  for (const order of listOrders(asked)) files.push(await store.attach(order, startedAt));
  const statusAt = (now: Date): VectorStoreFileBatch['status'] => {
    const { in_progress, failed, total } = countFiles(files, now);
    if (isCancelled) return 'cancelled';
    if (in_progress > 0) return 'in_progress';
    return failed === total ? 'failed' : 'completed';
  };
  return {
    id,
    storeId: store.id,
    files,
    show: now => ({
      id,
      object: 'vector_store.files_batch',
      created_at: secondsOf(startedAt),
      vector_store_id: store.id,
      status: statusAt(now),
      file_counts: countFiles(files, now),
    }),
    cancel: now => {
      isCancelled ||= statusAt(now) === 'in_progress';
      for (const file of files) file.cancel(now);
    },
  };
}
