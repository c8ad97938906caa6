import { setImmediate as nextTurn } from 'node:timers/promises';
import type OpenAI from 'openai';
import type { FileObject } from 'openai/resources/files';
import type { RowError, RowResult } from '../bulk/rows';
import { invalidOptions } from '../failures/query-error';
import { type LinkAccess, linkAccess } from '../files/download';
import type { Call } from '../operation';
import { limitProblems } from '../options/problems';
import { toForm, Upload } from '../transport/form';
import { mayBeBilled } from '../transport/retry';
import { checkStored } from '../transport/stored-object';
import type { Endpoint } from './batch-options';
import { readBatch, type StoredBatch } from './stored-batch';

/** The requests of a batch, serialized one at a time. */
export interface BatchRequest {
  endpoint: Endpoint;
  count: number;
  /** What a request counts towards the limit of a batch. */
  weigh(index: number): number;
  /** A line of the file, without the line break, or why there is none. */
  write(index: number, access: LinkAccess): string | Promise<string | RowError>;
  bodies(): Iterable<object>;
  metadata: Record<string, string>;
  /** Rows that need no request; absent where nobody asks for them. */
  unchanged?: number;
  /** What became of each row; absent where that is the same for all. */
  listResults?(created: Created): RowResult[];
}

/** The created batches; `left` requests were not sent because of `trouble`. */
export interface Created {
  batches: StoredBatch[];
  left: number;
  /** `mayExist`: the API may have created the batch all the same. */
  trouble?: { reason: string; mayExist: boolean };
  /** The requests that could not be made. */
  faults: { index: number; error: RowError }[];
}

/** The limits of one batch. */
const MAX_REQUESTS = 50_000;
const MAX_BYTES = 200_000_000;
/** How many characters are collected before they become a blob outside the heap. */
const CHUNK_CHARACTERS = 1_000_000;

/** How many batches the requests need, unless their files are too large. */
export function countBatches({ count, weigh }: Pick<BatchRequest, 'count' | 'weigh'>): number {
  let batches = 0;
  let weight = MAX_REQUESTS;
  for (let index = 0; index < count; index += 1) {
    const own = weigh(index);
    if (weight + own > MAX_REQUESTS) {
      batches += 1;
      weight = 0;
    }
    weight += own;
  }
  return batches;
}

interface Packed {
  file: Upload;
  count: number;
}

/** Uploads the requests and creates batches one after the other, so that only one file is in memory. */
export async function createBatches(client: OpenAI, request: BatchRequest, call: Call): Promise<Created> {
  const { endpoint, metadata } = request;
  const { signal } = call;
  const batches: StoredBatch[] = [];
  let left = request.count;
  const faults: Created['faults'] = [];
  const access = linkAccess(call.connection, signal);
  for await (const { file, count } of packFiles(request, access, faults)) {
    let uploaded: string | undefined;
    try {
      const upload = () => client.post<FileObject>('/files', { body: toForm({ file, purpose: 'batch' }), signal });
      const { id } = await call.attempt(async () => checkStored(await upload()));
      uploaded = id;
      const order = { input_file_id: id, endpoint, completion_window: '24h' as const };
      const isDescribed = Object.keys(metadata).length > 0;
      const create = () => client.batches.create({ ...order, ...(isDescribed && { metadata }) }, { signal });
      batches.push(await call.attempt(async () => readBatch(await create())));
      left -= count;
    } catch (error) {
      const failure = call.read(error);
      const mayExist = uploaded !== undefined && mayBeBilled(failure);
      if (uploaded !== undefined && !mayExist) await removeUnused(client, uploaded, call);
      // The batches created so far keep running, so their ids must be returned.
      if (batches.length === 0) throw error;
      return { batches, left: left - faults.length, trouble: { reason: failure.reason, mayExist }, faults };
    }
  }
  if (batches.length === 0 && faults.length > 0) throw invalidOptions('create the batch', toProblems(faults));
  return { batches, left: left - faults.length, faults };
}

/** Deletes a file that no batch will read. */
async function removeUnused(client: OpenAI, id: string, call: Call): Promise<void> {
  if (call.dry_run) return;
  // That the batch could not be created matters more than a file that is left over.
  await client.files.delete(id, { signal: call.signal }).catch(() => undefined);
}

const toProblems = (faults: Created['faults']) =>
  limitProblems(
    faults.map(({ index, error }) => ({ field: `rows[${index}]`, message: `rows[${index}]: ${error.message}` }))
  );

/** How many lines are made at a time: each may load files. */
const LINES = 4;

async function* writeLines(
  request: BatchRequest,
  access: LinkAccess,
  faults: Created['faults']
): AsyncGenerator<{ index: number; line: string }> {
  for (let start = 0; start < request.count; start += LINES) {
    const indexes = Array.from({ length: Math.min(LINES, request.count - start) }, (_, at) => start + at);
    const lines = await Promise.all(indexes.map(index => request.write(index, access)));
    for (const [at, line] of lines.entries()) {
      if (typeof line === 'string') yield { index: start + at, line };
      else faults.push({ index: start + at, error: line });
    }
  }
}

async function* packFiles(
  request: BatchRequest,
  access: LinkAccess,
  faults: Created['faults']
): AsyncGenerator<Packed> {
  let pieces: Buffer[] = [];
  let waiting: string[] = [];
  let [count, weight, bytes, characters, number] = [0, 0, 0, 0, 0];
  const setAside = () => {
    pieces.push(Buffer.from(waiting.join('')));
    waiting = [];
    characters = 0;
  };
  const pack = (): Packed => {
    setAside();
    number += 1;
    const content = pieces;
    const file = new Upload(`batch-${number}.jsonl`, 'application/jsonl', bytes, () => content);
    const packed = { file, count };
    pieces = [];
    [count, weight, bytes] = [0, 0, 0];
    return packed;
  };
  for await (const { index, line: written } of writeLines(request, access, faults)) {
    const line = `${written}\n`;
    const [size, own] = [Buffer.byteLength(line), request.weigh(index)];
    if (count > 0 && (weight + own > MAX_REQUESTS || bytes + size > MAX_BYTES)) yield pack();
    waiting.push(line);
    characters += line.length;
    count += 1;
    weight += own;
    bytes += size;
    if (characters < CHUNK_CHARACTERS) continue;
    setAside();
    // Keeps the host responsive.
    await nextTurn();
  }
  if (count > 0) yield pack();
}
