import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import type { Context } from '../operation';
import { openList } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import * as shared from '../options/shared-options';

/** The options that only the Responses API has. */

export const input: Option = {
  type: 'array',
  title: 'Input items',
  description: "JSON array of the API's input items, added after prompt and history.",
  examples: ['[{ "role": "user", "content": "Hi" }]'],
  items: { type: 'object' },
  long: true,
};

export const previous_response_id: Option = {
  type: 'string',
  trim: true,
  title: 'Previous response ID',
  description: 'data.id of an earlier response that OpenAI stores, to continue from it.',
  examples: ['{{queries.respond1.data.id}}'],
};

export const image_ids: Option = {
  type: ['string', 'array'],
  title: 'Image IDs',
  description: 'data.images[0].id of earlier results, to edit their images.',
  examples: ['{{queries.respond1.data.images[0].id}}'],
  accepts: 'a valid id, such as ig_abc123, or a JSON list of them',
  ...shared.ids,
};

export const max_output_tokens: Option = {
  ...shared.max_tokens,
  title: 'Max output tokens',
  minimum: 16,
};

export const reasoning_summary: Option = {
  type: 'string',
  title: 'Reasoning summary',
  description: 'Returns a summary of the reasoning in reasoning_summary. May require a verified organization.',
  ...openList('auto', 'concise', 'detailed'),
};

export const store: Option = {
  type: 'boolean',
  title: 'Store',
  description: 'Whether OpenAI stores the response, for at least 30 days; required to continue from it. On by default.',
  default: true,
};

export const include: Option = {
  type: 'array',
  title: 'Include',
  description: 'JSON array of additional data to return.',
  examples: ['["message.output_text.logprobs"]'],
  items: { type: 'string' },
};

export const background: Option = {
  type: 'boolean',
  on: 'true',
  title: 'Background',
  description: 'Returns an id at once and continues in the background; get_response returns the result.',
};

export const background_options: Option = {
  type: 'object',
  title: 'Background options',
  description:
    'JSON: completion_window (soonest, 2h or 8h; the longer ones are cheaper and require background), continuation_id.',
  examples: ['{ "completion_window": "2h" }'],
  properties: { completion_window: openList('soonest', '2h', '8h') },
};

export const conversation_id: Option = {
  type: 'string',
  trim: true,
  title: 'Conversation ID',
  description: 'A conversation stored at OpenAI that this turn is added to. Set this or previous_response_id.',
  examples: ['conv_...'],
};

export const max_tool_calls: Option = {
  type: 'integer',
  title: 'Max tool calls',
  description: 'The maximum number of calls to built-in tools in total.',
  examples: ['10'],
  minimum: 1,
};

export const parallel_tool_calls: Option = {
  type: 'boolean',
  title: 'Parallel tool calls',
  description: 'Whether the model may call several tools at once. On by default.',
  default: true,
};

export const truncation: Option = {
  type: 'string',
  title: 'Truncation',
  description: 'auto: drops the oldest items of a conversation that is too long instead of failing.',
  ...openList('disabled', 'auto'),
};

export const response_id: Option = {
  ...shared.anyId,
  title: 'Response ID',
  description: 'data.id of a result of respond or deep_research.',
  examples: ['{{queries.respond1.data.id}}'],
  accepts: 'a valid id, such as resp_abc123',
};

export const starting_after: Option = {
  type: 'integer',
  title: 'Starting after',
  description: 'For hosts that show streams: resumes a streamed background response after this event.',
  examples: ['42'],
  minimum: -1,
};

export const metadata: Option = {
  type: 'object',
  title: 'Metadata',
  description: 'Up to 16 key-value pairs that are stored with the response.',
  examples: ['{ "customer": "4711" }'],
  maxProperties: 16,
  additionalProperties: { type: 'string', maxLength: 512 },
};

export const prompt_template: Option = {
  type: 'object',
  title: 'Prompt template',
  description:
    'A prompt stored at OpenAI: { id, version, variables }. OpenAI ends these on 2026-11-30; use the prompt with Variables instead.',
  examples: ['{ "id": "pmpt_...", "variables": { "city": "Lisbon" } }'],
  required: ['id'],
};

export const variables: Option = {
  type: 'object',
  title: 'Variables',
  description: 'JSON: values for [[name]] in the prompt and the instructions.',
  examples: ['{ "city": "{{components.city.value}}" }'],
};

/** Warns that prompts stored at OpenAI end. */
export function warnOfTemplate({ prompt_template }: { prompt_template?: object }, warn: Context['warn']): void {
  if (!prompt_template) return;
  const advice = 'put the text in the prompt, with [[name]] for the parts that vary, and set variables';
  warn('prompt_template', `OpenAI ends stored prompts (v1/prompts) on 2026-11-30; ${advice}`);
}

/** Checks that the request has some input. */
export function inspectInput(options: object): Problem[] {
  const inputs = ['prompt', 'input', 'images', 'files', 'tool_outputs', 'prompt_template', 'message_history'];
  if (inputs.some(name => name in options)) return [];
  return [
    { field: 'prompt', message: `prompt is required, or one of ${inputs.slice(1).join(', ')}`, allowed: ['a string'] },
  ];
}

/** A conversation and a previous response exclude each other. */
export function inspectPrevious(options: object): Problem[] {
  if (!('conversation_id' in options && 'previous_response_id' in options)) return [];
  const allowed = ['conversation_id', 'previous_response_id'];
  const message = 'conversation_id and previous_response_id cannot be combined; set one of them';
  return [{ field: 'conversation_id', message, allowed }];
}

/** A longer window to complete in is for responses in the background. */
export function inspectBackground({ background, background_options }: ParameterOptions): Problem[] {
  const { completion_window: window = 'soonest' } = { ...background_options };
  if (background || window === 'soonest') return [];
  const message = `background must be true when background_options.completion_window is ${window}`;
  return [{ field: 'background', message, allowed: [true] }];
}

/** The options that are request parameters as they are. */
const PARAMETERS = [
  'model',
  'instructions',
  'previous_response_id',
  'background',
  'background_options',
  'max_output_tokens',
  'max_tool_calls',
  'parallel_tool_calls',
  'temperature',
  'top_p',
  'store',
  'include',
  'truncation',
  'metadata',
  'service_tier',
  'safety_identifier',
] as const satisfies (keyof ResponseCreateParamsNonStreaming)[];

type ParameterOptions = Pick<ResponseCreateParamsNonStreaming, (typeof PARAMETERS)[number]>;

/** Copies those options; `parallel_tool_calls` is invalid without tools. */
export function pickParameters(options: ParameterOptions, hasTools: boolean): ParameterOptions {
  const names = PARAMETERS.filter(name => options[name] !== undefined && (hasTools || name !== 'parallel_tool_calls'));
  return Object.fromEntries(names.map(name => [name, options[name]]));
}
