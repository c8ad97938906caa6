import { type BulkData, billRows, type RowsEnd, toBulkOutcome } from '../bulk/bulk-result';
import { type BulkOptions, ENDPOINT, rowChats } from '../bulk/row-chats';
import * as rowFiles from '../bulk/row-files';
import { inspectFileTemplates, toStandIns } from '../bulk/row-files';
import { withRepairs } from '../bulk/row-repairs';
import * as own from '../bulk/rows';
import { type RowChats, sendRows } from '../bulk/send-rows';
import { inspectTemplate } from '../bulk/template';
import { defineOperation } from '../operation';
import { fallback_models } from '../options/fallback-models';
import * as shared from '../options/shared-options';
import { functions, inspectFunctions, tool_choice } from '../text/functions';
import { repair } from '../text/repair';
import { inspectSchema } from '../text/structured-output';

export const bulkChat = defineOperation<BulkOptions, RowChats, RowsEnd, BulkData>({
  summary: 'complete the chats',
  title: 'Bulk chat (one prompt, many rows)',
  needs: { endpoints: [ENDPOINT], default: 'text' },

  required: ['rows', 'prompt'],
  options: {
    rows: { ...own.rows, maxItems: 50_000 },
    prompt: own.prompt,
    system_prompt: own.system_prompt,
    output_fields: own.output_fields,
    json_schema: own.json_schema,
    repair,
    images: rowFiles.images,
    files: rowFiles.files,
    fingerprint_field: own.fingerprint_field,
    spread: own.spread,
    concurrency: own.concurrency,
    response_format: shared.response_format,
    max_tokens: shared.max_tokens,
    temperature: shared.temperature,
    reasoning_effort: shared.reasoning_effort,
    verbosity: shared.verbosity,
    stop_sequence: shared.stop_sequence,
    functions,
    tool_choice,
    top_p: shared.top_p,
    frequency_penalty: shared.frequency_penalty,
    presence_penalty: shared.presence_penalty,
    seed: shared.seed,
    fallback_models,
    service_tier: shared.service_tier,
    safety_identifier: shared.safety_identifier,
  },
  emulates: { stop_sequence: 'the plugin cuts the texts at the first stop sequence instead' },
  checks: {
    inspect: options => [
      ...inspectSchema(options),
      ...inspectTemplate('prompt', options.prompt, options.rows),
      ...inspectTemplate('system_prompt', options.system_prompt, options.rows),
      ...inspectFileTemplates(options, options.rows),
      ...inspectFunctions(options.functions, options.tool_choice),
    ],
  },
  billing: {
    requests: function* ({ plan, toBody, repairs }) {
      const { options } = repairs();
      for (const index of plan.due) {
        const row = plan.read(index);
        if ('code' in row) continue;
        const first = toBody(row, toStandIns(row.files));
        for (const body of withRepairs(first, options)) yield { endpoint: ENDPOINT, body };
      }
    },
    response: billRows,
  },
  transport: {
    countRequests: ({ plan }) => plan.due.length,
    previewMore: ({ plan }) => (plan.isTracked ? { unchanged: plan.unchanged.length } : {}),
  },

  buildRequest: (options, context) => rowChats.build(options, context),

  send: sendRows,

  toResult: (ended, options, context) =>
    toBulkOutcome(ended, options.rows, rowChats.read(options, context), context.warn),
});
