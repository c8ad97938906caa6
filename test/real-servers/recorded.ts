import type { FixedAnswer } from '../support/answer-server';
import type { Fields } from '../support/plugin';
import { png, responseBody, said, usage } from './shapes';

/** One operation: what it is asked, and the bodies of valid answers to its requests, the one that is varied last. */
export interface Recorded {
  query: Fields;
  /** Answers that come before it and stay as they are. */
  before?: unknown[];
  body: unknown;
  /** Answers that come after it. */
  after?: FixedAnswer[];
  /** Whether the result holds what was asked for; a warning may say otherwise. */
  holds(data: Fields): boolean;
}

const image = { dataURL: `data:image/png;base64,${png}` };
const sound = Buffer.concat([
  Buffer.from('UklGRmQfAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YUAfAAA=', 'base64'),
  Buffer.alloc(8000, 0x80),
]).toString('base64');

const hasText = ({ text, tool_calls }: Fields) =>
  (typeof text === 'string' && text !== '') || (Array.isArray(tool_calls) && tool_calls.length > 0);
const hasRows = ({ rows }: Fields) => Array.isArray(rows) && rows.length > 0;
/** An empty list is a list. */
const isList = ({ rows }: Fields) => Array.isArray(rows);
const hasId = ({ id }: Fields) => typeof id === 'string' && id !== '';
const hasImages = ({ images }: Fields) =>
  Array.isArray(images) && images.length > 0 && images.every(({ data_url }) => typeof data_url === 'string');

