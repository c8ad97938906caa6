import { longestAnswer } from '../cost/longest-answer';
import type { Context } from '../operation';
import type { Problem } from '../options/option';
import type { OutputFields } from '../text/output-fields';
import type { Subquery } from '../types/subquery';
import { JUDGE, type JudgedRow } from './compare-judge';
import { numberOf, textOf } from './compare-match';
import { findAnswerField, type Match, readVariants, type VariantOption } from './compare-options';
import type { Comparison, Judge } from './compare-run';
import { shareConcurrency } from './concurrency';
import { ENDPOINT, rowChats } from './row-chats';
import { toStandIns } from './row-files';
import type { RowChats } from './send-rows';

/** The options of a comparison. */
export interface CompareOptions {
  model: string;
  rows: object[];
  expected_field: string;
  variants: string | VariantOption[];
  prompt?: string;
  system_prompt?: string;
  output_fields?: OutputFields;
  answer_field?: string;
  match: Match;
  tolerance?: number;
  judge_model?: string;
  max_tokens?: number;
  concurrency?: number;
}

/** Checks that every row has a right answer that can be compared. */
export function inspectExpected({ rows = [], expected_field, match }: Partial<CompareOptions>): Problem[] {
  if (expected_field === undefined) return [];
  for (const [index, row] of rows.entries()) {
    const value: unknown = Object.hasOwn(row, expected_field) ? Reflect.get(row, expected_field) : undefined;
    if (value === undefined || value === null || value === '') {
      const allowed = Object.keys(row);
      const fields = allowed.length > 0 ? `its fields are ${allowed.join(', ')}` : 'it has no fields';
      const message = `expected_field: row ${index + 1} has no value in "${expected_field}"; ${fields}`;
      return [{ field: 'expected_field', message, allowed }];
    }
    if (match === 'number' && numberOf(value) === undefined) {
      const message = `expected_field: "${expected_field}" of row ${index + 1} must be a number to be compared as one`;
      return [{ field: 'expected_field', message, allowed: ['a number'] }];
    }
  }
  return [];
}

/** The queries of bulk chat that a comparison consists of: one for each variant, then that of the judge, if there is one. */
export function toSubqueries(options: CompareOptions): Subquery[] {
  const { match, judge_model, rows, prompt, system_prompt, output_fields, max_tokens, model, concurrency } = options;
  const variants = readVariants(options.variants);
  const same = { rows, prompt, system_prompt, output_fields, max_tokens, concurrency };
  const queries = variants.map(({ options: stated }, index): Subquery => {
    const chosen = 'model' in stated || 'model_id' in stated ? {} : { model_id: model };
    const names = Object.keys(stated);
    return {
      id: 'bulk_chat',
      options: { ...same, ...chosen, ...stated },
      field: `variants[${index}]`,
      own: names.includes('model_id') ? [...names, 'model'] : names,
    };
  });
  if (match !== 'judge') return queries;
  const judge = { ...JUDGE, rows: [{ task: '-', expected: '-', answer: '-' }], concurrency };
  const own = judge_model === undefined ? [] : ['model', 'model_id'];
  return [
    ...queries,
    { id: 'bulk_chat', options: { ...judge, model_id: judge_model ?? model }, field: 'judge_model', own },
  ];
}

/** What is sent, from options and subqueries that have been checked. */
export function buildComparison(options: CompareOptions, { subqueries }: Context): Comparison {
  const { rows, expected_field, output_fields, match, tolerance } = options;
  const named = readVariants(options.variants);
  const [judge] = subqueries.slice(named.length).map(toJudge);
  return {
    rows,
    expected: rows.map(row => Reflect.get(row, expected_field)),
    variants: subqueries.slice(0, named.length).map(({ options: checked, context }, index) => ({
      name: named[index]?.name ?? '',
      model: context.model.id,
      chats: withShare(rowChats.build(checked, context), named.length),
      reading: rowChats.read(checked, context),
    })),
    answer_field: findAnswerField(output_fields, options.answer_field, expected_field).name,
    match,
    tolerance,
    ...(judge && { judge }),
  };
}

/** The variants run at the same time. */
const withShare = (chats: RowChats, variants: number): RowChats => ({
  ...chats,
  concurrency: shareConcurrency(chats.concurrency, variants),
});

const toJudge = ({ options, context }: Context['subqueries'][number]): Judge => ({
  chatsOf: (rows: JudgedRow[]) => rowChats.build({ ...options, rows }, context),
  model: context.model.id,
  reading: rowChats.read(options, context),
});

/** Every request that may be sent, judging included, for the cost limit. */
export function* listBodies({ variants, judge, expected }: Comparison): Generator<{ endpoint: string; body: object }> {
  for (const { chats } of variants) {
    for (const { index, task, body } of eachBody(chats)) {
      yield { endpoint: ENDPOINT, body };
      const judged = { task, expected: textOf(expected[index]), answer: longestAnswer(body) };
      for (const { body: asked } of judge ? eachBody(judge.chatsOf([judged])) : [])
        yield { endpoint: ENDPOINT, body: asked };
    }
  }
}

function* eachBody({ plan, toBody }: RowChats): Generator<{ index: number; task: string; body: object }> {
  for (const index of plan.due) {
    const row = plan.read(index);
    if ('texts' in row) yield { index, task: row.texts.prompt, body: toBody(row, toStandIns(row.files)) };
  }
}
