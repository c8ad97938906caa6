import { isObject, type JsonObject, objectsIn, textOf, textsIn } from '../../lib/http/json';
import { emptyFlat, type Flat, intersect, unite } from './flat';

/** A schema of OpenAI's API document. */
export type DocumentNode = JsonObject;

export interface ApiDocument {
  /** The schema of a request's body, by the path and the media type of the document. */
  request(path: string, mediaType: string): DocumentNode | undefined;
  /** Every path, such as /files/{file_id}. */
  paths(): string[];
  /** The name under which the document has a schema, where it does. */
  nameOf(node: DocumentNode): string | undefined;
  flatten(node: DocumentNode): Flat<DocumentNode>;
}

const objectAt = (value: unknown): JsonObject => (isObject(value) ? value : {});

function readBound(node: JsonObject, name: string): number | undefined {
  const bound = node[name];
  return typeof bound === 'number' ? bound : undefined;
}

function boundsOf(node: JsonObject, minimum: string, maximum: string): { min?: number; max?: number } {
  const min = readBound(node, minimum);
  const max = readBound(node, maximum);
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function flattenType(type: string, node: JsonObject): Flat<DocumentNode> {
  const flat = emptyFlat<DocumentNode>();
  switch (type) {
    case 'null':
      return { ...flat, null: true };
    case 'boolean':
      return { ...flat, boolean: true };
    case 'integer':
    case 'number':
      return {
        ...flat,
        number: { ...(type === 'integer' && { integer: true as const }), ...boundsOf(node, 'minimum', 'maximum') },
      };
    case 'array':
      return { ...flat, lists: [{ items: objectAt(node['items']), ...boundsOf(node, 'minItems', 'maxItems') }] };
    case 'object':
      return { ...flat, objects: [flattenObject(node)] };
    default:
      return node['format'] === 'binary' ? { ...flat, file: true } : { ...flat, text: flattenText(node) };
  }
}

function flattenText(node: JsonObject) {
  const values = 'const' in node ? [textOf(node['const'])] : textsIn(node['enum']);
  return { ...(values.length > 0 && { values }), ...boundsOf(node, 'minLength', 'maxLength') };
}

function flattenObject(node: JsonObject) {
  const entries = Object.entries(objectAt(node['properties'])).map(([name, value]) => [name, objectAt(value)] as const);
  const extra = node['additionalProperties'];
  return {
    properties: new Map(entries),
    required: new Set(textsIn(node['required'])),
    isOpen: extra === true || isObject(extra) || entries.length === 0,
  };
}

/** The types a schema names, or those that its keywords imply. */
function typesOf(node: JsonObject): string[] {
  const named = textsIn(node['type']);
  if (named.length > 0) return named;
  if ('properties' in node || 'additionalProperties' in node) return ['object'];
  if ('items' in node) return ['array'];
  const [value] = Array.isArray(node['enum']) ? node['enum'] : [node['const']];
  return value === undefined ? [] : [typeof value];
}

export function openDocument(content: unknown): ApiDocument {
  const schemas = objectAt(objectAt(objectAt(content)['components'])['schemas']);
  const paths = objectAt(objectAt(content)['paths']);
  const nameOf = (node: DocumentNode): string | undefined => {
    if ('$recursiveRef' in node) return 'CompoundFilter';
    const choices = objectsIn(node['anyOf'] ?? node['oneOf']).map(nameOf);
    if (choices.length > 0) return choices.includes(undefined) ? undefined : choices.join('|');
    return textOf(node['$ref']).split('/').pop() || undefined;
  };

  const flatten = (node: DocumentNode): Flat<DocumentNode> => {
    const name = textOf(node['$ref']).split('/').pop();
    // The only recursive reference is that of a filter made of filters.
    if ('$recursiveRef' in node) return flatten(objectAt(schemas['CompoundFilter']));
    if (name) return flatten(objectAt(schemas[name]));
    const choices = objectsIn(node['anyOf'] ?? node['oneOf']);
    const parts = objectsIn(node['allOf']);
    const own = typesOf(node).map(type => flattenType(type, node));
    let flat = own.reduce<Flat<DocumentNode>>(unite, emptyFlat());
    if (choices.length > 0) {
      const chosen = choices.map(flatten).reduce<Flat<DocumentNode>>(unite, emptyFlat());
      flat = own.length > 0 ? intersect(flat, chosen) : chosen;
    }
    for (const part of parts) flat = own.length + choices.length > 0 ? intersect(flat, flatten(part)) : flatten(part);
    if (parts.length > 1) flat = parts.map(flatten).reduce(intersect);
    const isAny = own.length + choices.length + parts.length === 0;
    return { ...flat, any: flat.any || isAny, null: flat.null || node['nullable'] === true };
  };

  return {
    nameOf,
    flatten,
    paths: () => Object.keys(paths).filter(path => !path.includes('?')),
    request: (path, mediaType) => {
      const body = objectAt(objectAt(objectAt(paths[path])['post'])['requestBody']);
      const found = objectAt(objectAt(body['content'])[mediaType])['schema'];
      return isObject(found) ? found : undefined;
    },
  };
}
