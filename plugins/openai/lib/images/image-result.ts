import type { Image, ImagesResponse } from 'openai/resources/images';
import type { Response as ModelResponse } from 'openai/resources/responses/responses';
import { UnusableAnswer } from '../failures/failure';
import { readImageFacts } from '../files/image-file';
import type { Context } from '../operation';

/** An image as a component can show it: `data_url` is its one copy; type and size come from its bytes. */
export interface ImageResult {
  /** To go on from this image in another edit, where the API keeps it. */
  id?: string;
  data_url?: string;
  /** The server's own link, where it gave one; OpenAI's die within two hours. */
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
  /** Earlier, rougher versions, where they were asked for. */
  partial_images?: ImageResult[];
}

/** An answer of the image API with what was fetched from its links. */
export interface ImagesAnswer extends Omit<ImagesResponse, 'data'> {
  data?: (Image & { id?: string })[];
  /** By link: its content, or why it could not be fetched. */
  downloads?: Map<string, Uint8Array | Error>;
  partial_images?: string[];
  /** One for each image of a streamed answer. */
  usages?: object[];
  /** The turn that made the images, where it was one of a conversation. */
  turn?: ModelResponse;
}

/**
 * Makes every image of an answer ready to bind.
 *
 * @throws UnusableAnswer where there is none, or where what came is no image.
 */
export function toImages(
  { data = [], downloads, partial_images = [] }: ImagesAnswer,
  warn: Context['warn']
): ImagesData {
  if (data.length === 0) throw new UnusableAnswer('unexpected_answer', "The server's answer has no images");
  const partial = partial_images.map(base64 => describeBase64(base64));
  const images = data.map(image => toImage(image, downloads, warn));
  images.forEach(({ bytes = 0 }, index) => {
    if (bytes > HEAVY_BYTES)
      warn('output_format', `Image ${index + 1} ${HEAVY.replace('SIZE', (bytes / 1e6).toFixed(1))}`);
  });
  return { images, ...(partial.length > 0 && { partial_images: partial }) };
}

/** From here on an image, a third larger as base64, is felt in the browser that holds it in an app's state. */
const HEAVY_BYTES = 4_000_000;
const HEAVY =
  'has SIZE MB and travels into the browser with the result; output_format jpeg or webp, a lower output_compression or a smaller size makes it lighter';

function toImage(
  { id, b64_json, url, revised_prompt }: Image & { id?: string },
  downloads: ImagesAnswer['downloads'],
  warn: Context['warn']
): ImageResult {
  const content = url ? downloads?.get(url) : undefined;
  if (content instanceof Error) {
    warn('response_format', `The image is there as a link only, which dies within two hours: ${content.message}`);
  }
  if (!b64_json && !url)
    throw new UnusableAnswer('unexpected_answer', "The server's answer has an image that is empty");
  const base64 = b64_json ?? (content instanceof Uint8Array ? Buffer.from(content).toString('base64') : undefined);
  return {
    ...(id && { id }),
    ...(base64 && describeBase64(base64)),
    ...(url && { url }),
    ...(revised_prompt && { revised_prompt }),
  };
}

/** A data URL with the facts of the image; the given base64 is used as it is, since encoding again would copy it. */
export function describeBase64(base64: string): ImageResult {
  const facts = readImageFacts(Buffer.from(base64, 'base64'));
  if (!facts) throw new UnusableAnswer('unexpected_answer', 'The server sent an image that is none');
  return { data_url: `data:${facts.mime_type};base64,${base64}`, ...facts };
}
