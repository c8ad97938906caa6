import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import type { Option, Problem } from '../options/option';
import * as shared from '../options/shared-options';

/** Options that only the Responses API has. */

export const input: Option = {
  type: 'array',
  title: 'Input items',
  description: "JSON list of the API's own input items, put after prompt and history.",
  examples: ['[{ "role": "user", "content": "Hi" }]'],
  items: { type: 'object' },
  long: true,
};

export const previous_response_id: Option = {
  type: 'string',
  trim: true,
  title: 'Previous response ID',
  description: 'Goes on from an earlier answer, kept at OpenAI: its data.id.',
  examples: ['{{queries.respond1.data.id}}'],
};

export const image_ids: Option = {
  type: ['string', 'array'],
  title: 'Image IDs',
  description: 'Earlier images to go on from, by data.images[0].id of their answers.',
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
  description: 'How the model came to its answer, in reasoning_summary. May need a verified organization.',
  enum: ['auto', 'concise', 'detailed'],
};

export const store: Option = {
  type: 'boolean',
  title: 'Store',
  description:
    'Whether OpenAI keeps the answer, for 30 days at least; needed to go on from it. On unless switched off.',
  default: true,
};

export const include: Option = {
  type: 'array',
  title: 'Include',
  description: 'JSON list of what the answer should hold besides.',
  examples: ['["message.output_text.logprobs"]'],
  items: { type: 'string' },
};

export const background: Option = {
  type: 'boolean',
  title: 'Background',
  description: 'Answers at once with an id, and works on; get_response fetches the result.',
};

export const conversation_id: Option = {
  type: 'string',
  trim: true,
  title: 'Conversation ID',
  description: 'A conversation kept at OpenAI, which this turn is added to; in place of previous_response_id.',
  examples: ['conv_...'],
};

export const max_tool_calls: Option = {
  type: 'integer',
  title: 'Max tool calls',
  description: 'The most calls of built-in tools, all together.',
  examples: ['10'],
  minimum: 1,
};

export const parallel_tool_calls: Option = {
  type: 'boolean',
  title: 'Parallel tool calls',
  description: 'Whether the model may call several tools at once. On unless switched off.',
  default: true,
};

export const truncation: Option = {
  type: 'string',
  title: 'Truncation',
  description: 'auto: drops the beginning of a conversation that is too long, instead of failing.',
  enum: ['disabled', 'auto'],
};

export const response_id: Option = {
  ...shared.anyId,
  title: 'Response ID',
  description: 'The id that respond or deep_research gave: data.id.',
  examples: ['{{queries.respond1.data.id}}'],
  accepts: 'a valid id, such as resp_abc123',
};

export const starting_after: Option = {
  type: 'integer',
  title: 'Starting after',
  description: 'For hosts that show streams: goes on behind this event of a streamed background response.',
  examples: ['42'],
  minimum: -1,
};

export const metadata: Option = {
  type: 'object',
  title: 'Metadata',
  description: 'Up to 16 names and texts that are kept with the answer.',
  examples: ['{ "customer": "4711" }'],
  maxProperties: 16,
  additionalProperties: { type: 'string', maxLength: 512 },
};

export const prompt_template: Option = {
  type: 'object',
  title: 'Prompt template',
  description: 'A prompt kept at OpenAI: { id, version, variables }.',
  examples: ['{ "id": "pmpt_...", "variables": { "city": "Lisbon" } }'],
  required: ['id'],
};

/** There must be something to answer to. */
export function inspectQuestion(options: object): Problem[] {
  const said = ['prompt', 'input', 'images', 'files', 'tool_outputs', 'prompt_template', 'message_history'];
  if (said.some(name => name in options)) return [];
  return [
    { field: 'prompt', message: `prompt is required, or one of ${said.slice(1).join(', ')}`, allowed: ['a text'] },
  ];
}

/** Earlier turns come from one place. */
export function inspectEarlier(options: object): Problem[] {
  if (!('conversation_id' in options && 'previous_response_id' in options)) return [];
  const allowed = ['conversation_id', 'previous_response_id'];
  const message = 'conversation_id is given beside previous_response_id; an answer goes on from the one or the other';
  return [{ field: 'conversation_id', message, allowed }];
}

/** Options that the API takes under their own names and as they are. */
const PLAIN = [
  'model',
  'instructions',
  'previous_response_id',
  'background',
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

type Plain = Pick<ResponseCreateParamsNonStreaming, (typeof PLAIN)[number]>;

/** The options of a request that need no translation; how tools are called matters where there are any. */
export function pickPlain(options: Plain, hasTools: boolean): Plain {
  const given = PLAIN.filter(name => options[name] !== undefined && (hasTools || name !== 'parallel_tool_calls'));
  return Object.fromEntries(given.map(name => [name, options[name]]));
}
