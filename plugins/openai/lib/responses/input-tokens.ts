import type OpenAI from 'openai';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { unusable } from '../failures/body-check';
import type { Option } from '../options/option';
import { number, object, readFields } from '../transport/fields';

export const count_tokens: Option = {
  type: 'boolean',
  title: 'Count input tokens',
  description: 'With a dry run: the server counts the input tokens, which is free of charge.',
};

/** The parameters of a response that the endpoint for counting takes. */
const COUNTED = [
  ...['model', 'input', 'instructions', 'tools', 'tool_choice', 'parallel_tool_calls', 'reasoning', 'text'],
  ...['truncation', 'previous_response_id', 'conversation'],
];

const counted = object({ input_tokens: number });

/** How many tokens the input of a request has, by the server's own count. */
export async function countInputTokens(
  client: OpenAI,
  request: ResponseCreateParamsNonStreaming,
  signal: AbortSignal
): Promise<number> {
  const body = Object.fromEntries(Object.entries(request).filter(([name]) => COUNTED.includes(name)));
  const response = await client.post<unknown>('/responses/input_tokens', { body, signal });
  const { input_tokens } = readFields(response, counted) ?? {};
  if (input_tokens === undefined) throw unusable(response, 'The response has no input_tokens');
  return input_tokens;
}
