import type { BatchError } from 'openai/resources/batches';
import { isObject, type JsonObject, textOf } from '../http/json';
import { createBreather } from '../time/pause';
import { findLines, type LinePlace, readLine } from './lines';

/** What a file of requests turned out to be. */
export interface Validation {
  errors: BatchError[];
  /** The requests, in the order of the file. */
  lines: LinePlace[];
  /** That all requests are for; empty if they name none. */
  model: string;
}

const maximumRequests = 50_000;
const maximumBytes = 200 * 1024 * 1024;
const maximumErrors = 1_000;
const requiredParameters = ['custom_id', 'method', 'url', 'body'];

/** What is known of the lines above. */
interface Seen {
  ids: Set<string>;
  model: string;
}

function findError(request: JsonObject | undefined, endpoint: string, { ids, model }: Seen): BatchError | undefined {
  if (!request) return { code: 'invalid_json_line', message: 'This line is not parseable as valid JSON.', param: null };
  const missing = requiredParameters.find(name => (request[name] ?? '') === '');
  if (missing) {
    return { code: 'missing_required_parameter', message: `Missing required parameter: '${missing}'.`, param: missing };
  }
  const { custom_id, method, url, body } = request;
  if (typeof custom_id !== 'string') {
    return { code: 'invalid_type', message: 'The custom_id of this request is not a string.', param: 'custom_id' };
  }
  if (ids.has(custom_id)) {
    const message =
      'The custom_id for this request is a duplicate of another request. ' +
      'The custom_id parameter must be unique for each request in a batch.';
    return { code: 'duplicate_custom_id', message, param: 'custom_id' };
  }
  if (method !== 'POST') {
    return { code: 'invalid_method', message: 'Only POST is supported as the method of a request.', param: 'method' };
  }
  if (url !== endpoint) {
    const message = 'The URL provided for this request does not match the batch endpoint.';
    return { code: 'url_mismatch', message, param: 'url' };
  }
  if (!isObject(body)) return { code: 'invalid_type', message: 'The body is not an object.', param: 'body' };
  const named = textOf(body['model']);
  if (model && named && named !== model) {
    const message = `The model '${named}' does not match the batch's model '${model}': a batch is for one model.`;
    return { code: 'model_mismatch', message, param: 'body.model' };
  }
  return undefined;
}

function note(request: JsonObject | undefined, seen: Seen): void {
  seen.ids.add(textOf(request?.['custom_id']));
  if (isObject(request?.['body'])) seen.model ||= textOf(request['body']['model']);
}

/** One text, or tokens of one text, is one input. */
function countInputs(request: JsonObject | undefined): number {
  const input = isObject(request?.['body']) ? request['body']['input'] : undefined;
  return Array.isArray(input) && typeof input[0] !== 'number' ? input.length : 1;
}

function refuseWhole(code: string, message: string): Validation {
  return { errors: [{ code, message, line: null, param: null }], lines: [], model: '' };
}

/** Reads a file of requests line by line, and says what is wrong with it. */
export async function validateRequests(bytes: Buffer, endpoint: string): Promise<Validation> {
  if (bytes.length > maximumBytes) {
    return refuseWhole('file_too_large', `The file is larger than the maximum of ${maximumBytes} bytes.`);
  }
  const breathe = createBreather();
  const seen: Seen = { ids: new Set(), model: '' };
  const lines: LinePlace[] = [];
  const errors: BatchError[] = [];
  const isEmbedding = endpoint === '/v1/embeddings';
  let inputs = 0;
  for (const line of findLines(bytes)) {
    const request = readLine(bytes, line);
    const error = findError(request, endpoint, seen);
    if (error && errors.length < maximumErrors) errors.push({ ...error, line: line.number });
    note(request, seen);
    lines.push(line);
    inputs += isEmbedding ? countInputs(request) : 1;
    if (inputs > maximumRequests || lines.length > maximumRequests) {
      const what = isEmbedding ? 'inputs' : 'requests';
      return refuseWhole('too_many_tasks', `The batch has more than the maximum of ${maximumRequests} ${what}.`);
    }
    await breathe();
  }
  if (lines.length === 0) return refuseWhole('empty_file', 'The file has no requests.');
  return { errors, lines, model: seen.model };
}
