import { isJsonObject } from '../options/json-object';
import type { Connection } from '../types/connection';

const REMOVED = '[removed]';

/** Shorter strings may be ordinary words, whose removal would garble the server's message. */
const MIN_LENGTH = { secret: 8, sent: 8 } as const;

/** Longer messages are cut off. */
const MAX_SHOWN = 1000;

/** Parameters of a base URL that name the version of the API are not secret. */
const VERSION_PARAMETER = /version/i;

/**
 * Removes from a text the connection's secrets, everything that looks like a key, and what the query sent, and cuts the
 * rest off at 1,000 characters.
 *
 * @param sent The query's options, of which every string of 8 characters or more is removed.
 */
export function createRedaction(connection: Connection, sent: object = {}): (text: string) => string {
  const hidden = [
    groupByStart(listSecrets(connection), MIN_LENGTH.secret),
    groupByStart(collectTexts(sent), MIN_LENGTH.sent),
  ];
  return text => {
    let shown = '';
    let end = 0;
    // A single pass, because there may be a hundred thousand strings to remove.
    for (let at = 0; at < text.length && shown.length < MAX_SHOWN; at += 1) {
      const length = Math.max(...hidden.map(measure => measure(text, at)));
      if (length > 0 && at >= end) shown += REMOVED;
      end = Math.max(end, at + length);
      if (at >= end) shown += text[at];
    }
    // Servers quote part of the key they received.
    return shown.replace(/\b(?:(?:sk|pk|sess)-[-*.\w]{3,}|eyJ[-.\w]{10,})/g, REMOVED).slice(0, MAX_SHOWN);
  };
}

/** The key, the headers, the base URL's query parameters, and the longer words of each, as of "Basic abc". */
function listSecrets({ apiKey, headers, baseQuery, proxyUrl }: Connection): string[] {
  const parameters = Object.entries(baseQuery).flatMap(([name, value]) => (VERSION_PARAMETER.test(name) ? [] : value));
  const secrets = [apiKey ?? [], ...Object.values(headers), ...parameters, ...listProxySecrets(proxyUrl)].flat();
  const words = secrets.flatMap(secret => secret.split(/\s+/));
  return [...secrets, ...words].flatMap(secret => [secret, encodeURIComponent(secret)]);
}

/** The proxy's password, plain, encoded, and with the user name as the proxy receives it. */
function listProxySecrets(proxyUrl: string | undefined): string[] {
  if (!proxyUrl) return [];
  const { username, password } = new URL(proxyUrl);
  if (!password) return [];
  const plain = decodeURIComponent(password);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString('base64');
  return [plain, password, credentials];
}

/** Gives the length of the longest of the texts that begins at a position of another text, or 0. */
function groupByStart(texts: string[], shortest: number): (text: string, at: number) => number {
  const groups = new Map<string, Set<string>>();
  for (const hidden of texts) {
    if (hidden.length < shortest) continue;
    const start = hidden.slice(0, shortest);
    groups.set(start, (groups.get(start) ?? new Set()).add(hidden));
  }
  return (text, at) => {
    let longest = 0;
    for (const hidden of groups.get(text.slice(at, at + shortest)) ?? [])
      if (hidden.length > longest && text.startsWith(hidden, at)) longest = hidden.length;
    return longest;
  };
}

/** Every string in a value, plain and as JSON writes it. */
function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value, JSON.stringify(value).slice(1, -1)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectTexts) : [];
}

/** Fields of an MCP server that hold secrets. */
const SECRET_FIELDS = ['authorization', 'headers'];

/** A copy of a request or a response without the secrets of MCP servers: those of the options, wherever they appear, and those of any server in the copied value. */
export function concealSecrets(shown: unknown, options: Record<string, unknown>): unknown {
  const servers = [options['mcp_servers'], options['tools']].flat();
  const fieldValues = servers.flatMap(server => (isJsonObject(server) ? SECRET_FIELDS.map(name => server[name]) : []));
  const secrets = fieldValues.flatMap(collectTexts).filter(({ length }) => length >= MIN_LENGTH.secret);
  const conceal = (value: unknown): unknown => {
    if (typeof value === 'string') return secrets.reduce((rest, secret) => rest.replaceAll(secret, REMOVED), value);
    if (Array.isArray(value)) return value.map(conceal);
    if (!isJsonObject(value)) return value;
    const isServer = value['type'] === 'mcp';
    const fields = Object.entries(value).map(([name, inner]) => [
      name,
      isServer && SECRET_FIELDS.includes(name) ? removeTexts(inner) : conceal(inner),
    ]);
    return Object.fromEntries(fields);
  };
  return conceal(shown);
}

/** The same value with every string removed. */
function removeTexts(value: unknown): unknown {
  if (typeof value === 'string') return REMOVED;
  if (Array.isArray(value)) return value.map(removeTexts);
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, removeTexts(inner)]))
    : value;
}
