import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { Context } from '../operation';
import { countOf } from '../options/count';
import { isJsonObject } from '../options/json-object';
import { readContent } from './answer-content';

type Entry = Record<string, unknown>;

/** Kinds of items of the Responses API that only lead to what was said. */
const LEFT_OUT = ['reasoning', 'item_reference', 'compaction'];

/**
 * A history as chat completions take it: responses of any server without what the API does not support, and items of the Responses
 * API in the words of chat.
 */
export function toChatHistory(history: object[], warn: Context['warn']): ChatCompletionMessageParam[] {
  const messages: Entry[] = [];
  let others = 0;
  for (const entry of history) {
    const item: Entry = { ...entry };
    if (typeof item['role'] === 'string') {
      messages.push(tidy(item));
      continue;
    }
    const type = typeOf(item);
    const call = toCall(item, type);
    const last = messages.at(-1);
    if (call && last?.['role'] === 'assistant') {
      // Calls stand in one message with what was said before them, each followed by its result.
      messages[messages.length - 1] = { ...last, tool_calls: [...[last['tool_calls'] ?? []].flat(), call] };
    } else if (call) messages.push({ role: 'assistant', content: null, tool_calls: [call] });
    else if (/_call_output$/.test(type)) messages.push(toResult(item));
    else if (!LEFT_OUT.includes(type)) others += 1;
  }
  if (others > 0)
    warn(
      'message_history',
      `${countOf(others, 'item has no form in a chat and was', 'items have no form in a chat and were')} left out`
    );
  return messages as unknown[] as ChatCompletionMessageParam[];
}

/** A host's object may have no form as text. */
const typeOf = ({ type }: Entry): string => (typeof type === 'string' ? type : '');

/** A message without the empty fields that answers have and requests may not. */
function tidy({ type: _, ...message }: Entry): Entry {
  const content = message['content'];
  const parts: unknown[] = Array.isArray(content) ? content : [];
  const isOfResponses = parts.some(part => isJsonObject(part) && /^(input|output)_/.test(typeOf(part)));
  const fields = Object.entries(message).filter(
    ([name, value]) => name === 'content' || !(value === null || (Array.isArray(value) && value.length === 0))
  );
  const isOwn = isOfResponses && {
    content: message['role'] === 'assistant' ? (readContent(content).text ?? '') : parts.map(toPart),
  };
  return {
    ...Object.fromEntries(fields.filter(([name]) => !isOfResponses || !['id', 'status', 'phase'].includes(name))),
    ...isOwn,
  };
}

function toPart(part: unknown): unknown {
  if (!isJsonObject(part)) return part;
  const { type, text, image_url, detail, file_id, file_data, filename } = part;
  if (type === 'input_text' || type === 'output_text') return { type: 'text', text };
  if (type === 'input_image' && image_url)
    return { type: 'image_url', image_url: { url: image_url, ...(detail ? { detail } : {}) } };
  if (type !== 'input_file') return part;
  return { type: 'file', file: { ...(file_id ? { file_id } : {}), ...(file_data ? { file_data, filename } : {}) } };
}

function toCall({ call_id, name, arguments: json, input }: Entry, type: string): Entry | undefined {
  if (type === 'function_call') return { id: call_id, type: 'function', function: { name, arguments: json || '{}' } };
  return type === 'custom_tool_call' ? { id: call_id, type: 'custom', custom: { name, input } } : undefined;
}

function toResult({ call_id, output }: Entry): Entry {
  return {
    role: 'tool',
    tool_call_id: call_id,
    content: typeof output === 'string' ? output : (readContent(output).text ?? ''),
  };
}
