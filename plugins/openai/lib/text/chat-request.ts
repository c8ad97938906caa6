import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { Context } from '../operation';
import type { LoadedFile } from '../types/file';
import { toContent } from './content-parts';
import { type FunctionOption, type ToolChoiceOption, toChatToolChoice, toChatTools } from './functions';
import { toChatHistory } from './history';
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
export interface ChatOptions extends AnswerOptions, Pick<Parameters, 'n'> {
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
    functions,
    tool_choice,
    ...parameters
  }: ChatOptions,
  { model, unsupported, warn }: Pick<Context, 'model' | 'unsupported' | 'warn'>
): Parameters {
  return {
    ...parameters,
    ...(max_tokens && { [model.family?.sends?.['max_tokens'] ?? 'max_tokens']: max_tokens }),
    ...(stop_sequence && !unsupported.has('stop_sequence') && { stop: toStops(stop_sequence) }),
    ...toResponseFormat({ response_format, json_schema }),
    ...(functions && { tools: toChatTools(functions) }),
    ...(tool_choice && { tool_choice: toChatToolChoice(tool_choice) }),
    messages: [
      ...(system_prompt ? [{ role: 'system' as const, content: system_prompt }] : []),
      ...(suffix ? [{ role: 'system' as const, content: describeSuffix(suffix) }] : []),
      ...toChatHistory(message_history, warn),
      { role: 'user', content: toContent(prompt, images, files) },
    ],
  };
}
