import type { ImageEditParamsNonStreaming } from 'openai/resources/images';
import type { Response as ModelResponse, ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { UnusableAnswer } from '../failures/failure';
import { StreamedError } from '../failures/streamed-error';
import { type EditInputs, toReference } from '../images/image-edit-request';
import type { PreviousImage } from '../images/image-options';
import type { ImagesResult } from '../images/image-result';
import type { Collector } from '../operation';
import { toInput } from './response-input';
import { listImageCalls } from './response-items';
import { collectResponse, usagesOf } from './response-stream';

/** What is asked in such a turn. */
interface Refinement
  extends Partial<EditInputs>,
    PreviousImage,
    Pick<ImageEditParamsNonStreaming, 'n' | 'safety_identifier'> {
  prompt: string;
  /** The model that talks; the image model works for it as a tool. */
  talker: string;
  /** The image model, and the rest of what is asked of it. */
  model: string;
}

/** A turn of the Responses API that changes an earlier image, so that it need not be handed in again. */
export function toRefineRequest({
  prompt,
  talker,
  image = [],
  mask = [],
  previous_response_id,
  image_id,
  n: _,
  safety_identifier,
  ...tool
}: Refinement): ResponseCreateParamsNonStreaming {
  const [over] = mask;
  return {
    model: talker,
    input: toInput({ prompt, images: image, image_ids: image_id }),
    ...(previous_response_id && { previous_response_id }),
    ...(safety_identifier && { safety_identifier }),
    tools: [
      { type: 'image_generation', action: 'edit', ...tool, ...(over && { input_image_mask: toReference(over) }) },
    ],
    tool_choice: { type: 'image_generation' },
  };
}

/**
 * The images of such a turn in the form of the image API's answers; their tokens are counted beside the talker's.
 *
 * @throws StreamedError where the turn failed, UnusableAnswer where it made no image.
 */
export function toImagesResult(turn: ModelResponse): ImagesResult {
  if (turn.error) throw new StreamedError({ ...turn.error });
  const data = listImageCalls(turn.output).map(({ base64, ...call }) => ({ b64_json: base64, ...call }));
  if (data.length === 0) throw new UnusableAnswer('unexpected_answer', 'The model answered without an image');
  return { created: turn.created_at, data, turn, usages: usagesOf(turn) };
}

/** Puts such a turn together that came in pieces. */
export function collectRefined(): Collector<ImagesResult> {
  const { take, finish } = collectResponse();
  return {
    take,
    finish() {
      const whole = finish();
      return whole && { ...toImagesResult(whole), partial_images: whole.partial_images ?? [] };
    },
  };
}
