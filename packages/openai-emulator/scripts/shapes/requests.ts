interface Request {
  /** Of the document, and of the emulator without /v1. */
  path: string;
  /** File and name of the SDK's type of the body. */
  type?: [file: string, name: string];
  isForm?: true;
  /** Properties of the SDK's type that are not of this body: they stand in the path or the query, or in another form of it. */
  without?: string[];
}

/** The requests with a body that the emulator serves. */
export const requests: Request[] = [
  { path: '/chat/completions', type: ['chat/completions/completions', 'ChatCompletionCreateParamsBase'] },
  { path: '/chat/completions/{completion_id}', type: ['chat/completions/completions', 'ChatCompletionUpdateParams'] },
  { path: '/completions', type: ['completions', 'CompletionCreateParamsBase'] },
  { path: '/responses', type: ['responses/responses', 'ResponseCreateParamsBase'] },
  { path: '/responses/compact', type: ['responses/responses', 'ResponseCompactParams'] },
  { path: '/responses/input_tokens', type: ['responses/input-tokens', 'InputTokenCountParams'] },
  { path: '/conversations', type: ['conversations/conversations', 'ConversationCreateParams'] },
  { path: '/conversations/{conversation_id}', type: ['conversations/conversations', 'ConversationUpdateParams'] },
  {
    path: '/conversations/{conversation_id}/items',
    type: ['conversations/items', 'ItemCreateParams'],
    without: ['include'],
  },
  { path: '/decisions', type: ['decisions', 'DecisionCreateParams'] },
  { path: '/images/generations', type: ['images', 'ImageGenerateParamsBase'] },
  {
    path: '/images/edits',
    type: ['images', 'ImageEditParamsBase'],
    without: ['image', 'mask', 'markup', 'response_format'],
  },
  { path: '/images/edits', type: ['images', 'ImageEditParamsBase'], isForm: true },
  { path: '/images/variations', type: ['images', 'ImageCreateVariationParams'], isForm: true },
  { path: '/audio/speech', type: ['audio/speech', 'SpeechCreateParams'] },
  { path: '/audio/transcriptions', type: ['audio/transcriptions', 'TranscriptionCreateParamsBase'], isForm: true },
  { path: '/audio/translations', type: ['audio/translations', 'TranslationCreateParams'], isForm: true },
  { path: '/embeddings', type: ['embeddings', 'EmbeddingCreateParams'] },
  { path: '/moderations', type: ['moderations', 'ModerationCreateParams'] },
  { path: '/files', type: ['files', 'FileCreateParams'], isForm: true },
  { path: '/uploads', type: ['uploads/uploads', 'UploadCreateParams'] },
  { path: '/uploads/{upload_id}/complete', type: ['uploads/uploads', 'UploadCompleteParams'] },
  { path: '/uploads/{upload_id}/parts', type: ['uploads/parts', 'PartCreateParams'], isForm: true },
  { path: '/batches', type: ['batches', 'BatchCreateParams'] },
  { path: '/containers', type: ['containers/containers', 'ContainerCreateParams'] },
  { path: '/containers/{container_id}/files', type: ['containers/files/files', 'FileCreateParams'] },
  { path: '/containers/{container_id}/files', type: ['containers/files/files', 'FileCreateParams'], isForm: true },
  { path: '/vector_stores', type: ['vector-stores/vector-stores', 'VectorStoreCreateParams'] },
  { path: '/vector_stores/{vector_store_id}', type: ['vector-stores/vector-stores', 'VectorStoreUpdateParams'] },
  { path: '/vector_stores/{vector_store_id}/search', type: ['vector-stores/vector-stores', 'VectorStoreSearchParams'] },
  { path: '/vector_stores/{vector_store_id}/files', type: ['vector-stores/files', 'FileCreateParams'] },
  {
    path: '/vector_stores/{vector_store_id}/files/{file_id}',
    type: ['vector-stores/files', 'FileUpdateParams'],
    without: ['vector_store_id'],
  },
  {
    path: '/vector_stores/{vector_store_id}/file_batches',
    type: ['vector-stores/file-batches', 'FileBatchCreateParams'],
  },
];
