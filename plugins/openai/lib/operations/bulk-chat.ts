import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { type BulkData, type ReadOptions, type RowsEnd, readEnd, toBulkOutcome } from '../bulk/bulk-result';
import { type JoinOptions, joinRow } from '../bulk/join-rows';
import * as rowFiles from '../bulk/row-files';
import { type FileTemplates, inspectFileTemplates, type RowFileRules, toStandIns } from '../bulk/row-files';
import { planRows, warnOfMissingFiles } from '../bulk/row-requests';
import * as own from '../bulk/rows';
import { type RowChats, sendRows } from '../bulk/send-rows';
import { inspectTemplate } from '../bulk/template';
import * as inputs from '../images/image-inputs';
import { type Context, defineOperation } from '../operation';
import { addExtra } from '../options/extra-parameters';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import * as shared from '../options/shared-options';
import { type AnswerOptions, type ChatOptions, toChatRequest } from '../text/chat-request';
import { functions, inspectFunctions, tool_choice } from '../text/functions';
import { readingOf } from '../text/schema-check';
import { toStops } from '../text/stop-sequence';
import { asksForJson, inspectSchema } from '../text/structured-output';

interface Options
  extends AnswerOptions,
    Pick<ChatOptions, 'functions' | 'tool_choice'>,
    FileTemplates,
    JoinOptions,
    FallbackOptions {
  rows: object[];
  concurrency: number;
}

const ENDPOINT = '/chat/completions';

export const bulkChat = defineOperation<Options, RowChats, RowsEnd, BulkData>({
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
  emulates: { stop_sequence: 'the texts are cut at the first stop sequence after they have come' },
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
    requests: function* ({ plan, toBody }) {
      for (const index of plan.due) {
        const row = plan.read(index);
        if ('texts' in row) yield { endpoint: ENDPOINT, body: toBody(row, toStandIns(row.files)) };
      }
    },
  },
  transport: {
    countRequests: ({ plan }) => plan.due.length,
    previewMore: ({ plan }) => (plan.isTracked ? { unchanged: plan.unchanged.length } : {}),
  },

  buildRequest: (options, context) => {
    const {
      rows,
      prompt,
      system_prompt,
      concurrency: limit,
      images,
      files,
      fingerprint_field,
      spread,
      ...same
    } = options;
    const toBody = (filled: Partial<ChatOptions>): ChatCompletionCreateParamsNonStreaming =>
      addExtra(toChatRequest({ ...same, ...filled }, context), context);
    const plan = planRows({ rows, prompt, system_prompt, images, files, fingerprint_field }, ENDPOINT, toBody);
    if (!plan.hasFields)
      context.warn('prompt', 'The prompt contains no field such as [[name]], so every row sends the same request');
    warnOfMissingFiles(plan, options, context.warn);
    const reading = toReading(options, context);
    if (spread && !asksForJson(same))
      context.warn('spread', 'There are no fields to spread, since the answers are text; set output_fields');
    return {
      plan,
      count: rows.length,
      concurrency: limit,
      model: same.model,
      fileRules: fileRulesOf(context),
      extra: context.extra_parameters,
      toBody: ({ texts }, loaded) => toBody({ ...texts, ...loaded }),
      countTokens: ({ texts }) =>
        Math.max(Math.ceil((texts.prompt.length + texts.system_prompt.length) / 4), same.max_tokens ?? 0),
      describe: (end, ended, index) => {
        const row = rows[index] ?? {};
        return joinRow(row, readEnd(end, ended, index, row, reading).result, reading);
      },
    };
  },

  send: sendRows,

  toResult: (ended, options, context) => toBulkOutcome(ended, options.rows, toReading(options, context), context.warn),
});

const fileRulesOf = ({ model }: Context): RowFileRules => ({
  model,
  operation: 'bulk_chat',
  options: { images: inputs.visionImages, files: inputs.documents },
});

const toReading = (options: Options, { unsupported, warn }: Context): ReadOptions => ({
  ...readingOf(options, warn),
  stops: unsupported.has('stop_sequence') ? toStops(options.stop_sequence) : [],
  fingerprint_field: options.fingerprint_field,
  spread: options.spread,
});
