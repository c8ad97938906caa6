import type { Connection } from './connection';

const REMOVED = '[removed]';

/** Shorter texts are words like any other; taking them out would garble what the server says. */
const SHORTEST = { secret: 4, sent: 8 };

/**
 * Takes out of a text the connection's secrets, whatever looks like a key, and what the query sent.
 *
 * @param sent The query's options; every longer text in them counts, at any depth.
 */
export function createRedaction({ apiKey, headers }: Connection, sent: object = {}): (text: string) => string {
  const secrets = [apiKey ?? '', ...Object.values(headers)].filter(({ length }) => length >= SHORTEST.secret);
  const texts = collectTexts(sent).filter(({ length }) => length >= SHORTEST.sent);
  // The longest first: one may be part of another.
  const all = [...secrets, ...texts].sort((one, other) => other.length - one.length);
  return text => {
    const rest = all.reduce((left, hidden) => left.replaceAll(hidden, REMOVED), text);
    // Servers quote the key they were given, in part.
    return rest.replace(/\b(?:(?:sk|pk|sess)-[-*.\w]{3,}|eyJ[-.\w]{10,})/g, REMOVED);
  };
}

function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value, JSON.stringify(value).slice(1, -1)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectTexts) : [];
}

/** Fields of a server of tools that hold what a stranger could use. */
const SECRET_FIELDS = ['authorization', 'headers'];

/** A copy of what a query shows of its own request, without the secrets among its options. */
export function concealSecrets(shown: unknown, options: Record<string, unknown>): unknown {
  const servers = [options['mcp_servers'], options['tools']].flat();
  const secrets = servers.flatMap(server =>
    typeof server === 'object' && server !== null
      ? SECRET_FIELDS.flatMap(name => collectTexts(Reflect.get(server, name)))
      : []
  );
  if (secrets.length === 0) return shown;
  const text = secrets.reduce(
    (rest, secret) => (secret ? rest.replaceAll(secret, REMOVED) : rest),
    JSON.stringify(shown)
  );
  return JSON.parse(text);
}
