import type { Fields } from './plugin';

const picture = {
  model: 'gpt-image-2',
  image: {
    dataURL:
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC',
  },
};
const sound = {
  audio: Buffer.concat([
    Buffer.from('UklGRmQfAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YUAfAAA=', 'base64'),
    Buffer.alloc(8000, 0x80),
  ]).toString('base64'),
};
const rows = { rows: [{ word: 'zinc' }, { word: 'tin' }], prompt: 'Say "[[word]]"' };
const kept = {
  response_id: 'resp_1',
  batch_id: 'batch_1',
  file_id: 'file-1',
  vector_store_id: 'vs_1',
  conversation_id: 'conv_1',
};
const text = { file: { name: 'zinc.txt', text: 'Zinc melts at 419.5 °C.' } };
const said = { items: [{ role: 'user', content: 'Hi' }] };

/** What each operation is asked. */
const asked: Record<string, Fields> = {
  chat: { prompt: 'Hi', output: 'full' },
  completion: { prompt: 'Zinc is', output: 'full' },
  respond: { prompt: 'Hi' },
  get_response: kept,
  cancel_response: kept,
  image_generation: { model: 'gpt-image-2', prompt: 'A heron', output: 'full' },
  image_edit: { ...picture, prompt: 'Make it blue' },
  image_variation: { ...picture, model: 'dall-e-2', size: '256x256' },
  image_analysis: { ...picture, model: 'gpt-5.4', prompt: 'Which colour is this?' },
  generate_embedding: { input: ['Zinc', 'Tin'], output: 'full' },
  rank_by_similarity: { query: 'Zinc', rows: ['Tin', 'Zinc'] },
  moderation: { input: 'Zinc is a metal' },
  bulk_chat: rows,
  speech: { input: 'Two orders are waiting.' },
  transcription: sound,
  translation: sound,
  list_models: {},
  api_request: { path: '/models' },
};
const actions: Record<string, [chosenBy: string, Record<string, Fields>]> = {
  deep_research: [
    'research_action',
    {
      start: { prompt: 'Where does zinc come from?' },
      retrieve: kept,
      wait: { ...kept, wait_seconds: 1 },
      cancel: kept,
    },
  ],
  batch: ['batch_action', { create: rows, status: kept, results: kept, cancel: kept, list: {} }],
  file: ['file_action', { upload: text, list: {}, get: kept, download: kept, delete: kept }],
  vector_store: [
    'vector_store_action',
    {
      create: { name: 'Metals' },
      list: {},
      get: kept,
      update: { ...kept, name: 'Ores' },
      delete: kept,
      add_files: { ...kept, ...text, wait_seconds: 1 },
      list_files: kept,
      remove_file: kept,
      search: { ...kept, query: 'zinc' },
    },
  ],
  conversation: [
    'conversation_action',
    { create: said, get: kept, list_items: kept, add_items: { ...kept, ...said }, delete: kept },
  ],
};

/** One query of every operation and every action, by name; ids in them lead nowhere. */
export const everyAction: [name: string, query: Fields][] = [
  ...Object.entries(asked).map(([operation, options]): [string, Fields] => [operation, { operation, ...options }]),
  ...Object.entries(actions).flatMap(([operation, [chosenBy, queries]]) =>
    Object.entries(queries).map(([action, options]): [string, Fields] => [
      `${operation}.${action}`,
      { operation, [chosenBy]: action, ...options },
    ])
  ),
];
