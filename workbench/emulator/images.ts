import type { ImageGenCompletedEvent, ImageGenPartialImageEvent, ImagesResponse } from 'openai/resources/images';
import { ApiError } from './api-error';
import { drawPartialPicture, drawPicture, type ImageFormat, type Picture } from './drawing';
import type { FileLinks } from './file-links';
import { type Answer, type ApiRequest, type ServerEvent, secondsOf } from './http';
import { checkImageGeneration, familyOf, readSize, type Size } from './image-limits';
import { isObject, type JsonObject, numberOf, textOf } from './json';
import { countTokens } from './tokens';

const defaultModel = 'dall-e-2';
const tokensPerPartialImage = 100;
/** Output tokens of a square of 1024 pixels. */
const imageTokens: Record<string, number> = { low: 272, medium: 1056, high: 4160, xhigh: 6240, max: 8320 };
const qualities = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const formats: readonly ImageFormat[] = ['png', 'jpeg', 'webp', 'gif', 'svg'];

/** A checked request, with the choices made that it left to the model. */
interface Order {
  model: string;
  prompt: string;
  count: number;
  size: Size;
  format: ImageFormat;
  quality: (typeof qualities)[number];
  background: 'transparent' | 'opaque';
  compression: number;
}

function readOrder(body: JsonObject): Order {
  return {
    model: textOf(body['model']) || defaultModel,
    prompt: textOf(body['prompt']),
    count: numberOf(body['n'], 1),
    size: readSize(body['size']),
    format: formats.find(format => format === body['output_format']) ?? 'png',
    quality: qualities.find(quality => quality === body['quality']) ?? 'medium',
    background: body['background'] === 'transparent' ? 'transparent' : 'opaque',
    compression: numberOf(body['output_compression'], 100),
  };
}

function toPicture({ prompt, size, format, background, compression }: Order, variant: number): Picture {
  return { words: prompt, ...size, format, isTransparent: background === 'transparent', quality: compression, variant };
}

function refuseUnsafePrompt({ prompt, model }: Order, requestId: string): void {
  if (!/blocked by safety/i.test(prompt)) return;
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

function countImageUsage({ prompt, quality, size, count }: Order, partialImages = 0) {
  const text_tokens = countTokens(prompt);
  const perImage = Math.round(((imageTokens[quality] ?? 0) * size.width * size.height) / 1024 ** 2);
  const image_tokens = perImage * count + partialImages * tokensPerPartialImage;
  return {
    input_tokens: text_tokens,
    input_tokens_details: { text_tokens, image_tokens: 0 },
    output_tokens: image_tokens,
    output_tokens_details: { text_tokens: 0, image_tokens },
    total_tokens: text_tokens + image_tokens,
  };
}

async function* streamImages(order: Order, partialImages: number, now: Date): AsyncIterable<ServerEvent> {
  const described = {
    background: order.background,
    created_at: secondsOf(now),
    output_format: order.format === 'jpeg' || order.format === 'webp' ? order.format : ('png' as const),
    quality: order.quality,
    size: `${order.size.width}x${order.size.height}`,
  };
  for (let variant = 0; variant < order.count; variant += 1) {
    const picture = toPicture(order, variant);
    for (let step = 0; step < partialImages; step += 1) {
      const type = 'image_generation.partial_image';
      const b64_json = (await drawPartialPicture(picture, step)).toString('base64');
      const data = { type, b64_json, partial_image_index: step, ...described } satisfies ImageGenPartialImageEvent;
      yield { event: type, data };
    }
    const type = 'image_generation.completed';
    const b64_json = (await drawPicture(picture)).toString('base64');
    const usage = countImageUsage({ ...order, count: 1 }, partialImages);
    yield { event: type, data: { type, b64_json, ...described, usage } satisfies ImageGenCompletedEvent };
  }
}

function drawAll(order: Order): Promise<Buffer[]> {
  const variants = Array.from({ length: order.count }, (_, variant) => toPicture(order, variant));
  return Promise.all(variants.map(drawPicture));
}

async function answerWithBase64(order: Order, created: number): Promise<Answer> {
  const files = await drawAll(order);
  const { background, format: output_format, quality, size } = order;
  return {
    body: {
      created,
      background,
      data: files.map(file => ({ b64_json: file.toString('base64') })),
      output_format,
      quality,
      size: `${size.width}x${size.height}`,
      usage: countImageUsage(order),
    } satisfies ImagesResponse,
  };
}

async function answerAsDallE(
  order: Order,
  request: ApiRequest,
  links: FileLinks,
  wantsBase64: boolean
): Promise<Answer> {
  const revised = `A bright card with simple shapes that carries the words "${order.prompt}".`;
  const files = await drawAll(order);
  const data = files.map(file => ({
    ...(order.model === 'dall-e-3' && { revised_prompt: revised }),
    ...(wantsBase64 ? { b64_json: file.toString('base64') } : { url: links.add(file, order.format, request) }),
  }));
  return { body: { created: secondsOf(request.now), data } satisfies ImagesResponse };
}

export async function answerImageGeneration(request: ApiRequest, links: FileLinks): Promise<Answer> {
  const body = isObject(request.body) ? request.body : {};
  const order = readOrder(body);
  checkImageGeneration(body, order.model);
  refuseUnsafePrompt(order, request.id);
  if (body['stream'] === true) {
    return { events: streamImages(order, numberOf(body['partial_images'], 0), request.now) };
  }
  if (familyOf(order.model).isGptImage) return answerWithBase64(order, secondsOf(request.now));
  return answerAsDallE(order, request, links, body['response_format'] === 'b64_json');
}
