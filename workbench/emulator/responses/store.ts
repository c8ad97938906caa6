import { ApiError } from '../api-error';
import type { JsonObject } from '../json';

export interface StoredResponse {
  id: string;
  /** As it was answered. */
  body: JsonObject;
  /** The items that came with the request. */
  input: JsonObject[];
  /** Everything said so far, this response included. */
  context: JsonObject[];
}

export interface ResponseStore {
  add(response: StoredResponse): void;
  /** Throws the API's 404 for an unknown id. */
  find(id: string): StoredResponse;
  findPrevious(id: string): StoredResponse;
  findItem(id: string): JsonObject;
  remove(id: string): void;
}

/** Pictures are large, so that only so many responses stay in memory. */
const capacity = 200;

export function createResponseStore(): ResponseStore {
  const responses = new Map<string, StoredResponse>();
  const find = (id: string): StoredResponse => {
    const response = responses.get(id);
    if (response) return response;
    throw new ApiError(`Response with id '${id}' not found.`, { status: 404 });
  };
  return {
    find,
    add: response => {
      const [oldest] = responses.keys();
      if (responses.size >= capacity && oldest !== undefined) responses.delete(oldest);
      responses.set(response.id, response);
    },
    findPrevious: id => {
      const response = responses.get(id);
      if (response) return response;
      throw new ApiError(`Previous response with id '${id}' not found.`, {
        param: 'previous_response_id',
        code: 'previous_response_not_found',
      });
    },
    findItem: id => {
      const items = [...responses.values()].flatMap(({ context }) => context);
      const item = items.find(candidate => candidate['id'] === id);
      if (item) return item;
      throw new ApiError(
        `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. ` +
          'Try again with `store` set to true, or remove this item from your input.',
        { status: 404, param: 'input' }
      );
    },
    remove: id => {
      find(id);
      responses.delete(id);
    },
  };
}
