import type { Schema } from '../catalogue/models';
import { isJsonObject } from '../options/json-object';
import { parseType } from './field-parser';
import { listOf, objectOf, orNull, readTypeName } from './field-types';

/** Something in an example that no schema can follow, and where. */
export interface ExampleFault {
  path: string;
  message: string;
}

/** The schema that an example of an answer follows. */
export function schemaOfExample(example: Record<string, unknown>, faults: ExampleFault[], path: string): Schema {
  const fields = new Map<string, Schema>();
  for (const [key, value] of Object.entries(example)) {
    const isOptional = /.\?$/.test(key);
    const name = isOptional ? key.slice(0, -1) : key;
    const schema = schemaOfValue(value, faults, path === '' ? name : `${path}.${name}`);
    fields.set(name, isOptional ? orNull(schema) : schema);
  }
  if (fields.size === 0) faults.push({ path, message: 'has no fields; write an example such as { "name": "Ada" }' });
  return objectOf(fields);
}

function schemaOfValue(value: unknown, faults: ExampleFault[], path: string): Schema {
  if (Array.isArray(value)) return listOf(schemaOfItems(value, faults, path));
  if (isJsonObject(value)) return schemaOfExample(value, faults, path);
  switch (typeof value) {
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'string':
      return schemaOfText(value);
    default:
      return orNull({ type: 'string' });
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A text may name a type, or the values that are possible, in place of an example. */
function schemaOfText(text: string): Schema {
  if (DATE.test(text)) return { type: 'string', format: 'date' };
  if (DATE_TIME.test(text)) return { type: 'string', format: 'date-time' };
  // All names of types end in a letter; a range such as 1-5 may be any text.
  const named = /[a-z]$/i.test(text) ? readTypeName(text) : undefined;
  return named ?? (text.includes('|') ? parseType(text) : undefined) ?? { type: 'string' };
}

/** One schema that all items of a list follow; what only some objects have may be null. */
function schemaOfItems(items: unknown[], faults: ExampleFault[], path: string): Schema {
  const objects = items.filter(isJsonObject);
  if (objects.length > 0 && objects.length === items.length) return schemaOfObjects(objects, faults, `${path}[0]`);
  const schemas = items.map((item, index) => schemaOfValue(item, faults, `${path}[${index}]`));
  const unique = [...new Map(schemas.map(schema => [JSON.stringify(schema), schema])).values()];
  const [only = { type: 'string' }, ...others] = unique;
  return others.length === 0 ? only : { anyOf: unique };
}

function schemaOfObjects(objects: Record<string, unknown>[], faults: ExampleFault[], path: string): Schema {
  const values = new Map<string, unknown[]>();
  for (const [key, value] of objects.flatMap(object => Object.entries(object)))
    values.set(key, [...(values.get(key) ?? []), value]);
  const merged = [...values].map(([key, seen]): [string, unknown] => {
    const known = seen.find(value => value !== null && value !== undefined);
    const all = seen.filter(Array.isArray);
    const value = all.length > 0 ? all.flat() : known;
    const isMissing = seen.length < objects.length || seen.includes(null);
    return [isMissing && !key.endsWith('?') ? `${key}?` : key, value];
  });
  return schemaOfExample(Object.fromEntries(merged), faults, path);
}
