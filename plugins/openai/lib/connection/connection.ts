import { QueryError } from '@tooljet/plugins-sdk-shim';
import { prices, readPrices } from '../cost/price-book';
import type { Checks } from '../options/checker';
import type { Option, Problem } from '../options/option';
import { findProblems } from '../options/problems';
import { readOptions } from '../options/reader';
import type { Connection } from '../types/connection';

const OPENAI = 'https://api.openai.com/v1';

// Header values that are not printable would be quoted, key and all, by the error that fetch throws.
const HEADER_TEXT = '^[\\x21-\\x7E]+$';

/** The fields of the connection form; camelCase because ToolJet's own plugin stores `apiKey` and `organizationId`. */
export const connectionOptions = {
  apiKey: {
    type: 'string',
    title: 'API key',
    description: 'Key of the OpenAI platform, or of the compatible server named under Base URL.',
    trim: true,
    pattern: HEADER_TEXT,
  },
  organizationId: {
    type: 'string',
    title: 'Organization ID',
    description:
      'For keys that belong to several organizations; found at platform.openai.com/settings/organization/general.',
    examples: ['org-...'],
    trim: true,
    pattern: HEADER_TEXT,
  },
  projectId: {
    type: 'string',
    title: 'Project ID',
    description: 'Only for keys that may use several projects.',
    examples: ['proj_...'],
    trim: true,
    pattern: HEADER_TEXT,
  },
  baseUrl: {
    type: 'string',
    title: 'Base URL',
    description: "Of a compatible server, a gateway, or Azure's /openai/v1; /v1 is added where the path is empty.",
    examples: [OPENAI],
    trim: true,
    pattern: '^https?://',
    accepts: 'a URL that begins with https:// or http://',
  },
  authHeader: {
    type: 'string',
    title: 'Key is sent as',
    description: 'Azure takes api-key, all others a bearer token.',
    enum: ['bearer', 'api-key'],
    labels: ['Authorization: Bearer', 'api-key'],
    default: 'bearer',
  },
  headers: {
    type: ['array', 'object'],
    title: 'Headers',
    description: 'Sent with every request, for gateways: a JSON object of names and values. Kept encrypted.',
    examples: ['{ "x-team": "data" }'],
    long: true,
  },
  timeoutSeconds: {
    type: 'number',
    title: 'Timeout (seconds)',
    description: 'Until a query gives up: 1 to 3600. High-quality images may take two minutes.',
    examples: ['300'],
    minimum: 1,
    maximum: 3600,
    default: 300,
  },
  maxRetries: {
    type: 'integer',
    title: 'Retries',
    description: 'After rate limits and server errors: 0 to 10. Never where a request may be billed twice.',
    examples: ['2'],
    minimum: 0,
    maximum: 10,
    default: 2,
  },
  allowPrivateNetwork: {
    type: 'boolean',
    title: 'Allow private network',
    description: 'Lets image links point to private and loopback addresses.',
    default: false,
  },
  prices,
  maxCostUsd: {
    type: 'number',
    title: 'Highest cost of a query (USD)',
    description: 'Queries that may cost more, or whose cost has no known bound, are not sent.',
    examples: ['0.50'],
    minimum: 0,
  },
} satisfies Record<string, Option>;

/** What the checker enforces of a connection. */
export const connectionChecks: Checks = { id: 'connection', required: [], options: connectionOptions, rules: [] };

/**
 * Reads a host's source options.
 *
 * @throws QueryError naming every field that is wrong; the key and header values are never shown.
 */
