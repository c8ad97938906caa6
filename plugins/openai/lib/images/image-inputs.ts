import type { ResolvedModel } from '../catalogue/models';
import { readEnds } from '../files/file-content';
import { readGif } from '../files/gif';
import { officeTypes } from '../files/named-types';
import type { Problem } from '../options/option';
import type { FileOption, LoadedFile } from '../types/file';

/** The file options of image operations; the catalogue narrows them per model. */

const FORMS =
  'A link, data URL, base64, file id, the value of a file picker, an image from another query, or a list of these.';

const IMAGE_TYPES = ['image/png', 'image/webp', 'image/jpeg'];

export const image: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Image',
  description: `The image to edit. ${FORMS}`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: IMAGE_TYPES, max_bytes: 50_000_000, max_count: 16 },
};

export const mask: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Mask',
  description: 'A PNG of the same size as the first image; its transparent parts mark what to change.',
  examples: ['{{components.filepicker2.file[0]}}'],
  files: { types: ['image/png'], max_bytes: 50_000_000, max_count: 1, alpha: true },
};

/** Images for a model with vision. The limits are from OpenAI's guide to images and vision. */
export const visionImages: FileOption = {
  vision: true,
  type: ['string', 'object', 'array'],
  title: 'Images',
  description: `Images for the model to look at. ${FORMS}`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: [...IMAGE_TYPES, 'image/gif'], max_bytes: 50_000_000, max_count: 500 },
};

/** Images to moderate. The limit is from OpenAI's guide to moderation. */
export const moderatedImages: FileOption = {
  ...visionImages,
  description: 'Images to check, each on its own. File ids are not supported.',
  files: { ...visionImages.files, max_bytes: 20_000_000, no_file_ids: true },
};

/** Documents for a model to read. */
export const documents: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Files',
  description: `PDF or text files for the model to read. ${FORMS}`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: ['application/pdf', 'text/plain'], max_bytes: 50_000_000, max_count: 100, no_api_links: true },
};

/** Documents that the Responses API reads, by OpenAI's guide to file inputs. */
export const readableFiles: FileOption = {
  ...documents,
  description: `PDF, text or office documents (such as docx, pptx, xlsx, rtf, odt) for the model to read. ${FORMS}`,
  files: { ...documents.files, types: [...documents.files.types, ...officeTypes] },
};

export const markup: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Markup',
  description:
    'A transparent PNG of the same size as the first image, with strokes or notes that guide the edit. GPT Image 2.5 and 2.6.',
  examples: ['{{components.filepicker3.file[0]}}'],
  files: { types: ['image/png'], max_bytes: 50_000_000, max_count: 1, alpha: true, content_only: true },
};

/** Mask and markup must match the size of the first image; with a markup, all images must be uploaded. */
export function inspectOverlays({ image: images = [], ...overlays }: Record<string, LoadedFile[]>): Problem[] {
  const problems = ['mask', 'markup'].flatMap(name => inspectOverlay(name, images[0], overlays[name]?.[0]));
  if (overlays['markup'] && !images.every(file => 'bytes' in file)) {
    const message = 'markup requires every image to be the file itself, not a file id or an image_url';
    problems.push({ field: 'markup', message });
  }
  return problems;
}

function inspectOverlay(field: string, image1: LoadedFile | undefined, overlay: LoadedFile | undefined): Problem[] {
  if (!image1 || !overlay || !('bytes' in image1) || !('bytes' in overlay)) return [];
  if (image1.width === overlay.width && image1.height === overlay.height) return [];
  const expected = `must have the same size as image 1, ${image1.width}x${image1.height} pixels`;
  return [{ field, message: `${field} ${expected}; got ${overlay.width}x${overlay.height}` }];
}

/** OpenAI's models see no animated GIF, by its guide to images and vision; other models may. */
export function inspectVisionImages(field: string, files: LoadedFile[] = [], { model }: ResolvedModel): Problem[] {
  const problems = inspectTotalSize(field, files);
  if (!model) return problems;
  files.forEach((file, index) => {
    if (!('bytes' in file) || file.mime_type !== 'image/gif') return;
    if (readGif(Buffer.from(readEnds(file).readAll())).frames < 2) return;
    const message = `${field.replace(/s$/, '')} ${index + 1} must not be an animated GIF`;
    problems.push({ field, message, allowed: ['png', 'jpeg', 'webp', 'gif that is not animated'] });
  });
  return problems;
}

/** OpenAI's limit for all images of a request together. */
const MAX_VISION_BYTES = 50_000_000;

/** Checks the total size of the images that a model looks at. */
function inspectTotalSize(field: string, files: LoadedFile[] = []): Problem[] {
  const bytes = files.reduce((sum, file) => sum + ('bytes' in file ? file.bytes : 0), 0);
  if (bytes <= MAX_VISION_BYTES) return [];
  const megabytes = (count: number) => Math.round(count / 1e6);
  const expected = `must be at most ${megabytes(MAX_VISION_BYTES)} MB in total`;
  return [{ field, message: `${field} ${expected}; got ${megabytes(bytes)} MB` }];
}
