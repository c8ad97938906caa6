import type { Option, Problem } from './option';
import * as shared from './shared-options';

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
  items: { type: 'string' },
};

export const tool_outputs: Option = {
  type: 'array',
  title: 'Tool outputs',
  description:
    'What your functions gave, for the calls in tool_calls of the previous response: a list of { id, output }.',
  examples: ['[{ "id": "call_...", "output": { "pieces": 12 } }]'],
  items: { type: 'object', required: ['id', 'output'], properties: { id: { type: 'string' } } },
};

export const image_generation: Option = {
  type: 'boolean',
  title: 'Image generation',
  description: 'Lets the model draw and edit images, which come back in images.',
};

export const image_generation_options: Option = {
  type: 'object',
  title: 'Image generation options',
  description: 'JSON: model, size, quality, output_format, output_compression, background, input_fidelity, action.',
  examples: ['{ "size": "1536x1024", "quality": "high" }'],
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
