import type { Fields } from '../support/plugin';
import { recordedStored } from './recorded-stored';
import { chatBody, png, type Recorded, responseBody, said, stored, usage } from './shapes';

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
  get_response: { query: { operation: 'get_response', ...stored }, body: responseBody([cited]), holds: hasText },
  cancel_response: {
    query: { operation: 'cancel_response', ...stored },
    body: responseBody([], { status: 'cancelled' }),
    holds: hasId,
  },
  'deep_research.start': {
    query: { operation: 'deep_research', prompt: 'Zinc?' },
    body: responseBody([], { status: 'queued' }),
    holds: data => hasId(data) && typeof data['status'] === 'string',
  },
  'deep_research.retrieve': {
    query: { operation: 'deep_research', research_action: 'retrieve', ...stored },
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
  ...recordedStored,
};
