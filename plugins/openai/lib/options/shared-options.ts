import { openList } from './open-lists';
import type { Option } from './option';

/** Options that several operations share. */

/** Any id. Ids become part of a URL path, so none may begin with a dot; those of gateways may be base64. */
export const anyId = {
  type: 'string',
  trim: true,
  pattern: '^[\\w:=+-][\\w.:=+-]*$',
} satisfies Partial<Option>;

export const prompt: Option = {
  type: 'string',
  title: 'Prompt',
  description: 'The instruction or question for the model.',
  examples: ['Name three uses of zinc'],
  pattern: '\\S',
  long: true,
  tall: true,
};

export const system_prompt: Option = {
  type: 'string',
  title: 'System prompt',
  description: 'How the model should behave, and what it should know.',
  examples: ['You are a helpful assistant who answers in one sentence.'],
  long: true,
};

export const message_history: Option = {
  type: 'array',
  title: 'Message history',
  description:
    'Earlier messages, oldest first: a JSON list of { role, content }. The result returns it, extended for the next turn.',
  examples: ['[{ "role": "user", "content": "Hi" }, { "role": "assistant", "content": "Hello!" }]'],
  items: {
    type: 'object',
    // Items of the Responses API have a type instead, such as function_call, or are named by their id alone.
    if: { not: { anyOf: [{ required: ['type'] }, { required: ['id'] }] } },
    then: { required: ['role'] },
    properties: { role: openList('system', 'developer', 'user', 'assistant', 'tool', 'function') },
  },
  long: true,
};

export const max_tokens: Option = {
  type: 'integer',
  title: 'Max tokens',
  description: 'Maximum number of tokens in the answer, including reasoning. Empty: the maximum of the model.',
  examples: ['500'],
  minimum: 1,
};

export const temperature: Option = {
  type: 'number',
  title: 'Temperature',
  description:
    '0 to 2. Lower is more focused, higher more varied. Left out, with a warning, for models that do not support it.',
  examples: ['0.7'],
  minimum: 0,
  maximum: 2,
};

export const top_p: Option = {
  type: 'number',
  title: 'Top P',
  description:
    '0 to 1. Only the most likely tokens that add up to this probability are considered. Change this or the temperature, not both.',
  examples: ['0.9'],
  minimum: 0,
  maximum: 1,
};

export const frequency_penalty: Option = {
  type: 'number',
  title: 'Frequency penalty',
  description: '-2 to 2. Positive values make the model repeat itself less.',
  examples: ['0.5'],
  minimum: -2,
  maximum: 2,
};

export const presence_penalty: Option = {
  type: 'number',
  title: 'Presence penalty',
  description: '-2 to 2. Positive values encourage new topics.',
  examples: ['0.5'],
  minimum: -2,
  maximum: 2,
};

export const stop_sequence: Option = {
  type: ['string', 'array'],
  title: 'Stop sequence',
  description: 'Text at which the answer ends, or a list of up to 4. Type \\n for a line break, \\t for a tab.',
  examples: ['END'],
  escapes: true,
  items: { type: 'string', minLength: 1 },
  minItems: 1,
  maxItems: 4,
};

export const suffix: Option = {
  type: 'string',
  title: 'Suffix',
  description: 'Text that follows the answer. Type \\n for a line break, \\t for a tab, \\\\ for a backslash.',
  escapes: true,
  examples: ['and that is why zinc matters.'],
};

/** An id or a JSON list of ids; a string with spaces or commas would be a list in another form. */
export const ids = {
  trim: true,
  pattern: '^[^\\s,]+$',
  items: { type: 'string', minLength: 1 },
} satisfies Partial<Option>;

export const n: Option = {
  type: 'integer',
  title: 'Number of answers',
  description: '1 to 128. All answers are billed and returned in choices.',
  examples: ['1'],
  minimum: 1,
  maximum: 128,
};

export const reasoning_effort: Option = {
  type: 'string',
  title: 'Reasoning effort',
  description: 'How much a reasoning model thinks before it answers. The values it supports depend on the model.',
  ...openList('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
};

export const verbosity: Option = {
  type: 'string',
  title: 'Verbosity',
  description: 'How long the answer is. GPT-5 and later.',
  ...openList('low', 'medium', 'high'),
};

export const safety_identifier: Option = {
  type: 'string',
  title: 'Safety identifier',
  description: 'A stable, hashed id of your user, up to 128 characters.',
  examples: ['{{globals.currentUser.id}}'],
  maxLength: 128,
};

export const seed: Option = {
  type: 'integer',
  title: 'Seed',
  description: 'The same seed and options usually give the same answer.',
  examples: ['42'],
};

export const service_tier: Option = {
  type: 'string',
  title: 'Service tier',
  description: 'How the request is processed and priced.',
  ...openList('auto', 'default', 'flex', 'priority', 'fast', 'ultrafast', 'scale'),
};

export const response_format: Option = {
  type: 'string',
  title: 'Response format',
  description: 'With json_object and json_schema, the answer is also returned as data in parsed.',
  ...openList('text', 'json_object', 'json_schema'),
  labels: ['Text', 'JSON object', 'JSON schema'],
};

export const json_schema: Option = {
  type: 'object',
  title: 'JSON schema',
  description:
    'The schema of the answer, or { "name", "schema", "strict" }. Unless "strict" is false, every object needs ' +
    '"additionalProperties": false and all its properties in "required".',
  examples: [
    '{ "type": "object", "properties": { "uses": { "type": "array", "items": { "type": "string" } } }, "required": ["uses"], "additionalProperties": false }',
  ],
  long: true,
};

export const output: Option = {
  type: 'string',
  title: 'Result',
  description: 'The value only, such as the text of the answer, or everything: an object with usage, history and more.',
  enum: ['classic', 'full'],
  labels: ['Value only', 'Everything'],
  default: 'classic',
  stored: true,
};

/** The entry of a form's model list with which model_id names the model. */
export const OTHER_MODEL = 'other';

/** The model, in every operation that uses one. */
export const modelChoice = {
  model: {
    type: 'string',
    trim: true,
    title: 'Model',
    description: 'The model to use.',
    dropDown: true,
  },
  model_id: {
    type: 'string',
    trim: true,
    title: 'Model ID',
    description: 'Any other model, used instead of Model.',
    examples: ['ft:gpt-4.1-mini:my-team::abc123'],
  },
} satisfies Record<string, Option>;

/** Options of every operation. */
export const commonOptions = {
  extra_parameters: {
    type: 'object',
    title: 'Extra parameters',
    description: 'JSON merged into the request.',
    examples: ['{ "store": true }'],
  },
  query_timeout: {
    type: 'number',
    title: 'Timeout (ms)',
    description: "Empty or 0: the connection's timeout.",
    examples: ['60000'],
    minimum: 0,
  },
  include_raw: {
    type: 'boolean',
    title: 'Include raw response',
    description: 'Returned in metadata.raw.',
  },
  dry_run: {
    type: 'boolean',
    title: 'Dry run',
    description: 'Shows the request without sending it.',
  },
} satisfies Record<string, Option>;
