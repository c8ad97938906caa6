import type {
  VectorStore,
  VectorStoreCreateParams,
  VectorStoreSearchParams,
} from 'openai/resources/vector-stores/vector-stores';
import { file_id, vectorStoreFiles } from '../files/file-options';
import { defineActions, defineOperation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import { defineDelete, defineGet, defineList } from '../stored/define-stored';
import { inspectFilters, warnOfTypes } from '../stored/filters';
import { limit, metadata, wait_seconds } from '../stored/stored-options';
import { type AddFilesProgress, type AddFilesRequest, addFiles, countRequests } from '../stored/vector-store-files';
import * as own from '../stored/vector-store-options';
import * as result from '../stored/vector-store-result';
import { readPage } from '../transport/pages';
import { checkStored } from '../transport/stored-object';
import type { LoadedFile } from '../types/file';

interface Known {
  vector_store_id: string;
}

interface Described extends own.Lifetime, Pick<VectorStoreCreateParams, 'name' | 'metadata'> {}

const described = { name: own.name, metadata, expires_after_days: own.expires_after_days };

const create = defineOperation<Described, VectorStoreCreateParams, VectorStore, result.StoreRow>({
  summary: 'create the vector store',
  title: 'Create',

  required: [],
  options: described,
  billing: {
    requests: () => [],
  },

  buildRequest: ({ expires_after_days, ...same }) => ({ ...same, ...own.toExpiry({ expires_after_days }) }),

  send: (client, request, { signal }) => client.vectorStores.create(request, { signal }),

  toResult: store => ({ message: 'Vector store created', data: result.toStoreRow(checkStored(store)), id: store.id }),
});

const list = defineList({
  of: 'vector stores',
  noun: ['vector store'],
  options: { limit },
  path: () => '/vector_stores',
  toRow: result.toStoreRow,
});

const get = defineGet({
  of: 'vector store',
  ids: { vector_store_id: own.vector_store_id },
  send: (client, { vector_store_id: id }: Known, options) => client.vectorStores.retrieve(id, options),
  toData: response => result.toStoreRow(checkStored(response)),
});

const update = defineOperation<Known & Described, Known & VectorStoreCreateParams, VectorStore, result.StoreRow>({
  summary: 'update the vector store',
  title: 'Update',

  required: ['vector_store_id'],
  options: { vector_store_id: own.vector_store_id, ...described },
  checks: { inspect: own.inspectUpdate },

  buildRequest: ({ expires_after_days, ...same }) => ({ ...same, ...own.toExpiry({ expires_after_days }) }),

  send: (client, { vector_store_id, ...body }, { signal }) =>
    client.vectorStores.update(vector_store_id, body, { signal }),

  toResult: store => ({ message: 'Vector store updated', data: result.toStoreRow(checkStored(store)), id: store.id }),
});

const remove = defineDelete({
  of: 'vector store',
  ids: { vector_store_id: own.vector_store_id },
  send: (client, { vector_store_id: id }: Known, options) => client.vectorStores.delete(id, options),
});

interface Addition extends Known {
  file: LoadedFile[];
  attributes?: Record<string, string | number | boolean>;
  wait_seconds: number;
}

const add_files = defineOperation<Addition, AddFilesRequest, AddFilesProgress, result.AddFilesData>({
  summary: 'add the files to the vector store',
  title: 'Add files',

  required: ['vector_store_id', 'file'],
  options: { vector_store_id: own.vector_store_id, file: vectorStoreFiles, attributes: own.attributes, wait_seconds },
  transport: { countRequests: countRequests },

  buildRequest: ({ file: files, attributes, ...same }, context) => ({
    ...same,
    files,
    body: addExtra({ ...(attributes && { attributes }) }, context),
  }),

  send: addFiles,

  toResult: (added, _, { warn }) => {
    if (added.trouble) warn('vector_store_id', `The last status request failed: ${added.trouble}`);
    const data = result.toAddFilesData(added);
    const failed = data.rows.filter(({ error }) => error !== null).length;
    if (failed > 0) warn('file', `${failed} of ${data.rows.length} files cannot be searched; see rows`);
    const completed = data.rows.filter(({ status }) => status === 'completed').length;
    return {
      message: `${completed} of ${data.rows.length} files can be searched`,
      data,
      id: data.id,
      raw: added.batch,
    };
  },
});

const list_files = defineList({
  of: 'files of the vector store',
  title: 'List files',
  noun: ['file'],
  required: ['vector_store_id'],
  options: { vector_store_id: own.vector_store_id, limit },
  path: ({ vector_store_id }: Known & { limit: number }) => `/vector_stores/${vector_store_id}/files`,
  toRow: result.toStoredFileRow,
});

const remove_file = defineDelete({
  of: 'file',
  summary: 'remove the file from the vector store',
  title: 'Remove file',
  done: 'File removed from the vector store',
  ids: {
    vector_store_id: own.vector_store_id,
    file_id: { ...file_id, description: 'The file is no longer searched, but remains stored at OpenAI.' },
  },
  send: (client, { vector_store_id, file_id: id }: Known & { file_id: string }, options) =>
    client.vectorStores.files.delete(id, { vector_store_id }, options),
});

interface Search extends Known, Pick<VectorStoreSearchParams, 'filters'> {
  query: string;
  limit: number;
  score_threshold?: number;
}

const search = defineOperation<Search, Known & VectorStoreSearchParams, unknown, { rows: result.PassageRow[] }>({
  summary: 'search the vector store',
  title: 'Search',

  required: ['vector_store_id', 'query'],
  options: {
    vector_store_id: own.vector_store_id,
    query: own.query,
    filters: own.filters,
    limit: own.passageLimit,
    score_threshold: own.score_threshold,
  },
  checks: { inspect: ({ filters }) => (filters ? inspectFilters(filters) : []) },

  buildRequest: ({ limit: max_num_results, score_threshold, ...same }, { warn }) => {
    warnOfTypes(same.filters, warn);
    return {
      ...same,
      max_num_results,
      ...(score_threshold !== undefined && { ranking_options: { score_threshold } }),
    };
  },

  // The SDK would read a web page as an empty list.
  send: (client, { vector_store_id, ...body }, { signal }) =>
    client.post<unknown>(`/vector_stores/${vector_store_id}/search`, { body, signal }),

  toResult: response => {
    const rows = readPage(response).data.map(result.toPassageRow);
    return { message: `${countOf(rows.length, 'passage')} found`, data: { rows } };
  },
});

export const vectorStore = defineActions({
  title: 'Vector stores',
  chosenBy: 'vector_store_action',
  actions: { create, list, get, update, delete: remove, add_files, list_files, remove_file, search },
});
