import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import type { ReceivedRequest } from 'openai-emulator';
import { findFactViolations } from './api-facts';

type Json = Record<string, unknown>;

/** What has become legal since the document was published, by path and parameter. */
const newer: Record<string, Record<string, Json>> = {
  '/images/generations': {
    quality: { enum: ['standard', 'hd', 'low', 'medium', 'high', 'xhigh', 'max', 'auto'] },
    output_format: { enum: ['png', 'jpeg', 'webp', 'gif', 'svg'] },
    size: { type: 'string', pattern: '^(auto|[1-9]\\d*x[1-9]\\d*)$' },
    safety_identifier: { type: 'string', maxLength: 128 },
  },
  '/images/edits': {
    quality: { enum: ['low', 'medium', 'high', 'xhigh', 'max', 'auto'] },
    output_format: { enum: ['png', 'jpeg', 'webp', 'gif'] },
    size: { type: 'string', pattern: '^(auto|[1-9]\\d*x[1-9]\\d*)$' },
    safety_identifier: { type: 'string', maxLength: 128 },
  },
  '/chat/completions': {
    service_tier: { enum: ['auto', 'default', 'flex', 'scale', 'priority', 'fast'] },
    reasoning_effort: { enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] },
  },
};

/** Compiles each of their rules once. */
const newerRules = new Ajv();

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where OpenAI's own API document lies: `OPENAI_API_DOCUMENT`, else a folder beside the repository; `none` for nowhere. */
function findDocument(): string | undefined {
  const named = process.env['OPENAI_API_DOCUMENT'];
  if (named === 'none') return undefined;
  if (named) return named;
  const around = join(__dirname, '../../..');
  return readdirSync(around)
    .map(folder => join(around, folder, 'openapi/openai-openapi.json'))
    .find(existsSync);
}

/**
 * The document says `nullable` where JSON Schema of today says null among the types, and `oneOf` where several of its
 * schemas fit: a user's message is both an easy and an ordinary one.
 */
function withoutNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNullable);
  if (!isObject(node)) return node;
  const rest = Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) =>
      key === 'nullable' ? [] : [[key === 'oneOf' ? 'anyOf' : key, withoutNullable(value)]]
    )
  );
  if (node['nullable'] !== true) return rest;
  const { type, enum: values } = rest;
  if (typeof type !== 'string') return { anyOf: [rest, { type: 'null' }] };
  return { ...rest, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

interface Checker {
  paths: Json;
  resolve(node: unknown): Json;
  compile(reference: string): ValidateFunction;
}

let checker: Checker | undefined;

function openDocument(file: string): Checker {
  const document = withoutNullable(JSON.parse(readFileSync(file, 'utf8'))) as Json;
  const unchecked = { strict: false, validateSchema: false, validateFormats: false, logger: false } as const;
  // To optimize takes longer than what a few hundred requests gain by it.
  const ajv = new Ajv({ ...unchecked, allErrors: true, code: { optimize: false } });
  ajv.addSchema(document, 'openai');
  const compiled = new Map<string, ValidateFunction>();
  const stepInto = (node: unknown, step: string) =>
    isObject(node) ? node[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  const resolve = (node: unknown): Json => {
    if (!isObject(node)) return {};
    const { $ref: reference } = node;
    return typeof reference === 'string'
      ? resolve(reference.split('/').slice(1).reduce<unknown>(stepInto, document))
      : node;
  };
  return {
    paths: document['paths'] as Json,
    resolve,
    compile: reference => {
      const validate = compiled.get(reference) ?? ajv.compile({ $ref: `openai${reference}` });
      compiled.set(reference, validate);
      return validate;
    },
  };
}

export const documentFile = findDocument();

/** Whether requests can be checked here at all. */
export const hasDocument = documentFile !== undefined;

/** A path of the API without what the document leaves out. */
function shorten(path: string): string {
  return path.replace(/^\/v1|\?.*$/g, '');
}

/** The path under which the document describes a request; undefined where it does not. */
function findRoute({ paths, resolve }: Checker, method: string, asked: string): string | undefined {
  const candidates = Object.keys(paths).filter(candidate => !candidate.includes('?') && matches(candidate, asked));
  // An id may be any word, such as the name of another endpoint.
  return candidates.find(candidate => {
    const operation = resolve(resolve(paths[candidate])[method.toLowerCase()]);
    return Object.keys(operation).length > 0;
  });
}

function toReference(steps: string[]): string {
  return `#/paths/${steps.map(step => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** What an answer does against OpenAI's own API document; nothing where the document is not at hand. */
export function findAnswerViolations(method: string, path: string, body: unknown): string[] {
  if (!documentFile) return [];
  checker ??= openDocument(documentFile);
  const asked = shorten(path);
  const route = findRoute(checker, method, asked);
  if (!route) return [`${method} ${asked} is not in the document`];
  const steps = [route, method.toLowerCase(), 'responses', '200', 'content', 'application/json', 'schema'];
  const validate = checker.compile(toReference(steps));
  if (validate(body)) return [];
  return (validate.errors ?? []).map(error => `${asked}${error.instancePath} ${error.message}`);
}

/** Endpoints that the SDK has, and the document of the summer has not. */
const isNewer = (path: string) => ['/decisions'].includes(path);

/** What a received request does against OpenAI's own API document; against the facts taken from it where it is not at hand. */
export function findViolations(request: ReceivedRequest): string[] {
  const { method, path, body } = request;
  if (!path.startsWith('/v1/')) return [];
  if (!documentFile) return findFactViolations(request);
  checker ??= openDocument(documentFile);
  const { paths, resolve, compile } = checker;
  const asked = shorten(path);
  const route = findRoute(checker, method, asked);
  if (!route) return isNewer(asked) ? [] : [`${method} ${asked} is not in the document`];
  if (!isObject(body)) return [];

  const steps = [route, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
  const schema = steps.reduce<unknown>((node, step) => resolve(node)[step], paths);
  const overlay = newer[route] ?? {};
  const known = [...namesIn(schema, resolve), ...Object.keys(overlay)];
  const unknown = Object.keys(body).filter(name => !known.includes(name));
  const old = Object.fromEntries(Object.entries(spellOut(body)).filter(([name]) => !(name in overlay)));
  const validate = compile(toReference(steps));
  const isRight = validate(old);
  return [
    ...unknown.map(name => `${asked} does not know ${name}`),
    ...(isRight ? [] : (validate.errors ?? []).map(error => `${asked}${error.instancePath} ${error.message}`)),
    ...Object.entries(overlay)
      .filter(([name, rule]) => name in body && !newerRules.validate(rule, body[name]))
      .map(([name]) => `${asked}/${name} is ${JSON.stringify(body[name])}`),
  ];
}

/** What an answer does against one of the document's schemas; nothing where the document is not at hand. */
export function findFaults(schema: string, answer: unknown): string[] {
  if (!documentFile) return [];
  checker ??= openDocument(documentFile);
  const validate = checker.compile(`#/components/schemas/${schema}`);
  return validate(answer)
    ? []
    : (validate.errors ?? []).map(error => `${schema}${error.instancePath} ${error.message}`);
}

/**
 * OpenAI's guide to image generation names an earlier image by its id alone, where the document wants the whole call; and
 * of an approval the document requires a `request_id` that it does not describe.
 */
function spellOut(body: Json): Json {
  const { input } = body;
  if (!Array.isArray(input)) return body;
  const isShort = (item: unknown) => isObject(item) && item['type'] === 'image_generation_call' && !('result' in item);
  const items: unknown[] = input;
  return {
    ...body,
    input: items.map(item => {
      if (isShort(item)) return { ...Object(item), status: 'completed', result: null };
      const isApproval = isObject(item) && item['type'] === 'mcp_approval_response';
      return isApproval ? { ...item, request_id: item['approval_request_id'] } : item;
    }),
  };
}

/** Whether a path is one of the document's, whose variable parts stand in braces. */
function matches(route: string, path: string): boolean {
  const parts = path.split('/');
  const pattern = route.split('/');
  return pattern.length === parts.length && pattern.every((part, index) => part[0] === '{' || part === parts[index]);
}

/** Every parameter that a request's schema names, in itself or in what it is composed of. */
function namesIn(node: unknown, resolve: (node: unknown) => Json): string[] {
  const schema = resolve(node);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(keyword => (Array.isArray(schema[keyword]) ? schema[keyword] : []));
  return [...Object.keys(resolve(schema['properties'])), ...parts.flatMap(part => namesIn(part, resolve))];
}
