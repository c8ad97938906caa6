import type { ImageEditParamsNonStreaming } from 'openai/resources/images';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { defaultModel } from '../catalogue/models';
import { addUsages } from '../cost/usage';
import { type SaveTo, save_to } from '../files/save-to';
import { chargesOfImages } from '../images/image-charges';
import { type EditInputs, type EditRequest, openEdit, sendEdit, toEditRequest } from '../images/image-edit-request';
import * as inputs from '../images/image-inputs';
import { fetchLinkedImages } from '../images/image-links';
import type { PreviousImage } from '../images/image-options';
import * as image from '../images/image-options';
import { editPrompt } from '../images/image-prompts';
import { type ImagesData, type ImagesResult, toImages, usagesOfImages } from '../images/image-result';
import { collectImages } from '../images/image-stream';
import { inspectEdit } from '../images/inspect-edit';
import { defineOperation } from '../operation';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import * as shared from '../options/shared-options';
import { collectRefined, toImagesResult, toRefineRequest } from '../responses/refine-request';
import { createResponse } from '../responses/response-calls';
import { MAX_IMAGE_RESPONSE_BYTES } from '../transport/http-response';

interface Options
  extends EditInputs,
    PreviousImage,
    FallbackOptions,
    Pick<
      ImageEditParamsNonStreaming,
      'prompt' | 'size' | 'quality' | 'n' | 'background' | 'output_compression' | 'input_fidelity' | 'partial_images'
    >,
    Pick<ImageEditParamsNonStreaming, 'complexity' | 'frame_count' | 'frame_duration_ms'>,
    Pick<ImageEditParamsNonStreaming, 'response_format' | 'output_format' | 'safety_identifier'> {
  model: string;
  save_to?: SaveTo;
  orientation?: image.SizeOptions['orientation'];
  moderation?: 'auto' | 'low';
}

type Request = EditRequest | ResponseCreateParamsNonStreaming;

const isTurn = (request: Request): request is ResponseCreateParamsNonStreaming => 'input' in request;

export const imageEdit = defineOperation<Options, Request, ImagesResult, ImagesData>({
  summary: 'edit the image',
  title: 'Edit image',
  needs: { endpoints: ['/images/edits'], default: 'image' },

  required: ['prompt'],
  options: {
    image: inputs.image,
    prompt: { ...shared.prompt, ...editPrompt },
    mask: inputs.mask,
    markup: inputs.markup,
    size: image.size,
    orientation: image.orientation,
    quality: image.quality,
    n: image.n,
    background: image.background,
    output_format: image.output_format,
    output_compression: image.output_compression,
    input_fidelity: image.input_fidelity,
    previous_response_id: image.previous_response_id,
    image_id: image.image_id,
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
  checks: {
    inspect: (options, model) => [...image.inspectSize(options, model), ...inspectEdit(options, model)],
    inspectFiles: inputs.inspectOverlays,
  },
  form: { byModel: ['size', 'quality', 'output_format', 'input_fidelity'] },
  billing: {
    requests: request => [{ endpoint: isTurn(request) ? '/responses' : '/images/edits', body: request }],
  },
  transport: { maxResponseBytes: MAX_IMAGE_RESPONSE_BYTES },

  buildRequest: (
    {
      image: images,
      mask,
      markup,
      prompt,
      orientation,
      size,
      response_format,
      previous_response_id,
      image_id,
      ...same
    },
    { model }
  ) => {
    const sized = image.toSize({ size, orientation }, model);
    if (previous_response_id || image_id) {
      return toRefineRequest({
        ...same,
        ...sized,
        prompt,
        textModel: defaultModel('text'),
        image: images,
        mask,
        previous_response_id,
        image_id,
      });
    }
    const format = image.toResponseFormat(response_format, model, 'full');
    return toEditRequest({ ...same, prompt, ...sized, ...format }, { image: images, mask, markup });
  },

  send: async (client, request, call) =>
    isTurn(request)
      ? toImagesResult(await createResponse(client, request, call.signal))
      : fetchLinkedImages(await sendEdit(client, request, call.signal), call),

  streaming: {
    when: (_, { model }, options) => image.whenStreamed(options, model),
    open: (client, request, { signal }) =>
      isTurn(request)
        ? client.responses.create({ ...request, stream: true }, { signal }).asResponse()
        : openEdit(client, request, signal),
    collect: request => (isTurn(request) ? collectRefined() : collectImages()),
  },

  toResult: (response, { quality, n }, { warn }) => {
    const data = toImages(response, response.turn ? 1 : (n ?? 1), warn);
    return {
      message: 'Image edited successfully',
      data,
      id: response.turn?.id,
      usage: addUsages(usagesOfImages(response)),
      charges: chargesOfImages(response, data, quality),
      raw: image.toRaw(response),
    };
  },
});
