import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { type Answer, type ApiRequest, newId, secondsOf } from '../http/messages';
import { listItems } from '../parameters/paging';
import { toItem } from './item';

interface Conversation {
  object: { id: string; object: 'conversation'; created_at: number; metadata: unknown };
  /** Everything said in it, oldest first. */
  items: JsonObject[];
}

export interface Conversations {
  /** The id that a request names, as text or as `{ id }`; empty if it names none. */
  idIn(given: unknown): string;
  /** Throws the API's 404 for an unknown id. */
  find(id: string): Conversation;
  add(items: unknown, metadata: unknown, now: Date): Conversation;
  remove(id: string): void;
}

const maximumItems = 20;

export function createConversations(): Conversations {
  const conversations = new Map<string, Conversation>();
  const find = (id: string): Conversation => {
    const conversation = conversations.get(id);
    if (conversation) return conversation;
    throw new ApiError(`Conversation with id '${id}' not found.`, { status: 404 });
  };
  return {
    idIn: given => textOf(isObject(given) ? given['id'] : given),
    find,
    add: (items, metadata, now) => {
      const object = { id: newId('conv_'), object: 'conversation', created_at: secondsOf(now), metadata } as const;
      const conversation = { object, items: readItems(items, []) };
      conversations.set(object.id, conversation);
      return conversation;
    },
    remove: id => {
      find(id);
      conversations.delete(id);
    },
  };
}

function readItems(given: unknown, known: JsonObject[]): JsonObject[] {
  const items = objectsIn(given);
  if (items.length > maximumItems) {
    throw new ApiError(
      `Invalid 'items': array too long. Expected an array with maximum length ${maximumItems}, ` +
        `but got an array with length ${items.length} instead.`,
      { param: 'items', code: 'array_above_max_length' }
    );
  }
  return items.map(item => toItem(item, id => known.find(candidate => candidate['id'] === id) ?? { id }));
}

function answerItems({ method, body, query }: ApiRequest, conversation: Conversation): Answer {
  if (method !== 'POST') return listItems(conversation.items, query);
  const added = readItems(isObject(body) ? body['items'] : [], conversation.items);
  conversation.items.push(...added);
  return listItems(added, new URLSearchParams({ order: 'asc', limit: String(maximumItems) }));
}

function answerItem({ method }: ApiRequest, { object, items }: Conversation, id: string): Answer {
  const index = items.findIndex(item => item['id'] === id);
  if (index < 0) {
    throw new ApiError(`Item with id '${id}' not found in conversation '${object.id}'.`, {
      status: 404,
      param: 'item_id',
    });
  }
  if (method !== 'DELETE') return { body: items[index] };
  items.splice(index, 1);
  return { body: object };
}

/** Answers for one conversation and its items, and makes new ones. */
export function answerConversations(request: ApiRequest, conversations: Conversations): Answer {
  const { method, path, now } = request;
  const asked = isObject(request.body) ? request.body : {};
  const [, , , encodedId, detail, itemId] = path.split('/');
  if (!encodedId) return { body: conversations.add(asked['items'], asked['metadata'] ?? {}, now).object };
  const id = decodeURIComponent(encodedId);
  const conversation = conversations.find(id);
  if (detail === 'items')
    return itemId ? answerItem(request, conversation, decodeURIComponent(itemId)) : answerItems(request, conversation);
  if (method === 'DELETE') {
    conversations.remove(id);
    return { body: { id, object: 'conversation.deleted', deleted: true } };
  }
  if (method === 'POST') conversation.object.metadata = asked['metadata'] ?? conversation.object.metadata;
  return { body: conversation.object };
}
