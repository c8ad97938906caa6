import { QueryError } from '@tooljet/plugins-sdk-shim';
import { bare } from '../catalogue/bare';
import { prices, readPrices } from '../cost/price-book';
import type { Checks } from '../options/checker';
import { isJsonObject } from '../options/json-object';
import type { Option, Problem } from '../options/option';
import { findProblems } from '../options/problems';
import { readOptions } from '../options/reader';
import type { Connection } from '../types/connection';
import { readHeaders } from './headers';
import { checkCertificate, checkProxy, PROXY_PROBLEM } from './route-fields';

const OPENAI_URL = 'https://api.openai.com/v1';

// fetch quotes other header values in the error it throws, which would show the key.
const HEADER_PATTERN = '^[\\x21-\\x7E]+$';

/** The fields of the connection form. ToolJet's own plugin stores `apiKey` and `organizationId`, hence camelCase. */
export const connectionOptions = {
  apiKey: {
    type: 'string',
    title: 'API key',
    description: 'API key of the OpenAI platform, or of the compatible server in Base URL. Stored encrypted.',
    examples: ['sk-...'],
    trim: true,
    pattern: HEADER_PATTERN,
  },
  organizationId: {
    type: 'string',
    title: 'Organization ID',
    description:
      'For keys that belong to several organizations. Find it at platform.openai.com/settings/organization/general.',
    examples: ['org-abc123'],
    trim: true,
    pattern: HEADER_PATTERN,
  },
  projectId: {
    type: 'string',
    title: 'Project ID',
    description: 'Only for keys that can use several projects.',
    examples: ['proj_abc123'],
    trim: true,
    pattern: HEADER_PATTERN,
  },
  baseUrl: {
    type: 'string',
    title: 'Base URL',
    description: "URL of a compatible server, a gateway, or Azure's /openai/v1. /v1 is added if the path is empty.",
    examples: [OPENAI_URL],
    trim: true,
    pattern: '^https?://',
    accepts: 'a URL that begins with https:// or http://',
  },
  authHeader: {
    type: 'string',
    title: 'Key is sent as',
    description: 'Azure expects api-key, all others a bearer token.',
    enum: ['bearer', 'api-key'],
    labels: ['Authorization: Bearer', 'api-key'],
    default: 'bearer',
  },
  headers: {
    type: ['array', 'object'],
    title: 'Headers',
    description: 'Sent with every request, for gateways: a JSON object of names and values. Stored encrypted.',
    examples: ['{ "x-team": "data" }'],
    long: true,
  },
  timeoutSeconds: {
    type: 'number',
    title: 'Timeout (seconds)',
    description: 'Time limit of a query: 1 to 3600. High-quality images may take two minutes.',
    examples: ['300'],
    minimum: 1,
    maximum: 3600,
    default: 300,
  },
  maxRetries: {
    type: 'integer',
    title: 'Retries',
    description:
      'Retries after rate limits and server errors: 0 to 10. Requests that may be billed twice are never retried.',
    examples: ['2'],
    minimum: 0,
    maximum: 10,
    default: 2,
  },
  allowPrivateNetwork: {
    type: 'boolean',
    title: 'Allow private network',
    description: 'Allows file links to private and loopback addresses.',
    default: false,
  },
  proxyUrl: {
    type: 'string',
    title: 'Proxy URL',
    description: 'HTTP proxy for all requests and file links. May contain a user name and password. Stored encrypted.',
    examples: ['http://proxy.example.com:3128'],
    trim: true,
    pattern: '^https?://[^\\s]+$',
  },
  caCertificate: {
    type: 'string',
    title: 'CA certificate',
    description:
      'PEM certificates to trust in addition to those of the host, for servers and proxies with a certificate of your own.',
    examples: ['-----BEGIN CERTIFICATE-----'],
    trim: true,
    long: true,
  },
  prices,
  maxCostUsd: {
    type: 'number',
    title: 'Maximum cost of a query (USD)',
    description: 'Queries that may cost more, or whose maximum cost is unknown, are not sent.',
    examples: ['0.50'],
    minimum: 0,
  },
} satisfies Record<string, Option>;

