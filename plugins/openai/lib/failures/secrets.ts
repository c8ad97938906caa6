import { isJsonObject } from '../options/json-object';

/** Shorter strings may be ordinary words, whose removal would garble results. */
const MIN_LENGTH = 8;

/** Headers that say how to talk, not who is talking. */
const PUBLIC_HEADERS = /^(accept|content-|user-agent$|openai-(beta|organization|project)$)|version/i;

/** Fields of an MCP server that hold secrets. */
const SERVER_FIELDS = ['authorization', 'headers'];

/** Every secret in a connection's fields, as the host gave them: also those of a connection that is invalid. */
export function listConnectionSecrets(fields: Record<string, unknown>): string[] {
  const { apiKey, headers, baseUrl, proxyUrl } = fields;
  return toSecrets([
    ...textsOf(apiKey),
    ...listHeaderSecrets(headers),
    ...listUrlSecrets(baseUrl),
    ...listUrlSecrets(proxyUrl),
  ]);
}

/** Every secret of the MCP servers in a query's options, and of the links that files are put to. */
export function listQuerySecrets(options: Record<string, unknown>): string[] {
  const names = ['mcp_servers', 'tools', 'extra_parameters', 'body', 'requests'];
  const servers = names.flatMap(name => listServerSecrets(parse(options[name])));
  return toSecrets([...servers, ...listLinkSecrets(parse(options['save_to']))]);
}

/** What lets somebody use a presigned link; the rest of it, such as a date, may be in any result. */
const SIGNING = /sig|token|secret|key|credential|policy|auth/i;

function listLinkSecrets(links: unknown): string[] {
  return [links].flat().flatMap(link => {
    const url = toUrl(link);
    if (!url) return [];
    const { searchParams, password } = url;
    const values = [...searchParams].flatMap(([name, value]) => (SIGNING.test(name) ? [value] : []));
    return [...values, decode(password)];
  });
}

function listServerSecrets(value: unknown, depth = 0): string[] {
  if (depth > 8) return [];
  if (Array.isArray(value)) return value.slice(0, 1000).flatMap(part => listServerSecrets(part, depth + 1));
  if (!isJsonObject(value)) return [];
  const own = isServer(value) ? SERVER_FIELDS.flatMap(name => textsOf(value[name])) : [];
  return [...own, ...Object.values(value).flatMap(inner => listServerSecrets(inner, depth + 1))];
}

function isServer(value: Record<string, unknown>): boolean {
  return value['type'] === 'mcp' || 'server_label' in value || 'server_url' in value;
}

function listHeaderSecrets(headers: unknown): string[] {
  const parsed = parse(headers);
  if (typeof parsed === 'string') return textsOf(parsed);
  const pairs: unknown[] = Array.isArray(parsed) ? parsed : isJsonObject(parsed) ? Object.entries(parsed) : [];
  return pairs.flatMap(pair => {
    if (!Array.isArray(pair)) return textsOf(pair);
    const [name, value]: unknown[] = pair;
    return typeof name === 'string' && PUBLIC_HEADERS.test(name) ? [] : textsOf(value);
  });
}

/** What a base URL says behind "?", but for the API's version, and the password that does not belong there. */
function listUrlSecrets(baseUrl: unknown): string[] {
  const url = toUrl(baseUrl);
  if (!url) return [];
  const { searchParams, username, password } = url;
  const parameters = [...searchParams].flatMap(([name, value]) => (/version/i.test(name) ? [] : [value]));
  return [...parameters, username, password].map(decode);
}

/** A URL as it is read to be used: without spaces around it, also those that URL itself rejects, such as U+00A0. */
function toUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
}

function toSecrets(texts: string[]): string[] {
  // Of "Basic abc" the second word is a secret by itself.
  const words = texts.flatMap(text => [text.trim(), ...text.split(/\s+/)]);
  return [...new Set(words)].filter(({ length }) => length >= MIN_LENGTH);
}

/** JSON text as what it holds; anything else as it is. */
function parse(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A secret as it is, and as JSON, URLs and base64 write it. */
export function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const lower = url.replace(/%[\dA-F]{2}/g, code => code.toLowerCase());
  const json = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, json, json.replaceAll('/', '\\/'), url, lower, ...base64FormsOf(secret)])];
}

/** Base64 depends on how many bytes stand before; the characters that share bits with others are left out. */
function base64FormsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap(before => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const end = (before + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    const own = text.slice(Math.ceil((before * 4) / 3), end);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
