import type { VectorStoreFile, VectorStoreFileDeleted } from 'openai/resources/vector-stores/files';
import type {
  VectorStore,
  VectorStoreCreateParams,
  VectorStoreDeleted,
  VectorStoreSearchParams,
  VectorStoreSearchResponse,
} from 'openai/resources/vector-stores/vector-stores';
import { file_id, searched } from '../files/file-options';
import { defineActions, defineOperation } from '../operation';
import { countOf } from '../options/count';
import { limit, metadata, wait_seconds } from '../stored/stored-options';
import { type Added, type Adding, addFiles, countAdding } from '../stored/vector-store-files';
import * as own from '../stored/vector-store-options';
import * as result from '../stored/vector-store-result';
import { countPages, type Listed, type ListRequest, listUpTo } from '../transport/pages';
import { type Deletion, toDeletion } from '../transport/stored-object';
import type { LoadedFile } from '../types/file';

type Rows<Row> = { rows: Row[]; has_more: boolean };

interface Known {
  vector_store_id: string;
}

interface Described extends own.Lifetime, Pick<VectorStoreCreateParams, 'name' | 'metadata'> {}

const described = { name: own.name, metadata, expires_after_days: own.expires_after_days };
const largestPage = 100;

const create = defineOperation<Described, VectorStoreCreateParams, VectorStore, result.StoreRow>({
  summary: 'create the vector store',
  title: 'Create',
  // Sent twice, there would be two.
  billedWhenSent: true,

  required: [],
  options: described,

  toBillableRequests: () => [],
  buildRequest: ({ expires_after_days, ...same }) => ({ ...same, ...own.toExpiry({ expires_after_days }) }),

  send: (client, request, { signal }) => client.vectorStores.create(request, { signal }),

  toResult: store => ({ message: 'Vector store created', data: result.toStoreRow(store), id: store.id }),
});

const list = defineOperation<{ limit: number }, ListRequest, Listed<VectorStore>, Rows<result.StoreRow>>({
  summary: 'list the vector stores',
  title: 'List',

  required: [],
  options: { limit },

  sendsMany: { count: countPages },
  buildRequest: ({ limit: most }, { extra_parameters: query }) => ({
    path: '/vector_stores',
    query,
    limit: most,
    largestPage,
  }),

  send: (client, request, call) => listUpTo(client, request, call),

  toResult: ({ items, has_more }) => {
    const rows = items.map(result.toStoreRow);
    return { message: `${countOf(rows.length, 'vector store')} listed`, data: { rows, has_more } };
  },
});

const get = defineOperation<Known, Known, VectorStore, result.StoreRow>({
  summary: 'get the vector store',
  title: 'Get',
  noExtraParameters: true,

  required: ['vector_store_id'],
  options: { vector_store_id: own.vector_store_id },

  buildRequest: options => options,

  send: (client, { vector_store_id }, { signal }) => client.vectorStores.retrieve(vector_store_id, { signal }),

  toResult: store => ({ message: 'Vector store found', data: result.toStoreRow(store), id: store.id }),
});

const update = defineOperation<Known & Described, Known & VectorStoreCreateParams, VectorStore, result.StoreRow>({
  summary: 'update the vector store',
  title: 'Update',

  required: ['vector_store_id'],
  options: { vector_store_id: own.vector_store_id, ...described },
  inspect: own.inspectUpdate,

  buildRequest: ({ expires_after_days, ...same }) => ({ ...same, ...own.toExpiry({ expires_after_days }) }),

  send: (client, { vector_store_id, ...body }, { signal }) =>
    client.vectorStores.update(vector_store_id, body, { signal }),

  toResult: store => ({ message: 'Vector store updated', data: result.toStoreRow(store), id: store.id }),
});

const remove = defineOperation<Known, Known, VectorStoreDeleted, Deletion>({
  summary: 'delete the vector store',
  title: 'Delete',
  noExtraParameters: true,

  required: ['vector_store_id'],
  options: { vector_store_id: own.vector_store_id },

  buildRequest: options => options,

  send: (client, { vector_store_id }, { signal }) => client.vectorStores.delete(vector_store_id, { signal }),

  toResult: answer => toDeletion('Vector store deleted', answer),
});

