import type {
  ImageEditCompletedEvent,
  ImageEditPartialImageEvent,
  ImageGenCompletedEvent,
  ImageGenPartialImageEvent,
  ImagesResponse,
} from 'openai/resources/images';
import type { GivenImage } from '../attachments/input-image';
import type { FileLinks } from '../files/links';
import { type Answer, type ApiRequest, type ServerEvent, secondsOf } from '../http/messages';
import { countImageUsage, type ImageOrder, nameSize } from './order';

type PartialImageEvent = ImageGenPartialImageEvent | ImageEditPartialImageEvent;
type CompletedEvent = ImageGenCompletedEvent | ImageEditCompletedEvent;

/** Draws the pictures of one order. */
export interface Drawer {
  draw(variant: number): Promise<Buffer>;
  /** A blurred version, clearer with every step. */
  drawPartial(variant: number, step: number): Promise<Buffer>;
}

export interface Commission {
  order: ImageOrder;
  drawer: Drawer;
  /** Pictures that came with the request. */
  references: GivenImage[];
}

export async function* streamImages(
  { order, drawer, references }: Commission,
  kind: 'image_generation' | 'image_edit',
  now: Date
): AsyncIterable<ServerEvent> {
  const described = {
    background: order.background,
    created_at: secondsOf(now),
    output_format: order.format === 'jpeg' || order.format === 'webp' ? order.format : ('png' as const),
    quality: order.quality,
    size: nameSize(order),
  };
  for (let variant = 0; variant < order.count; variant += 1) {
    for (let step = 0; step < order.partialImages; step += 1) {
      const type = `${kind}.partial_image` as const;
      const b64_json = (await drawer.drawPartial(variant, step)).toString('base64');
      const data = { type, b64_json, partial_image_index: step, ...described } satisfies PartialImageEvent;
      yield { event: type, data };
    }
    const type = `${kind}.completed` as const;
    const b64_json = (await drawer.draw(variant)).toString('base64');
    const usage = countImageUsage({ ...order, count: 1 }, order.partialImages, references);
    yield { event: type, data: { type, b64_json, ...described, usage } satisfies CompletedEvent };
  }
}

function drawAll({ order, drawer }: Commission): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: order.count }, (_, variant) => drawer.draw(variant)));
}

/** As GPT Image answers: the pictures in base64, and what they cost. */
export async function answerWithBase64(commission: Commission, now: Date): Promise<Answer> {
  const { order, references } = commission;
  const files = await drawAll(commission);
  return {
    body: {
      created: secondsOf(now),
      background: order.background,
      data: files.map(file => ({ b64_json: file.toString('base64') })),
      output_format: order.format,
      quality: order.quality,
      size: nameSize(order),
      usage: countImageUsage(order, 0, references),
    } satisfies ImagesResponse,
  };
}

/** As DALL-E answers: links unless base64 is wished. */
export async function answerAsDallE(
  commission: Commission,
  request: ApiRequest,
  links: FileLinks,
  { wantsBase64, revisedPrompt }: { wantsBase64: boolean; revisedPrompt?: string }
): Promise<Answer> {
  const files = await drawAll(commission);
  const data = files.map(file => ({
    ...(revisedPrompt !== undefined && { revised_prompt: revisedPrompt }),
    ...(wantsBase64
      ? { b64_json: file.toString('base64') }
      : { url: links.add(file, commission.order.format, request) }),
  }));
  return { body: { created: secondsOf(request.now), data } satisfies ImagesResponse };
}