export function readConnection(given: object): Connection {
  const { options, problems } = readOptions(connectionOptions, given);
  problems.push(...findProblems(connectionChecks, options, connectionOptions).map(hideSecret));

  const { url, query, problem } = readBaseUrl(options['baseUrl']);
  if (problem && !problems.some(({ field }) => field === 'baseUrl')) problems.push(problem);
  const headers = readHeaders(options['headers'], problems);
  const stated = typeof options['prices'] === 'object' && options['prices'] ? options['prices'] : {};
  const book = readPrices(Array.isArray(stated) ? {} : stated, url === OPENAI, problems);
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined);
  const apiKey = text('apiKey');
  if (!apiKey && !text('baseUrl')) problems.push({ field: 'apiKey', message: 'apiKey is required' });

  if (problems.length > 0) {
    const messages = problems.map(({ message }) => message).join('\n');
    throw new QueryError('The connection is not complete', messages, {
      code: 'invalid_options',
      category: 'invalid_options',
      retryable: false,
      problems,
    });
  }
  const organizationId = text('organizationId');
  const projectId = text('projectId');
  const limit = options['maxCostUsd'];
  return {
    ...(apiKey && { apiKey }),
    ...(organizationId && { organizationId }),
    ...(projectId && { projectId }),
    baseUrl: url,
    baseQuery: query,
    authHeader: options['authHeader'] === 'api-key' ? 'api-key' : 'bearer',
    headers,
    timeoutSeconds: Number(options['timeoutSeconds'] ?? connectionOptions.timeoutSeconds.default),
    maxRetries: Number(options['maxRetries'] ?? connectionOptions.maxRetries.default),
    allowPrivateNetwork: options['allowPrivateNetwork'] === true,
    prices: book,
    ...(typeof limit === 'number' && { maxCostUsd: limit }),
  };
}

function hideSecret(problem: Problem): Problem {
  const secretive = ['apiKey', 'organizationId', 'projectId'].includes(problem.field);
  return secretive
    ? { field: problem.field, message: `${problem.field} has characters that a key cannot have, such as spaces` }
    : problem;
}

/** Repairs what people type: blanks, trailing slashes, a missing /v1. */
function readBaseUrl(given: unknown): { url: string; query: Record<string, string>; problem?: Problem } {
  if (typeof given !== 'string') return { url: OPENAI, query: {} };
  const invalid = (message: string) => ({ url: OPENAI, query: {}, problem: { field: 'baseUrl', message } });
  if (!URL.canParse(given.trim())) return invalid(`baseUrl is not a URL; ${OPENAI} is one`);
  const url = new URL(given.trim());
  if (url.username || url.password)
    return invalid('baseUrl must not hold a user name or password; use API key or Headers');
  const path = url.pathname.replace(/\/+$/, '') || '/v1';
  return { url: `${url.origin}${path}`, query: Object.fromEntries(url.searchParams) };
}

const RESERVED = [
  'authorization',
  'api-key',
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
];

/** A JSON object, or the host's header table: a list of pairs with blank rows. */
function readHeaders(given: unknown, problems: Problem[]): Record<string, string> {
  const pairs: unknown[] = Array.isArray(given) ? given : Object.entries(given ?? {});
  const headers: Record<string, string> = {};
  for (const pair of pairs) {
    const [name, value] = readHeader(pair);
    if (name === '' && value === '') continue;
    const say = (message: string) => problems.push({ field: 'headers', message });
    const invalid = (why: string) => say(`headers: "${name}" ${why}`);
    if (name === undefined) say('headers: each must be a name and a text');
    // What is no name may be a secret in the wrong place.
    else if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) say('headers: one of the names is not a header name');
    else if (RESERVED.includes(name.toLowerCase())) invalid('is set by the plugin; the key belongs under API key');
    else if (value === undefined || !/^[\t\x20-\x7E]*$/.test(value)) invalid('has a value that a header cannot have');
    else headers[name] = value;
  }
  return headers;
}

function readHeader(pair: unknown): (string | undefined)[] {
  if (!Array.isArray(pair) || pair.length !== 2) return [];
  return pair.map((part: unknown) => {
    if (part === null || part === undefined) return '';
    return typeof part === 'string' || typeof part === 'number' ? String(part).trim() : undefined;
  });
}
