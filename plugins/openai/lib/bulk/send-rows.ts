import type OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { checkBody } from '../failures/body-check';
import { invalidOptions } from '../failures/query-error';
import { linkAccess } from '../files/download';
import type { Call } from '../operation';
import { limitProblems } from '../options/problems';
import { checkChoice } from '../text/chat-result';
import type { LoadedFile } from '../types/file';
import type { RowEnd, RowsEnd } from './bulk-result';
import { runMany } from './bulk-run';
import type { Concurrency } from './concurrency';
import { createLimit, type Limit } from './limit';
import { withPacer } from './pacer';
import { loadRowFiles, type RowFileRules, type RowFiles } from './row-files';
import type { RowRepairs } from './row-repairs';
import type { ReadRow, RowPlan } from './row-requests';
import { type RowError, toUnsendable } from './rows';
import { isUnpriced, type Task, type TaskEnd } from './task';

/** The chats of a query over rows, each built when it is due. */
export interface RowChats {
  count: number;
  concurrency: Concurrency;
  model: string;
  plan: RowPlan;
  fileRules: RowFileRules;
  toBody(row: ReadRow, files: RowFiles<LoadedFile>): ChatCompletionCreateParamsNonStreaming;
  /** The estimate for the token limit: the text at 4 characters a token, or max_tokens if that is more. */
  countTokens(row: ReadRow): number;
  /** What is done with answers that do not fit what was asked for. */
  repairs(): RowRepairs;
  /** What the builder adds to each request. */
  extra: object;
  /** What a host that shows progress hears of a row that has ended. */
  describe(end: RowEnd, ended: Pick<RowsEnd, 'read' | 'fingerprints' | 'spent'>, index: number): object;
}

/** How many rows load their files at a time: files are large, and are let go with their row. */
const LOADING = 4;

const NO_FILES: RowFiles<LoadedFile> = { images: [], files: [] };

/** Sends the rows that are due. */
export async function sendRows(client: OpenAI, chats: RowChats, call: Call): Promise<RowsEnd> {
  const { plan, count, concurrency, model } = chats;
  const fingerprints: RowsEnd['fingerprints'] = [];
  for (const { index, fingerprint } of plan.unchanged) fingerprints[index] = fingerprint;
  const limit = createLimit(LOADING);
  const repairs = chats.repairs();
  const prepare = (place: number): Task<object> | RowError => {
    const index = plan.due[place] ?? 0;
    const row = plan.read(index);
    if ('code' in row) return row;
    fingerprints[index] = row.fingerprint();
    return toTask(row, { index, chats, client, call, limit, repairs });
  };
  const report = createReport(chats, { fingerprints, spent: repairs.spent }, call);
  const all: RowEnd[] = Array.from({ length: count }, () => ({ unchanged: true }));
  const onEnd = (place: number, end: TaskEnd<object>) => {
    const index = plan.due[place] ?? 0;
    all[index] = withRejected(index, end, repairs);
    report?.(index, all[index]);
  };
  const { ends, ...ended } = await withPacer(call.connection, model, pacer =>
    runMany(prepare, { count: plan.due.length, concurrency, pacer, onEnd }, call)
  );
  if (plan.unchanged.length === 0) failIfNoneFits(ends);
  ends.forEach((end, place) => {
    if ('sent' in end) all[plan.due[place] ?? 0] = end;
  });
  return { ...ended, ends: all, fingerprints, spent: repairs.spent };
}

/** How a row ended: where the correction of its answer failed or was not sent, by that answer. */
function withRejected(index: number, end: TaskEnd<object>, repairs: RowRepairs): TaskEnd<object> {
  const isLast = repairs.hasSentBack(index, end);
  const rejected = isLast || 'error' in end ? repairs.takeBack(index) : undefined;
  if (isLast || !rejected) return end;
  return { data: rejected, duration: 0, ...(isUnpriced(end) && { mayBeBilled: true }) };
}

interface Sending {
  index: number;
  chats: RowChats;
  client: OpenAI;
  call: Call;
  limit: Limit;
  repairs: RowRepairs;
}

function toTask(row: ReadRow, { index, chats, client, call, limit, repairs }: Sending): Task<object> {
  const { toBody, countTokens, fileRules, extra } = chats;
  const correction = repairs.take(index);
  let files = NO_FILES;
  let sent = correction;
  const hasFiles = !correction && row.files.images.length + row.files.files.length > 0;
  return {
    tokens: countTokens(row),
    content: { row: row.row, texts: row.texts, extra },
    ...(hasFiles && {
      load: async signal => {
        const loaded = await limit(() => loadRowFiles(row.files, fileRules, linkAccess(call.connection, signal)));
        if (typeof loaded === 'string') return toUnsendable(loaded);
        files = loaded;
        return undefined;
      },
    }),
    send: signal => {
      const whole = correction ?? toBody(row, files);
      if (repairs.mayReject) sent = whole;
      return call.lighten(whole, async body => {
        files = NO_FILES;
        const response = await client.chat.completions.create(body, { signal }).withResponse();
        const data = checkBody<object>(response.data);
        checkChoice(data);
        return { data, response: response.response };
      });
    },
    rejects: answer => sent !== undefined && repairs.rejects(index, sent, answer),
  };
}

/** Tells a host that shows progress of each row that has ended; nothing where nobody listens. */
function createReport(
  { plan, count, describe }: RowChats,
  { fingerprints, spent }: Pick<RowsEnd, 'fingerprints' | 'spent'>,
  call: Call
): ((index: number, end: RowEnd) => void) | undefined {
  const { report, readAnswer: read } = call;
  if (!report) return undefined;
  let done = plan.unchanged.length;
  return (index, end) => {
    done += 1;
    report({ type: 'row', index, done, total: count, row: describe(end, { read, fingerprints, spent }, index) });
  };
}

/** @throws QueryError if no row could be sent, since nothing was. */
function failIfNoneFits(ends: TaskEnd<object>[]): void {
  const faults = ends.flatMap((end, index) =>
    'error' in end && end.error.category === 'invalid_options' ? [{ index, message: end.error.message }] : []
  );
  if (faults.length === 0 || faults.length < ends.length) return;
  const problems = faults.map(({ index, message }) => ({
    field: `rows[${index}]`,
    message: `rows[${index}]: ${message}`,
  }));
  throw invalidOptions('complete the chats', limitProblems(problems));
}
