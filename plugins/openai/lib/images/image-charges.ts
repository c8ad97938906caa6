import { type Charge, chargesOf } from '../cost/charges';
import { readUsage } from '../cost/usage';
import type { ImagesAnswer, ImagesData } from './image-result';

/** What an answer of the image API is billed for: tokens, or the images themselves. */
export function chargesOfImages(
  { turn, usages, usage }: ImagesAnswer,
  { images }: ImagesData,
  quality: string | null | undefined
): Charge[] | null {
  // The model that talks is another than the one that was chosen, which draws for it.
  if (turn) return chargesOf(turn)?.map(charge => ({ model: turn.model, ...charge })) ?? null;
  const made = images.map(({ width, height }) => [width ? `${width}x${height}` : 'auto', quality ?? 'auto'].join(' '));
  const used = (usages ?? [usage]).map(readUsage);
  if (used.length === made.length)
    return used.map((each, index) => ({ usage: each, images: made.slice(index, index + 1) }));
  return used.map((each, index) => ({ usage: each, images: index === 0 ? made : [] }));
}
