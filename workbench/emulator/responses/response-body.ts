import type { Response, ResponseUsage } from 'openai/resources/responses/responses';
import { attachmentsIn, countImageTokens } from '../attachments';
import { textOfMessage } from '../chat-reply';
import { countReasoningTokens } from '../chat-rules';
import { newId, secondsOf } from '../http';
import { isObject, type JsonObject, numberOf } from '../json';
import { countTokens } from '../tokens';
import type { OutputPart } from './output';
import { type Turn, toChatMessages } from './turn';

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
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
  user: null,
};

function effortIn(body: JsonObject): unknown {
  return isObject(body['reasoning']) ? body['reasoning']['effort'] : undefined;
}

function countUsage(turn: Turn, parts: OutputPart[]): ResponseUsage {
  const messages = toChatMessages(turn);
  const words = messages.map(message => countTokens(textOfMessage(message)) + tokensPerMessage);
  const input_tokens = words.reduce((sum, count) => sum + count, countImageTokens(attachmentsIn(messages)));
  const thinking = { model: turn.model, reasoning_effort: effortIn(turn.body) };
  const limit = numberOf(turn.body['max_output_tokens'], Number.MAX_SAFE_INTEGER);
  const reasoning_tokens = countReasoningTokens(thinking, limit);
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
  const { body, model, request } = turn;
  const settings: JsonObject = Object.fromEntries(
    Object.entries(echoed).map(([name, value]) => [name, body[name] ?? value])
  );
  const isCut = parts.some(({ item }) => item.type === 'message' && item.status === 'incomplete');
  const created_at = secondsOf(request.now);
  const [image_gen] = parts.flatMap(({ imageUsage }) => imageUsage ?? []);
  return {
    ...settings,
    id: newId('resp_'),
    object: 'response',
    created_at,
    completed_at: isCut ? null : created_at,
    status: isCut ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    model,
    output: parts.map(({ item }) => item),
    reasoning: isObject(body['reasoning']) ? body['reasoning'] : { effort: null, summary: null },
    usage: countUsage(turn, parts),
    ...(image_gen && { tool_usage: { image_gen, web_search: { num_requests: 0 } } }),
  } satisfies Partial<Response> & JsonObject;
}
