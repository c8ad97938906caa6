import * as own from '../../batch/batch-options';
import { defineBatch } from '../../batch/batch-target';
import { system_prompt } from '../../bulk/rows';
import * as inputs from '../../images/image-inputs';
import * as image from '../../images/image-options';
import type { Operation } from '../../operation';
import { max_output_tokens } from '../../responses/respond-options';
import { type AnswerOptions, toChatRequest } from '../../text/chat-request';
import { imageGeneration } from '../image-generation';
import { respond } from '../respond';

/** The kinds of requests that batches support. */
export const targets: Record<string, Operation> = {
  chat: defineBatch({
    title: 'Chat',
    path: '/chat/completions',
    default: 'text',
    documents: inputs.documents,
    options: {
      system_prompt,
      output_fields: own.output_fields,
      json_schema: own.json_schema,
      max_tokens: own.max_tokens,
    },
    toBody: (options: AnswerOptions, context) => toChatRequest(options, context),
  }),
  respond: defineBatch({
    title: 'Respond',
    path: '/responses',
    default: 'text',
    documents: inputs.readableFiles,
    options: {
      system_prompt,
      output_fields: own.output_fields,
      json_schema: own.json_schema,
      max_tokens: { ...own.max_tokens, minimum: Number(max_output_tokens['minimum']) },
    },
    toBody: ({ max_tokens, system_prompt: instructions, ...same }: AnswerOptions, context) =>
      respond.buildRequest(
        { ...same, ...(instructions && { instructions }), ...(max_tokens && { max_output_tokens: max_tokens }) },
        context
      ),
  }),
  embedding: defineBatch({
    title: 'Embedding',
    path: '/embeddings',
    default: 'embedding',
    options: {
      dimensions: {
        type: 'integer',
        title: 'Dimensions',
        description: 'Embedding: the length of each vector.',
        examples: ['512'],
        minimum: 1,
      },
    },
    toBody: ({ model, prompt, dimensions }: AnswerOptions & { dimensions?: number }) => ({
      model,
      input: prompt,
      encoding_format: 'float',
      ...(dimensions && { dimensions }),
    }),
  }),
  moderation: defineBatch({
    title: 'Moderation',
    path: '/moderations',
    default: 'moderation',
    options: {},
    toBody: ({ model, prompt }) => ({ model, input: prompt }),
  }),
  image: defineBatch({
    title: 'Image',
    path: '/images/generations',
    default: 'image',
    options: {
      size: { ...image.size, description: 'Image: WIDTHxHEIGHT as the model supports it, or auto.' },
      quality: { ...image.quality, description: 'Image: as the model supports it.' },
    },
    toBody: ({ system_prompt: _, ...same }, context) => imageGeneration.buildRequest(same, context),
  }),
};
