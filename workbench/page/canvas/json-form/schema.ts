import { at, isObject, listAt, textAt } from '../../../forms/json';

/** A JSON schema, or a part of one. */
export type Schema = Record<string, unknown>;

/** A part of a schema with what it refers to put in its place. */
interface Settled {
  schema: Schema;
  /** The first type but null; nothing where the schema names none. */
  type: string | undefined;
  isNullable: boolean;
}

/** Follows references and the alternatives to null. Whoever refers to himself is followed so far and no further. */
export function settleSchema(node: unknown, root: unknown, hops = 8): Settled {
  const schema = isObject(node) ? node : {};
  const { $ref: reference, anyOf, oneOf, ...rest } = schema;
  if (hops > 0 && typeof reference === 'string') {
    const target = reference.startsWith('#/') ? at(root, ...reference.slice(2).split('/').map(readPointer)) : undefined;
    return settleSchema({ ...(isObject(target) ? target : {}), ...rest }, root, hops - 1);
  }
  const alternatives = [anyOf, oneOf].flatMap(list => (Array.isArray(list) ? list : []));
  const [only, ...others] = alternativesOf(schema);
  if (hops > 0 && isObject(only) && others.length === 0) {
    const settled = settleSchema({ ...only, ...rest }, root, hops - 1);
    return { ...settled, isNullable: settled.isNullable || alternatives.length > 1 };
  }
  const types = [schema['type']].flat().filter(type => typeof type === 'string');
  const isNullable = types.includes('null') || alternatives.length > others.length + 1;
  return { schema, type: types.find(type => type !== 'null'), isNullable };
}

/** What a value may be one of, but null. */
export function alternativesOf({ anyOf, oneOf }: Schema): unknown[] {
  const alternatives = [anyOf, oneOf].flatMap(list => (Array.isArray(list) ? list : []));
  return alternatives.filter(alternative => textAt(alternative, 'type') !== 'null');
}

const readPointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** The schema that a builder gave: as an object or its JSON, as OpenAI's API wraps it, or as an example of the result. */
export function readSchema(given: unknown): Schema | undefined {
  const read = parseJson(given);
  if (!isObject(read)) return undefined;
  const wrapped = at(read, 'schema');
  const schema = isObject(wrapped) && isSchema(wrapped) ? wrapped : read;
  return isSchema(schema) ? schema : inferSchema(schema);
}

const isSchema = (object: Schema): boolean =>
  typeof object['$ref'] === 'string' ||
  (isObject(object['properties']) && Object.values(object['properties']).every(isObject));

/** What JSON says; a text that is none stays what it is. */
export function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The schema of an example, whose values become the boxes' placeholders. */
function inferSchema(example: unknown): Schema {
  if (isObject(example)) {
    const properties = Object.entries(example).map(([key, value]) => [key, inferSchema(value)]);
    return { type: 'object', properties: Object.fromEntries(properties) };
  }
  const examples = [example];
  if (Array.isArray(example)) {
    const [first] = example;
    return { type: 'array', items: first === undefined ? { type: 'string' } : inferSchema(first), examples };
  }
  if (typeof example === 'number') return { type: Number.isInteger(example) ? 'integer' : 'number', examples };
  if (typeof example === 'boolean') return { type: 'boolean' };
  return { type: 'string', ...(isDate(example) && { format: 'date' }), examples };
}

/** Whether this is a day, as 2026-12-31. */
export function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** What can be chosen, where a schema lists it, be it as alternatives of one value each. */
export function choicesOf(schema: Schema): unknown[] {
  if ('const' in schema) return [schema['const']];
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0 && alternatives.every(alternative => isObject(alternative) && 'const' in alternative))
    return alternatives.map(alternative => at(alternative, 'const'));
  return listAt(schema, 'enum').filter(choice => choice !== null);
}
