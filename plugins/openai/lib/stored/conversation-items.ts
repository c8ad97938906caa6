import type { ConversationItem } from 'openai/resources/conversations/items';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import type { Option, Problem } from '../options/option';
import { input } from '../responses/respond-options';
import { type GivenTurn, toMessage } from '../responses/response-input';

/** A turn `{ role, content }`, or an item as the API has it. */
export type GivenItem = GivenTurn | (ResponseInputItem & { type: string });

/** What the API takes at once. */
const MOST = 20;

export const items: Option = {
  ...input,
  title: 'Items',
  description: `JSON list of { role, content }, or of the API's own items; up to ${MOST}.`,
  minItems: 1,
  maxItems: MOST,
};

const isTurn = (item: GivenItem): item is GivenTurn => !('type' in item);

/** Each is a turn with something said, or says of which type it is. */
export function inspectItems(given: GivenItem[] = []): Problem[] {
  const allowed = ['{ "role", "content" }', '{ "type", ... }'];
  const roles = ['user', 'assistant', 'system', 'developer'];
  return given.flatMap((item, index) => {
    const field = `items[${index}]`;
    if (!isTurn(item)) return [];
    if (!roles.includes(item.role)) {
      const path = `${field}.role`;
      const said = item.role === undefined ? 'is required' : 'is none that there is';
      return [{ field: path, message: `${path} ${said}; it accepts ${roles.join(', ')}`, allowed: roles }];
    }
    const isSaid = Array.isArray(item.content) || (typeof item.content === 'string' && item.content !== '');
    return isSaid ? [] : [{ field, message: `${field} needs content: a text or a list of parts`, allowed }];
  });
}

/** A turn in the words of the Responses API; an item stays as it is. */
export function toInputItem(item: GivenItem): ResponseInputItem {
  return isTurn(item) ? toMessage(item) : item;
}

/** An item of a conversation, flat enough for a table. */
export interface ItemRow {
  id: string | null;
  /** `message`, `function_call`, `reasoning`, ... */
  type: string;
  /** Of messages. */
  role: string | null;
  /** What was said, thought or answered; empty where an item has no words. */
  text: string;
  /** The tool of a call, and what it was called with as JSON. */
  name?: string;
  arguments?: string;
}

/** Reads one item. */
export function toItemRow(item: ConversationItem): ItemRow {
  const field = (name: string): unknown => Reflect.get(item, name);
  const word = (name: string): string | undefined => {
    const value = field(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const name = word('name');
  const given = word('arguments');
  return {
    id: word('id') ?? null,
    type: item.type,
    role: word('role') ?? null,
    text: toWords(['content', 'summary', 'output'].map(field)),
    ...(name && { name }),
    ...(given && { arguments: given }),
  };
}

/** The text of a part, or of the parts of a list. */
function toWords(part: unknown): string {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map(toWords).filter(Boolean).join('\n');
  if (typeof part !== 'object' || part === null) return '';
  const words: unknown = Reflect.get(part, 'text') ?? Reflect.get(part, 'refusal');
  return typeof words === 'string' ? words : '';
}
