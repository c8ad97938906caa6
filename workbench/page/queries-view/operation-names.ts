import { readField } from '../../forms/field';
import { at } from '../../forms/json';

/** What the form calls an operation, without what it says of it in brackets. */
export function nameOperation(operations: unknown, id: unknown): string {
  const field = readField(at(operations, 'properties', 'operation'));
  const name = field?.choices.find(({ value }) => value === id)?.name ?? String(id ?? '');
  return name.replace(/ \(.*\)$/, '');
}
