import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, textsIn } from '../http/json';
import type { Answer, ApiRequest, Route } from '../http/messages';
import { checkChoice, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { readAttributes } from '../parameters/metadata';
import { listItems } from '../parameters/paging';
import { answerSearch } from './answer-search';
import { type FileBatch, startFileBatch } from './file-batches';
import type { StoreFile } from './store-file';
import type { Store, VectorStores } from './stores';

const storeParameters = ['name', 'expires_after', 'metadata'];
const createParameters = [...storeParameters, 'file_ids', 'description', 'chunking_strategy'];
const maximumFileIds = 500;

/** The part of a path at this place, e.g. 3 for the store's id. */
function partOf({ path }: ApiRequest, index: number): string {
  return decodeURIComponent(path.split('/')[index] ?? '');
}

function bodyOf({ body }: ApiRequest): JsonObject {
  return isObject(body) ? body : {};
}

function lookAt(files: Iterable<StoreFile>): void {
  for (const file of files) file.look();
}

function listFiles(files: Iterable<StoreFile>, { query, now }: ApiRequest): Answer {
  const filter = query.get('filter');
  checkChoice({ filter }, 'filter', ['in_progress', 'completed', 'failed', 'cancelled']);
  const shown = [...files].map(file => file.show(now)).filter(({ status }) => !filter || status === filter);
  return listItems(shown, query);
}

function storeRoutes(stores: VectorStores, find: (request: ApiRequest) => Store): Route[] {
  const create = async (request: ApiRequest): Promise<Answer> => {
    const asked = bodyOf(request);
    refuseUnknownParameters(asked, createParameters);
    if (textsIn(asked['file_ids']).length > maximumFileIds) {
      throw new ApiError(
        `Invalid 'file_ids': array too long. Expected an array with maximum length ${maximumFileIds}.`,
        { param: 'file_ids', code: 'array_above_max_length' }
      );
    }
    const store = await stores.add(asked, request.now);
    return { body: store.show(request.now) };
  };
  const update = (request: ApiRequest): Answer => {
    const store = find(request);
    refuseUnknownParameters(bodyOf(request), storeParameters);
    store.update(bodyOf(request));
    return { body: store.show(request.now) };
  };
  const retrieve = (request: ApiRequest): Answer => {
    const store = find(request);
    lookAt(store.files.values());
    return { body: store.show(request.now) };
  };
  const remove = (request: ApiRequest): Answer => {
    const { id } = find(request);
    stores.remove(id);
    return { body: { id, object: 'vector_store.deleted', deleted: true } };
  };
  const list = ({ query, now }: ApiRequest): Answer => {
    const shown = stores.list().map(store => store.show(now));
    return listItems(shown, query);
  };
  const one = /^\/v1\/vector_stores\/[^/]+$/;
  return [
    { method: 'POST', path: /^\/v1\/vector_stores$/, answer: create },
    { method: 'GET', path: /^\/v1\/vector_stores$/, answer: list },
    { method: 'GET', path: one, answer: retrieve },
    { method: 'POST', path: one, answer: update },
    { method: 'DELETE', path: one, answer: remove },
    {
      method: 'POST',
      path: /^\/v1\/vector_stores\/[^/]+\/search$/,
      answer: request => answerSearch(request, find(request)),
    },
  ];
}

function fileRoutes(find: (request: ApiRequest) => Store): Route[] {
  const attach = async (request: ApiRequest): Promise<Answer> => {
    const store = find(request);
    refuseUnknownParameters(bodyOf(request), ['file_id', 'attributes', 'chunking_strategy']);
    const file = await store.attach(bodyOf(request), request.now);
    return { body: file.show(request.now) };
  };
  const retrieve = (request: ApiRequest): Answer => {
    const file = find(request).findFile(partOf(request, 5));
    file.look();
    return { body: file.show(request.now) };
  };
  const update = (request: ApiRequest): Answer => {
    const file = find(request).findFile(partOf(request, 5));
    refuseUnknownParameters(bodyOf(request), ['attributes']);
    requireParameters(bodyOf(request), ['attributes']);
    file.attributes = readAttributes(bodyOf(request)['attributes']);
    return { body: file.show(request.now) };
  };
  const remove = (request: ApiRequest): Answer => {
    const { files, findFile } = find(request);
    const { id } = findFile(partOf(request, 5));
    files.delete(id);
    return { body: { id, object: 'vector_store.file.deleted', deleted: true } };
  };
  const showContent = (request: ApiRequest): Answer => {
    const chunks = find(request).findFile(partOf(request, 5)).chunks(request.now);
    const data = chunks.map(({ text }) => ({ type: 'text', text }));
    return { body: { object: 'vector_store.file_content.page', data, has_more: false, next_page: null } };
  };
  const all = /^\/v1\/vector_stores\/[^/]+\/files$/;
  const one = /^\/v1\/vector_stores\/[^/]+\/files\/[^/]+$/;
  return [
    { method: 'POST', path: all, answer: attach },
    { method: 'GET', path: all, answer: request => listFiles(find(request).files.values(), request) },
    { method: 'GET', path: one, answer: retrieve },
    { method: 'POST', path: one, answer: update },
    { method: 'DELETE', path: one, answer: remove },
    { method: 'GET', path: /^\/v1\/vector_stores\/[^/]+\/files\/[^/]+\/content$/, answer: showContent },
  ];
}

function fileBatchRoutes(find: (request: ApiRequest) => Store): Route[] {
  const batches = new Map<string, FileBatch>();
  const findBatch = (request: ApiRequest): FileBatch => {
    const id = partOf(request, 5);
    const batch = batches.get(id);
    if (batch?.storeId === find(request).id) return batch;
    throw new ApiError(`No file batch found with id '${id}'.`, { status: 404, param: 'batch_id' });
  };
  const create = async (request: ApiRequest): Promise<Answer> => {
    const store = find(request);
    refuseUnknownParameters(bodyOf(request), ['file_ids', 'files', 'attributes', 'chunking_strategy']);
    const batch = await startFileBatch(store, bodyOf(request), request.now);
    batches.set(batch.id, batch);
    return { body: batch.show(request.now) };
  };
  const retrieve = (request: ApiRequest): Answer => {
    const batch = findBatch(request);
    lookAt(batch.files);
    return { body: batch.show(request.now) };
  };
  const cancel = (request: ApiRequest): Answer => {
    const batch = findBatch(request);
    batch.cancel(request.now);
    return { body: batch.show(request.now) };
  };
  const one = '^/v1/vector_stores/[^/]+/file_batches/[^/]+';
  return [
    { method: 'POST', path: /^\/v1\/vector_stores\/[^/]+\/file_batches$/, answer: create },
    { method: 'GET', path: new RegExp(`${one}$`), answer: retrieve },
    { method: 'POST', path: new RegExp(`${one}/cancel$`), answer: cancel },
    {
      method: 'GET',
      path: new RegExp(`${one}/files$`),
      answer: request => listFiles(findBatch(request).files, request),
    },
  ];
}

/** What is answered at /v1/vector_stores. */
export function vectorStoreRoutes(stores: VectorStores): Route[] {
  const find = (request: ApiRequest): Store => stores.find(partOf(request, 3));
  return [...storeRoutes(stores, find), ...fileRoutes(find), ...fileBatchRoutes(find)];
}
