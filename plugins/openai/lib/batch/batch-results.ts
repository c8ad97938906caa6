import type OpenAI from 'openai';
import type { RowResult } from '../bulk/rows';
import { toRowError } from '../bulk/task';
import type { ModelCharge } from '../cost/charges';
import { isVersionOf } from '../cost/price-book';
import { readUsage } from '../cost/usage';
import { findWords } from '../failures/error-body';
import { readFailure, UnusableResponse } from '../failures/failure';
import { createRedaction } from '../failures/redaction';
import { readBodyLines } from '../files/lines';
import type { Call } from '../operation';
import { isJsonObject } from '../options/json-object';
import { httpResponseOf } from '../transport/http-response';
import type { Failure } from '../types/failure';
import { type AnswerReading, readBatchResponse } from './batch-response';
import { isEnded } from './batch-status';
import { readBatch, type StoredBatch } from './stored-batch';

/** Batches with the results of their requests by custom_id. */
export interface Fetched {
  batches: StoredBatch[];
  results: Map<string, RowResult>;
  /** The cost of each response, by custom_id. */
  charges: Map<string, ModelCharge>;
  /** The number of lines that are not results. */
  unreadable: number;
  /** The number of results that batches have by their own count, and that did not arrive. */
  missing: number;
  /** The number of results that replaced another one with the same custom_id. */
  replaced: number;
  /** The ids of batches that name no file of their results. */
  incomplete: string[];
}

type FileResults = Pick<Fetched, 'results' | 'charges' | 'unreadable'>;

/** The request was run, but what came of it cannot be read. */
const NO_BODY: Failure = {
  kind: 'response',
  code: 'unexpected_answer',
  reason: 'The response of the request has no JSON object as its body',
};
/** The error codes of requests that did not run. */
const NOT_RUN = ['batch_expired', 'batch_cancelled'];
/** The batch metadata that marks its answers as JSON. */
export const ANSWERS_ARE_JSON = { answers: 'json' };

/** Retrieves batches and, of finished ones, all results, line by line so that no file is in memory as a whole. */
export async function fetchResults(
  client: OpenAI,
  ids: string[],
  reading: AnswerReading,
  call: Call
): Promise<Fetched> {
  const fetched: Fetched = {
    batches: [],
    results: new Map(),
    charges: new Map(),
    unreadable: 0,
    missing: 0,
    replaced: 0,
    incomplete: [],
  };
  const { signal } = call;
  for (const id of ids) {
    const batch = await call.attempt(async () => readBatch(await client.batches.retrieve(id, { signal })));
    fetched.batches.push(batch);
    if (!isEnded(batch)) continue;
    await fetchFiles(client, batch, fetched, { reading, call });
    if ((batch.request_counts?.completed ?? 0) > 0 && !batch.output_file_id) fetched.incomplete.push(id);
  }
  return fetched;
}

interface Reader {
  reading: AnswerReading;
  call: Call;
}

async function fetchFiles(client: OpenAI, batch: StoredBatch, fetched: Fetched, reader: Reader): Promise<void> {
  const { completed = 0, failed = 0 } = batch.request_counts ?? {};
  const files = [batch.output_file_id, batch.error_file_id].flatMap(file => file || []);
  if (files.length === 0 && (batch.status === 'completed' || completed > 0))
    throw new UnusableResponse(
      'unexpected_answer',
      'The batch has ended, but the response does not name a results file'
    );
  let arrived = 0;
  for (const file of files) {
    const read = await fetchFile(client, file, batch, reader);
    arrived += read.results.size + read.unreadable;
    merge(fetched, read);
  }
  fetched.missing += Math.max(0, completed + failed - arrived);
}

/** Retried from the start if the connection breaks. */
function fetchFile(client: OpenAI, file: string, batch: StoredBatch, reader: Reader): Promise<FileResults> {
  const { call } = reader;
  return call.attempt(async () => {
    const read: FileResults = { results: new Map(), charges: new Map(), unreadable: 0 };
    const response = httpResponseOf(await client.files.content(file, { signal: call.signal }));
    for await (const line of readBodyLines(response.chunks())) addLine(line, batch, read, reader);
    if (read.unreadable === 0 || read.results.size > 0) return read;
    throw new UnusableResponse('unexpected_answer', 'The results file of the batch has no results');
  });
}

function merge(fetched: Fetched, { results, charges, unreadable }: FileResults): void {
  fetched.unreadable += unreadable;
  for (const [request, result] of results) {
    if (fetched.results.has(request)) fetched.replaced += 1;
    fetched.results.set(request, result);
  }
  for (const [request, charge] of charges) fetched.charges.set(request, charge);
}

function addLine(line: string, batch: StoredBatch, read: FileResults, reader: Reader): void {
  if (line.trim() === '') return;
  const entry = parseLine(line);
  const id = entry?.['custom_id'];
  if (!entry || typeof id !== 'string') {
    read.unreadable += 1;
    return;
  }
  const { status, body } = readResponse(entry['response']);
  if (!isJsonObject(body) || (status !== undefined && status >= 400)) {
    const { error } = entry;
    read.results.set(id, toFailed(isJsonObject(error) ? error : (body ?? {}), status, reader.call));
    return;
  }
  const usage = isJsonObject(body['usage']) ? readUsage(body['usage']) : undefined;
  read.results.set(id, { ...readBody(body, batch, reader), ...(usage && { usage }) });
  read.charges.set(id, { model: pricedModel(body['model'], batch), usage, service_tier: 'batch' });
}

/** A dated version costs what the model of the batch does, for which the connection may have a price. */
function pricedModel(responded: unknown, { model }: StoredBatch): string | undefined {
  return typeof responded === 'string' && !isVersionOf(responded, model ?? '') ? responded : model;
}

function readResponse(response: unknown): { status?: number; body?: unknown } {
  if (!isJsonObject(response)) return {};
  const status = Number(response['status_code'] ?? Number.NaN);
  return { ...(Number.isFinite(status) && { status }), body: parseBody(response['body']) };
}

/** Some servers write the body as a string. */
function parseBody(body: unknown): unknown {
  return typeof body === 'string' ? (parseLine(body) ?? body) : body;
}

/** Nothing for a line that is not a JSON object. */
function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isJsonObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function readBody(body: object, { endpoint = '', metadata }: StoredBatch, { reading, call }: Reader): RowResult {
  try {
    const isJson = reading.isJson || metadata?.['answers'] === ANSWERS_ARE_JSON.answers;
    return { status: 'ok', ...readBatchResponse(endpoint, body, { ...reading, isJson }) };
  } catch (error) {
    const failure = readFailure(error, call.connection);
    return { status: 'error', ...(failure.text && { text: failure.text }), error: toRowError(failure) };
  }
}

function toFailed(error: unknown, status: number | undefined, { connection }: Call): RowResult {
  const { message, code, type } = findWords(error) ?? {
    message: status ? `The request failed with HTTP ${status}` : 'The request has no response',
  };
  if (code && NOT_RUN.includes(code)) return { status: 'not_run' };
  if (status && status < 400 && !code && !type) return { status: 'error', error: toRowError(NO_BODY) };
  const failure: Failure = {
    kind: 'api',
    reason: createRedaction(connection)(message),
    ...(status && { status }),
    ...(code && { code }),
    ...(type && { type }),
  };
  return { status: 'error', error: toRowError(failure) };
}
