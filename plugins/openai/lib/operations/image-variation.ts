import type { ImageCreateVariationParams, ImagesResponse } from 'openai/resources/images';
import { addUsages } from '../cost/usage';
import { toUpload } from '../files/file-content';
import { type SaveTo, save_to } from '../files/save-to';
import { chargesOfImages } from '../images/image-charges';
import * as inputs from '../images/image-inputs';
import { fetchLinkedImages } from '../images/image-links';
import * as image from '../images/image-options';
import { type ImagesData, type ImagesResult, toImages, usagesOfImages } from '../images/image-result';
import { defineOperation } from '../operation';
import { toForm } from '../transport/form';
import { MAX_IMAGE_RESPONSE_BYTES } from '../transport/http-response';
import type { FileContent } from '../types/file';

interface Options extends Pick<ImageCreateVariationParams, 'n' | 'size' | 'response_format'> {
  model: string;
  save_to?: SaveTo;
  /** A single file with its content, by the rule of the option. */
  image: [FileContent];
}

const RETIRED = 'OpenAI has retired image variations; compatible servers may support them. Otherwise, edit the image.';

export const imageVariation = defineOperation<Options, ImageCreateVariationParams, ImagesResult, ImagesData>({
  summary: 'vary the image',
  title: 'Vary image (retired at OpenAI)',
  needs: { endpoints: ['/images/variations'], default: 'image_variation' },

  required: ['image'],
  options: {
    image: {
      ...inputs.image,
      description: `A square PNG under 4 MB. ${RETIRED}`,
      files: { types: ['image/png'], max_bytes: 4_000_000, max_count: 1, square: true, content_only: true },
    },
    size: { ...image.size, description: '256x256, 512x512 or 1024x1024.', examples: ['1024x1024'] },
    n: image.n,
    response_format: image.response_format,
    save_to,
  },
  transport: { maxResponseBytes: MAX_IMAGE_RESPONSE_BYTES, ifMissing: RETIRED },

  buildRequest: ({ image: [original], response_format, ...same }, { model }) => ({
    ...same,
    ...image.toResponseFormat(response_format, model, 'full'),
    image: toUpload(original),
  }),

  send: async (client, request, call) =>
    fetchLinkedImages(
      await client.post<ImagesResponse>('/images/variations', { body: toForm(request), signal: call.signal }),
      call
    ),

  toResult: (response, { n }, { warn }) => {
    const data = toImages(response, n ?? 1, warn);
    return {
      message: 'Image varied successfully',
      data,
      usage: addUsages(usagesOfImages(response)),
      charges: chargesOfImages(response, data, undefined),
      raw: image.toRaw(response),
    };
  },
});
