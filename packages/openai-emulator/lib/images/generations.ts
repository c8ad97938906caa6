import { drawPartialPicture, drawPicture, type Picture } from '../drawing/picture';
import type { FileLinks } from '../files/links';
import { isObject, textOf } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { answerAsDallE, answerWithBase64, type Drawer, streamImages } from './answers';
import { checkImageGeneration, familyOf, readSize } from './limits';
import { type ImageOrder, readOrder, refuseUnsafePrompt } from './order';

const defaultModel = 'gpt-image-2';

/** How a picture is described that was drawn from words alone. */
export function revisePrompt(prompt: string): string {
  return `A bright card with simple shapes that carries the words "${prompt}".`;
}

/** Draws pictures that carry the words of the prompt. */
export function createCardDrawer(order: ImageOrder): Drawer {
  const { prompt, size, format, background, compression: quality, detail, isNatural, frames, author } = order;
  const toPicture = (variant: number): Picture => {
    const isTransparent = background === 'transparent';
    return { words: prompt, ...size, format, isTransparent, quality, variant, detail, isNatural, frames, author };
  };
  return {
    draw: variant => drawPicture(toPicture(variant)),
    drawPartial: (variant, step) => drawPartialPicture(toPicture(variant), step),
  };
}

export async function answerImageGeneration(request: ApiRequest, links: FileLinks): Promise<Answer> {
  const body = isObject(request.body) ? request.body : {};
  const model = textOf(body['model']) || defaultModel;
  const order = readOrder(body, model, readSize(body['size']));
  checkImageGeneration(body, model);
  refuseUnsafePrompt(order, request.id);
  const commission = { order, drawer: createCardDrawer(order), references: [] };
  if (body['stream'] === true) return { events: streamImages(commission, 'image_generation', request.now) };
  if (familyOf(model).isGptImage) return answerWithBase64(commission, request.now);
  return answerAsDallE(commission, request, links, {
    wantsBase64: body['response_format'] === 'b64_json',
    ...(model === 'dall-e-3' && { revisedPrompt: revisePrompt(order.prompt) }),
  });
}
