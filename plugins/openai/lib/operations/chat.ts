import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import * as inputs from '../images/image-inputs';
import { defineOperation } from '../operation';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import * as shared from '../options/shared-options';
import { type ChatOptions, inspectQuestion, toChatRequest } from '../text/chat-request';
import { billChat, type ChatData, describeChat, readChat, toNextHistory, warnOfEnd } from '../text/chat-result';
import { collectChat, openChat } from '../text/chat-stream';
import { toHistoryContent } from '../text/content-parts';
import { functions, inspectFunctions, tool_choice } from '../text/functions';
import { output_fields } from '../text/output-fields';
import * as repairs from '../text/repair';
import { readingOf } from '../text/schema-check';
import { toStops } from '../text/stop-sequence';
import { inspectSchema } from '../text/structured-output';
import { describeOutputs } from '../text/tool-call';

interface Options extends ChatOptions, FallbackOptions {}

export const chat = defineOperation<Options, ChatCompletionCreateParamsNonStreaming, object, ChatData>({
  summary: 'complete the chat',
  title: 'Chat',
  needs: { endpoints: ['/chat/completions'], default: 'text' },

  required: [],
  options: {
    system_prompt: shared.system_prompt,
    message_history: shared.message_history,
    prompt: shared.prompt,
    images: inputs.visionImages,
    files: inputs.documents,
    max_tokens: shared.max_tokens,
    temperature: shared.temperature,
    output_fields,
    response_format: shared.response_format,
    json_schema: shared.json_schema,
    repair: repairs.repair,
    reasoning_effort: shared.reasoning_effort,
    verbosity: shared.verbosity,
    stop_sequence: shared.stop_sequence,
    suffix: shared.suffix,
    functions,
    tool_choice,
    top_p: shared.top_p,
    frequency_penalty: shared.frequency_penalty,
    presence_penalty: shared.presence_penalty,
    n: shared.n,
    seed: shared.seed,
    fallback_models,
    service_tier: shared.service_tier,
    safety_identifier: shared.safety_identifier,
  },
  emulates: { stop_sequence: 'the plugin cuts the text at the first stop sequence instead' },
  checks: {
    inspect: options => [
      ...inspectQuestion(options),
      ...inspectSchema(options),
      ...inspectFunctions(options.functions, options.tool_choice),
    ],
    inspectFiles: ({ images }, model) => inputs.inspectVisionImages('images', images, model),
  },

  buildRequest: (options, context) => {
    repairs.warnOfRepair(options, context.warn);
    return toChatRequest(options, context);
  },

  send: (client, request, { signal }) => client.chat.completions.create(request, { signal }),

  streaming: {
    when: () => 'live',
    open: openChat,
    collect: (_, { stop_sequence }, { unsupported, warn }) =>
      collectChat(unsupported.has('stop_sequence') ? toStops(stop_sequence) : [], warn),
  },

  billing: { response: billChat },
  repair: repairs.chatRepair,

  toResult: (response, options, { unsupported, warn }) => {
    const answer = readChat(response, {
      ...readingOf(options, warn),
      stops: unsupported.has('stop_sequence') ? toStops(options.stop_sequence) : [],
      warn,
    });
    const [first, ...others] = answer.choices;
    warnOfEnd(first, warn);
    const { finish_reason: _, ...said } = first;
    return {
      message:
        first.tool_calls.length > 0
          ? `The chat waits for ${describeOutputs(first.tool_calls)}`
          : 'Chat completed successfully',
      data: {
        ...said,
        ...(others.length > 0 && { choices: [first, ...others] }),
        message_history: toNextHistory(options.message_history ?? [], toHistoryContent(options, warn), answer),
      },
      ...describeChat(answer),
    };
  },

  compatibility: { toClassic: ({ data: { text, refusal } }) => refusal ?? text },
});