const chatBody = (message: object, finish_reason = 'stop') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'served',
  choices: [
    {
      index: 0,
      finish_reason,
      logprobs: null,
      message: { role: 'assistant', refusal: null, annotations: [], ...message },
    },
  ],
  usage: { ...usage, prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } },
  service_tier: 'default',
  system_fingerprint: 'fp_1',
});
const call = { id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{"sku":1}' } };
const functions = [{ name: 'get_stock', parameters: { type: 'object', properties: {} } }];
const cited = {
  ...said('Zinc melts (source).'),
  content: [
    {
      type: 'output_text',
      text: 'Zinc melts (source).',
      annotations: [
        { type: 'url_citation', start_index: 11, end_index: 19, url: 'https://example.com/', title: 'Zinc' },
      ],
    },
  ],
};
const items = [
  { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
  { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'zinc' } },
  { id: 'ci_1', type: 'code_interpreter_call', code: '1', container_id: 'c', outputs: [{ type: 'logs', logs: '1' }] },
  {
    id: 'fs_1',
    type: 'file_search_call',
    queries: ['zinc'],
    results: [{ file_id: 'file-1', filename: 'a', score: 1, text: 'x' }],
  },
  { id: 'mcp_1', type: 'mcp_call', server_label: 's', name: 'n', arguments: '{}', output: 'o', error: null },
];
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

const kept = {
  response_id: 'resp_1',
  batch_id: 'batch_1',
  file_id: 'file-1',
  vector_store_id: 'vs_1',
  conversation_id: 'conv_1',
};

/** A valid answer of each operation and action. */
export const recorded: Record<string, Recorded> = {
  chat: {
    query: { operation: 'chat', model_id: 'm', prompt: 'Hi', output: 'full' },
    body: chatBody({ content: 'Hello' }),
    holds: hasText,
  },
  'chat, tool calls': {
    query: { operation: 'chat', model_id: 'm', prompt: 'Hi', output: 'full', functions },
    body: chatBody({ content: null, tool_calls: [call] }, 'tool_calls'),
    holds: hasText,
  },
  'chat, JSON': {
    query: { operation: 'chat', model_id: 'm', prompt: 'json', output: 'full', response_format: 'json_object' },
    body: chatBody({ content: '{"a":1}' }),
    holds: ({ parsed, refusal }) => parsed !== undefined || Boolean(refusal),
  },
  'chat, refusal': {
    query: { operation: 'chat', model_id: 'm', prompt: 'Hi', output: 'full' },
    body: chatBody({ content: null, refusal: 'No.' }),
    holds: ({ refusal, text }) => Boolean(refusal || text),
  },
  completion: {
    query: { operation: 'completion', model_id: 'm', prompt: 'Hi', output: 'full' },
    body: {
      id: 'cmpl-1',
      object: 'text_completion',
      created: 1,
      model: 'm',
      choices: [{ text: 'Hello', index: 0, logprobs: null, finish_reason: 'stop' }],
      usage,
    },
    holds: hasText,
  },
  image_analysis: {
    query: { operation: 'image_analysis', model_id: 'm', prompt: 'What?', image },
    body: chatBody({ content: 'Red' }),
    holds: hasText,
  },
  respond: {
    query: { operation: 'respond', model_id: 'm', prompt: 'Hi' },
    body: responseBody([...items, cited]),
    holds: data => hasText(data),
  },
  'respond, tool calls': {
    query: { operation: 'respond', model_id: 'm', prompt: 'Hi', functions },
    body: responseBody([
      { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'get_stock', arguments: '{}', status: 'completed' },
    ]),
    holds: hasText,
  },
  'respond, images': {
    query: { operation: 'respond', model_id: 'm', prompt: 'Draw', image_generation: true },
    body: responseBody([{ id: 'ig_1', type: 'image_generation_call', status: 'completed', result: png }]),
    holds: hasImages,
  },
  get_response: { query: { operation: 'get_response', ...kept }, body: responseBody([cited]), holds: hasText },
  cancel_response: {
    query: { operation: 'cancel_response', ...kept },
    body: responseBody([], { status: 'cancelled' }),
    holds: hasId,
  },
  'deep_research.start': {
    query: { operation: 'deep_research', prompt: 'Zinc?' },
    body: responseBody([], { status: 'queued' }),
    holds: data => hasId(data) && typeof data['status'] === 'string',
  },
  'deep_research.retrieve': {
    query: { operation: 'deep_research', research_action: 'retrieve', ...kept },
    body: responseBody([...items, cited]),
    holds: ({ report }) => typeof report === 'string' && report !== '',
  },
  image_generation: {
    query: { operation: 'image_generation', model_id: 'm', prompt: 'x', output: 'full' },
    body: {
      created: 1,
      data: [{ b64_json: png, revised_prompt: 'y' }],
      usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
    },
    holds: hasImages,
  },
  image_edit: {
    query: { operation: 'image_edit', model_id: 'm', prompt: 'x', image },
    body: { created: 1, data: [{ b64_json: png }] },
    holds: hasImages,
  },
  image_variation: {
    query: { operation: 'image_variation', model_id: 'm', image },
    body: { created: 1, data: [{ b64_json: png }] },
    holds: hasImages,
  },
  generate_embedding: {
    query: { operation: 'generate_embedding', model_id: 'm', input: ['a', 'b'], output: 'full' },
    body: {
      object: 'list',
      model: 'm',
      data: [
        { object: 'embedding', index: 0, embedding: [1, 2] },
        { object: 'embedding', index: 1, embedding: [3, 4] },
      ],
      usage: { prompt_tokens: 1, total_tokens: 1 },
    },
    holds: ({ embeddings }) => Array.isArray(embeddings) && embeddings.length === 2,
  },
  rank_by_similarity: {
    query: { operation: 'rank_by_similarity', model_id: 'm', query: 'a', rows: ['b'] },
    body: {
      object: 'list',
      model: 'm',
      data: [
        { object: 'embedding', index: 0, embedding: [1, 2] },
        { object: 'embedding', index: 1, embedding: [3, 4] },
      ],
      usage: { prompt_tokens: 1, total_tokens: 1 },
    },
    holds: hasRows,
  },
  moderation: {
    query: { operation: 'moderation', input: 'x' },
    body: {
      id: 'modr-1',
      model: 'm',
      results: [
        {
          flagged: true,
          categories: { hate: true, violence: false },
          category_scores: { hate: 0.9, violence: 0.1 },
          category_applied_input_types: { hate: ['text'] },
        },
      ],
    },
    holds: ({ flagged }) => flagged === true,
  },
  bulk_chat: {
    query: { operation: 'bulk_chat', model_id: 'm', prompt: '[[a]]', rows: [{ a: 1 }] },
    body: chatBody({ content: 'Hello' }),
    holds: ({ rows }) => Array.isArray(rows) && rows.every(({ text }) => text !== ''),
  },
  transcription: {
    query: { operation: 'transcription', model_id: 'm', audio: sound },
    body: {
      text: 'Hello',
      language: 'en',
      duration: 1,
      segments: [{ id: 0, start: 0, end: 1, text: 'Hello' }],
      words: [{ word: 'Hello', start: 0, end: 1 }],
      usage: { type: 'duration', seconds: 1 },
    },
    holds: hasText,
  },
  translation: {
    query: { operation: 'translation', model_id: 'm', audio: sound },
    body: { text: 'Hello' },
    holds: hasText,
  },
  list_models: {
    query: { operation: 'list_models' },
    body: { object: 'list', data: [{ id: 'a', object: 'model', created: 1, owned_by: 'b' }] },
    holds: isList,
  },
  'file.upload': {
    query: { operation: 'file', file_action: 'upload', file: { name: 'a.txt', text: 'Hello' } },
    body: storedFile,
    holds: hasId,
  },
  'file.list': { query: { operation: 'file', file_action: 'list' }, body: list(storedFile), holds: isList },
  'file.get': { query: { operation: 'file', file_action: 'get', ...kept }, body: storedFile, holds: hasId },
  'file.delete': {
    query: { operation: 'file', file_action: 'delete', ...kept },
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
    query: { operation: 'vector_store', vector_store_action: 'list_files', ...kept },
    body: list(storeFile),
    holds: isList,
  },
  'vector_store.search': {
    query: { operation: 'vector_store', vector_store_action: 'search', query: 'zinc', ...kept },
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
    query: { operation: 'vector_store', vector_store_action: 'delete', ...kept },
    body: deleted('vs_1'),
    holds: isDeleted,
  },
  'conversation.create': {
    query: { operation: 'conversation', conversation_action: 'create' },
    body: conversation,
    holds: hasId,
  },
  'conversation.get': {
    query: { operation: 'conversation', conversation_action: 'get', ...kept },
    body: conversation,
    holds: hasId,
  },
  'conversation.list_items': {
    query: { operation: 'conversation', conversation_action: 'list_items', ...kept },
    body: list(said('Hi')),
    holds: isList,
  },
  'conversation.delete': {
    query: { operation: 'conversation', conversation_action: 'delete', ...kept },
    body: deleted('conv_1'),
    holds: isDeleted,
  },
  'batch.create': {
    query: { operation: 'batch', batch_action: 'create', model_id: 'm', rows: [{ a: 1 }], prompt: '[[a]]' },
    before: [storedFile],
    body: { ...batch, status: 'validating', output_file_id: null },
    holds: hasId,
  },
  'batch.status': { query: { operation: 'batch', batch_action: 'status', ...kept }, body: batch, holds: hasId },
  'batch.list': { query: { operation: 'batch', batch_action: 'list' }, body: list(batch), holds: isList },
  'batch.results': {
    query: { operation: 'batch', batch_action: 'results', ...kept },
    body: batch,
    after: [{ type: 'text/plain', text: line(chatBody({ content: 'Hello' })) }],
    holds: data => hasRows(data) || data['done'] === false,
  },
};
