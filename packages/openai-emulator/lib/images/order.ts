import { countTokens } from '../answers/tokens';
import type { GivenImage } from '../attachments/input-image';
import { type Detail, details, type Frames, type ImageFormat } from '../drawing/picture';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf } from '../http/json';
import { isAbsent } from '../parameters/checks';
import { familyOf, type Size } from './limits';

const qualities = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const formats: readonly ImageFormat[] = ['png', 'jpeg', 'webp', 'gif', 'svg'];
/** Output tokens of a square of 1024 pixels. */
const imageTokens: Record<string, number> = { low: 272, medium: 1056, high: 4160, xhigh: 6240, max: 8320 };
const tokensPerPartialImage = 100;
const tokensPerInput = 65;
const tokensPerInputTile = 129;
const tokensPerFaithfulInput = 4160;
const inputTile = 512;

/** A checked request for pictures, with the choices made that it left to the model. */
export interface ImageOrder {
  model: string;
  prompt: string;
  count: number;
  size: Size;
  format: ImageFormat;
  quality: (typeof qualities)[number];
  background: 'transparent' | 'opaque';
  compression: number;
  partialImages: number;
  /** Whether the model's own judgement of what it should not draw is as strict as it usually is. */
  isStrict: boolean;
  detail: Detail;
  /** As DALL-E calls a picture in calmer colours. */
  isNatural: boolean;
  /** Of a moving picture. */
  frames?: Frames;
  isFaithful: boolean;
  /** The model that writes an SVG. */
  author: string;
}

export function readOrder(body: JsonObject, model: string, size: Size): ImageOrder {
  return {
    model,
    size,
    prompt: textOf(body['prompt']),
    count: numberOf(body['n'], 1),
    format: formats.find(format => format === body['output_format']) ?? 'png',
    quality: qualities.find(quality => quality === body['quality']) ?? 'medium',
    background: body['background'] === 'transparent' ? 'transparent' : 'opaque',
    compression: numberOf(body['output_compression'], 100),
    partialImages: numberOf(body['partial_images'], 0),
    isStrict: body['moderation'] !== 'low',
    detail: details.find(detail => detail === body['complexity']) ?? 'medium',
    isNatural: body['style'] === 'natural',
    ...readFrames(body),
    isFaithful: body['input_fidelity'] === 'high',
    author: isObject(body['svg']) ? textOf(body['svg']['model']) : '',
  };
}

/** A gif moves where the request says how. */
function readFrames({ frame_count, frame_duration_ms }: JsonObject): Pick<ImageOrder, 'frames'> {
  if (isAbsent(frame_count) && isAbsent(frame_duration_ms)) return {};
  return { frames: { count: numberOf(frame_count, 9), delayMs: numberOf(frame_duration_ms, 200) } };
}

/** How the size of a picture is written. */
export function nameSize({ size }: Pick<ImageOrder, 'size'>): string {
  return `${size.width}x${size.height}`;
}

export function refuseUnsafePrompt({ prompt, model, isStrict }: ImageOrder, requestId: string): void {
  if (!isStrict || !/blocked by safety/i.test(prompt)) return;
  if (!familyOf(model).isGptImage) {
    throw new ApiError('Your request was rejected as a result of our safety system.', {
      code: 'content_policy_violation',
    });
  }
  throw new ApiError(
    'Your request was rejected by the safety system. If you believe this is an error, contact us at ' +
      `help.openai.com and include the request ID ${requestId}. safety_violations=[violence].`,
    { type: 'image_generation_user_error', code: 'moderation_blocked' }
  );
}

function countInputTokens(images: Size[], isFaithful: boolean): number {
  const tiles = images.map(({ width, height }) => Math.ceil(width / inputTile) * Math.ceil(height / inputTile));
  const perImage = tokensPerInput + (isFaithful ? tokensPerFaithfulInput : 0);
  return tiles.reduce((sum, count) => sum + perImage + count * tokensPerInputTile, 0);
}

export function countImageUsage(order: ImageOrder, partialImages: number, references: GivenImage[]) {
  const { prompt, quality, size, count } = order;
  const text_tokens = countTokens(prompt);
  const given_tokens = countInputTokens(references, order.isFaithful);
  const perImage = Math.round(((imageTokens[quality] ?? 0) * size.width * size.height) / 1024 ** 2);
  const image_tokens = perImage * count + partialImages * tokensPerPartialImage;
  const input_tokens = text_tokens + given_tokens;
  return {
    input_tokens,
    input_tokens_details: { text_tokens, image_tokens: given_tokens },
    output_tokens: image_tokens,
    output_tokens_details: { text_tokens: 0, image_tokens },
    total_tokens: input_tokens + image_tokens,
  };
}
