import type OpenAI from 'openai';
import type { FileObject } from 'openai/resources/files';
import type { FileBatchCreateParams, VectorStoreFileBatch } from 'openai/resources/vector-stores/file-batches';
import type { VectorStoreFile } from 'openai/resources/vector-stores/files';
import { toUpload } from '../files/file-content';
import type { Call } from '../operation';
import { toForm } from '../transport/form';
import { listUpTo } from '../transport/pages';
import { pollUntil, readAskAfter } from '../transport/poll';
import { checkStored } from '../transport/stored-object';
import type { LoadedFile } from '../types/file';

/** Files on their way into a vector store. */
export interface Adding {
  vector_store_id: string;
  files: LoadedFile[];
  wait_seconds: number;
  /** What the API takes besides the ids. */
  body: Omit<FileBatchCreateParams, 'file_ids' | 'files'>;
}

/** How far they got. */
export interface Added {
  batch: VectorStoreFileBatch;
  /** Ids in the order the files were given. */
  file_ids: string[];
  /** By id, where not all went well. */
  seen: Map<string, VectorStoreFile>;
  next_poll_ms: number;
  /** Why the server could not be asked the last time. */
  trouble?: string | undefined;
}

/** Files uploaded at the same time. */
const AT_ONCE = 4;

/** Requests before waiting begins. */
export function countAdding({ files }: Adding): number {
  return files.filter(file => 'bytes' in file).length + 1;
}

/** Whether every file has come to its end. */
export function isAdded({ status }: VectorStoreFileBatch): boolean {
  return status !== 'in_progress';
}

/** Uploads what is not at the API yet, adds all files at once, and waits until they can be searched. */
export async function addFiles(client: OpenAI, request: Adding, call: Call): Promise<Added> {
  const { vector_store_id, files, body, wait_seconds } = request;
  const file_ids = await uploadAll(client, files, call);
  const { fileBatches } = client.vectorStores;
  const begun = await call.attempt(() =>
    fileBatches.create(vector_store_id, { ...body, file_ids }, { signal: call.signal })
  );
  const { id } = checkStored(begun);
  const { last, next_poll_ms, trouble } = await pollUntil(
    async signal => {
      const { data, response } = await fileBatches.retrieve(id, { vector_store_id }, { signal }).withResponse();
      return { value: data, askAfter: readAskAfter(response.headers) };
    },
    isAdded,
    wait_seconds,
    call
  );
  const batch = last ?? begun;
  const isClean = !isAdded(batch) || batch.file_counts.completed === batch.file_counts.total;
  const path = `/vector_stores/${vector_store_id}/file_batches/${id}/files`;
  const asked = { path, query: {}, limit: file_ids.length, largestPage: 100 };
  const { items } = isClean ? { items: [] } : await listUpTo<VectorStoreFile>(client, asked, call);
  return { batch, file_ids, seen: new Map(items.map(file => [file.id, file])), next_poll_ms, trouble };
}

async function uploadAll(client: OpenAI, files: LoadedFile[], call: Call): Promise<string[]> {
  const upload = async (file: LoadedFile): Promise<string> => {
    if ('file_id' in file) return file.file_id;
    if ('api_link' in file) throw new Error('A link for the API was not refused');
    const send = () =>
      client.post<FileObject>('/files', {
        body: toForm({ file: toUpload(file), purpose: 'assistants' }),
        signal: call.signal,
      });
    return checkStored(await call.attempt(send)).id;
  };
  const ids: string[] = [];
  for (let at = 0; at < files.length; at += AT_ONCE) {
    ids.push(...(await Promise.all(files.slice(at, at + AT_ONCE).map(upload))));
  }
  return ids;
}
