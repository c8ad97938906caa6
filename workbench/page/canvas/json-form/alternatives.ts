import { at, isObject, textAt } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import type { settleSchema } from './schema';

const typeNames: Record<string, string> = {
  string: 'Text',
  number: 'Number',
  integer: 'Whole number',
  boolean: 'Yes or no',
  array: 'List',
  object: 'Object',
};

/** What alternatives are chosen by: their titles, what tells them from one another, or their types; no two the same. */
export function nameAlternatives(alternatives: ReturnType<typeof settleSchema>[]): string[] {
  const names = alternatives.map(
    ({ schema, type }) => textAt(schema, 'title') ?? readMark(schema) ?? typeNames[type ?? ''] ?? 'JSON'
  );
  return names.map((name, index) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} ${index + 1}`));
}

/** The one value that a property of an object may have, such as the "card" of { type: { const: "card" } }. */
function readMark(schema: unknown): string | undefined {
  const properties = at(schema, 'properties');
  for (const property of Object.values(isObject(properties) ? properties : {})) {
    const allowed = at(property, 'enum');
    const mark = at(property, 'const') ?? (Array.isArray(allowed) && allowed.length === 1 ? allowed[0] : undefined);
    if (mark !== undefined) return toText(mark);
  }
  return undefined;
}
