import { describeCounts, toUnanswered, warnOfStop } from '../bulk/bulk-result';
import { joinRows } from '../bulk/join-rows';
import { countStatus, type RowError, type RowResult } from '../bulk/rows';
import { type BulkEnd, isUnpriced, toRowError } from '../bulk/task';
import type { Charge } from '../cost/charges';
import { addUsages, readUsage } from '../cost/usage';
import { BrokenResponse } from '../failures/failure';
import type { Billed, Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { isJsonObject } from '../options/json-object';
import type { Decided } from './decide-request';
import { type Answer, readDecision, toAnswers } from './decision-answers';
import { readChatDecision } from './decision-by-chat';
import type { Question } from './questions';

/** `data` of a decision about one input. */
export interface DecisionData {
  answers: Answer[];
}

/** `data` of a decision about each row: the row, with the answer to each question under its name. */
export interface DecisionRows {
  rows: object[];
  succeeded: number;
  failed: number;
  not_run: number;
  /** Why rows were not run. */
  stopped_because?: RowError & { hint: string };
}

const NO_ENDPOINT =
  'The server has no endpoint for decisions, so the questions were answered by structured output: confidence is unknown';

const usageOf = ({ given }: Decided): object | undefined => {
  const usage = isJsonObject(given) ? given['usage'] : undefined;
  return isJsonObject(usage) ? usage : undefined;
};

const modelOf = ({ given }: Decided): string | undefined => {
  const model = isJsonObject(given) ? given['model'] : undefined;
  return typeof model === 'string' ? model : undefined;
};

/** OpenAI's price of decisions is not confirmed; structured output costs what its tokens do. */
function chargesOf(all: Decided[]): Charge[] | null {
  return all.every(({ isChat }) => isChat)
    ? all.map(decided => ({ responded: modelOf(decided), usage: readUsage(usageOf(decided)) }))
    : null;
}

/** What all decisions are billed for, also those that cannot be used. */
export function billDecided(response: Decided | BulkEnd<Decided>): Billed {
  const all = 'ends' in response ? listDecided(response) : [response];
  // The cost of a response that nobody waited for is unknown.
  const isOpen = 'ends' in response && response.ends.some(isUnpriced);
  return {
    model: all[0] && modelOf(all[0]),
    usage: addUsages(all.map(usageOf)),
    charges: isOpen ? null : chargesOf(all),
  };
}

const listDecided = ({ ends }: BulkEnd<Decided>): Decided[] => ends.flatMap(end => ('data' in end ? [end.data] : []));

function readAnswers({ given, isChat }: Decided, questions: Question[], review_below: number | undefined): Answer[] {
  return isChat
    ? readChatDecision(given, questions, review_below)
    : toAnswers(readDecision(given), questions, review_below);
}

/** The outcome for one input. */
export function toDecision(
  decided: Decided,
  questions: Question[],
  review_below: number | undefined,
  warn: Context['warn']
): Outcome<DecisionData> {
  if (decided.isChat) warn('questions', NO_ENDPOINT);
  const answers = readAnswers(decided, questions, review_below);
  const reviewed = answers.filter(({ needs_review }) => needs_review).length;
  return {
    message: `${countOf(answers.length, 'question')} answered${reviewed > 0 ? `, ${reviewed} to be reviewed` : ''}`,
    data: { answers },
    ...billDecided(decided),
    raw: decided.given,
  };
}

/** The outcome for rows. */
export function toDecisionRows(
  decided: BulkEnd<Decided>,
  inputRows: object[],
  questions: Question[],
  review_below: number | undefined,
  warn: Context['warn']
): Outcome<DecisionRows> {
  const { ends, stopped, read } = decided;
  const all = listDecided(decided);
  if (all.some(({ isChat }) => isChat)) warn('questions', NO_ENDPOINT);
  let trouble: unknown;
  const results = ends.map((end, index): RowResult => {
    if (!('data' in end)) return toUnanswered(end);
    try {
      const answers = readAnswers(end.data, questions, review_below);
      return {
        status: 'ok',
        ...Object.fromEntries(answers.map(({ name, answer }) => [name, answer])),
        needs_review: answers.some(({ needs_review }) => needs_review),
        answers,
      };
    } catch (error) {
      trouble ??= error;
      return { status: 'error', error: toRowError(read(error, inputRows[index])) };
    }
  });
  const succeeded = countStatus(results, 'ok');
  const failed = countStatus(results, 'error');
  const not_run = countStatus(results, 'not_run');
  if (succeeded === 0 && trouble) throw new BrokenResponse(trouble, '');
  warnOfStop(not_run, decided, warn);
  return {
    message: describeCounts(succeeded, failed, not_run),
    data: {
      rows: joinRows(inputRows, results, {}, warn),
      succeeded,
      failed,
      not_run,
      ...(stopped && { stopped_because: stopped }),
    },
    ...billDecided(decided),
    raw: all.map(({ given }) => given),
  };
}
