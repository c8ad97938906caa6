import { addUsages, readUsage, type Usage } from '../cost/usage';
import { BrokenResponse } from '../failures/failure';
import type { Billed, Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { readCompletion } from '../text/chat-completion';
import { type ChatAnswer, readChat } from '../text/chat-result';
import { toEnding } from '../text/json-answer';
import { type JoinOptions, joinRows } from './join-rows';
import { countStatus, type RowError, type RowResult } from './rows';
import { type BulkEnd, isUnpriced, type TaskEnd, toRowError } from './task';

/** `data` of a query over many rows: each row with its result. */
export interface BulkData {
  rows: object[];
  succeeded: number;
  failed: number;
  /** Rows that can be run in another query. */
  not_run: number;
  /** Rows that were not sent, since their fingerprint shows that they did not change. */
  unchanged?: number;
  /** Why rows were not run. */
  stopped_because?: RowError & { hint: string };
}

/** How the run ended for every row, also for those that needed no request. */
export interface RowsEnd extends Omit<BulkEnd<object>, 'ends'> {
  ends: RowEnd[];
  /** The fingerprint of each row whose request was built. */
  fingerprints: (string | undefined)[];
  /** The answers of each row that were sent back to be corrected. */
  spent: (object[] | undefined)[];
}

export type RowEnd = TaskEnd<object> | { unchanged: true };

/** How responses are read. */
export interface ReadOptions extends JoinOptions {
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
 * @throws BrokenResponse if none of them can be used, with the texts that arrived.
 */
export function toBulkOutcome(
  ended: RowsEnd,
  inputRows: object[],
  reading: ReadOptions,
  warn: Context['warn']
): Outcome<BulkData> {
  const { ends, stopped } = ended;
  const read = ends.map((end, index) => readEnd(end, ended, index, inputRows[index] ?? {}, reading));
  const results = read.map(({ result }) => result);
  const counts = {
    succeeded: countStatus(results, 'ok'),
    failed: countStatus(results, 'error'),
    not_run: countStatus(results, 'not_run'),
  };
  const unchanged = countStatus(results, 'unchanged');
  const trouble = read.find(one => one.trouble !== undefined)?.trouble;
  if (counts.succeeded + unchanged === 0 && trouble)
    throw new BrokenResponse(trouble, results.flatMap(({ text }) => text ?? []).join('\n'));
  const truncated = read.filter(({ isCut }) => isCut).length;
  if (truncated > 0)
    warn('max_tokens', `${countOf(truncated, 'answer was', 'answers were')} cut off at the token limit`);
  warnOfStop(counts.not_run, ended, warn);
  return {
    message: describeCounts(counts.succeeded, counts.failed, counts.not_run, unchanged),
    data: {
      rows: joinRows(inputRows, results, reading, warn),
      ...counts,
      ...(reading.fingerprint_field !== undefined && { unchanged }),
      ...(stopped && { stopped_because: stopped }),
    },
    ...billRows(ended),
    raw: listAnswers(ended),
  };
}

/** Warns of rows that were not run, or not sent again, because the run stopped before. */
export function warnOfStop(
  not_run: number,
  { ends, stopped, notRetried = 0 }: { ends: unknown[]; stopped?: RowError | undefined; notRetried?: number },
  warn: Context['warn']
): void {
  if (!stopped) return;
  if (not_run > 0)
    warn('rows', `${not_run} of ${ends.length} rows ${not_run === 1 ? 'was' : 'were'} not run: ${stopped.message}`);
  if (notRetried > 0)
    warn('rows', `${countOf(notRetried, 'failed row was', 'failed rows were')} not retried: ${stopped.message}`);
}

/** What all answers are billed for, also those that were sent back or cannot be used. */
export function billRows(ended: RowsEnd): Billed {
  const answers = listAnswers(ended).map(answer => readCompletion(answer));
  return {
    model: answers[0]?.model,
    usage: addUsages(answers.map(answer => answer.usage)),
    // The cost of a response that nobody waited for is unknown.
    charges: ended.ends.some(isUnpriced)
      ? null
      : answers.map(({ model, usage, service_tier }) => ({
          responded: model,
          usage: readUsage(usage),
          service_tier,
        })),
  };
}

const listAnswers = ({ ends, spent }: RowsEnd): object[] =>
  ends.flatMap((end, index) => [...(spent[index] ?? []), ...('data' in end ? [end.data] : [])]);

interface ReadEnd {
  result: RowResult;
  /** The token limit cut the answer off. */
  isCut?: boolean;
  /** Why an answer that came cannot be used. */
  trouble?: unknown;
}

/** The result of one row. */
export function readEnd(
  end: RowEnd,
  { read, fingerprints, spent }: Pick<RowsEnd, 'read' | 'fingerprints' | 'spent'>,
  index: number,
  row: object,
  reading: ReadOptions
): ReadEnd {
  const fingerprint = fingerprints[index];
  if ('unchanged' in end) return { result: { status: 'unchanged', fingerprint } };
  if (!('data' in end)) return { result: toUnanswered(end) };
  try {
    const answer = readChat(end.data, reading);
    const isCut = toEnding(answer.choices[0].finish_reason) === 'cut';
    const tries = describeTries(spent[index], answer.usage);
    return { result: { ...toRow(answer), ...tries, ...(fingerprint && { fingerprint }) }, isCut };
  } catch (trouble) {
    const failure = read(trouble, row);
    const { usage } = readCompletion(end.data);
    const result: RowResult = {
      status: 'error',
      ...(failure.text && { text: failure.text }),
      error: toRowError(failure),
      ...describeTries(spent[index], readUsage(usage)),
    };
    return { result, trouble };
  }
}

/** What all tries of a row used, and how often its answer was sent back. */
function describeTries(earlier: object[] = [], last?: Usage): { usage?: Usage; repairs?: number } {
  const usage = addUsages([...earlier.map(answer => readCompletion(answer).usage), last]);
  return { ...(usage && { usage }), ...(earlier.length > 0 && { repairs: earlier.length }) };
}

function toRow({ choices: [{ text, parsed, refusal, tool_calls }] }: ChatAnswer): RowResult {
  return {
    status: 'ok',
    text,
    ...(parsed !== undefined && { parsed }),
    ...(refusal && { refusal }),
    ...(tool_calls.length > 0 && { tool_calls }),
  };
}

/** The result of a row that has no response. */
export function toUnanswered(end: Exclude<TaskEnd<never>, { data: never }>): RowResult {
  if ('error' in end) return { status: 'error', error: end.error };
  return { status: 'not_run', ...(end.sent && { error: UNANSWERED }) };
}

/** "998 rows succeeded, 1 failed, 1 was not run, 40 unchanged" */
export function describeCounts(succeeded: number, failed: number, not_run: number, unchanged = 0): string {
  return [
    countOf(succeeded, 'row succeeded', 'rows succeeded'),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
    ...(not_run > 0 ? [countOf(not_run, 'was not run', 'were not run')] : []),
    ...(unchanged > 0 ? [`${unchanged.toLocaleString('en-US')} unchanged`] : []),
  ].join(', ');
}
