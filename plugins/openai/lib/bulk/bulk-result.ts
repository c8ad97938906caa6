import type { ChatCompletion } from 'openai/resources/chat/completions';
import { addUsages, readUsage } from '../cost/usage';
import { classifyFailure } from '../failures/classify-failure';
import { UnusableAnswer } from '../failures/failure';
import type { Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { readChoices } from '../text/chat-result';
import type { BulkEnd, TaskEnd } from './bulk-run';
import { joinRows, type RowError, type RowResult } from './rows';

/** `data` of a query over many rows: every row in its place, with what came of it. */
export interface BulkData {
  rows: object[];
  succeeded: number;
  failed: number;
  /** Rows that are worth another query. */
  not_run: number;
  /** Why rows were not run. */
  stopped_because?: RowError & { hint: string };
}

/** How answers are read. */
interface Reading {
  isJson: boolean;
  stops: string[];
}

const UNANSWERED: RowError = {
  code: 'timeout',
  category: 'timeout',
  message: 'It was sent, but its answer was not waited for; it may be billed',
};

/**
 * Puts answers to their rows.
 *
 * @throws UnusableAnswer where not one of them can be used.
 */
export function toBulkOutcome(
  { ends, stopped }: BulkEnd<ChatCompletion>,
  given: object[],
  reading: Reading,
  warn: Context['warn']
): Outcome<BulkData> {
  let unusable: UnusableAnswer | undefined;
  let cut = 0;
  const results = ends.map((end): RowResult => {
    if (!('answer' in end)) return toUnanswered(end);
    try {
      const { row, isCut } = toRow(end.answer, reading);
      if (isCut) cut += 1;
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
  if (cut > 0) warn('max_tokens', `${cut} answers were cut off at the token limit`);
  if (stopped) warn('rows', `${not_run} of ${ends.length} rows were not run: ${stopped.message}`);
  const answers = ends.flatMap(end => ('answer' in end ? [end.answer] : []));
  return {
    message: describeCounts(succeeded, failed, not_run),
    data: {
      rows: joinRows(given, results, warn),
      succeeded,
      failed,
      not_run,
      ...(stopped && { stopped_because: stopped }),
    },
    model: answers[0]?.model,
    usage: addUsages(answers.map(answer => answer.usage)),
    // What an answer that nobody waited for costs is not told.
    charges: ends.some(end => 'sent' in end && end.sent)
      ? null
      : answers.map(({ usage, service_tier }) => ({ usage: readUsage(usage), service_tier })),
    raw: answers,
  };
}

function toRow(answer: ChatCompletion, reading: Reading): { row: RowResult; isCut: boolean } {
  const [{ text, parsed, refusal, finish_reason }] = readChoices(answer, reading);
  const row: RowResult = {
    status: 'ok',
    text,
    ...(parsed !== undefined && { parsed }),
    ...(refusal && { refusal }),
    ...usageOf(answer),
  };
  return { row, isCut: finish_reason === 'length' };
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

/** "998 rows were answered, 1 failed, 1 was not run". */
export function describeCounts(succeeded: number, failed: number, not_run: number): string {
  return [
    countOf(succeeded, 'row was answered', 'rows were answered'),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
    ...(not_run > 0 ? [countOf(not_run, 'was not run', 'were not run')] : []),
  ].join(', ');
}
