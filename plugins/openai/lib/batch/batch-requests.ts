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

/**
 * Reads requests from a list or JSONL.
 *
 * @param model The model of requests that do not name one.
 */
export function readRequests(input: unknown[] | string, model: string): RawRequests & { problems: Problem[] } {
  const problems: Problem[] = [];
  const invalid = (field: string, message: string, allowed?: unknown[]) => {
    problems.push({ field, message: `${field} ${message}`, ...(allowed && { allowed }) });
  };
  const entries = typeof input === 'string' ? readLines(input, invalid) : input.map(toRequest);
  const requests: RawRequests['requests'] = [];
  const indexes = new Map<string, number>();
  let endpoint: Endpoint | undefined;
  let batchModel: unknown;
  for (const [index, request] of entries.entries()) {
    const field = `requests[${index}]`;
    if (!request) {
      invalid(field, 'must be a request object with a body, or a body', ['a JSON object']);
      continue;
    }
    const { custom_id = `row-${index}`, method = 'POST', url, body } = request;
    if (typeof custom_id !== 'string' || custom_id === '')
      invalid(`${field}.custom_id`, 'must be a non-empty string', ['a string']);
    const earlier = indexes.get(String(custom_id));
    if (earlier !== undefined)
      invalid(`${field}.custom_id`, `must be unique; requests[${earlier}] has the same`, ['a unique string']);
    indexes.set(String(custom_id), index);
    if (method !== 'POST') invalid(`${field}.method`, 'must be POST', ['POST']);
    const knownUrl = ENDPOINTS.find(path => path === url);
    if (url !== undefined && !knownUrl)
      invalid(`${field}.url`, `must be one of ${ENDPOINTS.join(', ')}`, [...ENDPOINTS]);
    if (knownUrl && endpoint && knownUrl !== endpoint)
      invalid(`${field}.url`, `must be ${endpoint}, as in the first request`, [endpoint]);
    endpoint ??= knownUrl;
    const ownModel = body['model'] ?? model;
    batchModel ??= ownModel;
    if (ownModel !== batchModel)
      invalid(`${field}.body.model`, 'must be the same as in the first request; a batch supports one model', [
        batchModel,
      ]);
    if (body['stream']) invalid(`${field}.body.stream`, 'is not supported in batches', [false]);
    requests.push({ custom_id: String(custom_id), body: { ...body, model: ownModel } });
  }
  if (entries.length === 0) invalid('requests', 'must have at least one request', ['at least one request']);
  return { endpoint, requests, problems };
}

function toRequest(entry: unknown): RequestInput | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { custom_id, method, url, body } = entry;
  const isWrapped = custom_id !== undefined || method !== undefined || url !== undefined || body !== undefined;
  if (!isWrapped) return { body: entry };
  return isJsonObject(body) ? { custom_id, method, url, body } : undefined;
}

function readLines(text: string, invalid: (field: string, message: string) => void): (RequestInput | undefined)[] {
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
