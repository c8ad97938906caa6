import type { Image, ImagesResponse } from 'openai/resources/images';
import type { Response as ModelResponse } from 'openai/resources/responses/responses';
import { UnusableAnswer } from '../failures/failure';
import { readImageFacts } from '../files/image-file';
import type { Context } from '../operation';

/** An image as a component can show it; type and size are read from its content. */
export interface ImageResult {
  /** For further edits of this image, if the API stores it. */
  id?: string;
  data_url?: string;
  /** The server's link, if it returned one; OpenAI's expire within two hours. */
  url?: string;
  mime_type?: string;
  bytes?: number;
  width?: number;
  height?: number;
  revised_prompt?: string;
}

/** `data` of the image operations. */
export interface ImagesData {
  images: ImageResult[];
  /** Previews of lower quality, if they were requested. */
  partial_images?: ImageResult[];
}

/** A response of the image API with the content of its links. */
export interface ImagesResult extends Omit<ImagesResponse, 'data'> {
  data?: (Image & { id?: string })[];
  /** By link: its content, or why it could not be downloaded. */
  downloads?: Map<string, Uint8Array | Error>;
  partial_images?: string[];
  /** One for each image of a stream. */
  usages?: object[];
  /** The response that generated the images, if the Responses API was used. */
  turn?: ModelResponse;
}

/**
 * Reads the images of a response.
 *
 * @throws UnusableAnswer if there are none, or if the data is not an image.
 */
export function toImages(
  { data = [], downloads, partial_images = [] }: ImagesResult,
  warn: Context['warn']
): ImagesData {
  if (data.length === 0) throw new UnusableAnswer('unexpected_answer', 'The response has no images');
  const partial = partial_images.map(base64 => describeBase64(base64));
  const images = data.map(image => toImage(image, downloads, warn));
  images.forEach(({ bytes = 0 }, index) => {
    if (bytes > HEAVY_BYTES)
      warn('output_format', `Image ${index + 1} is ${(bytes / 1e6).toFixed(1)} MB. ${HEAVY_ADVICE}`);
  });
  return { images, ...(partial.length > 0 && { partial_images: partial }) };
}

/** Above this, an image noticeably slows down the app that holds it as base64. */
const HEAVY_BYTES = 4_000_000;
const HEAVY_ADVICE =
  'Large results slow down the app in the browser; use output_format jpeg or webp, a lower output_compression or a smaller size';

function toImage(
  { id, b64_json, url, revised_prompt }: Image & { id?: string },
  downloads: ImagesResult['downloads'],
  warn: Context['warn']
): ImageResult {
  const content = url ? downloads?.get(url) : undefined;
  if (content instanceof Error) {
    warn(
      'response_format',
      `The image is returned only as a link, which expires within two hours, since ${content.message}`
    );
  }
  if (!b64_json && !url) throw new UnusableAnswer('unexpected_answer', 'The response has an image without content');
  const base64 = b64_json ?? (content instanceof Uint8Array ? Buffer.from(content).toString('base64') : undefined);
  return {
    ...(id && { id }),
    ...(base64 && describeBase64(base64)),
    ...(url && { url }),
    ...(revised_prompt && { revised_prompt }),
  };
}

/** The image as a data URL with its type and size. */
export function describeBase64(base64: string): ImageResult {
  const facts = readImageFacts(Buffer.from(base64, 'base64'));
  if (!facts) throw new UnusableAnswer('unexpected_answer', 'The server sent data that is not an image');
  return { data_url: `data:${facts.mime_type};base64,${base64}`, ...facts };
}