interface Addition extends Known {
  file: LoadedFile[];
  attributes?: Record<string, string | number | boolean>;
  wait_seconds: number;
}

const add_files = defineOperation<Addition, Adding, Added, result.AddedData>({
  summary: 'add the files to the vector store',
  title: 'Add files',

  required: ['vector_store_id', 'file'],
  options: { vector_store_id: own.vector_store_id, file: searched, attributes: own.attributes, wait_seconds },

  sendsMany: { count: countAdding },
  buildRequest: ({ file: files, attributes, ...same }, { extra_parameters }) => ({
    ...same,
    files,
    body: { ...(attributes && { attributes }), ...extra_parameters },
  }),

  send: addFiles,

  toResult: (added, _, { warn }) => {
    if (added.trouble) warn('vector_store_id', `The last look at the files failed: ${added.trouble}`);
    const data = result.toAdded(added);
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

interface Selection extends Known {
  limit: number;
}

const list_files = defineOperation<Selection, ListRequest, Listed<VectorStoreFile>, Rows<result.StoredFileRow>>({
  summary: 'list the files of the vector store',
  title: 'List files',

  required: ['vector_store_id'],
  options: { vector_store_id: own.vector_store_id, limit },

  sendsMany: { count: countPages },
  buildRequest: ({ vector_store_id, limit: most }, { extra_parameters: query }) => ({
    path: `/vector_stores/${vector_store_id}/files`,
    query,
    limit: most,
    largestPage,
  }),

  send: (client, request, call) => listUpTo(client, request, call),

  toResult: ({ items, has_more }) => {
    const rows = items.map(result.toStoredFileRow);
    return { message: `${countOf(rows.length, 'file')} listed`, data: { rows, has_more } };
  },
});

interface Member extends Known {
  file_id: string;
}

const remove_file = defineOperation<Member, Member, VectorStoreFileDeleted, Deletion>({
  summary: 'remove the file from the vector store',
  title: 'Remove file',
  noExtraParameters: true,

  required: ['vector_store_id', 'file_id'],
  options: {
    vector_store_id: own.vector_store_id,
    file_id: { ...file_id, description: 'It is no longer searched, but kept at OpenAI.' },
  },

  buildRequest: options => options,

  send: (client, { vector_store_id, file_id: id }, { signal }) =>
    client.vectorStores.files.delete(id, { vector_store_id }, { signal }),

  toResult: answer => toDeletion('File removed from the vector store', answer),
});

interface Search extends Known, Pick<VectorStoreSearchParams, 'filters'> {
  query: string;
  limit: number;
  score_threshold?: number;
}

const search = defineOperation<
  Search,
  Known & VectorStoreSearchParams,
  { data: VectorStoreSearchResponse[] },
  { rows: result.FoundRow[] }
>({
  summary: 'search the vector store',
  title: 'Search',

  required: ['vector_store_id', 'query'],
  options: {
    vector_store_id: own.vector_store_id,
    query: own.query,
    filters: own.filters,
    limit: own.most,
    score_threshold: own.score_threshold,
  },
  inspect: ({ filters }) => (filters ? own.inspectFilters(filters) : []),

  buildRequest: ({ limit: max_num_results, score_threshold, ...same }) => ({
    ...same,
    max_num_results,
    ...(score_threshold !== undefined && { ranking_options: { score_threshold } }),
  }),

  // The SDK's own page would read any web page as an empty one.
  send: async (client, { vector_store_id, ...body }, { signal }) =>
    (await client.vectorStores.search(vector_store_id, body, { signal }).asResponse()).json(),

  toResult: ({ data }) => {
    const rows = data.map(result.toFoundRow);
    return { message: `${countOf(rows.length, 'passage')} found`, data: { rows } };
  },
});

export const vectorStore = defineActions({
  title: 'Vector stores',
  chosenBy: 'vector_store_action',
  actions: { create, list, get, update, delete: remove, add_files, list_files, remove_file, search },
});
