import { isObject, type JsonObject } from '../http/json';
import type { Reference } from './shape';
import { resolve } from './shape-table';

/** A text of a form as what it stands for; what cannot be read stays a text, so that the checks can name its type. */
function readValue(value: unknown, reference: Reference): unknown {
  const { text, number, boolean, objects, any } = resolve(reference);
  if (isObject(value)) {
    const properties: Record<string, Reference> = Object.assign(
      {},
      ...(objects ?? []).map(object => object.properties)
    );
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        const shape = properties[name];
        return [name, shape === undefined ? part : readValue(part, shape)];
      })
    );
  }
  if (typeof value !== 'string' || any || (text && !text.values)) return value;
  if (number && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return boolean && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value;
}

/** The fields of a form with their types, since forms know only texts. */
export function readTypedFields(fields: JsonObject, shape: Reference): JsonObject {
  const [object] = resolve(shape).objects ?? [];
  const entries = Object.entries(fields).map(([name, value]) => {
    const property = object?.properties[name];
    return [name, property === undefined ? value : readValue(value, property)] as const;
  });
  return Object.fromEntries(entries);
}
