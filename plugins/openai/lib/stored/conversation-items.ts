import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { openList } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import { type Message, toMessage } from '../responses/history-items';
import { input } from '../responses/respond-options';

/** A message `{ role, content }`, or an item in the format of the API. */
export type ItemInput = Message | (ResponseInputItem & { type: string });

/** The API's limit for one request. */
const MAX_ITEMS = 20;

export const items: Option = {
  ...input,
  title: 'Items',
  description: `JSON array of up to ${MAX_ITEMS} { role, content } objects or items of the API.`,
  items: {
    type: 'object',
    properties: { role: openList('user', 'assistant', 'system', 'developer') },
  },
  minItems: 1,
  maxItems: MAX_ITEMS,
};

const isMessage = (item: ItemInput): item is Message => !('type' in item) && ('role' in item || !('id' in item));

/** Checks that each message has a valid role and content; the API checks items. */
export function inspectItems(entries: ItemInput[] = []): Problem[] {
  const allowed = ['{ "role", "content" }', '{ "type", ... }'];
  const roles = ['user', 'assistant', 'system', 'developer'];
  return entries.flatMap((item, index) => {
    const field = `items[${index}]`;
    if (!isMessage(item)) return [];
    if (item.role === undefined || item.role === 'tool' || item.role === 'function') {
      const path = `${field}.role`;
      const reason = item.role === undefined ? 'is required' : 'is only for chats';
      return [{ field: path, message: `${path} ${reason}; use one of ${roles.join(', ')}`, allowed: roles }];
    }
    const hasContent = Array.isArray(item.content) || (typeof item.content === 'string' && item.content !== '');
    return hasContent ? [] : [{ field, message: `${field} must have content, a string or a list of parts`, allowed }];
  });
}

/** Converts a message to the format of the Responses API and leaves an item unchanged. */
export function toInputItem(item: ItemInput): ResponseInputItem {
  return isMessage(item) ? toMessage(item) : item;
}

/** An item of a conversation, flat enough for a table. */
export interface ItemRow {
  id: string | null;
  /** `message`, `function_call`, `reasoning`, ... */
  type: string;
  /** Only messages have one. */
  role: string | null;
  /** The text of the message, reasoning or output; empty if the item has none. */
  text: string;
  /** The name of the called tool, and its arguments as JSON. */
  name?: string;
  arguments?: string;
}

/** Reads an item. */
export function toItemRow(item: object): ItemRow {
  const field = (name: string): unknown => Reflect.get(item, name);
  const text = (name: string): string | undefined => {
    const value = field(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const name = text('name');
  const json = text('arguments');
  return {
    id: text('id') ?? null,
    type: text('type') ?? 'unknown',
    role: text('role') ?? null,
    text: readText(['content', 'summary', 'output'].map(field)),
    ...(name && { name }),
    ...(json && { arguments: json }),
  };
}

/** The text of a part, or of the parts of a list. */
function readText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map(readText).filter(Boolean).join('\n');
  if (typeof part !== 'object' || part === null) return '';
  const content: unknown = Reflect.get(part, 'text') ?? Reflect.get(part, 'refusal');
  return typeof content === 'string' ? content : '';
}
