import { ApiError } from '../http/api-error';
import type { JsonObject } from '../http/json';
import type { ResponseStore, StoredResponse } from './types';

/** Pictures are large, so that only so many responses stay in memory. */
const capacity = 200;

function contextOf({ run, input, history }: StoredResponse, now: Date): JsonObject[] {
  return [...history, ...input, ...run.show(now).output.map(item => ({ ...item }))];
}

export function createResponseStore(): ResponseStore {
  const responses = new Map<string, StoredResponse>();
  const look = (id: string, now: Date): StoredResponse | undefined => {
    const response = responses.get(id);
    return response?.expiresAt && response.expiresAt <= now ? undefined : response;
  };
  const find = (id: string, now: Date): StoredResponse => {
    const response = look(id, now);
    if (response) return response;
    throw new ApiError(`Response with id '${id}' not found.`, { status: 404 });
  };
  return {
    find,
    add: response => {
      const [oldest] = responses.keys();
      if (responses.size >= capacity && oldest !== undefined) responses.delete(oldest);
      responses.set(response.run.id, response);
    },
    findContext: (previousId, now) => {
      const response = look(previousId, now);
      if (response) return contextOf(response, now);
      throw new ApiError(`Previous response with id '${previousId}' not found.`, {
        param: 'previous_response_id',
        code: 'previous_response_not_found',
      });
    },
    findItem: (id, now) => {
      const items = [...responses.values()].flatMap(response => contextOf(response, now));
      const item = items.find(candidate => candidate['id'] === id);
      if (item) return item;
      throw new ApiError(
        `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. ` +
          'Try again with `store` set to true, or remove this item from your input.',
        { status: 404, param: 'input' }
      );
    },
    remove: (id, now) => {
      find(id, now);
      responses.delete(id);
    },
  };
}
