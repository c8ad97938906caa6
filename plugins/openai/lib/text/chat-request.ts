import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { Context } from '../operation';
import type { Problem } from '../options/option';
import type { LoadedFile } from '../types/file';
import { toContent } from './content-parts';
import { type FunctionOption, type ToolChoiceOption, toChatToolChoice, toChatTools } from './functions';
import { toChatHistory } from './history';
import type { RepairOptions } from './repair';
import { toStops } from './stop-sequence';
import { type StructuredOptions, toResponseFormat } from './structured-output';
import { describeSuffix } from './suffix';

type Parameters = ChatCompletionCreateParamsNonStreaming;

/** The options that one chat and a chat over many rows share. */
export interface AnswerOptions
  extends Pick<
      Parameters,
      | 'model'
      | 'temperature'
      | 'top_p'
      | 'frequency_penalty'
      | 'presence_penalty'
      | 'reasoning_effort'
      | 'verbosity'
      | 'seed'
      | 'service_tier'
      | 'safety_identifier'
    >,
    StructuredOptions {
  system_prompt?: string;
  prompt: string;
  max_tokens?: number;
  stop_sequence?: string | string[];
}

/** The options of a single chat. */
export interface ChatOptions extends Omit<AnswerOptions, 'prompt'>, Pick<Parameters, 'n'>, RepairOptions {
  prompt?: string;
  message_history?: ChatCompletionMessageParam[];
  images?: LoadedFile[];
  files?: LoadedFile[];
  suffix?: string;
  functions?: FunctionOption[];
  tool_choice?: ToolChoiceOption;
}

/** Builds the request for a chat completion. */
export function toChatRequest(
  {
    system_prompt,
    message_history = [],
    prompt,
    images = [],
    files = [],
    max_tokens,
    stop_sequence,
    suffix,
    response_format,
    json_schema,
    output_fields,
    repair: _,
    functions,
    tool_choice,
    ...parameters
  }: ChatOptions,
  { model, unsupported, warn }: Pick<Context, 'model' | 'unsupported' | 'warn'>
): Parameters {
  const hasTurn = prompt !== undefined || images.length > 0 || files.length > 0;
  return {
    ...parameters,
    ...(max_tokens && { [model.family?.sends?.['max_tokens'] ?? 'max_tokens']: max_tokens }),
    ...(stop_sequence && !unsupported.has('stop_sequence') && { stop: toStops(stop_sequence) }),
    ...toResponseFormat({ response_format, json_schema, output_fields }),
    ...(functions && { tools: toChatTools(functions) }),
    ...(tool_choice && { tool_choice: toChatToolChoice(tool_choice, functions ?? []) }),
    messages: [
      ...(system_prompt ? [{ role: 'system' as const, content: system_prompt }] : []),
      ...(suffix ? [{ role: 'system' as const, content: describeSuffix(suffix) }] : []),
      ...toChatHistory(message_history, warn),
      ...(hasTurn ? [{ role: 'user' as const, content: toContent(prompt, images, files) }] : []),
    ],
  };
}

/** A chat needs something to answer: a prompt, or a history or a system prompt that ends in one. */
export function inspectQuestion(
  options: Pick<ChatOptions, 'prompt' | 'system_prompt' | 'message_history' | 'images' | 'files'>
): Problem[] {
  const { prompt, system_prompt, message_history = [], images, files } = options;
  const hasQuestion = [prompt, system_prompt, images, files].some(value => value !== undefined);
  if (hasQuestion || message_history.length > 0) return [];
  return [{ field: 'prompt', message: 'prompt is required unless there is a message_history or a system_prompt' }];
}
