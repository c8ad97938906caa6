import type { Fields } from '../support/plugin';
import { chatBody, type Recorded, said, stored } from './shapes';

const storedFile = {
  id: 'file-1',
  object: 'file',
  bytes: 5,
  created_at: 1,
  expires_at: 2,
  filename: 'a.txt',
  purpose: 'user_data',
  status: 'processed',
};
const store = {
  id: 'vs_1',
  object: 'vector_store',
  created_at: 1,
  name: 'Metals',
  usage_bytes: 1,
  status: 'completed',
  file_counts: { in_progress: 0, completed: 1, failed: 0, cancelled: 0, total: 1 },
  last_active_at: 1,
  expires_at: null,
  metadata: {},
};
const storeFile = {
  id: 'file-1',
  object: 'vector_store.file',
  created_at: 1,
  usage_bytes: 1,
  vector_store_id: 'vs_1',
  status: 'completed',
  last_error: null,
  attributes: {},
};
const fileBatch = {
  id: 'vsfb_1',
  object: 'vector_store.files_batch',
  created_at: 1,
  vector_store_id: 'vs_1',
  status: 'completed',
  file_counts: { in_progress: 0, completed: 1, failed: 0, cancelled: 0, total: 1 },
};
const batch = {
  id: 'batch_1',
  object: 'batch',
  endpoint: '/v1/chat/completions',
  errors: null,
  input_file_id: 'file-1',
  completion_window: '24h',
  status: 'completed',
  output_file_id: 'file-2',
  error_file_id: null,
  created_at: 1,
  expires_at: 2,
  request_counts: { total: 1, completed: 1, failed: 0 },
  metadata: {},
};
const conversation = { id: 'conv_1', object: 'conversation', created_at: 1, metadata: {} };
const list = (entry: object) => ({ object: 'list', data: [entry], first_id: 'a', last_id: 'a', has_more: false });
const line = (body: unknown) =>
  `${JSON.stringify({ id: 'r1', custom_id: 'row-0', response: { status_code: 200, request_id: 'q', body }, error: null })}\n`;
const deleted = (id: string) => ({ id, object: 'x.deleted', deleted: true });
const isDeleted = ({ deleted: said }: Fields) => said === true;

const isList = ({ rows }: Fields) => Array.isArray(rows);
const hasId = ({ id }: Fields) => typeof id === 'string' && id !== '';

/** The same for what OpenAI stores. */
export const recordedStored: Record<string, Recorded> = {
  'file.upload': {
    query: { operation: 'file', file_action: 'upload', file: { name: 'a.txt', text: 'Hello' } },
    body: storedFile,
    holds: hasId,
  },
  'file.list': { query: { operation: 'file', file_action: 'list' }, body: list(storedFile), holds: isList },
  'file.get': { query: { operation: 'file', file_action: 'get', ...stored }, body: storedFile, holds: hasId },
  'file.delete': {
    query: { operation: 'file', file_action: 'delete', ...stored },
    body: deleted('file-1'),
    holds: isDeleted,
  },
  'vector_store.create': {
    query: { operation: 'vector_store', vector_store_action: 'create', name: 'Metals' },
    body: store,
    holds: hasId,
  },
  'vector_store.list': {
    query: { operation: 'vector_store', vector_store_action: 'list' },
    body: list(store),
    holds: isList,
  },
  'vector_store.list_files': {
    query: { operation: 'vector_store', vector_store_action: 'list_files', ...stored },
    body: list(storeFile),
    holds: isList,
  },
  'vector_store.search': {
    query: { operation: 'vector_store', vector_store_action: 'search', query: 'zinc', ...stored },
    body: {
      object: 'vector_store.search_results.page',
      search_query: ['zinc'],
      data: [
        { file_id: 'file-1', filename: 'a', score: 0.9, attributes: {}, content: [{ type: 'text', text: 'Zinc' }] },
      ],
      has_more: false,
      next_page: null,
    },
    holds: isList,
  },
  'vector_store.delete': {
    query: { operation: 'vector_store', vector_store_action: 'delete', ...stored },
    body: deleted('vs_1'),
    holds: isDeleted,
  },
  'conversation.create': {
    query: { operation: 'conversation', conversation_action: 'create' },
    body: conversation,
    holds: hasId,
  },
  'conversation.get': {
    query: { operation: 'conversation', conversation_action: 'get', ...stored },
    body: conversation,
    holds: hasId,
  },
  'conversation.list_items': {
    query: { operation: 'conversation', conversation_action: 'list_items', ...stored },
    body: list(said('Hi')),
    holds: isList,
  },
  'conversation.delete': {
    query: { operation: 'conversation', conversation_action: 'delete', ...stored },
    body: deleted('conv_1'),
    holds: isDeleted,
  },
  'batch.create': {
    query: { operation: 'batch', batch_action: 'create', model_id: 'm', rows: [{ a: 1 }], prompt: '[[a]]' },
    before: [storedFile],
    body: { ...batch, status: 'validating', output_file_id: null },
    holds: hasId,
  },
  'batch.status': { query: { operation: 'batch', batch_action: 'status', ...stored }, body: batch, holds: hasId },
  'batch.list': { query: { operation: 'batch', batch_action: 'list' }, body: list(batch), holds: isList },
  'batch.results': {
    query: { operation: 'batch', batch_action: 'results', ...stored },
    body: batch,
    after: [{ type: 'text/plain', text: line(chatBody({ content: 'Hello' })) }],
    holds: data => (Array.isArray(data['rows']) && data['rows'].length > 0) || data['done'] === false,
  },
  'vector_store.get': {
    query: { operation: 'vector_store', vector_store_action: 'get', ...stored },
    body: store,
    holds: hasId,
  },
  'vector_store.update': {
    query: { operation: 'vector_store', vector_store_action: 'update', name: 'Metals', ...stored },
    body: store,
    holds: hasId,
  },
  'vector_store.remove_file': {
    query: { operation: 'vector_store', vector_store_action: 'remove_file', ...stored },
    body: deleted('file-1'),
    holds: isDeleted,
  },
  'vector_store.add_files': {
    query: {
      operation: 'vector_store',
      vector_store_action: 'add_files',
      file: ['file-abc123'],
      ...stored,
    },
    body: fileBatch,
    after: [{ body: fileBatch }],
    holds: hasId,
  },
  'conversation.add_items': {
    query: {
      operation: 'conversation',
      conversation_action: 'add_items',
      items: [{ role: 'user', content: 'Hi' }],
      ...stored,
    },
    body: list(said('Hi')),
    holds: isList,
  },
  'batch.cancel': {
    query: { operation: 'batch', batch_action: 'cancel', ...stored },
    body: { ...batch, status: 'cancelling' },
    holds: hasId,
  },
};
