import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ResponseFormatTextConfig } from 'openai/resources/responses/responses';
import type { ResponseFormatJSONObject, ResponseFormatText } from 'openai/resources/shared';
import { isJsonObject } from '../options/json-object';
import type { Problem } from '../options/option';
import { isWrittenSchema, type OutputFields, readOutputFields } from './output-fields';

/** The options of structured output. */
export interface StructuredOptions {
  /** `text`, `json_object`, `json_schema`, or what the API adds later. */
  response_format?: string | undefined;
  json_schema?: Record<string, unknown> | undefined;
  /** The fields of the answer, in place of a schema. */
  output_fields?: OutputFields | undefined;
}

/** A schema with the name and strictness that the API requires beside it. */
export interface NamedSchema {
  name: string;
  schema: Record<string, unknown>;
  strict: boolean;
  description?: string;
}

/** Accepts a bare schema, `{ name, schema, strict }` as in the API's documentation, or the Playground's whole `response_format`. */
function nameSchema(value: Record<string, unknown>): NamedSchema {
  const json_schema = unwrapFormat(value);
  const wrapped = isJsonObject(json_schema['schema']) ? json_schema : undefined;
  const name = wrapped?.['name'] ?? json_schema['title'];
  const description = wrapped?.['description'];
  return {
    // The API accepts letters, digits, underscores and dashes.
    name: (typeof name === 'string' ? name : '').replace(/[^\w-]+/g, '_').slice(0, 64) || 'answer',
    schema: isJsonObject(wrapped?.['schema']) ? wrapped['schema'] : json_schema,
    strict: wrapped?.['strict'] !== false,
    ...(typeof description === 'string' && { description }),
  };
}

/** The schema in a copied `response_format`, or in the `text` or `format` of the Responses API. */
function unwrapFormat(value: Record<string, unknown>): Record<string, unknown> {
  const isFormat = value['type'] === 'json_schema' || !('type' in value || 'properties' in value || 'schema' in value);
  const inner = ['json_schema', 'response_format', 'format', 'text'].map(name => value[name]).find(isJsonObject);
  return isFormat && inner ? unwrapFormat(inner) : value;
}

/** The requested format, which a schema or fields on their own imply. */
export function formatOf(options: StructuredOptions): string {
  const { response_format, json_schema, output_fields } = options;
  return response_format ?? (json_schema || output_fields ? 'json_schema' : 'text');
}

/** Whether the answer is asked to be JSON; of formats that the API adds later, nobody knows. */
export const asksForJson = (options: StructuredOptions): boolean =>
  ['json_object', 'json_schema'].includes(formatOf(options));

/** The schema that the answer is asked to follow, if there is one. */
export function schemaOf(options: StructuredOptions): NamedSchema | undefined {
  const { json_schema, output_fields } = options;
  if (formatOf(options) !== 'json_schema') return undefined;
  if (json_schema) return nameSchema(json_schema);
  if (!output_fields) return undefined;
  return isWrittenSchema(output_fields)
    ? nameSchema(output_fields)
    : { name: 'answer', schema: readOutputFields(output_fields).schema, strict: true };
}

/** The format for a chat completion; empty for plain text. */
export function toResponseFormat(
  options: StructuredOptions
): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  const format = formatOf(options);
  if (format === 'text') return {};
  const json_schema = schemaOf(options);
  return { response_format: json_schema ? { type: 'json_schema', json_schema } : toPlainFormat(format) };
}

/** The format for the Responses API. */
export function toTextFormat(options: StructuredOptions): ResponseFormatTextConfig {
  const format = formatOf(options);
  const schema = schemaOf(options);
  return schema ? { type: 'json_schema', ...schema } : toPlainFormat(format);
}

/** A format that has no schema; one that the API adds later is sent by its name. */
const toPlainFormat = (format: string): ResponseFormatText | ResponseFormatJSONObject =>
  ({ type: format }) as ResponseFormatText | ResponseFormatJSONObject;

/** Checks a strict schema against OpenAI's guide to structured outputs, before a billed request would fail on it. */
export function inspectSchema(options: StructuredOptions): Problem[] {
  const { json_schema, output_fields } = options;
  const field = json_schema ? 'json_schema' : 'output_fields';
  const format = formatOf(options);
  if (json_schema && output_fields) {
    const message = 'output_fields and json_schema cannot be combined; set one of them';
    return [{ field: 'output_fields', message, allowed: ['output_fields', 'json_schema'] }];
  }
  if (!json_schema && !output_fields) {
    const message = 'json_schema or output_fields is required when response_format is json_schema';
    return format === 'json_schema' ? [{ field: 'json_schema', message }] : [];
  }
  if (format !== 'json_schema') {
    const message = `response_format must be json_schema when ${field} is set; got "${format}"`;
    return [{ field: 'response_format', message, allowed: ['json_schema'] }];
  }
  if (output_fields && !isWrittenSchema(output_fields)) return readOutputFields(output_fields).problems;
  const named = schemaOf(options);
  if (!named?.strict) return [];
  const { schema } = named;
  const root = schema['type'] === 'object' || schema['$ref'] !== undefined ? [] : ['must have "type": "object"'];
  return [...root.map(message => ({ path: field, message })), ...inspectStrict(schema, field)].map(
    ({ path, message }) => ({ field: path, message: `${path} ${message} (or set "strict": false)` })
  );
}

interface Fault {
  path: string;
  message: string;
}

function inspectStrict(node: unknown, path: string): Fault[] {
  if (Array.isArray(node)) return node.flatMap((entry, index) => inspectStrict(entry, `${path}[${index}]`));
  if (!isJsonObject(node)) return [];
  const inner = listSchemas(node, path).flatMap(({ at, schema }) => inspectStrict(schema, at));
  return [...inspectObject(node, path), ...inner];
}

function inspectObject(
  { properties, additionalProperties, required: names }: Record<string, unknown>,
  path: string
): Fault[] {
  if (!isJsonObject(properties)) return [];
  const required = new Set<unknown>(Array.isArray(names) ? names : []);
  const optional = Object.keys(properties).filter(name => !required.has(name));
  return [
    ...(additionalProperties === false ? [] : [{ path, message: 'must have "additionalProperties": false' }]),
    ...(optional.length === 0
      ? []
      : [{ path, message: `must list ${optional.map(name => `"${name}"`).join(', ')} in "required"` }]),
  ];
}

/** The schemas within a schema, by their paths. */
function listSchemas(node: Record<string, unknown>, path: string): { at: string; schema: unknown }[] {
  const entriesOf = (keyword: string) =>
    Object.entries(isJsonObject(node[keyword]) ? node[keyword] : {}).map(([name, schema]) => ({
      at: `${path}.${keyword}.${name}`,
      schema,
    }));
  const parts = ['items', 'anyOf'].map(keyword => ({ at: `${path}.${keyword}`, schema: node[keyword] }));
  return [...entriesOf('properties'), ...parts, ...entriesOf('$defs'), ...entriesOf('definitions')];
}
