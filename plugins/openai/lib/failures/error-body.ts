import { isJsonObject } from '../options/json-object';
import { describePage, isPage } from './web-page';

/** What a server says of an error, wherever in its body it says so. */
export interface ServerWords {
  message: string;
  code?: string;
  type?: string;
  param?: string;
  /** An HTTP status that stands in the body; it counts where the response's own says that all is well. */
  status?: number;
  /** Milliseconds to wait, where only the body says. */
  retry_after_ms?: number;
}

/** What the body of an error says; nothing where it is empty or says nothing that can be read. */
export function readErrorBody(body: string, status: number): ServerWords | undefined {
  if (isPage(body)) return { message: describePage(body, status), code: 'web_page' };
  return findWords(parseBody(body) ?? body);
}

/** Whether a body is an error as the API itself writes it. */
export function isOpenAIError(body: string): boolean {
  const parsed = parseBody(body);
  const error = isJsonObject(parsed) ? parsed['error'] : undefined;
  return isJsonObject(error) && typeof error['message'] === 'string' && ('type' in error || 'code' in error);
}

/** Where servers put their words, the best first. */
const MESSAGES = ['message', 'msg', 'error_message', 'error_msg', 'errorMessage', 'error_description', 'detail'];
const OTHERS = ['details', 'reason', 'title', 'description', 'Message', 'raw'];
/** What may hold another object or list of them. */
const NESTED = ['error', 'errors', 'detail', 'message'];
const MOST_LISTED = 5;
const DEEPEST = 5;

/** Finds the words of a server in the body of an error: a text, a list, or an object of one of many forms. */
export function findWords(body: unknown, depth = 0): ServerWords | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof body === 'string') return readText(body, depth);
  if (Array.isArray(body)) return joinWords(body.slice(0, MOST_LISTED).map(entry => findWords(entry, depth + 1)));
  if (!isJsonObject(body)) return undefined;
  const inner = NESTED.map(name => body[name]).find(value => typeof value === 'object' && value !== null);
  const nested = findWords(inner, depth + 1);
  const own = findOwn(body);
  const nestedMessage = nested && nested.message !== own ? nested.message : undefined;
  const message = addRaw(
    own !== undefined && nestedMessage ? `${own}: ${nestedMessage}` : (own ?? nestedMessage ?? listFields(body, depth)),
    body,
    depth
  );
  return message === undefined ? undefined : { ...readCodes(body), ...nested, message };
}

function readText(text: string, depth: number): ServerWords | undefined {
  const trimmed = text.trim();
  const words = findWords(parseBody(trimmed), depth + 1);
  if (words) return words;
  const isReadable = trimmed !== '' && !isPage(trimmed) && !/[^\P{Cc}\s]/u.test(trimmed);
  if (!isReadable) return undefined;
  // As storage services and gateways write it.
  const [, inXml] = /<Message>([\s\S]*?)<\/Message>/i.exec(trimmed) ?? [];
  return { message: inXml?.trim() || trimmed };
}

function joinWords(found: (ServerWords | undefined)[]): ServerWords | undefined {
  const all = found.filter(words => words !== undefined);
  const [first] = all;
  return first && { ...first, message: [...new Set(all.map(({ message }) => message))].join('; ') };
}

/** The words of this object itself. FastAPI says beside them which field they are about. */
function findOwn(body: Record<string, unknown>): string | undefined {
  const text = (name: string) => (typeof body[name] === 'string' && body[name] !== '' ? body[name] : undefined);
  const said = [...MESSAGES, ...OTHERS].map(text).find(value => value !== undefined);
  const error = text('error') ?? text('errors');
  const where = readPlace(body).join('.');
  if (said === undefined) return error;
  if (where) return `${where}: ${said}`;
  return error && error !== said ? `${error}: ${said}` : said;
}

/** An object may have no form as text: a server may send `{ "toString": 1 }`. */
const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

function readPlace({ loc }: Record<string, unknown>): (string | number)[] {
  return Array.isArray(loc) ? loc.filter(isPlain) : [];
}

/** `{ errors: { name: ["is too long"] } }`: the words stand under the fields they are about. */
function listFields(body: Record<string, unknown>, depth: number): string | undefined {
  if (depth === 0) return undefined;
  const details = Object.entries(body).flatMap(([name, value]) => {
    const isList = Array.isArray(value) && value.length > 0 && value.every(entry => typeof entry === 'string');
    return isList ? [`${name}: ${value.join(', ')}`] : [];
  });
  return details.length > 0 ? details.join('; ') : undefined;
}

/** A router passes on what the server behind it said. */
function addRaw(message: string | undefined, { metadata }: Record<string, unknown>, depth: number): string | undefined {
  const raw = isJsonObject(metadata) ? findWords(metadata['raw'], depth + 1)?.message : undefined;
  if (raw === undefined || message?.includes(raw)) return message;
  return message === undefined ? raw : `${message}: ${raw}`;
}

/** Google's names of HTTP statuses. */
const WORD_STATUSES = new Map<string | undefined, number>([
  ['RESOURCE_EXHAUSTED', 429],
  ['UNAUTHENTICATED', 401],
  ['PERMISSION_DENIED', 403],
  ['UNAVAILABLE', 503],
  ['INTERNAL', 500],
]);

function readCodes(body: Record<string, unknown>): Omit<ServerWords, 'message'> {
  const text = (...names: string[]) =>
    names.map(name => body[name]).find(value => typeof value === 'string' && value !== '') as string | undefined;
  const codes = ['code', 'error_code', 'errorCode', 'status_code', 'statusCode', 'status'].map(name => body[name]);
  const number = codes.filter(isPlain).find(code => /^[45]\d\d$/.test(String(code)));
  const word = text('status');
  const status = number === undefined ? WORD_STATUSES.get(word) : Number(number);
  const code = text('code', 'error_code', 'errorCode');
  // A word such as "queued" is how a response stands, and no kind of error.
  const type = text('type', 'error_type') ?? (word && /^[A-Z_]+$/.test(word) ? word : undefined);
  const field = readPlace(body).filter(part => part !== 'body');
  const param = text('param') ?? field.join('.');
  const wait = readWait(body['details']);
  return {
    ...(code && !/^\d+$/.test(code) && { code }),
    ...(type && { type }),
    ...(param && { param }),
    ...(status && { status }),
    ...(wait !== undefined && { retry_after_ms: wait }),
  };
}

/** Google says it in a list of details: `{ "@type": "...RetryInfo", "retryDelay": "22s" }`. */
function readWait(details: unknown): number | undefined {
  const delays = (Array.isArray(details) ? details : []).filter(isJsonObject).map(detail => detail['retryDelay']);
  const delay = delays.filter(isPlain).find(one => /^\d+(?:\.\d+)?s$/.test(String(one)));
  return delay === undefined ? undefined : Math.ceil(Number.parseFloat(String(delay)) * 1000);
}

/** The JSON of a body, with or without a byte order mark; undefined for any other text. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body.trim());
  } catch {
    return undefined;
  }
}
