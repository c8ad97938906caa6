import type { Rule } from '../catalogue/models';
import type { Option } from './option';

/** Options that several operations have, stated once; an operation names those it takes. */

/** What every id has in common; it becomes a part of a URL, which no dots may climb. Gateways write ids in base64. */
export const anyId = {
  type: 'string',
  trim: true,
  pattern: '^[\\w:=+-][\\w.:=+-]*$',
} satisfies Partial<Option>;

export const prompt: Option = {
  type: 'string',
  title: 'Prompt',
  description: 'What is asked of the model, in natural language.',
  examples: ['Name three uses of zinc'],
  pattern: '\\S',
  long: true,
};

export const system_prompt: Option = {
  type: 'string',
  title: 'System prompt',
  description: 'How the model should behave and what it should know.',
  examples: ['You are a helpful assistant who answers in one sentence.'],
  long: true,
};

export const message_history: Option = {
  type: 'array',
  title: 'Message history',
  description:
    'Earlier turns, oldest first: a JSON list of { role, content }. The answer gives it back, ready for the next turn.',
  examples: ['[{ "role": "user", "content": "Hi" }, { "role": "assistant", "content": "Hello!" }]'],
  items: {
    type: 'object',
    required: ['role'],
    properties: { role: { enum: ['system', 'developer', 'user', 'assistant', 'tool', 'function'] } },
  },
  long: true,
};

export const max_tokens: Option = {
  type: 'integer',
  title: 'Max tokens',
  description: 'The most tokens the answer may have, reasoning included. Empty: up to what the model can give.',
  examples: ['500'],
  minimum: 1,
};

export const temperature: Option = {
  type: 'number',
  title: 'Temperature',
  description:
    '0 to 2: low is focused, high is varied. Left out, with a warning, where a reasoning model does not take it.',
  examples: ['0.7'],
  minimum: 0,
  maximum: 2,
};

export const top_p: Option = {
  type: 'number',
  title: 'Top P',
  description: '0 to 1: only the likeliest words that make up this share are considered. Change this or temperature.',
  examples: ['0.9'],
  minimum: 0,
  maximum: 1,
};

export const frequency_penalty: Option = {
  type: 'number',
  title: 'Frequency penalty',
  description: '-2 to 2: positive values make the model repeat itself less.',
  examples: ['0.5'],
  minimum: -2,
  maximum: 2,
};

export const presence_penalty: Option = {
  type: 'number',
  title: 'Presence penalty',
  description: '-2 to 2: positive values make the model turn to new topics.',
  examples: ['0.5'],
  minimum: -2,
  maximum: 2,
};

export const stop_sequence: Option = {
  type: ['string', 'array'],
  title: 'Stop sequence',
  description: 'Where the text ends: a text, or a list of up to 4. It is not part of the answer.',
  examples: ['END'],
  items: { type: 'string', minLength: 1 },
  minItems: 1,
  maxItems: 4,
};

export const suffix: Option = {
  type: 'string',
  title: 'Suffix',
  description: 'The text that will follow the answer; the model writes towards it.',
  examples: ['and that is why zinc matters.'],
};

/** An id or a list of them; a text with blanks or commas is a list that was written otherwise than as JSON. */
export const ids = {
  trim: true,
  pattern: '^[^\\s,]+$',
  items: { type: 'string', minLength: 1 },
} satisfies Partial<Option>;

export const n: Option = {
  type: 'integer',
  title: 'Number of answers',
  description: '1 to 128. All of them are billed and come back in choices.',
  examples: ['1'],
  minimum: 1,
  maximum: 128,
};

export const reasoning_effort: Option = {
  type: 'string',
  title: 'Reasoning effort',
  description: 'How long a reasoning model thinks before it answers. Which values are taken depends on the model.',
  enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
};

export const verbosity: Option = {
  type: 'string',
  title: 'Verbosity',
  description: 'How long the answer is. GPT-5 and later.',
  enum: ['low', 'medium', 'high'],
};

export const safety_identifier: Option = {
  type: 'string',
  title: 'Safety identifier',
  description: 'A stable, hashed id of your user, at most 128 characters.',
  examples: ['{{globals.currentUser.id}}'],
  maxLength: 128,
};

export const seed: Option = {
  type: 'integer',
  title: 'Seed',
  description: 'The same seed and options give mostly the same answer.',
  examples: ['42'],
};

export const service_tier: Option = {
  type: 'string',
  title: 'Service tier',
  description: 'How it is processed and priced.',
  enum: ['auto', 'default', 'flex', 'priority', 'fast', 'scale'],
};

export const response_format: Option = {
  type: 'string',
  title: 'Response format',
  description: 'json_object and json_schema also give the answer as data in parsed.',
  enum: ['text', 'json_object', 'json_schema'],
  labels: ['Text', 'JSON object', 'JSON by a schema'],
};

export const json_schema: Option = {
  type: 'object',
  title: 'JSON schema',
  description:
    'The schema of the answer, or { "name", "schema", "strict" }. Unless "strict" is false, objects need ' +
    '"additionalProperties": false and all their properties in "required".',
  examples: [
    '{ "type": "object", "properties": { "uses": { "type": "array", "items": { "type": "string" } } }, "required": ["uses"], "additionalProperties": false }',
  ],
  long: true,
};

export const output: Option = {
  type: 'string',
  title: 'Output',
  description: 'full: one object. classic: the bare value of older versions.',
  enum: ['full', 'classic'],
  labels: ['Full', 'Classic'],
};

/** The entry of a form's model list that stands for whatever model_id says. */
export const OTHER_MODEL = 'other';

/** Chooses the model; every operation that has one takes both. */
export const modelChoice = {
  model: {
    type: 'string',
    trim: true,
    title: 'Model',
    description: 'Which model answers.',
  },
  model_id: {
    type: 'string',
    trim: true,
    title: 'Model ID',
    description: 'Any other; wins over Model.',
    examples: ['ft:gpt-4.1-mini:my-team::abc123'],
  },
} satisfies Record<string, Option>;

/** Every operation takes these. */
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
    description: "Empty or 0: the connection's.",
    examples: ['60000'],
    minimum: 0,
  },
  include_raw: {
    type: 'boolean',
    title: 'Include raw answer',
    description: 'In metadata.raw.',
  },
  dry_run: {
    type: 'boolean',
    title: 'Dry run',
    description: 'Shows the request and sends nothing.',
  },
} satisfies Record<string, Option>;

/** What holds between options of every operation. */
export const commonRules: Rule[] = [
  {
    because: 'the plugin itself decides whether an answer is streamed; leave "stream" out',
    if: { required: ['extra_parameters'], properties: { extra_parameters: { type: 'object', required: ['stream'] } } },
    then: { properties: { extra_parameters: { not: {} } } },
  },
];
