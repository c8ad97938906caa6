import type { ChatCompletion } from 'openai/resources/chat/completions';
import { addUsages, readUsage } from '../cost/usage';
import { classifyFailure } from '../failures/classify-failure';
import { UnusableAnswer } from '../failures/failure';
import type { Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { readChoices } from '../text/chat-result';
import type { BulkEnd, TaskEnd } from './bulk-run';
import { joinRows, type RowError, type RowResult } from './rows';

/** `data` of a query over many rows: each row with its result. */
export interface BulkData {
  rows: object[];
  succeeded: number;
  failed: number;
  /** Rows that can be run in another query. */
  not_run: number;
  /** Why rows were not run. */
  stopped_because?: RowError & { hint: string };
}

/** How responses are read. */
interface ReadOptions {
  isJson: boolean;
  stops: string[];
}

const UNANSWERED: RowError = {
  code: 'timeout',
  category: 'timeout',
  message: 'The request was sent, but the query ended before its response; it may be billed',
};

/**
 * Adds the responses to their rows.
 *
 * @throws UnusableAnswer if none of them can be used.
 */
export function toBulkOutcome(
  { ends, stopped }: BulkEnd<ChatCompletion>,
  inputRows: object[],
  reading: ReadOptions,
  warn: Context['warn']
): Outcome<BulkData> {
  let unusable: UnusableAnswer | undefined;
  let truncated = 0;
  const results = ends.map((end): RowResult => {
    if (!('answer' in end)) return toUnanswered(end);
    try {
      const { row, isTruncated } = toRow(end.answer, reading);
      if (isTruncated) truncated += 1;
      return row;
    } catch (error) {
      if (!(error instanceof UnusableAnswer)) throw error;
      unusable ??= error;
      return { status: 'error', error: describe(error), ...usageOf(end.answer) };
    }
  });
  const count = (status: RowResult['status']) => results.filter(result => result.status === status).length;
  const [succeeded, failed, not_run] = [count('ok'), count('error'), count('not_run')];
  if (succeeded === 0 && unusable) throw unusable;
  if (truncated > 0)
    warn('max_tokens', `${countOf(truncated, 'answer was', 'answers were')} cut off at the token limit`);
  if (stopped) warn('rows', `${not_run} of ${ends.length} rows were not run: ${stopped.message}`);
  const answers = ends.flatMap(end => ('answer' in end ? [end.answer] : []));
  return {
    message: describeCounts(succeeded, failed, not_run),
    data: {
      rows: joinRows(inputRows, results, warn),
      succeeded,
      failed,
      not_run,
      ...(stopped && { stopped_because: stopped }),
    },
    model: answers[0]?.model,
    usage: addUsages(answers.map(answer => answer.usage)),
    // The cost of a response that never arrived is unknown.
    charges: ends.some(end => 'sent' in end && end.sent)
      ? null
      : answers.map(({ usage, service_tier }) => ({ usage: readUsage(usage), service_tier })),
    raw: answers,
  };
}

function toRow(answer: ChatCompletion, reading: ReadOptions): { row: RowResult; isTruncated: boolean } {
  const [{ text, parsed, refusal, finish_reason }] = readChoices(answer, reading);
  const row: RowResult = {
    status: 'ok',
    text,
    ...(parsed !== undefined && { parsed }),
    ...(refusal && { refusal }),
    ...usageOf(answer),
  };
  return { row, isTruncated: finish_reason === 'length' };
}

function toUnanswered(end: Exclude<TaskEnd<never>, { answer: never }>): RowResult {
  if ('error' in end) return { status: 'error', error: end.error };
  return { status: 'not_run', ...(end.sent && { error: UNANSWERED }) };
}

function describe({ code, reason }: UnusableAnswer): RowError {
  return { code, category: classifyFailure({ kind: 'answer', code, reason }).category, message: reason };
}

function usageOf({ usage }: ChatCompletion): { usage?: object } {
  const read = readUsage(usage);
  return read ? { usage: read } : {};
}

/** "998 rows succeeded, 1 failed, 1 was not run". */
export function describeCounts(succeeded: number, failed: number, not_run: number): string {
  return [
    countOf(succeeded, 'row succeeded', 'rows succeeded'),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
    ...(not_run > 0 ? [countOf(not_run, 'was not run', 'were not run')] : []),
  ].join(', ');
}
