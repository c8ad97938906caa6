import type {
  Conversation,
  ConversationCreateParams,
  ConversationDeletedResource,
} from 'openai/resources/conversations/conversations';
import type { ConversationItem, ConversationItemList } from 'openai/resources/conversations/items';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { defineActions, defineOperation, type Outcome } from '../operation';
import { countOf } from '../options/count';
import { anyId } from '../options/shared-options';
import * as own from '../stored/conversation-items';
import * as shared from '../stored/stored-options';
import { toIsoTime } from '../transport/iso-time';
import { countPages, type Listed, type ListRequest, listUpTo } from '../transport/pages';
import { checkStored, type Deletion, toDeletion } from '../transport/stored-object';

const conversation_id = {
  ...anyId,
  title: 'Conversation ID',
  description: 'data.id of its creation.',
  examples: ['conv_abc123'],
  accepts: 'a valid id, such as conv_abc123',
};

interface ConversationData {
  id: string;
  /** ISO 8601. */
  created_at: string | null;
  metadata: unknown;
}

function toConversation(message: string, conversation: Conversation): Outcome<ConversationData> {
  const { id, created_at, metadata: kept } = checkStored(conversation);
  return { message, data: { id, created_at: toIsoTime(created_at), metadata: kept ?? {} }, id };
}

interface Beginning extends Pick<ConversationCreateParams, 'metadata'> {
  items?: own.GivenItem[];
}

const create = defineOperation<Beginning, ConversationCreateParams, Conversation, ConversationData>({
  summary: 'create the conversation',
  title: 'Create',

  required: [],
  options: { items: own.items, metadata: shared.metadata },
  inspect: ({ items }) => own.inspectItems(items),

  buildRequest: ({ items, ...same }) => ({ ...same, ...(items && { items: items.map(own.toInputItem) }) }),

  send: (client, request, { signal }) => client.conversations.create(request, { signal }),

  toResult: answer => toConversation('Conversation created', answer),
});

interface Known {
  conversation_id: string;
}

const get = defineOperation<Known, Known, Conversation, ConversationData>({
  summary: 'get the conversation',
  title: 'Get',
  noExtraParameters: true,

  required: ['conversation_id'],
  options: { conversation_id },

  buildRequest: options => options,

  send: (client, { conversation_id: id }, { signal }) => client.conversations.retrieve(id, { signal }),

  toResult: answer => toConversation('Conversation found', answer),
});

interface Selection extends Known {
  limit: number;
}

const list_items = defineOperation<
  Selection,
  ListRequest,
  Listed<ConversationItem>,
  { rows: own.ItemRow[]; has_more: boolean }
>({
  summary: 'list the items of the conversation',
  title: 'List items',

  required: ['conversation_id'],
  options: {
    conversation_id,
    limit: { ...shared.limit, description: 'How many of the newest; they come oldest first.' },
  },

  sendsMany: { count: countPages },
  buildRequest: ({ conversation_id: id, limit }, { extra_parameters }) => ({
    path: `/conversations/${id}/items`,
    query: { order: 'desc', ...extra_parameters },
    limit,
    largestPage: 100,
  }),

  send: (client, request, call) => listUpTo(client, request, call),

  toResult: ({ items, has_more }, _, { extra_parameters }) => {
    const isOldestFirst = extra_parameters['order'] === 'asc';
    const rows = (isOldestFirst ? items : items.toReversed()).map(own.toItemRow);
    return { message: `${countOf(rows.length, 'item')} listed`, data: { rows, has_more } };
  },
});

interface Addition extends Known {
  items: own.GivenItem[];
}

const add_items = defineOperation<
  Addition,
  Known & { items: ResponseInputItem[] },
  ConversationItemList,
  { rows: own.ItemRow[] }
>({
  summary: 'add the items to the conversation',
  title: 'Add items',
  // Said twice, they would stand there twice.
  billedWhenSent: true,

  required: ['conversation_id', 'items'],
  options: { conversation_id, items: own.items },
  inspect: ({ items }) => own.inspectItems(items),

  toBillableRequests: () => [],
  buildRequest: ({ items, ...same }) => ({ ...same, items: items.map(own.toInputItem) }),

  send: (client, { conversation_id: id, ...body }, { signal }) =>
    client.conversations.items.create(id, body, { signal }),

  toResult: ({ data }) => {
    const rows = data.map(own.toItemRow);
    return { message: `${countOf(rows.length, 'item')} added`, data: { rows } };
  },
});

const remove = defineOperation<Known, Known, ConversationDeletedResource, Deletion>({
  summary: 'delete the conversation',
  title: 'Delete',
  noExtraParameters: true,

  required: ['conversation_id'],
  options: { conversation_id },

  buildRequest: options => options,

  send: (client, { conversation_id: id }, { signal }) => client.conversations.delete(id, { signal }),

  toResult: answer => toDeletion('Conversation deleted', answer),
});

export const conversation = defineActions({
  title: 'Conversations',
  chosenBy: 'conversation_action',
  actions: { create, get, list_items, add_items, delete: remove },
});
