import type { Response, ResponseUsage } from 'openai/resources/responses/responses';
import { countTokens, countToolTokens } from '../answers/tokens';
import { attachmentsIn, countImageTokens } from '../attachments/attachments';
import { textOfMessage } from '../chat/reply';
import { isObject, type JsonObject, numberOf } from '../http/json';
import { newId, secondsOf } from '../http/messages';
import { countReasoningTokens } from '../models/reasoning';
import { echoTools } from './tools';
import { toChatMessages } from './turn';
import type { OutputPart, ResponseBody, Turn } from './types';

const tokensPerMessage = 4;
/** Settings that a response repeats, with what they are if the request leaves them out. */
const echoed: JsonObject = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  safety_identifier: null,
  service_tier: 'default',
  store: true,
  temperature: 1,
  text: { format: { type: 'text' }, verbosity: 'medium' },
  prompt: null,
  tool_choice: 'auto',
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
  user: null,
};

function effortIn(body: JsonObject): unknown {
  return isObject(body['reasoning']) ? body['reasoning']['effort'] : undefined;
}

const failureWish = /\bplease fail\b/i;

function describeOutcome({ prompt }: Turn, parts: OutputPart[]) {
  if (failureWish.test(prompt)) {
    const message = 'The server had an error while processing your request. Sorry about that!';
    return { status: 'failed', error: { code: 'server_error', message }, incomplete_details: null } as const;
  }
  const isCut = parts.some(({ item }) => item.type === 'message' && item.status === 'incomplete');
  if (!isCut) return { status: 'completed', error: null, incomplete_details: null } as const;
  return { status: 'incomplete', error: null, incomplete_details: { reason: 'max_output_tokens' } } as const;
}

function countSearches(parts: OutputPart[]): number {
  return parts.filter(({ item }) => item.type === 'web_search_call' && item.action.type === 'search').length;
}

/** What the model reads: the words of the conversation, its pictures, and the tools that the request declares. */
export function countInputTokens(turn: Turn): number {
  const messages = toChatMessages(turn);
  const words = messages.map(message => countTokens(textOfMessage(message)) + tokensPerMessage);
  const read = countImageTokens(attachmentsIn(messages)) + countToolTokens(turn.body['tools']);
  return words.reduce((sum, count) => sum + count, read);
}

function countUsage(turn: Turn, parts: OutputPart[]): ResponseUsage {
  const input_tokens = countInputTokens(turn);
  const limit = numberOf(turn.body['max_output_tokens'], Number.MAX_SAFE_INTEGER);
  const reasoning_tokens = countReasoningTokens(turn.model, effortIn(turn.body), limit);
  const output_tokens = parts.reduce((sum, { tokens }) => sum + tokens, reasoning_tokens);
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens,
    output_tokens_details: { reasoning_tokens },
    total_tokens: input_tokens + output_tokens,
  };
}

/** The finished response. */
export function makeResponseBody(turn: Turn, parts: OutputPart[]) {
  const { body, model, request, conversationId } = turn;
  const settings: JsonObject = Object.fromEntries(
    Object.entries(echoed).map(([name, value]) => [name, body[name] ?? value])
  );
  const outcome = describeOutcome(turn, parts);
  const hasFailed = outcome.status === 'failed';
  const created_at = secondsOf(request.now);
  const [image_gen] = parts.flatMap(({ imageUsage }) => imageUsage ?? []);
  return {
    ...settings,
    ...outcome,
    id: newId('resp_'),
    object: 'response',
    created_at,
    completed_at: outcome.status === 'completed' ? created_at : null,
    model,
    output: hasFailed ? [] : parts.map(({ item }) => item),
    reasoning: isObject(body['reasoning']) ? body['reasoning'] : { effort: null, summary: null },
    tools: echoTools(body),
    usage: hasFailed ? null : countUsage(turn, parts),
    ...(conversationId && { conversation: { id: conversationId } }),
    ...(image_gen && { tool_usage: { image_gen, web_search: { num_requests: countSearches(parts) } } }),
  } satisfies Omit<Partial<Response>, 'tools' | 'usage'> & ResponseBody;
}
