import type OpenAI from 'openai';
import type { Batch } from 'openai/resources/batches';
import { toRowError } from '../bulk/bulk-run';
import type { RowResult } from '../bulk/rows';
import type { ModelCharge } from '../cost/charges';
import { readUsage } from '../cost/usage';
import { type Failure, readFailure, UnusableAnswer } from '../failures/failure';
import { createRedaction } from '../failures/redaction';
import { readBodyLines } from '../files/lines';
import type { Call } from '../operation';
import { isJsonObject } from '../options/json-object';
import { answerOf } from '../transport/answer';
import { checkStored } from '../transport/stored-object';
import { readBatchAnswer } from './batch-answer';
import { isEnded } from './batch-status';

/** What came of batches: results by the id of their request, and what it was answered by. */
export interface Fetched {
  batches: Batch[];
  results: Map<string, RowResult>;
  /** What each answer is billed for, by the same id. */
  charges: Map<string, ModelCharge>;
  /** Lines that are no results. */
  unread: number;
  /** Results that stand in the place of others, since batches that do not belong together use the same ids. */
  replaced: number;
}

type FileResults = Pick<Fetched, 'results' | 'charges' | 'unread'>;

/** Codes of requests that were never answered. */
const NOT_RUN = ['batch_expired', 'batch_cancelled'];
/** What a batch keeps of how its answers are to be read. */
export const ANSWERS_ARE_JSON = { answers: 'json' };

/** Gets batches and, of those that have ended, every answer, line by line: no file is ever in memory as a whole. */
export async function fetchResults(client: OpenAI, ids: string[], call: Call): Promise<Fetched> {
  const fetched: Fetched = { batches: [], results: new Map(), charges: new Map(), unread: 0, replaced: 0 };
  const { signal } = call;
  for (const id of ids) {
    const batch = await call.attempt(async () => checkStored(await client.batches.retrieve(id, { signal })));
    fetched.batches.push(batch);
    if (!isEnded(batch)) continue;
    for (const file of [batch.output_file_id, batch.error_file_id]) {
      if (!file) continue;
      // Begun anew where the connection breaks.
      const { results, charges, unread } = await call.attempt(async () => {
        const read: FileResults = { results: new Map(), charges: new Map(), unread: 0 };
        const answer = answerOf(await client.files.content(file, { signal }));
        for await (const line of readBodyLines(answer.chunks())) keepLine(line, batch, read, call);
        if (read.unread === 0 || read.results.size > 0) return read;
        throw new UnusableAnswer('unexpected_answer', "The file of the batch's results holds none");
      });
      fetched.unread += unread;
      for (const [request, result] of results) {
        if (fetched.results.has(request)) fetched.replaced += 1;
        fetched.results.set(request, result);
      }
      for (const [request, charge] of charges) fetched.charges.set(request, charge);
    }
  }
  return fetched;
}

function keepLine(line: string, batch: Batch, read: FileResults, call: Call): void {
  if (line.trim() === '') return;
  const answer = parseLine(line);
  const id = answer?.['custom_id'];
  if (!answer || typeof id !== 'string') {
    read.unread += 1;
    return;
  }
  const { response, error } = answer;
  const body = isJsonObject(response) && isJsonObject(response['body']) ? response['body'] : undefined;
  const status = isJsonObject(response) ? Number(response['status_code']) : undefined;
  if (!body || (status !== undefined && status >= 400)) {
    read.results.set(id, toFailed(isJsonObject(error) ? error : (body?.['error'] ?? {}), status, call));
    return;
  }
  const usage = isJsonObject(body['usage']) ? readUsage(body['usage']) : undefined;
  read.results.set(id, { ...readBody(body, batch, call), ...(usage && { usage }) });
  const model = typeof body['model'] === 'string' ? body['model'] : batch.model;
  read.charges.set(id, { model, usage, service_tier: 'batch' });
}

/** One line that is broken takes no others with it. */
function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(line);
    return isJsonObject(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

function readBody(body: object, { endpoint, metadata }: Batch, call: Call): RowResult {
  try {
    const isJson = metadata?.['answers'] === ANSWERS_ARE_JSON.answers;
    return { status: 'ok', ...readBatchAnswer(endpoint, body, isJson) };
  } catch (error) {
    return { status: 'error', error: toRowError(readFailure(error, call.connection)) };
  }
}

function toFailed(error: unknown, status: number | undefined, { connection }: Call): RowResult {
  const text = (name: string) => {
    const value: unknown = isJsonObject(error) ? error[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [code, type] = [text('code'), text('type')];
  if (code && NOT_RUN.includes(code)) return { status: 'not_run' };
  const failure: Failure = {
    kind: 'api',
    reason: createRedaction(connection)(text('message') ?? `The request was answered with HTTP ${status ?? 'nothing'}`),
    ...(status && { status }),
    ...(code && { code }),
    ...(type && { type }),
  };
  return { status: 'error', error: toRowError(failure) };
}
