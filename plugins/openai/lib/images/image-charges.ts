import { type Charge, chargesOf } from '../cost/charges';
import { readUsage } from '../cost/usage';
import { isJsonObject } from '../options/json-object';
import { type ImagesData, type ImagesResult, usagesOfImages } from './image-result';

/** What the API bills for generated images: tokens, or the images themselves. */
export function chargesOfImages(
  result: ImagesResult,
  { images }: ImagesData,
  quality: string | null | undefined
): Charge[] | null {
  const { turn } = result;
  // The turn is billed by its text model, not by the image model that the query chose.
  if (turn) return chargesOf(turn)?.map(charge => ({ model: turn.model, ...charge })) ?? null;
  // The tokens of whoever wrote an SVG are billed besides, by a model that the response may not price.
  if (isJsonObject(result.response) && result.response['svg_usage']) return null;
  const generated = images.map(({ width, height }) =>
    [width ? `${width}x${height}` : 'auto', quality ?? 'auto'].join(' ')
  );
  const usageOfEach = usagesOfImages(result).map(readUsage);
  if (usageOfEach.length === generated.length)
    return usageOfEach.map((usageOfImage, index) => ({
      usage: usageOfImage,
      images: generated.slice(index, index + 1),
    }));
  return usageOfEach.map((usageOfImage, index) => ({ usage: usageOfImage, images: index === 0 ? generated : [] }));
}
