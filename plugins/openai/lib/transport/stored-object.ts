import { checkBody, unusable } from '../failures/body-check';
import type { Call } from '../operation';
import { isUnclear } from './retry';

/** The API's response to a deletion. */
export interface Deletion {
  id: string;
  deleted: boolean;
}

/**
 * Checks that a stored object has an id.
 *
 * @throws UnusableResponse where it has none, StreamedError where the response is an error.
 */
export function checkStored<Stored extends object>(response: Stored): Stored {
  const checked = checkBody(response);
  const id: unknown = typeof checked === 'object' && checked !== null ? Reflect.get(checked, 'id') : undefined;
  if (typeof id === 'string' && id !== '') return checked;
  throw unusable(checked, 'The response has no id');
}

/** @param done The message where the object was deleted. */
export function toDeletion(done: string, response: Deletion): { message: string; data: Deletion; id: string } {
  const { id, deleted } = checkStored(response);
  if (typeof deleted !== 'boolean') throw unusable(response, 'The response does not say whether it was deleted');
  return { message: deleted ? done : 'Nothing was deleted', data: { id, deleted }, id };
}

/** Calls whose deletion has failed without telling whether it was done. */
const uncertain = new WeakSet<Call>();

/** Deletes; where a deletion is repeated and finds nothing, the first one had succeeded. */
export async function deleteStored<Result extends Deletion>(
  id: string,
  send: () => Promise<Result>,
  call: Call
): Promise<Deletion> {
  try {
    return await send();
  } catch (error) {
    const { kind, status = 0, unsent } = call.read(error);
    if (status === 404 && uncertain.has(call)) return { id, deleted: true };
    if (!unsent && (kind !== 'api' || isUnclear(status))) uncertain.add(call);
    throw error;
  }
}
