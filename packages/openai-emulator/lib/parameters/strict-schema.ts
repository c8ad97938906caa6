import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, textsIn } from '../http/json';

function nestedSchemas(schema: JsonObject): [step: string, schema: unknown][] {
  const named = ['properties', '$defs', 'definitions'].flatMap(group =>
    isObject(schema[group])
      ? Object.entries(schema[group]).map(([name, value]) => [`'${group}', '${name}'`, value] as [string, unknown])
      : []
  );
  const branches = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  return [
    ...named,
    ...('items' in schema ? [["'items'", schema['items']] as [string, unknown]] : []),
    ...branches.map((branch, index) => [`'anyOf', '${index}'`, branch] as [string, unknown]),
  ];
}

function findFault(schema: unknown, path: string[]): string | undefined {
  if (!isObject(schema)) return undefined;
  const context = `In context=(${path.join(', ')})`;
  const properties = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const isObjectSchema = textsIn(schema['type']).includes('object') || properties.length > 0;
  if (isObjectSchema && schema['additionalProperties'] !== false) {
    return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
  }
  const required = textsIn(schema['required']);
  const optional = properties.find(name => !required.includes(name));
  if (optional) {
    return (
      `${context}, 'required' is required to be supplied and to be an array including every key in properties. ` +
      `Missing '${optional}'.`
    );
  }
  for (const [step, nested] of nestedSchemas(schema)) {
    const fault = findFault(nested, [...path, step]);
    if (fault) return fault;
  }
  return undefined;
}

/** Strict mode takes closed objects with every property required, and nothing else. */
export function checkStrictSchema(schema: unknown, owner: string, param: string, code?: string): void {
  const isObjectAtTop = isObject(schema) && schema['type'] === 'object';
  const fault = isObjectAtTop
    ? findFault(schema, [])
    : `schema must be a JSON Schema of 'type: "object"', got 'type: "${isObject(schema) ? String(schema['type'] ?? 'None') : 'None'}"'.`;
  if (fault) throw new ApiError(`Invalid schema for ${owner}: ${fault}`, { param, ...(code && { code }) });
}
