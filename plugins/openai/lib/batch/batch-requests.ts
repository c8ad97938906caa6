import { isJsonObject } from '../options/json-object';
import type { Problem } from '../options/option';
import { ENDPOINTS, type Endpoint } from './batch-options';

/** An entry of `requests`. */
interface RequestInput {
  custom_id?: unknown;
  method?: unknown;
  url?: unknown;
  body: Record<string, unknown>;
}

/** The requests of a batch. */
export interface RawRequests {
  /** The endpoint, if the requests name one. */
  endpoint: Endpoint | undefined;
  requests: { custom_id: string; body: Record<string, unknown> }[];
}

/** Notes what is wrong with a field. */
type Report = (field: string, message: string, allowed?: unknown[]) => void;

/** What the requests read so far have set for those that follow. */
interface Earlier {
  indexes: Map<string, number>;
  endpoint: Endpoint | undefined;
  model: unknown;
}

/**
 * Reads requests from a list or JSONL.
 *
 * @param model The model of requests that do not name one.
 */
export function readRequests(input: unknown[] | string, model: string): RawRequests & { problems: Problem[] } {
  const problems: Problem[] = [];
  const invalid: Report = (field, message, allowed) => {
    problems.push({ field, message: `${field} ${message}`, ...(allowed && { allowed }) });
  };
  const entries = typeof input === 'string' ? readLines(input, invalid) : input.map(toRequest);
  const requests: RawRequests['requests'] = [];
  const earlier: Earlier = { indexes: new Map(), endpoint: undefined, model: undefined };
  for (const [index, request] of entries.entries()) {
    const field = `requests[${index}]`;
    if (request) requests.push(readRequest(request, index, { model, earlier, invalid }));
    else invalid(field, 'must be a request object with a body, or a body', ['a JSON object']);
  }
  if (entries.length === 0) invalid('requests', 'must have at least one request', ['at least one request']);
  return { endpoint: earlier.endpoint, requests, problems };
}

function readRequest(
  request: RequestInput,
  index: number,
  { model, earlier, invalid }: { model: string; earlier: Earlier; invalid: Report }
): RawRequests['requests'][number] {
  const field = `requests[${index}]`;
  const { custom_id = `row-${index}`, method = 'POST', url, body } = request;
  checkCustomId(custom_id, index, earlier, invalid);
  if (method !== 'POST') invalid(`${field}.method`, 'must be POST', ['POST']);
  checkUrl(url, `${field}.url`, earlier, invalid);
  const ownModel = body['model'] ?? model;
  earlier.model ??= ownModel;
  if (ownModel !== earlier.model)
    invalid(`${field}.body.model`, 'must be the same as in the first request; a batch supports one model', [
      earlier.model,
    ]);
  if (body['stream']) invalid(`${field}.body.stream`, 'is not supported in batches', [false]);
  return { custom_id: String(custom_id), body: { ...body, model: ownModel } };
}

function checkCustomId(id: unknown, index: number, { indexes }: Earlier, invalid: Report): void {
  const field = `requests[${index}].custom_id`;
  if (typeof id !== 'string' || id === '') invalid(field, 'must be a non-empty string', ['a string']);
  const same = indexes.get(String(id));
  if (same !== undefined) invalid(field, `must be unique; requests[${same}] has the same`, ['a unique string']);
  indexes.set(String(id), index);
}

function checkUrl(url: unknown, field: string, earlier: Earlier, invalid: Report): void {
  if (url === undefined) return;
  const endpoint = ENDPOINTS.find(path => path === url);
  earlier.endpoint ??= endpoint;
  if (!endpoint) invalid(field, `must be one of ${ENDPOINTS.join(', ')}`, [...ENDPOINTS]);
  else if (endpoint !== earlier.endpoint)
    invalid(field, `must be ${earlier.endpoint}, as in the first request`, [earlier.endpoint]);
}

function toRequest(entry: unknown): RequestInput | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { custom_id, method, url, body } = entry;
  const isWrapped = custom_id !== undefined || method !== undefined || url !== undefined || body !== undefined;
  if (!isWrapped) return { body: entry };
  return isJsonObject(body) ? { custom_id, method, url, body } : undefined;
}

function readLines(text: string, invalid: Report): (RequestInput | undefined)[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [toRequest(JSON.parse(line))];
    } catch {
      invalid('requests', `is not valid JSONL: line ${index + 1} is not valid JSON`);
      return [];
    }
  });
}
