import type { Conversation, ConversationCreateParams } from 'openai/resources/conversations/conversations';
import type { ConversationItemList } from 'openai/resources/conversations/items';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { defineActions, defineOperation } from '../operation';
import { countOf } from '../options/count';
import { isJsonObject } from '../options/json-object';
import { anyId } from '../options/shared-options';
import * as own from '../stored/conversation-items';
import { defineDelete, defineGet, defineList } from '../stored/define-stored';
import * as shared from '../stored/stored-options';
import { toIsoTime } from '../transport/iso-time';
import { readPage } from '../transport/pages';
import { checkStored } from '../transport/stored-object';

const conversation_id = {
  ...anyId,
  title: 'Conversation ID',
  description: 'data.id of the created conversation.',
  examples: ['conv_abc123'],
  accepts: 'a valid id, such as conv_abc123',
};

interface ConversationData {
  id: string;
  /** ISO 8601. */
  created_at: string | null;
  metadata: unknown;
}

function toConversation(conversation: Conversation): ConversationData {
  const { id, created_at, metadata } = checkStored(conversation);
  return { id, created_at: toIsoTime(created_at), metadata: isJsonObject(metadata) ? metadata : {} };
}

interface Beginning extends Pick<ConversationCreateParams, 'metadata'> {
  items?: own.ItemInput[];
}

const create = defineOperation<Beginning, ConversationCreateParams, Conversation, ConversationData>({
  summary: 'create the conversation',
  title: 'Create',

  required: [],
  options: { items: own.items, metadata: shared.metadata },
  checks: { inspect: ({ items }) => own.inspectItems(items) },

  buildRequest: ({ items, ...same }) => ({ ...same, ...(items && { items: items.map(own.toInputItem) }) }),

  send: (client, request, { signal }) => client.conversations.create(request, { signal }),

  toResult: response => {
    const data = toConversation(response);
    return { message: 'Conversation created', data, id: data.id };
  },
});

interface Known {
  conversation_id: string;
}

const get = defineGet({
  of: 'conversation',
  ids: { conversation_id },
  send: (client, { conversation_id: id }: Known, options) => client.conversations.retrieve(id, options),
  toData: toConversation,
});

const list_items = defineList({
  of: 'items of the conversation',
  title: 'List items',
  noun: ['item'],
  required: ['conversation_id'],
  options: {
    conversation_id,
    limit: { ...shared.limit, description: 'How many of the newest items to list, oldest first.' },
  },
  path: ({ conversation_id: id }: Known & { limit: number }) => `/conversations/${id}/items`,
  query: () => ({ order: 'desc' }),
  toRow: own.toItemRow,
  arrange: (rows, { order }) => (order === 'asc' ? rows : rows.toReversed()),
});

interface Addition extends Known {
  items: own.ItemInput[];
}

const add_items = defineOperation<
  Addition,
  Known & { items: ResponseInputItem[] },
  ConversationItemList,
  { rows: own.ItemRow[] }
>({
  summary: 'add the items to the conversation',
  title: 'Add items',

  required: ['conversation_id', 'items'],
  options: { conversation_id, items: own.items },
  checks: { inspect: ({ items }) => own.inspectItems(items) },
  billing: {
    requests: () => [],
  },

  buildRequest: ({ items, ...same }) => ({ ...same, items: items.map(own.toInputItem) }),

  send: (client, { conversation_id: id, ...body }, { signal }) =>
    client.conversations.items.create(id, body, { signal }),

  toResult: response => {
    const rows = readPage(response).data.map(own.toItemRow);
    return { message: `${countOf(rows.length, 'item')} added`, data: { rows } };
  },
});

const remove = defineDelete({
  of: 'conversation',
  ids: { conversation_id },
  send: (client, { conversation_id: id }: Known, options) => client.conversations.delete(id, options),
});

export const conversation = defineActions({
  title: 'Conversations',
  chosenBy: 'conversation_action',
  actions: { create, get, list_items, add_items, delete: remove },
});
