import type { FixedAnswer } from '../support/answer-server';
import type { Fields } from '../support/plugin';

/** Answers in the forms of OpenAI's API, to be varied as servers vary them. */

/** One operation: its query, and the bodies of valid answers to its requests, the one that is varied last. */
export interface Recorded {
  query: Fields;
  /** Answers that come before it and stay as they are. */
  before?: unknown[];
  body: unknown;
  /** Answers that come after it. */
  after?: FixedAnswer[];
  /** Whether the result holds what was asked for; a warning may say otherwise. */
  holds(data: Fields): boolean;
}

export const usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };

export function completion(message: object, more: object = {}): FixedAnswer {
  const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message }, ...more };
  return {
    body: { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'served', choices: [choice], usage },
  };
}

/** One event of a streamed chat. */
export const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) =>
  event({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'served',
    choices: [{ index: 0, delta, finish_reason, ...more }],
  });

export const event = (data: unknown, name?: string) =>
  `${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

export const done = 'data: [DONE]\n\n';

export const said = (text: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});

export const responseBody = (output: unknown, more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'served',
  output,
  error: null,
  incomplete_details: null,
  usage: { input_tokens: 5, output_tokens: 7, total_tokens: 12 },
  tools: [],
  parallel_tool_calls: true,
  tool_choice: 'auto',
  ...more,
});

export const response = (output: unknown, more: object = {}): FixedAnswer => ({ body: responseBody(output, more) });

export const chat = { operation: 'chat', model_id: 'served', prompt: 'Answer as json: hello', output: 'full' };
export const asJson = { ...chat, response_format: 'json_object' };
export const respond = { operation: 'respond', model_id: 'served', prompt: 'Answer as json: hello' };
export const tools = {
  functions: [
    { name: 'get_stock', parameters: { type: 'object', properties: {} } },
    { name: 'get_price', parameters: { type: 'object', properties: {} } },
  ],
};
export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC';

export const chatBody = (message: object, finish_reason = 'stop') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'served',
  choices: [
    {
      index: 0,
      finish_reason,
      logprobs: null,
      message: { role: 'assistant', refusal: null, annotations: [], ...message },
    },
  ],
  usage: { ...usage, prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } },
  service_tier: 'default',
  system_fingerprint: 'fp_1',
});

/** Ids of what is stored. */
export const stored = {
  response_id: 'resp_1',
  batch_id: 'batch_1',
  file_id: 'file-1',
  vector_store_id: 'vs_1',
  conversation_id: 'conv_1',
};
