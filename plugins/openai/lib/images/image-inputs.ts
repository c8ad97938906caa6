import type { Problem } from '../options/option';
import type { FileOption, LoadedFile } from '../types/file';

/** The options that hand in images. What each model takes of them stands in the catalogue. */

const FORMS =
  'A link, data URL, base64, file id, the value of a file picker, an image of another query, or a list of these.';

const PICTURES = ['image/png', 'image/webp', 'image/jpeg'];

export const image: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Image',
  description: `What to work on. ${FORMS}`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: PICTURES, max_bytes: 50_000_000, max_count: 16 },
};

export const mask: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Mask',
  description: 'A PNG of the size of the first image; its transparent parts are what is changed.',
  examples: ['{{components.filepicker2.file[0]}}'],
  files: { types: ['image/png'], max_bytes: 50_000_000, max_count: 1, alpha: true },
};

/** Images that a model looks at. Source of the limits: OpenAI's guide to images and vision. */
export const seen: FileOption = {
  vision: true,
  type: ['string', 'object', 'array'],
  title: 'Images',
  description: `What the model looks at. ${FORMS}`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: [...PICTURES, 'image/gif'], max_bytes: 50_000_000, max_count: 500 },
};

/** Images that a model judges. Source of the limit: OpenAI's guide to moderation. */
export const judged: FileOption = {
  ...seen,
  description: 'Each is judged by itself. In any form but a file id.',
  files: { ...seen.files, max_bytes: 20_000_000, no_file_ids: true },
};

/** Documents that a model reads. */
export const documents: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Files',
  description: `PDF or text that the model reads. ${FORMS}`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: ['application/pdf', 'text/plain'], max_bytes: 50_000_000, max_count: 100, no_api_links: true },
};

export const markup: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Markup',
  description:
    'A transparent PNG of the size of the first image, with strokes or notes that guide the edit. GPT Image 2.5 and 2.6.',
  examples: ['{{components.filepicker3.file[0]}}'],
  files: { types: ['image/png'], max_bytes: 50_000_000, max_count: 1, alpha: true, content_only: true },
};

/** Mask and markup lie on the first image, pixel by pixel; a markup is uploaded, so the images must be, too. */
export function inspectOverlays({ image: images = [], ...given }: Record<string, LoadedFile[]>): Problem[] {
  const problems = ['mask', 'markup'].flatMap(name => inspectOverlay(name, images[0], given[name]?.[0]));
  if (given['markup'] && !images.every(file => 'bytes' in file)) {
    problems.push({
      field: 'markup',
      message: 'markup goes only with images given as their content, not as ids or links for OpenAI',
    });
  }
  return problems;
}

function inspectOverlay(field: string, first: LoadedFile | undefined, over: LoadedFile | undefined): Problem[] {
  if (!first || !over || !('bytes' in first) || !('bytes' in over)) return [];
  if (first.width === over.width && first.height === over.height) return [];
  const sizes = `has ${over.width}x${over.height} pixels, image 1 has ${first.width}x${first.height}`;
  return [{ field, message: `${field} ${sizes}; they must be equal` }];
}

/** OpenAI refuses more than this in one request, whatever the number of images. */
const MAX_SEEN_BYTES = 50_000_000;

/** All images a model looks at count together. */
export function inspectSeen(field: string, files: LoadedFile[] = []): Problem[] {
  const bytes = files.reduce((sum, file) => sum + ('bytes' in file ? file.bytes : 0), 0);
  if (bytes <= MAX_SEEN_BYTES) return [];
  const megabytes = (count: number) => Math.round(count / 1e6);
  return [
    { field, message: `${field} has ${megabytes(bytes)} MB in all; at most ${megabytes(MAX_SEEN_BYTES)} MB are taken` },
  ];
}
