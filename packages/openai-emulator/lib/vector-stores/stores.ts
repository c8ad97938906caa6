import type { VectorStore } from 'openai/resources/vector-stores';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf } from '../http/json';
import { newId, secondsOf } from '../http/messages';
import { checkChoice, checkNumber, requireParameters } from '../parameters/checks';
import { readAttributes, readMetadata } from '../parameters/metadata';
import type { Pace } from '../time/pace';
import { readStrategy } from './chunks';
import { countFiles } from './file-counts';
import { sampleStoreIds } from './sample-store';
import { attachFile, type StoreFile } from './store-file';

export interface Store {
  readonly id: string;
  /** Always there, and knows something about everything. */
  readonly isSample: boolean;
  /** By file id, oldest first. */
  readonly files: Map<string, StoreFile>;
  show(now: Date): VectorStore;
  /** Takes what a request changes. */
  update(asked: JsonObject): void;
  /** Says that the store is used, which it cannot be when its time is over. */
  use(now: Date): void;
  /** Adds a file that a request names by `file_id`, with its attributes and chunking strategy. */
  attach(asked: JsonObject, now: Date): Promise<StoreFile>;
  findFile(id: string): StoreFile;
}

/** The vector stores of the account. */
export interface VectorStores {
  add(asked: JsonObject, now: Date): Promise<Store>;
  /** Throws the API's 404 for an unknown id. */
  find(id: string): Store;
  has(id: string): boolean;
  /** Oldest first. */
  list(): Store[];
  remove(id: string): void;
}

const secondsPerDay = 24 * 60 * 60;

function readExpiry(given: unknown): VectorStore.ExpiresAfter | undefined {
  if (!isObject(given)) return undefined;
  const named = { 'expires_after.anchor': given['anchor'], 'expires_after.days': given['days'] };
  requireParameters(named, Object.keys(named));
  checkChoice(named, 'expires_after.anchor', ['last_active_at']);
  checkNumber(named, 'expires_after.days', { minimum: 1, maximum: 365, integer: true });
  return { anchor: 'last_active_at', days: numberOf(given['days'], 1) };
}

function createStore(id: string, startedAt: Date, uploaded: UploadedFiles, pace: Pace): Store {
  const files = new Map<string, StoreFile>();
  let name = '';
  let metadata: Record<string, string> | null = null;
  let expiry: VectorStore.ExpiresAfter | undefined;
  let activeAt = secondsOf(startedAt);
  const expiresAt = () => (expiry ? activeAt + expiry.days * secondsPerDay : null);
  const isExpired = (now: Date) => secondsOf(now) >= (expiresAt() ?? Number.POSITIVE_INFINITY);
  const use = (now: Date): void => {
    if (isExpired(now)) throw new ApiError(`Vector store '${id}' has expired.`, { param: 'vector_store_id' });
    activeAt = secondsOf(now);
  };
  return {
    id,
    isSample: sampleStoreIds.includes(id),
    files,
    use,
    show: now => {
      const file_counts = countFiles([...files.values()], now);
      return {
        id,
        object: 'vector_store',
        created_at: secondsOf(startedAt),
        name,
        usage_bytes: [...files.values()].reduce((sum, file) => sum + file.show(now).usage_bytes, 0),
        file_counts,
        status: isExpired(now) ? 'expired' : file_counts.in_progress > 0 ? 'in_progress' : 'completed',
        ...(expiry && { expires_after: expiry }),
        expires_at: expiresAt(),
        last_active_at: activeAt,
        metadata,
      };
    },
    update: asked => {
      if ('expires_after' in asked) expiry = readExpiry(asked['expires_after']);
      if ('metadata' in asked) metadata = readMetadata(asked['metadata']);
      name = textOf(asked['name']) || name;
    },
    attach: async (asked, now) => {
      requireParameters(asked, ['file_id']);
      const attributes = readAttributes(asked['attributes']);
      const strategy = readStrategy(asked['chunking_strategy']);
      const file = await uploaded.find(textOf(asked['file_id']), 'file_id');
      use(now);
      const attached = attachFile({ file, storeId: id, attributes, strategy, pace, now });
      files.delete(attached.id);
      files.set(attached.id, attached);
      return attached;
    },
    findFile: fileId => {
      const file = files.get(fileId);
      if (file) return file;
      throw new ApiError(`No file found with id '${fileId}' in vector store '${id}'.`, { status: 404 });
    },
  };
}

export function createVectorStores(uploaded: UploadedFiles, pace: Pace): VectorStores {
  const born = new Date(1_750_000_000_000);
  const samples = sampleStoreIds.map(id => [id, createStore(id, born, uploaded, pace)] as const);
  const stores = new Map(samples);
  const find = (id: string): Store => {
    const store = stores.get(id);
    if (store) return store;
    throw new ApiError(`No vector store found with id '${id}'.`, { status: 404, param: 'vector_store_id' });
  };
  return {
    find,
    has: id => stores.has(id),
    list: () => [...stores.values()].filter(({ isSample }) => !isSample),
    add: async (asked, now) => {
      const store = createStore(newId('vs_'), now, uploaded, pace);
      store.update(asked);
      const { file_ids, chunking_strategy } = asked;
      for (const file_id of Array.isArray(file_ids) ? file_ids : [])
        await store.attach({ file_id, chunking_strategy }, now);
      stores.set(store.id, store);
      return store;
    },
    remove: id => {
      find(id);
      stores.delete(id);
    },
  };
}
