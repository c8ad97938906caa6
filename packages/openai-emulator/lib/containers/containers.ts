import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf } from '../http/json';
import { newId, secondsOf } from '../http/messages';

export interface ContainerFile {
  object: {
    id: string;
    object: 'container.file';
    container_id: string;
    created_at: number;
    bytes: number;
    path: string;
    source: 'user' | 'assistant';
  };
  type: string;
  bytes: Buffer;
}

export interface Container {
  readonly id: string;
  /** By id, oldest first. */
  readonly files: Map<string, ContainerFile>;
  show(now: Date): JsonObject;
  /** Says that it is used, which it cannot be when its time is over. */
  use(now: Date): void;
  add(file: { path: string; type: string; bytes: Buffer; source: 'user' | 'assistant' }, now: Date): ContainerFile;
}

/** The places where the code interpreter keeps its files. */
export interface Containers {
  add(asked: JsonObject, now: Date): Container;
  /** Throws the API's 404 for an unknown id. */
  find(id: string, param?: string): Container;
  /** Oldest first. */
  list(): Container[];
  remove(id: string): void;
}

const usualMinutes = 20;

/** A container that is always there, so that ids can be tried without making one. */
const sampleId = 'cntr_1';
const sample = { name: 'sample', expires_after: { anchor: 'last_active_at', minutes: 1e9 } };

function createContainer(id: string, asked: JsonObject, startedAt: Date): Container {
  const files = new Map<string, ContainerFile>();
  const policy = isObject(asked['network_policy']) ? asked['network_policy'] : { type: 'disabled' };
  const expiry = isObject(asked['expires_after']) ? asked['expires_after'] : {};
  const minutes = numberOf(expiry['minutes'], usualMinutes);
  let activeAt = startedAt;
  const isExpired = (now: Date) => now.getTime() >= activeAt.getTime() + minutes * 60_000;
  return {
    id,
    files,
    show: now => ({
      id,
      object: 'container',
      created_at: secondsOf(startedAt),
      status: isExpired(now) ? 'expired' : 'running',
      last_active_at: secondsOf(activeAt),
      expires_after: { anchor: 'last_active_at', minutes },
      memory_limit: textOf(asked['memory_limit']) || '1g',
      network_policy: policy,
      name: textOf(asked['name']),
    }),
    use: now => {
      if (isExpired(now)) throw new ApiError('Container is expired.', { param: 'container_id' });
      activeAt = now;
    },
    add: ({ path, type, bytes, source }, now) => {
      const object = {
        id: newId('cfile_'),
        object: 'container.file',
        container_id: id,
        created_at: secondsOf(now),
        bytes: bytes.length,
        path,
        source,
      } as const;
      const file = { object, type, bytes };
      files.set(object.id, file);
      return file;
    },
  };
}

export function createContainers(): Containers {
  const containers = new Map<string, Container>([[sampleId, createContainer(sampleId, sample, new Date())]]);
  const find = (id: string, param = 'container_id'): Container => {
    const container = containers.get(id);
    if (container) return container;
    throw new ApiError(`Container with id '${id}' not found.`, { status: 404, param });
  };
  return {
    find,
    list: () => [...containers.values()].filter(({ id }) => id !== sampleId),
    add: (asked, now) => {
      const container = createContainer(newId('cntr_'), asked, now);
      containers.set(container.id, container);
      return container;
    },
    remove: id => {
      containers.delete(find(id).id);
    },
  };
}