/** The checks of a connection. */
export const connectionChecks: Checks = { id: 'connection', required: [], options: connectionOptions, rules: [] };

/**
 * Reads a host's source options.
 *
 * @param day Today, YYYY-MM-DD.
 * @throws QueryError with every invalid field; keys and header values are never shown.
 */
export function readConnection(sourceOptions: object, day: string): Connection {
  const { options, problems } = readOptions(connectionOptions, sourceOptions);
  problems.push(...findProblems(connectionChecks, options, connectionOptions).map(hideSecret));

  const { url, query, problem } = readBaseUrl(options['baseUrl']);
  if (problem && !problems.some(({ field }) => field === 'baseUrl')) problems.push(problem);
  const headers = readHeaders(options['headers'], problems);
  const ownPrices = isJsonObject(options['prices']) ? options['prices'] : {};
  const book = readPrices(ownPrices, url === OPENAI_URL, day, problems);
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined);
  const apiKey = text('apiKey');
  if (!apiKey && !text('baseUrl')) problems.push({ field: 'apiKey', message: 'apiKey is required' });

  problems.push(...checkProxy(text('proxyUrl'), problems), ...checkCertificate(text('caCertificate')));

  if (problems.length > 0) throw invalidSettings(problems);
  const organizationId = text('organizationId');
  const projectId = text('projectId');
  const [proxyUrl, caCertificate] = [text('proxyUrl'), text('caCertificate')];
  const limit = options['maxCostUsd'];
  return bare<Connection>({
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
    ...(proxyUrl && { proxyUrl }),
    ...(caCertificate && { caCertificate }),
    prices: book,
    ...(typeof limit === 'number' && { maxCostUsd: limit }),
  });
}

function invalidSettings(problems: Problem[]): QueryError {
  const labeled = problems.map(useLabel);
  const description = labeled.map(({ message }) => message).join('\n');
  return new QueryError('Connection settings are invalid', description, {
    code: 'invalid_options',
    category: 'invalid_options',
    retryable: false,
    problems: labeled,
  });
}

/** The same problem with the field's label, as the form shows it, in place of its key. */
function useLabel(problem: Problem): Problem {
  const { field, message } = problem;
  const label = Object.entries<Option>(connectionOptions).find(([name]) => name === field)?.[1].title;
  return label && message.startsWith(field) ? { ...problem, message: label + message.slice(field.length) } : problem;
}

/** Says what is wrong with a key or an id without any part of its value. */
function hideSecret(problem: Problem): Problem {
  const { field } = problem;
  if (field === 'proxyUrl') return PROXY_PROBLEM;
  if (field === 'organizationId') {
    const message = `${field} is not a valid id, such as org-abc123. Clear the field, or enter the id of your organization; older versions of this plugin never sent it`;
    return { field, message };
  }
  if (field !== 'apiKey' && field !== 'projectId') return problem;
  return { field, message: `${field} must be a string of printable ASCII characters without spaces` };
}

/** An endpoint at the end of a base URL that was copied whole. */
const ENDPOINT =
  /\/(chat\/completions|completions|responses|embeddings|moderations|models|images\/(generations|edits|variations)|audio\/(speech|transcriptions|translations)|files|batches)$/;

/** Reads the base URL as people type it: with spaces around it, with trailing slashes, without /v1, or with an endpoint. */
function readBaseUrl(baseUrl: unknown): { url: string; query: Record<string, string>; problem?: Problem } {
  if (typeof baseUrl !== 'string') return { url: OPENAI_URL, query: {} };
  const invalid = (message: string) => ({ url: OPENAI_URL, query: {}, problem: { field: 'baseUrl', message } });
  if (!URL.canParse(baseUrl.trim())) return invalid(`baseUrl is not a valid URL, such as ${OPENAI_URL}`);
  const url = new URL(baseUrl.trim());
  if (url.username || url.password)
    return invalid('baseUrl must not contain a user name or password; use API key or Headers');
  const path = url.pathname.replace(/\/+$/, '').replace(ENDPOINT, '') || '/v1';
  return { url: `${url.origin}${path}`, query: Object.fromEntries(url.searchParams) };
}
