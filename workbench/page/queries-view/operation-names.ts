import { readField } from '../../forms/field';
import { at } from '../../forms/json';

/** What the form calls an operation. */
export function nameOperation(operations: unknown, id: unknown): string {
  const field = readField(at(operations, 'properties', 'operation'));
  return field?.choices.find(({ value }) => value === id)?.name ?? String(id ?? '');
}
