import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import * as inputs from '../images/image-inputs';
import type { Context } from '../operation';
import { addExtra } from '../options/extra-parameters';
import type { FallbackOptions } from '../options/fallback-models';
import { type AnswerOptions, type ChatOptions, toChatRequest } from '../text/chat-request';
import { type RepairOptions, warnOfRepair } from '../text/repair';
import { readingOf } from '../text/schema-check';
import { toStops } from '../text/stop-sequence';
import { asksForJson } from '../text/structured-output';
import { type ReadOptions, readEnd } from './bulk-result';
import { readConcurrency } from './concurrency';
import { type JoinOptions, joinRow } from './join-rows';
import type { FileTemplates, RowFileRules } from './row-files';
import { RowRepairs } from './row-repairs';
import { planRows, warnOfMissingFiles } from './row-requests';
import type { RowChats } from './send-rows';
import { warnOfSamePrompt } from './template';

/** The options of a chat over rows. */
export interface BulkOptions
  extends AnswerOptions,
    Pick<ChatOptions, 'functions' | 'tool_choice'>,
    FileTemplates,
    JoinOptions,
    RepairOptions,
    FallbackOptions {
  rows: object[];
  concurrency?: number;
}

export const ENDPOINT = '/chat/completions';

/** Makes the chats of rows from options that have been checked. */
interface RowChatBuilder {
  build(options: object, context: Context): RowChats;
  /** How their answers are read. */
  read(options: object, context: Context): ReadOptions;
}

export const rowChats: RowChatBuilder = {
  build(options: BulkOptions, context) {
    const { rows, prompt, system_prompt, concurrency, images, files, fingerprint_field, spread, ...same } = options;
    const toBody = (filled: Partial<ChatOptions>): ChatCompletionCreateParamsNonStreaming =>
      addExtra(toChatRequest({ ...same, ...filled }, context), context);
    const plan = planRows({ rows, prompt, system_prompt, images, files, fingerprint_field }, ENDPOINT, toBody);
    warnOfSamePrompt(plan.hasFields, context.warn);
    warnOfMissingFiles(plan, options, context.warn);
    const reading = rowChats.read(options, context);
    warnOfRepair(options, context.warn);
    if (spread && !asksForJson(same))
      context.warn('spread', 'There are no fields to spread, since the answers are text; set output_fields');
    return {
      plan,
      count: rows.length,
      concurrency: readConcurrency(concurrency, images !== undefined || files !== undefined),
      model: same.model,
      fileRules: fileRulesOf(context),
      extra: context.extra_parameters,
      repairs: () => new RowRepairs(options, reading),
      toBody: ({ texts }, loaded) => toBody({ ...texts, ...loaded }),
      countTokens: ({ texts }) =>
        Math.max(Math.ceil((texts.prompt.length + texts.system_prompt.length) / 4), same.max_tokens ?? 0),
      describe: (end, ended, index) => {
        const row = rows[index] ?? {};
        return joinRow(row, readEnd(end, ended, index, row, reading).result, reading);
      },
    };
  },

  read: (options: BulkOptions, { unsupported, warn }) => ({
    ...readingOf(options, warn),
    stops: unsupported.has('stop_sequence') ? toStops(options.stop_sequence) : [],
    fingerprint_field: options.fingerprint_field,
    spread: options.spread,
  }),
};

const fileRulesOf = ({ model }: Context): RowFileRules => ({
  model,
  operation: 'bulk_chat',
  options: { images: inputs.visionImages, files: inputs.documents },
});
