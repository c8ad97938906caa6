import { addUsages, readUsage } from '../cost/usage';
import { BrokenAnswer } from '../failures/failure';
import type { Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { readCompletion } from '../text/chat-completion';
import { type ChatAnswer, readChat } from '../text/chat-result';
import { toEnding } from '../text/json-answer';
import { type BulkEnd, type TaskEnd, toRowError } from './bulk-run';
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
 * @throws BrokenAnswer if none of them can be used, with the texts that arrived.
 */
export function toBulkOutcome(
  { ends, stopped, read }: BulkEnd<object>,
  inputRows: object[],
  reading: ReadOptions,
  warn: Context['warn']
): Outcome<BulkData> {
  let trouble: unknown;
  let truncated = 0;
  const results = ends.map((end, index): RowResult => {
    if (!('answer' in end)) return toUnanswered(end);
    try {
      const answer = readChat(end.answer, reading);
      if (toEnding(answer.choices[0].finish_reason) === 'cut') truncated += 1;
      return toRow(answer);
    } catch (error) {
      trouble ??= error;
      const failure = read(error, inputRows[index]);
      const { usage } = readCompletion(end.answer);
      return {
        status: 'error',
        ...(failure.text && { text: failure.text }),
        error: toRowError(failure),
        ...(usage && { usage: readUsage(usage) }),
      };
    }
  });
  const count = (status: RowResult['status']) => results.filter(result => result.status === status).length;
  const [succeeded, failed, not_run] = [count('ok'), count('error'), count('not_run')];
  if (succeeded === 0 && trouble) throw new BrokenAnswer(trouble, results.flatMap(({ text }) => text ?? []).join('\n'));
  if (truncated > 0)
    warn('max_tokens', `${countOf(truncated, 'answer was', 'answers were')} cut off at the token limit`);
  if (stopped) warn('rows', `${not_run} of ${ends.length} rows were not run: ${stopped.message}`);
  const raw = ends.flatMap(end => ('answer' in end ? [end.answer] : []));
  const answers = raw.map(answer => readCompletion(answer));
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
    // What an answer that nobody waited for costs is not told.
    charges: ends.some(end => 'sent' in end && end.sent)
      ? null
      : answers.map(({ usage, service_tier }) => ({ usage: readUsage(usage), service_tier })),
    raw,
  };
}

function toRow({ choices: [{ text, parsed, refusal, tool_calls }], usage }: ChatAnswer): RowResult {
  return {
    status: 'ok',
    text,
    ...(parsed !== undefined && { parsed }),
    ...(refusal && { refusal }),
    ...(tool_calls.length > 0 && { tool_calls }),
    ...(usage && { usage }),
  };
}

function toUnanswered(end: Exclude<TaskEnd<never>, { answer: never }>): RowResult {
  if ('error' in end) return { status: 'error', error: end.error };
  return { status: 'not_run', ...(end.sent && { error: UNANSWERED }) };
}

/** "998 rows succeeded, 1 failed, 1 was not run". */
export function describeCounts(succeeded: number, failed: number, not_run: number): string {
  return [
    countOf(succeeded, 'row succeeded', 'rows succeeded'),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
    ...(not_run > 0 ? [countOf(not_run, 'was not run', 'were not run')] : []),
  ].join(', ');
}
