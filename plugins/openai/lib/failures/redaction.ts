import { isJsonObject } from '../options/json-object';
import type { Connection } from '../types/connection';

const REMOVED = '[removed]';

/** Shorter texts are words like any other; taking them out would garble what the server says. */
const SHORTEST = { secret: 4, sent: 8 };

/** Of what a server says, so much is shown. */
const MOST_SHOWN = 1000;

/** Parameters of a base URL that say which version of the API is meant. */
const VERSION = /version/i;

/**
 * Takes out of a text the connection's secrets, whatever looks like a key, and what the query sent; cuts what is left
 * at 1,000 characters.
 *
 * @param sent The query's options; every longer text in them counts, at any depth.
 */
export function createRedaction(connection: Connection, sent: object = {}): (text: string) => string {
  const hidden = [
    groupByStart(listSecrets(connection), SHORTEST.secret),
    groupByStart(collectTexts(sent), SHORTEST.sent),
  ];
  return text => {
    let shown = '';
    let end = 0;
    // One way along the text, since there may be a hundred thousand that it could repeat.
    for (let at = 0; at < text.length && shown.length < MOST_SHOWN; at += 1) {
      const length = Math.max(...hidden.map(measure => measure(text, at)));
      if (length > 0 && at >= end) shown += REMOVED;
      end = Math.max(end, at + length);
      if (at >= end) shown += text[at];
    }
    // Servers quote the key they were given, in part.
    return shown.replace(/\b(?:(?:sk|pk|sess)-[-*.\w]{3,}|eyJ[-.\w]{10,})/g, REMOVED).slice(0, MOST_SHOWN);
  };
}

/** Key, headers, and what the base URL says behind "?"; of "Basic abc" also its second word. */
function listSecrets({ apiKey = '', headers, baseQuery }: Connection): string[] {
  const parameters = Object.entries(baseQuery).flatMap(([name, value]) => (VERSION.test(name) ? [] : value));
  const secrets = [apiKey, ...Object.values(headers), ...parameters];
  const words = secrets.flatMap(secret => secret.split(/\s+/)).filter(({ length }) => length >= SHORTEST.sent);
  return [...secrets, ...words].flatMap(secret => [secret, encodeURIComponent(secret)]);
}

/** Says how long the hidden text is that begins at a place of another: the longest, or 0 where none does. */
function groupByStart(texts: string[], shortest: number): (text: string, at: number) => number {
  const groups = new Map<string, Set<string>>();
  for (const hidden of texts) {
    if (hidden.length < shortest) continue;
    const start = hidden.slice(0, shortest);
    const group = groups.get(start);
    if (group) group.add(hidden);
    else groups.set(start, new Set([hidden]));
  }
  return (text, at) => {
    let longest = 0;
    for (const hidden of groups.get(text.slice(at, at + shortest)) ?? [])
      if (hidden.length > longest && text.startsWith(hidden, at)) longest = hidden.length;
    return longest;
  };
}

/** Every text in a value, as it is and as JSON writes it. */
function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value, JSON.stringify(value).slice(1, -1)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectTexts) : [];
}

/** Fields of a server of tools that hold what a stranger could use. */
const SECRET_FIELDS = ['authorization', 'headers'];

/**
 * A copy of what a query shows of its own request or of an answer, without the secrets of servers of tools: those among
 * the options, wherever they stand, and those of any server that is described in it.
 */
export function concealSecrets(shown: unknown, options: Record<string, unknown>): unknown {
  const servers = [options['mcp_servers'], options['tools']].flat();
  const given = servers.flatMap(server => (isJsonObject(server) ? SECRET_FIELDS.map(name => server[name]) : []));
  const secrets = given.flatMap(collectTexts).filter(({ length }) => length >= SHORTEST.secret);
  const conceal = (value: unknown): unknown => {
    if (typeof value === 'string') return secrets.reduce((rest, secret) => rest.replaceAll(secret, REMOVED), value);
    if (Array.isArray(value)) return value.map(conceal);
    if (!isJsonObject(value)) return value;
    const isServer = value['type'] === 'mcp';
    const fields = Object.entries(value).map(([name, inner]) => [
      name,
      isServer && SECRET_FIELDS.includes(name) ? cover(inner) : conceal(inner),
    ]);
    return Object.fromEntries(fields);
  };
  return conceal(shown);
}

/** The same value with every text removed. */
function cover(value: unknown): unknown {
  if (typeof value === 'string') return REMOVED;
  if (Array.isArray(value)) return value.map(cover);
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cover(inner)]))
    : value;
}
