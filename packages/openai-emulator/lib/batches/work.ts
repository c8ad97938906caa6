import type { BatchRequestCounts, BatchUsage } from 'openai/resources/batches';
import { numbersFrom, seedFrom } from '../answers/seed';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { toRefusal } from '../http/error-answer';
import { type Answer, type ApiRequest, newId } from '../http/messages';
import { createBreather } from '../time/pause';
import { type LinePlace, readLine } from './lines';
import { createResultFile, type ResultFile } from './result-file';
import { addUsage, noUsage } from './usage';

/** The requests of a batch, answered bit by bit. */
export interface Work {
  readonly counts: BatchRequestCounts;
  readonly usage: BatchUsage;
  readonly output: ResultFile;
  readonly errors: ResultFile;
  /** Answers requests until this part of them is done: 0 to 1. */
  advanceTo(share: number, now: Date): Promise<void>;
  /** Gives up the requests that are left, for a reason. */
  abandon(error: { code: string; message: string }): Promise<void>;
}

export type AnswerRow = (request: ApiRequest) => Promise<Answer>;

interface Order {
  bytes: Buffer;
  lines: LinePlace[];
  /** The request that made the batch, on whose behalf all others are made. */
  creator: ApiRequest;
  endpoint: string;
  answerRow: AnswerRow;
  files: UploadedFiles;
}

/** Mixes so that nothing stays where it was, always in the same way: results come in any order but the file's. */
function mix<Item>(items: Item[], seed: number): Item[] {
  const mixed = [...items];
  const next = numbersFrom(seed);
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * last);
    mixed.splice(last, 1, ...mixed.splice(other, 1, ...mixed.slice(last, last + 1)));
  }
  return mixed;
}

async function answerOne(request: ApiRequest, answerRow: AnswerRow): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await answerRow(request);
    if ('body' in answer) return { status: answer.status ?? 200, body: answer.body };
    throw new ApiError('Streaming is not supported in a batch.', { param: 'stream' });
  } catch (error) {
    return toRefusal(error);
  }
}

export function startWork({ bytes, lines, creator, endpoint, answerRow, files }: Order): Work {
  const left = mix(lines, seedFrom(`${bytes.length} ${lines.length}`)).reverse();
  const counts = { total: lines.length, completed: 0, failed: 0 };
  const output = createResultFile(files);
  const errors = createResultFile(files);
  let usage = noUsage;

  const readNext = () => {
    const line = left.pop();
    return line && readLine(bytes, line);
  };
  const answer = async (custom_id: unknown, asked: unknown, now: Date) => {
    const id = newId('req_');
    const request: ApiRequest = {
      ...creator,
      path: endpoint,
      query: new URLSearchParams(),
      headers: { ...creator.headers, 'content-type': 'application/json' },
      body: asked,
      rawBody: Buffer.from(JSON.stringify(asked)),
      id,
      now,
    };
    const { status, body } = await answerOne(request, answerRow);
    const isRefused = status >= 400;
    usage = addUsage(usage, body);
    counts[isRefused ? 'failed' : 'completed'] += 1;
    const response = { status_code: status, request_id: id, body };
    await (isRefused ? errors : output).add({ id: newId('batch_req_'), custom_id, response, error: null });
  };

  return {
    counts,
    get usage() {
      return usage;
    },
    output,
    errors,
    advanceTo: async (share, now) => {
      const breathe = createBreather();
      const goal = Math.floor(counts.total * (1 - share));
      while (left.length > goal) {
        const { custom_id, body } = readNext() ?? {};
        await answer(custom_id, body, now);
        await breathe();
      }
    },
    abandon: async error => {
      const breathe = createBreather();
      while (left.length > 0) {
        const { custom_id } = readNext() ?? {};
        counts.failed += 1;
        await errors.add({ id: newId('batch_req_'), custom_id, response: null, error });
        await breathe();
      }
    },
  };
}
