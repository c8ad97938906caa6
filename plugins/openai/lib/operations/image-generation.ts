import type { ImageGenerateParamsNonStreaming } from 'openai/resources/images';
import { addUsages } from '../cost/usage';
import { type SaveTo, save_to } from '../files/save-to';
import { chargesOfImages } from '../images/image-charges';
import { fetchLinkedImages } from '../images/image-links';
import * as image from '../images/image-options';
import { prompt as imagePrompt } from '../images/image-prompts';
import { type ImagesData, type ImagesResult, toClassicImage, toImages, usagesOfImages } from '../images/image-result';
import { collectImages } from '../images/image-stream';
import { defineOperation } from '../operation';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import * as shared from '../options/shared-options';
import { MAX_IMAGE_RESPONSE_BYTES } from '../transport/http-response';

interface Options
  extends Pick<
      ImageGenerateParamsNonStreaming,
      | 'prompt'
      | 'size'
      | 'quality'
      | 'style'
      | 'n'
      | 'background'
      | 'output_format'
      | 'output_compression'
      | 'moderation'
      | 'response_format'
      | 'partial_images'
      | 'complexity'
      | 'frame_count'
      | 'frame_duration_ms'
      | 'safety_identifier'
    >,
    FallbackOptions {
  model: string;
  save_to?: SaveTo;
  orientation?: image.SizeOptions['orientation'];
}

export const imageGeneration = defineOperation<Options, ImageGenerateParamsNonStreaming, ImagesResult, ImagesData>({
  summary: 'generate the image',
  title: 'Generate image',
  needs: { endpoints: ['/images/generations'], default: 'image' },

  required: ['prompt'],
  options: {
    prompt: { ...shared.prompt, ...imagePrompt },
    size: image.size,
    orientation: image.orientation,
    quality: image.quality,
    style: image.style,
    n: image.n,
    background: image.background,
    output_format: image.output_format,
    output_compression: image.output_compression,
    partial_images: image.partial_images,
    complexity: image.complexity,
    frame_count: image.frame_count,
    frame_duration_ms: image.frame_duration_ms,
    moderation: image.moderation,
    response_format: image.response_format,
    safety_identifier: shared.safety_identifier,
    fallback_models,
    save_to,
  },
  checks: { inspect: image.inspectSize },
  form: { byModel: ['size', 'quality', 'style', 'output_format'] },
  transport: { maxResponseBytes: MAX_IMAGE_RESPONSE_BYTES },

  buildRequest: ({ orientation, size, response_format, ...same }, { model, output }) => ({
    ...same,
    ...image.toSize({ size, orientation }, model),
    ...image.toResponseFormat(response_format, model, output),
  }),

  send: async (client, request, call) =>
    fetchLinkedImages(await client.images.generate(request, { signal: call.signal }), call),

  streaming: {
    when: (_, { model }, options) => image.whenStreamed(options, model),
    open: (client, request, { signal }) =>
      client.images.generate({ ...request, stream: true }, { signal }).asResponse(),
    collect: collectImages,
  },

  toResult: (response, { quality, n }, { warn }) => {
    const data = toImages(response, n ?? 1, warn);
    return {
      message: 'Image generated successfully',
      data,
      usage: addUsages(usagesOfImages(response)),
      charges: chargesOfImages(response, data, quality),
      raw: image.toRaw(response),
    };
  },

  compatibility: {
    toClassic: ({ message }, response) => ({ status: 'success', message, data: toClassicImage(response) }),
  },
});
