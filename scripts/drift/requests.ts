/** The request of each operation in the SDK's types, and what of it the plugin gives another name. */
export interface RequestType {
  operation: string;
  file: string;
  type: string;
  /** A query of the operation that is complete without the parameter that is tried. */
  query: Record<string, unknown>;
  /** Another, for values that need something else beside them. */
  other?: Record<string, unknown>;
  /** Parameters that options of another name, or the plugin itself, set. */
  covered: string[];
}

/** A picture of one pixel. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** One second of silence would do; the header alone is enough for a request that is not sent. */
const SOUND = `data:audio/wav;base64,${Buffer.concat([Buffer.from('RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1'), Buffer.from([64, 31, 0, 0, 128, 62, 0, 0, 2, 0, 16, 0]), Buffer.from('data\0\0\0\0', 'latin1')]).toString('base64')}`;

/** A line of a batch. */
const LINE = JSON.stringify({
  custom_id: '1',
  method: 'POST',
  url: '/v1/chat/completions',
  body: { model: 'house-model', messages: [{ role: 'user', content: 'Zinc?' }] },
});

export const REQUESTS: RequestType[] = [
  {
    operation: 'chat',
    file: 'chat/completions/completions',
    type: 'ChatCompletionCreateParamsBase',
    query: { prompt: 'Zinc?', functions: [{ name: 'weigh' }] },
    covered: ['messages', 'model', 'stop', 'tools', 'max_completion_tokens', 'stream', 'stream_options', 'functions'],
  },
  {
    operation: 'respond',
    file: 'responses/responses',
    type: 'ResponseCreateParamsBase',
    query: { prompt: 'Zinc?', functions: [{ name: 'weigh' }] },
    covered: ['model', 'conversation', 'prompt', 'reasoning', 'text', 'stream', 'stream_options'],
  },
  {
    operation: 'completion',
    file: 'completions',
    type: 'CompletionCreateParamsBase',
    query: { prompt: 'Zinc', model_id: 'house-model' },
    covered: ['model', 'stop', 'stream', 'stream_options'],
  },
  {
    operation: 'image_generation',
    file: 'images',
    type: 'ImageGenerateParamsBase',
    query: { prompt: 'A fox' },
    covered: ['model', 'stream'],
  },
  {
    operation: 'image_edit',
    file: 'images',
    type: 'ImageEditParamsBase',
    query: { prompt: 'Blue', image: PIXEL },
    covered: ['model', 'stream'],
  },
  {
    operation: 'speech',
    file: 'audio/speech',
    type: 'SpeechCreateParams',
    query: { input: 'Hello' },
    covered: ['model', 'response_format', 'stream_format'],
  },
  {
    operation: 'transcription',
    file: 'audio/transcriptions',
    type: 'TranscriptionCreateParamsBase',
    query: { audio: SOUND },
    covered: ['model', 'file', 'stream', 'languages', 'timestamp_granularities', 'chunking_strategy'],
  },
  {
    operation: 'translation',
    file: 'audio/translations',
    type: 'TranslationCreateParams',
    query: { audio: SOUND },
    covered: ['model', 'file'],
  },
  {
    operation: 'generate_embedding',
    file: 'embeddings',
    type: 'EmbeddingCreateParams',
    query: { input: 'Zinc' },
    covered: ['model'],
  },
  {
    operation: 'moderation',
    file: 'moderations',
    type: 'ModerationCreateParams',
    query: { input: 'Zinc' },
    covered: ['model'],
  },
  {
    operation: 'decide',
    file: 'decisions',
    type: 'DecisionCreateParams',
    query: { input: 'Zinc', questions: 'metal? yes/no' },
    covered: ['model'],
  },
  {
    operation: 'file.upload',
    file: 'files',
    type: 'FileCreateParams',
    query: { file: { text: LINE, name: 'a.jsonl' } },
    other: { file: PIXEL },
    covered: ['expires_after'],
  },
];
