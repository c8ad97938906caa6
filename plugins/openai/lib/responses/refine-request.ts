import type { ImageEditParamsNonStreaming } from 'openai/resources/images';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { UnusableResponse } from '../failures/failure';
import { type EditInputs, toReference } from '../images/image-edit-request';
import type { PreviousImage } from '../images/image-options';
import type { ImagesResult } from '../images/image-result';
import type { Collector } from '../operation';
import { readResponse } from './model-response';
import { toInput } from './response-input';
import { listImageCalls } from './response-items';
import { failIfFailed, readText, usagesOf } from './response-result';
import { collectResponse } from './response-stream';

/** The inputs of an edit that continues from an earlier image. */
interface Refinement
  extends Partial<EditInputs>,
    PreviousImage,
    Pick<ImageEditParamsNonStreaming, 'n' | 'safety_identifier'> {
  prompt: string;
  /** The text model that calls the image model as a tool. */
  textModel: string;
  /** The image model; the remaining fields are its options too. */
  model: string;
}

/** Builds a request to the Responses API, which can edit an earlier image without another upload. */
export function toRefineRequest({
  prompt,
  textModel,
  image = [],
  mask = [],
  previous_response_id,
  image_id,
  n: _,
  safety_identifier,
  ...tool
}: Refinement): ResponseCreateParamsNonStreaming {
  const [maskFile] = mask;
  return {
    model: textModel,
    input: toInput({ prompt, images: image, image_ids: image_id }),
    ...(previous_response_id && { previous_response_id }),
    ...(safety_identifier && { safety_identifier }),
    tools: [
      {
        type: 'image_generation',
        action: 'edit',
        ...tool,
        ...(maskFile && { input_image_mask: toReference(maskFile) }),
      },
    ],
    tool_choice: { type: 'image_generation' },
  };
}

/**
 * Converts the response to one of the image API, with the usage of both models.
 *
 * @throws BrokenResponse if the response failed, UnusableResponse if it has no image.
 */
export function toImagesResult(raw: object): ImagesResult {
  const turn = readResponse(raw);
  const text = readText(turn.output);
  failIfFailed({ ...turn, text });
  const data = listImageCalls(turn.output).map(({ base64, ...call }) => ({ b64_json: base64, ...call }));
  if (data.length === 0) throw new UnusableResponse('unexpected_answer', 'The model answered without an image', text);
  const { partial_images = [] } = turn;
  return { response: { created: turn.created_at, data }, turn, raw, usages: usagesOf(turn), partial_images };
}

/** Assembles the streamed response of such an edit. */
export function collectRefined(): Collector<ImagesResult> {
  const { finish, ...same } = collectResponse();
  return {
    ...same,
    finish(isClosed) {
      const whole = finish(isClosed);
      return whole && toImagesResult(whole);
    },
  };
}
