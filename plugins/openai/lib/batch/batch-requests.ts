import { isJsonObject } from '../options/json-object';
import type { Problem } from '../options/option';
import { ENDPOINTS, type Endpoint } from './batch-options';

/** A request of a batch as a builder gives it: with its envelope, or its body alone. */
interface GivenRequest {
  custom_id?: unknown;
  method?: unknown;
  url?: unknown;
  body: Record<string, unknown>;
}

/** Requests that were read and found right. */
export interface RawRequests {
  /** Where they go, if they say so. */
  endpoint: Endpoint | undefined;
  requests: { custom_id: string; body: Record<string, unknown> }[];
}

/**
 * Reads requests from a list or from JSONL.
 *
 * @param model The model of those that name none.
 */
export function readRequests(given: unknown[] | string, model: string): RawRequests & { problems: Problem[] } {
  const problems: Problem[] = [];
  const invalid = (field: string, message: string, allowed?: unknown[]) => {
    problems.push({ field, message: `${field} ${message}`, ...(allowed && { allowed }) });
  };
  const entries = typeof given === 'string' ? readLines(given, invalid) : given.map(toRequest);
  const requests: RawRequests['requests'] = [];
  const places = new Map<string, number>();
  let endpoint: Endpoint | undefined;
  let only: unknown;
  for (const [index, request] of entries.entries()) {
    const field = `requests[${index}]`;
    if (!request) {
      invalid(field, 'is not a request: it must be an object with a body, or a body', ['a JSON object']);
      continue;
    }
    const { custom_id = `row-${index}`, method = 'POST', url, body } = request;
    if (typeof custom_id !== 'string' || custom_id === '') invalid(`${field}.custom_id`, 'must be a text', ['a text']);
    const earlier = places.get(String(custom_id));
    if (earlier !== undefined)
      invalid(`${field}.custom_id`, `is the same as that of requests[${earlier}]`, ['a text of its own']);
    places.set(String(custom_id), index);
    if (method !== 'POST') invalid(`${field}.method`, 'must be POST', ['POST']);
    const known = ENDPOINTS.find(path => path === url);
    if (url !== undefined && !known) invalid(`${field}.url`, `accepts ${ENDPOINTS.join(', ')}`, [...ENDPOINTS]);
    if (known && endpoint && known !== endpoint)
      invalid(`${field}.url`, `must be ${endpoint}, as that of the first`, [endpoint]);
    endpoint ??= known;
    const own = body['model'] ?? model;
    only ??= own;
    if (own !== only)
      invalid(`${field}.body.model`, 'is another than that of the first: a batch is for one model', [only]);
    if (body['stream']) invalid(`${field}.body.stream`, 'is not taken by batches', [false]);
    requests.push({ custom_id: String(custom_id), body: { ...body, model: own } });
  }
  if (entries.length === 0) invalid('requests', 'holds no request', ['at least one request']);
  return { endpoint, requests, problems };
}

function toRequest(entry: unknown): GivenRequest | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { custom_id, method, url, body } = entry;
  const isWrapped = custom_id !== undefined || method !== undefined || url !== undefined || body !== undefined;
  if (!isWrapped) return { body: entry };
  return isJsonObject(body) ? { custom_id, method, url, body } : undefined;
}

function readLines(text: string, invalid: (field: string, message: string) => void): (GivenRequest | undefined)[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [toRequest(JSON.parse(line))];
    } catch {
      invalid('requests', `is not valid JSONL: line ${index + 1} is no JSON`);
      return [];
    }
  });
}
