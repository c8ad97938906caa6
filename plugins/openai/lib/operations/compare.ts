import * as own from '../bulk/compare-options';
import {
  buildComparison,
  type CompareOptions,
  inspectExpected,
  listBodies,
  toSubqueries,
} from '../bulk/compare-request';
import { billComparison, type ComparisonData, toComparisonOutcome } from '../bulk/compare-result';
import { type Compared, type Comparison, sendComparison } from '../bulk/compare-run';
import { ENDPOINT } from '../bulk/row-chats';
import * as many from '../bulk/rows';
import { defineOperation } from '../operation';
import * as shared from '../options/shared-options';

export const compare = defineOperation<CompareOptions, Comparison, Compared, ComparisonData>({
  summary: 'compare the variants',
  title: 'Compare (prompts and models)',
  needs: { endpoints: [ENDPOINT], default: 'text' },

  required: ['rows', 'expected_field', 'variants'],
  options: {
    rows: { ...many.rows, maxItems: 10_000 },
    expected_field: own.expected_field,
    variants: own.variants,
    prompt: many.prompt,
    match: own.match,
    tolerance: own.tolerance,
    output_fields: many.output_fields,
    answer_field: own.answer_field,
    judge_model: own.judge_model,
    system_prompt: many.system_prompt,
    max_tokens: shared.max_tokens,
    concurrency: many.concurrency,
  },
  checks: {
    inspect: options => [
      ...own.inspectVariants(options.variants),
      ...own.inspectMatch(options),
      ...inspectExpected(options),
    ],
  },
  subqueries: toSubqueries,
  billing: { requests: listBodies, response: billComparison },
  transport: {
    countRequests: ({ variants }) => variants.reduce((sum, { chats }) => sum + chats.plan.due.length, 0),
    previewMore: ({ rows, variants, judge }) => (judge ? { judge_requests: rows.length * variants.length } : {}),
  },

  buildRequest: buildComparison,

  send: sendComparison,

  toResult: (compared, _, { warn }) => toComparisonOutcome(compared, warn),
});
