import type { BilledResponse } from '../cost/charges';
import { unusable } from '../failures/body-check';
import { UnusableResponse } from '../failures/failure';
import type { Context } from '../operation';
import { isJsonObject } from '../options/json-object';
import { readPictures, type SentPicture } from './images-response';
import { describeImage, type ImageResult } from './picture';

/** `data` of the image operations. */
export interface ImagesData {
  images: ImageResult[];
  /** Previews of lower quality, if they were requested. */
  partial_images?: ImageResult[];
}

/** A response of the image API with the content of its links. */
export interface ImagesResult {
  /** As it came. */
  response: unknown;
  /** By link: its content, or why it could not be downloaded. */
  downloads?: Map<string, Uint8Array | Error>;
  partial_images?: string[];
  /** One for each image of a stream. */
  usages?: object[];
  /** Shown by `include_raw` in place of the response. */
  raw?: unknown;
  /** The response that generated the images, if the Responses API was used. */
  turn?: BilledResponse & { id?: string | undefined; model?: string | undefined };
}

/** The usage: one for each image of a stream, else one for all. */
export function usagesOfImages({ response, usages }: ImagesResult): (object | undefined)[] {
  return usages ?? [isJsonObject(response) && isJsonObject(response['usage']) ? response['usage'] : undefined];
}

/**
 * Reads the images of a response.
 *
 * @param asked The number of images that were requested.
 * @throws UnusableResponse if there are none, or if the data is not an image.
 */
export function toImages(
  { response, downloads, partial_images = [] }: ImagesResult,
  requested: number,
  warn: Context['warn']
): ImagesData {
  const pictures = readPictures(response, warn);
  if (pictures.length === 0) throw unusable(response, 'The response has no images');
  const partial = partial_images.flatMap(base64 => describeImage(base64) ?? []);
  const images = pictures.flatMap((picture, index) => toImage(picture, `Image ${index + 1}`, downloads, warn) ?? []);
  if (images.length === 0) throw new UnusableResponse('unexpected_answer', 'The server sent data that is not an image');
  if (images.length < requested)
    warn(
      'n',
      `${requested} images were requested, but ${images.length} ${images.length === 1 ? 'was' : 'were'} returned`
    );
  images.forEach(({ bytes = 0 }, index) => {
    if (bytes > HEAVY_BYTES)
      warn('output_format', `Image ${index + 1} is ${(bytes / 1e6).toFixed(1)} MB. ${HEAVY_ADVICE}`);
  });
  return { images, ...(partial.length > 0 && { partial_images: partial }) };
}

/** Above this, an image noticeably slows down the app that holds it as base64. */
const HEAVY_BYTES = 4_000_000;
const HEAVY_ADVICE =
  'Large results slow down the app in the browser; set save_to, or use output_format jpeg or webp, a lower output_compression or a smaller size';

function toImage(
  { base64, url, ...same }: SentPicture,
  name: string,
  downloads: ImagesResult['downloads'],
  warn: Context['warn']
): ImageResult | undefined {
  const content = url ? downloads?.get(url) : undefined;
  if (content instanceof Error) {
    warn(
      'response_format',
      `The image is returned only as a link, which expires within two hours, since ${content.message}`
    );
  }
  const own = base64 ?? (content && !(content instanceof Error) ? Buffer.from(content).toString('base64') : undefined);
  const described = own === undefined ? undefined : describeImage(own);
  if (own !== undefined && !described) {
    warn('include_raw', `${name} is no image${url ? '; its link is returned as it came' : ' and was left out'}`);
    if (!url) return undefined;
  }
  return { ...same, ...described, ...(url && { url }) };
}

/** The first image as older versions returned it. */
export function toClassicImage({ response }: ImagesResult): { url: string } | { b64_json: string | undefined } {
  const [{ url, base64 } = {}] = readPictures(response);
  return url ? { url } : { b64_json: base64 };
}
