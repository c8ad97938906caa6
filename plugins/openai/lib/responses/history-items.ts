import type { EasyInputMessage, ResponseInputContent, ResponseInputItem } from 'openai/resources/responses/responses';
import { isJsonObject } from '../options/json-object';
import { readContent } from '../text/answer-content';

/** A message in the format of chat completions or the Responses API. */
export interface Message {
  role: 'user' | 'assistant' | 'system' | 'developer' | 'tool' | 'function';
  content?: string | MessagePart[] | null;
  refusal?: string | null;
  tool_calls?: MessageCall[] | null;
  function_call?: { name: string; arguments?: string } | null;
  tool_call_id?: string;
  name?: string;
  [other: string]: unknown;
}

/** A content part of a message. */
interface MessagePart {
  type: string;
  text?: string;
  image_url?: string | { url: string; detail?: 'auto' | 'low' | 'high' | 'original' };
  file?: { file_id?: string; file_data?: string; filename?: string };
}

interface MessageCall {
  id: string;
  function?: { name: string; arguments?: string };
  custom?: { name: string; input?: string };
}

/** A message, or an item in the format of the Responses API. */
export type HistoryEntry = Message | (ResponseInputItem & { type: string });

/** Items have a type, and so have messages of the Responses API. */
const isMessage = (entry: HistoryEntry): entry is Message => 'role' in entry && !('type' in entry);

/** Converts a message history to input items, including the tool calls of chats and their results. */
export function toHistoryItems(history: HistoryEntry[]): ResponseInputItem[] {
  const custom = new Set(history.flatMap(entry => (isMessage(entry) ? listCustomIds(entry) : [])));
  return history.flatMap(entry => {
    if (!isMessage(entry)) return [entry];
    return entry.role === 'tool' || entry.role === 'function' ? [toResult(entry, custom)] : toMessageItems(entry);
  });
}

const listCustomIds = ({ tool_calls }: Message) => (tool_calls ?? []).flatMap(({ id, custom }) => (custom ? [id] : []));

function toResult({ tool_call_id, name = '', content }: Message, custom: Set<string>): ResponseInputItem {
  const call_id = tool_call_id ?? `call_${name}`;
  const output = readContent(content).text ?? '';
  return custom.has(call_id)
    ? { type: 'custom_tool_call_output', call_id, output }
    : { type: 'function_call_output', call_id, output };
}

function toMessageItems(message: Message): ResponseInputItem[] {
  const { tool_calls, function_call: old } = message;
  const calls: MessageCall[] = tool_calls ?? (old ? [{ id: `call_${old.name}`, function: old }] : []);
  const input = toMessage(message);
  const hasContent = input.content.length > 0;
  return [
    ...(hasContent ? [input] : []),
    ...calls.map(
      ({ id, function: called, custom }): ResponseInputItem =>
        custom
          ? { type: 'custom_tool_call', call_id: id, name: custom.name, input: custom.input ?? '' }
          : { type: 'function_call', call_id: id, name: called?.name ?? '', arguments: called?.arguments || '{}' }
    ),
  ];
}

/** What only messages of chats have, of OpenAI and of other servers; the Responses API rejects it. */
const OF_CHATS = new Set([
  ...['name', 'audio', 'annotations', 'tool_calls', 'tool_call_id', 'function_call', 'parsed', 'prefix'],
  ...['reasoning', 'reasoning_content', 'reasoning_details', 'thinking_blocks', 'provider_specific_fields'],
]);

/** A message in the format of the Responses API, which rejects input parts in assistant messages. */
export function toMessage({ role, content, refusal, ...others }: Message): EasyInputMessage {
  const speaker = role === 'tool' || role === 'function' ? 'user' : role;
  const same = Object.fromEntries(
    Object.entries(others).filter(([name, value]) => value !== null && !OF_CHATS.has(name))
  );
  if (typeof content === 'string' && content !== '') return { ...same, role: speaker, content };
  if (role === 'assistant') {
    const { text, refusal: ownRefusal } = readContent(content);
    return { ...same, role, content: text || refusal || ownRefusal };
  }
  return { ...same, role: speaker, content: Array.isArray(content) ? content.map(toInputPart) : '' };
}

/** Converts a part of a chat message; parts of the Responses API stay unchanged. */
function toInputPart(part: MessagePart): ResponseInputContent {
  const { type, text, image_url, file } = part;
  if (type === 'text') return { type: 'input_text', text: text ?? '' };
  if (type === 'image_url' && image_url) {
    const { url, detail = 'auto' } = isJsonObject(image_url) ? image_url : { url: image_url };
    return { type: 'input_image', image_url: url, detail };
  }
  if (type === 'file' && file) return { type: 'input_file', ...file };
  return part as ResponseInputContent;
}
