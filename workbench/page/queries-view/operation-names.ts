import { readField } from '../form/field';
import { at } from '../json/at';

/** What the form calls an operation. */
export function nameOperation(operations: unknown, id: unknown): string {
  const field = readField(at(operations, 'properties', 'operation'));
  return field?.choices.find(({ value }) => value === id)?.name ?? String(id ?? '');
}
