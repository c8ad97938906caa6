import { invalidOptions } from './query-error';

/**
 * JSON of what a query holds.
 *
 * @throws QueryError where a value has no form in JSON.
 */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Whatever else is thrown comes from a method of the value, which is a bug of somebody else.
    if (!(error instanceof TypeError && /BigInt|circular structure/.test(error.message))) throw error;
    const message =
      'An option has a value that JSON cannot hold, such as a BigInt or an object that holds itself; pass it as a string';
    throw invalidOptions('build the request', [{ field: '', message, allowed: ['JSON'] }]);
  }
}
