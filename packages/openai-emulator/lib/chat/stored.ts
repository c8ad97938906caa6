import type { ChatCompletion } from 'openai/resources/chat/completions';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, objectsIn } from '../http/json';
import { type Answer, type ApiRequest, newId, type Route } from '../http/messages';
import { readMetadata } from '../parameters/metadata';
import { listItems } from '../parameters/paging';

interface StoredChat {
  completion: ChatCompletion & { metadata: Record<string, string> | null };
  /** The messages of the request. */
  messages: JsonObject[];
}

/** Chat completions that were to be stored. */
export interface StoredChats {
  add(completion: ChatCompletion, request: JsonObject): void;
  routes: Route[];
}

const capacity = 500;

/** The metadata that a query asks for, as metadata[key]=value. */
function readFilter(query: URLSearchParams): [key: string, value: string][] {
  return [...query].flatMap(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as [string, string]];
  });
}

/** Oldest first, unless the query says otherwise. */
function listOldestFirst(items: readonly { id?: unknown }[], query: URLSearchParams): Answer {
  const ordered = new URLSearchParams(query);
  if (!ordered.has('order')) ordered.set('order', 'asc');
  return listItems(items, ordered);
}

function toParts({ content }: JsonObject): JsonObject {
  return Array.isArray(content) ? { content: null, content_parts: content } : { content, content_parts: null };
}

export function createStoredChats(): StoredChats {
  const stored = new Map<string, StoredChat>();
  const find = ({ path }: ApiRequest): StoredChat => {
    const id = decodeURIComponent(path.split('/')[4] ?? '');
    const chat = stored.get(id);
    if (chat) return chat;
    throw new ApiError(`Chat completion with id '${id}' not found.`, { status: 404, param: 'completion_id' });
  };
  const list = ({ query }: ApiRequest): Answer => {
    const filter = readFilter(query);
    const model = query.get('model');
    const wanted = [...stored.values()]
      .map(({ completion }) => completion)
      .filter(completion => model === null || completion.model === model)
      .filter(({ metadata }) => filter.every(([key, value]) => metadata?.[key] === value));
    return listOldestFirst(wanted, query);
  };
  const update = (request: ApiRequest): Answer => {
    const { completion } = find(request);
    completion.metadata = readMetadata(isObject(request.body) ? request.body['metadata'] : undefined);
    return { body: completion };
  };
  const remove = (request: ApiRequest): Answer => {
    const { id } = find(request).completion;
    stored.delete(id);
    return { body: { id, object: 'chat.completion.deleted', deleted: true } };
  };
  const one = /^\/v1\/chat\/completions\/[^/]+$/;
  return {
    add: (completion, request) => {
      const [oldest] = stored.keys();
      if (stored.size >= capacity && oldest !== undefined) stored.delete(oldest);
      const messages = objectsIn(request['messages']).map(message => ({
        ...message,
        id: newId('msg_'),
        ...toParts(message),
      }));
      const metadata = readMetadata(request['metadata']);
      stored.set(completion.id, { completion: { ...completion, metadata }, messages });
    },
    routes: [
      { method: 'GET', path: /^\/v1\/chat\/completions$/, answer: list },
      { method: 'GET', path: one, answer: request => ({ body: find(request).completion }) },
      { method: 'POST', path: one, answer: update },
      { method: 'DELETE', path: one, answer: remove },
      {
        method: 'GET',
        path: /^\/v1\/chat\/completions\/[^/]+\/messages$/,
        answer: request => listOldestFirst(find(request).messages, request.query),
      },
    ],
  };
}
