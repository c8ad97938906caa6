import type OpenAI from 'openai';
import type { FileObject } from 'openai/resources/files';
import type { FileBatchCreateParams } from 'openai/resources/vector-stores/file-batches';
import { toUpload } from '../files/file-content';
import type { Call } from '../operation';
import { number, object, text } from '../transport/fields';
import { toForm } from '../transport/form';
import { listUpTo } from '../transport/pages';
import { pollUntil, readPollAfter } from '../transport/poll';
import { checkStored } from '../transport/stored-object';
import type { LoadedFile } from '../types/file';

const fileBatch = object({
  id: text,
  vector_store_id: text,
  status: text,
  file_counts: object({ total: number, completed: number }),
});

/** A batch of files, as far as the server describes it. */
export type FileBatch = NonNullable<ReturnType<typeof fileBatch>>;

/** The files to add to a vector store. */
export interface AddFilesRequest {
  vector_store_id: string;
  files: LoadedFile[];
  wait_seconds: number;
  /** The request body without the file ids. */
  body: Omit<FileBatchCreateParams, 'file_ids' | 'files'>;
}

/** How far adding the files has got. */
export interface AddFilesProgress {
  batch: FileBatch;
  /** In the order of the files in the query. */
  file_ids: string[];
  /** The files by id, if some failed or are unfinished. */
  states: Map<string, object>;
  next_poll_ms: number;
  /** Why the last status request failed. */
  trouble?: string | undefined;
}

/** How many files are uploaded at the same time. */
const UPLOAD_CONCURRENCY = 4;

/** The number of requests before polling begins. */
export function countRequests({ files }: AddFilesRequest): number {
  return files.filter(file => 'bytes' in file).length + 1;
}

/** Whether the status of every file is final. */
export function isAdded({ status = '' }: FileBatch): boolean {
  return ['completed', 'failed', 'cancelled'].includes(status);
}

/** Uploads new files, adds all files to the vector store, and waits until they can be searched. */
export async function addFiles(client: OpenAI, request: AddFilesRequest, call: Call): Promise<AddFilesProgress> {
  const { vector_store_id, files, body, wait_seconds } = request;
  const file_ids = await uploadAll(client, files, call);
  const { fileBatches } = client.vectorStores;
  const created = await call.attempt(() =>
    fileBatches.create(vector_store_id, { ...body, file_ids }, { signal: call.signal })
  );
  const { id } = checkStored(created);
  const { last, next_poll_ms, trouble } = await pollUntil(
    async signal => {
      const { data, response } = await fileBatches.retrieve(id, { vector_store_id }, { signal }).withResponse();
      return { value: fileBatch(checkStored(data), '', []) ?? {}, pollAfter: readPollAfter(response.headers) };
    },
    isAdded,
    wait_seconds,
    call
  );
  const batch = last ?? fileBatch(created, '', []) ?? {};
  const { completed, total } = batch.file_counts ?? {};
  const isClean = !isAdded(batch) || (completed !== undefined && completed === total);
  const path = `/vector_stores/${vector_store_id}/file_batches/${id}/files`;
  const listRequest = { path, query: {}, limit: file_ids.length, largestPage: 100 };
  const { items } = isClean ? { items: [] } : await listUpTo<object>(client, listRequest, call);
  return {
    batch,
    file_ids,
    states: new Map(items.map(file => [String(Reflect.get(file, 'id')), file])),
    next_poll_ms,
    trouble,
  };
}

async function uploadAll(client: OpenAI, files: LoadedFile[], call: Call): Promise<string[]> {
  const upload = async (file: LoadedFile): Promise<string> => {
    if ('file_id' in file) return file.file_id;
    if ('api_link' in file) throw new Error('Links for the API are not supported here');
    const send = () =>
      client.post<FileObject>('/files', {
        body: toForm({ file: toUpload(file), purpose: 'assistants' }),
        signal: call.signal,
      });
    return checkStored(await call.attempt(send)).id;
  };
  const ids: string[] = [];
  for (let at = 0; at < files.length; at += UPLOAD_CONCURRENCY) {
    ids.push(...(await Promise.all(files.slice(at, at + UPLOAD_CONCURRENCY).map(upload))));
  }
  return ids;
}
