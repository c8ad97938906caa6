import { invalidOptions } from './query-error';

/**
 * JSON of what a query holds.
 *
 * @throws QueryError where a value has no form in JSON.
 */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    const message = 'An option has a value that JSON cannot hold, such as a BigInt; pass it as a string';
    throw invalidOptions('build the request', [{ field: '', message, allowed: ['JSON'] }]);
  }
}
