import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ResponseFormatTextConfig } from 'openai/resources/responses/responses';
import { isJsonObject } from '../options/json-object';
import type { Problem } from '../options/option';

/** The options of structured output. */
export interface StructuredOptions {
  response_format?: 'text' | 'json_object' | 'json_schema' | undefined;
  json_schema?: Record<string, unknown> | undefined;
}

/** A schema with the name and strictness that the API requires beside it. */
interface NamedSchema {
  name: string;
  schema: Record<string, unknown>;
  strict: boolean;
  description?: string;
}

/** Accepts a bare schema, `{ name, schema, strict }` as in the API's documentation, or the Playground's whole `response_format`. */
function nameSchema(given: Record<string, unknown>): NamedSchema {
  const json_schema = unwrapFormat(given);
  const wrapped = isJsonObject(json_schema['schema']) ? json_schema : undefined;
  const name = wrapped?.['name'] ?? json_schema['title'];
  const description = wrapped?.['description'];
  return {
    // The API accepts letters, digits, underscores and dashes.
    name: (typeof name === 'string' ? name : 'answer').replace(/[^\w-]+/g, '_').slice(0, 64) || 'answer',
    schema: isJsonObject(wrapped?.['schema']) ? wrapped['schema'] : json_schema,
    strict: wrapped?.['strict'] !== false,
    ...(typeof description === 'string' && { description }),
  };
}

/** The schema in a copied `response_format`, or in the `text` or `format` of the Responses API. */
function unwrapFormat(given: Record<string, unknown>): Record<string, unknown> {
  const isFormat = given['type'] === 'json_schema' || !('type' in given || 'properties' in given || 'schema' in given);
  const inner = ['json_schema', 'response_format', 'format', 'text'].map(name => given[name]).find(isJsonObject);
  return isFormat && inner ? unwrapFormat(inner) : given;
}

/** The requested format, which a schema on its own implies. */
export function formatOf({ response_format, json_schema }: StructuredOptions): 'text' | 'json_object' | 'json_schema' {
  return response_format ?? (json_schema ? 'json_schema' : 'text');
}

/** The format for a chat completion; empty for plain text. */
export function toResponseFormat(
  options: StructuredOptions
): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  const format = formatOf(options);
  if (format === 'text') return {};
  if (format === 'json_object' || !options.json_schema) return { response_format: { type: 'json_object' } };
  return { response_format: { type: 'json_schema', json_schema: nameSchema(options.json_schema) } };
}

/** The format for the Responses API. */
export function toTextFormat(options: StructuredOptions): ResponseFormatTextConfig {
  const format = formatOf(options);
  if (format !== 'json_schema' || !options.json_schema) return { type: format === 'text' ? 'text' : 'json_object' };
  return { type: 'json_schema', ...nameSchema(options.json_schema) };
}

/** Checks a strict schema against OpenAI's guide to structured outputs, before a billed request would fail on it. */
export function inspectSchema(options: StructuredOptions): Problem[] {
  const { json_schema } = options;
  const format = formatOf(options);
  if (format === 'json_schema' && !json_schema) {
    return [{ field: 'json_schema', message: 'json_schema is required when response_format is json_schema' }];
  }
  if (!json_schema) return [];
  if (format !== 'json_schema') {
    const message = `response_format must be json_schema when json_schema is set; got "${format}"`;
    return [{ field: 'response_format', message, allowed: ['json_schema'] }];
  }
  const { schema, strict } = nameSchema(json_schema);
  if (!strict) return [];
  const root = schema['type'] === 'object' || schema['$ref'] !== undefined ? [] : ['must have "type": "object"'];
  return [...root.map(message => ({ path: 'json_schema', message })), ...inspectStrict(schema, 'json_schema')].map(
    ({ path, message }) => ({ field: path, message: `${path} ${message} (or set "strict": false)` })
  );
}

function inspectStrict(node: unknown, path: string): { path: string; message: string }[] {
  if (Array.isArray(node)) return node.flatMap((entry, index) => inspectStrict(entry, `${path}[${index}]`));
  if (!isJsonObject(node)) return [];
  const found: { path: string; message: string }[] = [];
  const properties = isJsonObject(node['properties']) ? node['properties'] : undefined;
  if (properties) {
    if (node['additionalProperties'] !== false)
      found.push({ path, message: 'must have "additionalProperties": false' });
    const required = new Set<unknown>(Array.isArray(node['required']) ? node['required'] : []);
    const optional = Object.keys(properties).filter(name => !required.has(name));
    if (optional.length > 0) found.push({ path, message: `must list ${optional.join(', ')} in "required"` });
  }
  const inner = Object.entries(properties ?? {}).map(([name, schema]) => ({
    at: `${path}.properties.${name}`,
    schema,
  }));
  for (const keyword of ['items', 'anyOf']) inner.push({ at: `${path}.${keyword}`, schema: node[keyword] });
  for (const keyword of ['$defs', 'definitions']) {
    const shared = node[keyword];
    if (!isJsonObject(shared)) continue;
    for (const [name, schema] of Object.entries(shared)) inner.push({ at: `${path}.${keyword}.${name}`, schema });
  }
  return [...found, ...inner.flatMap(({ at, schema }) => inspectStrict(schema, at))];
}
