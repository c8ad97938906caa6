import { QueryError } from '@tooljet/plugins-sdk-shim';
import type OpenAI from 'openai';
import type { PriceBook } from '../cost/price-book';
import type { Call, Context } from '../operation';
import { mayBeBilled } from '../transport/retry';
import type { Progress } from '../types/progress';
import { type ReadOptions, type RowsEnd, readEnd } from './bulk-result';
import { type JudgedRow, readVerdict } from './compare-judge';
import { isRight, textOf } from './compare-match';
import type { Match } from './compare-options';
import type { RowError, RowResult } from './rows';
import { type RowChats, sendRows } from './send-rows';
import { toRowError } from './task';

/** One of the things to compare, as it is sent. */
interface ComparedVariant {
  name: string;
  model: string;
  chats: RowChats;
  reading: ReadOptions;
}

/** What is compared, and how. */
export interface Comparison {
  rows: object[];
  /** The right answer of each row. */
  expected: unknown[];
  variants: ComparedVariant[];
  /** The output field that is compared; the whole text where absent. */
  answer_field?: string | undefined;
  match: Match;
  tolerance?: number | undefined;
  /** The chats that have a model judge answers. */
  judge?: Judge;
}

export interface Judge {
  model: string;
  chatsOf(rows: JudgedRow[]): RowChats;
  reading: ReadOptions;
}

/** Of a run that has no answer. */
interface FailedRun {
  error: RowError;
  mayBeBilled: boolean;
}

/** How one variant did: its answer to each row, or why there is none of all of them. */
export interface VariantEnd {
  ended: RowsEnd | FailedRun;
  cells: Cell[];
}

/** A variant's answer to a row. */
export interface Cell {
  result: RowResult;
  answer?: unknown;
  /** Undefined where nobody could tell. */
  correct?: boolean | undefined;
  reason?: string;
  duration?: number;
  /** Why an answer that came cannot be used. */
  trouble?: unknown;
}

/** All of it, with the judge's responses. */
export interface Compared {
  comparison: Comparison;
  prices: PriceBook;
  variants: VariantEnd[];
  judged?: RowsEnd;
  /** Why no answers were judged. */
  unjudged?: FailedRun;
}

/**
 * Sends every row with every variant, then what is to be judged.
 *
 * @throws The first error, if no variant has an answer.
 */
export async function sendComparison(client: OpenAI, comparison: Comparison, call: Call): Promise<Compared> {
  const sent = comparison.variants.map(async variant => {
    const ended = await sendRows(client, variant.chats, withName(call, variant.name));
    return { ended, cells: readCells(ended, variant, comparison) };
  });
  const settled = await Promise.allSettled(sent);
  const failed = settled.find(one => one.status === 'rejected');
  // A dry run shows the first request of the first variant.
  if (failed && (call.dry_run || settled.every(one => one.status === 'rejected'))) throw failed.reason;
  const variants = settled.map((one): VariantEnd => {
    if (one.status === 'fulfilled') return one.value;
    const ended = describeFailure(one.reason, call);
    const cells = comparison.rows.map((): Cell => ({ result: { status: 'error', error: ended.error } }));
    return { ended, cells };
  });
  const judging = await judgeAll(client, comparison, variants, call);
  return { comparison, prices: call.connection.prices, variants, ...judging };
}

/** What is shown of a row while the query runs says which variant it is of. */
function withName(call: Call, variant: string): Call {
  const { report } = call;
  if (!report) return call;
  return {
    ...call,
    report: (event: Progress) => report(event.type === 'row' ? { ...event, row: { variant, ...event.row } } : event),
  };
}

/** Files that cannot be used are told by the query's own error. */
function describeFailure(error: unknown, { read }: Call): FailedRun {
  if (!(error instanceof QueryError)) {
    const failure = read(error);
    return { error: toRowError(failure), mayBeBilled: mayBeBilled(failure) };
  }
  const { description: message } = error;
  return { error: { code: 'invalid_options', category: 'invalid_options', message }, mayBeBilled: false };
}

function readCells(ended: RowsEnd, { reading }: ComparedVariant, comparison: Comparison): Cell[] {
  const { rows, expected, answer_field, match, tolerance } = comparison;
  return ended.ends.map((end, index): Cell => {
    const { result, trouble } = readEnd(end, ended, index, rows[index] ?? {}, reading);
    const duration = 'duration' in end ? { duration: end.duration } : {};
    if (result.status !== 'ok') return { result, ...duration, trouble };
    const { text, parsed } = result;
    const answer: unknown = answer_field === undefined ? text : Reflect.get(Object(parsed), answer_field);
    return { result, answer, ...duration, correct: isRight(answer, expected[index], match, tolerance) };
  });
}

/** Has the model judge what nothing else could. The answers are paid for, so they are returned whatever happens here. */
async function judgeAll(
  client: OpenAI,
  { judge, expected, variants: compared }: Comparison,
  variants: VariantEnd[],
  call: Call
): Promise<Pick<Compared, 'judged' | 'unjudged'>> {
  const open = variants.flatMap(({ cells }, place) =>
    cells.flatMap((cell, index) => {
      const row = compared[place]?.chats.plan.read(index);
      if (cell.result.status !== 'ok' || cell.correct !== undefined || !row || 'code' in row) return [];
      const judged = { task: row.texts.prompt, expected: textOf(expected[index]), answer: textOf(cell.answer) };
      return [{ cell, judged }];
    })
  );
  if (!judge || open.length === 0) return {};
  try {
    const { report: _, ...silent } = call;
    const ended = await sendRows(client, judge.chatsOf(open.map(({ judged }) => judged)), silent);
    open.forEach(({ cell, judged }, index) => {
      const end = ended.ends[index];
      const { result } = end ? readEnd(end, ended, index, judged, judge.reading) : { result: undefined };
      Object.assign(cell, readVerdict(result?.['parsed']));
    });
    return { judged: ended };
  } catch (error) {
    return { unjudged: describeFailure(error, call) };
  }
}

/** Warns of answers that nobody judged. */
export function warnOfUnjudged({ variants, judged, unjudged }: Compared, warn: Context['warn']): void {
  const cells = variants.flatMap(variant => variant.cells);
  const open = cells.filter(({ result, correct }) => result.status === 'ok' && correct === undefined).length;
  if (open === 0) return;
  const reason = (unjudged?.error ?? judged?.stopped)?.message;
  const why = reason === undefined ? '' : `: ${reason}`;
  warn('judge_model', `${open === 1 ? '1 answer was' : `${open} answers were`} not judged${why}`);
}
