import type { ImageGenerateParamsNonStreaming } from 'openai/resources/images';
import type { ResolvedModel } from '../catalogue/models';
import type { Context } from '../operation';
import { openList } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import type { ImagesResult } from './image-result';

/** The earlier image that an edit continues from. */
export interface PreviousImage {
  previous_response_id?: string | undefined;
  /** The id of an image generation call. */
  image_id?: string | undefined;
}

/** The options that image operations share; the catalogue narrows them per model. */

export const size: Option = {
  type: 'string',
  title: 'Size',
  description:
    'In pixels. Set size or orientation, not both. For other sizes that the model supports, use extra parameters.',
  examples: ['auto', '1024x1024', '1536x1024', '1024x1536'],
  trim: true,
  dropDown: true,
};

export const orientation: Option = {
  type: 'string',
  title: 'Orientation',
  description: "The model's default size of that shape. Set this or size.",
  enum: ['landscape', 'portrait', 'square'],
};

export const quality: Option = {
  type: 'string',
  title: 'Quality',
  description: 'Higher quality takes longer, up to minutes for edits, and costs more.',
  ...openList('auto', 'low', 'medium', 'high', 'xhigh', 'max', 'standard', 'hd'),
};

export const style: Option = {
  type: 'string',
  title: 'Style',
  description: 'vivid: dramatic; natural: closer to a photograph. DALL·E 3 only.',
  ...openList('vivid', 'natural'),
};

export const n: Option = {
  type: 'integer',
  title: 'Number of images',
  description: '1 to 10; each is billed. DALL·E 3: 1.',
  examples: ['1'],
  minimum: 1,
  maximum: 10,
};

export const background: Option = {
  type: 'string',
  title: 'Background',
  description: 'transparent requires png or webp. Not supported by DALL·E.',
  ...openList('auto', 'opaque', 'transparent'),
};

export const output_format: Option = {
  type: 'string',
  title: 'Output format',
  description: 'jpeg and webp are smaller than png.',
  ...openList('png', 'jpeg', 'webp', 'gif', 'svg'),
};

export const output_compression: Option = {
  type: 'integer',
  title: 'Output compression',
  description: '0 to 100, for jpeg and webp: lower is smaller.',
  examples: ['80'],
  minimum: 0,
  maximum: 100,
};

export const moderation: Option = {
  type: 'string',
  title: 'Moderation',
  description: 'low is less restrictive.',
  ...openList('auto', 'low'),
};

export const response_format: Option = {
  type: 'string',
  title: 'Response format',
  description: 'b64_json: the image itself; url: also a link, which expires within two hours. DALL·E only.',
  enum: ['b64_json', 'url'],
};

export const partial_images: Option = {
  type: 'integer',
  title: 'Partial images',
  description: '0 to 3 previews that arrive before the final image; each costs 100 output tokens.',
  examples: ['0'],
  minimum: 0,
  maximum: 3,
};

export const complexity: Option = {
  type: 'string',
  title: 'Complexity',
  description: 'How much planning goes into the image. GPT Image 2.6.',
  ...openList('low', 'medium', 'high'),
};

export const frame_count: Option = {
  type: 'integer',
  title: 'Frames',
  description: '2 to 16, for an animated gif. GPT Image 2.6.',
  examples: ['9'],
  minimum: 2,
  maximum: 16,
};

export const frame_duration_ms: Option = {
  type: 'integer',
  title: 'Frame duration (ms)',
  description: 'For an animated gif, rounded to 10. GPT Image 2.6.',
  examples: ['200'],
  minimum: 10,
  maximum: 655_350,
};

export const input_fidelity: Option = {
  type: 'string',
  title: 'Input fidelity',
  description: 'high preserves faces and details better, and costs more.',
  ...openList('low', 'high'),
};

export const previous_response_id: Option = {
  type: 'string',
  trim: true,
  title: 'Previous response ID',
  description: 'metadata.id of an earlier result, to edit its image without uploading it again.',
  examples: ['{{queries.image1.metadata.id}}'],
};

export const image_id: Option = {
  type: 'string',
  trim: true,
  title: 'Image ID',
  description: 'data.images[0].id of an earlier result, to edit that image without uploading it again.',
  examples: ['{{queries.image1.data.images[0].id}}'],
};

type Orientation = 'landscape' | 'portrait' | 'square';
type Size = NonNullable<ImageGenerateParamsNonStreaming['size']>;

/** A size, or an orientation that implies one. */
export interface SizeOptions {
  size?: Size | null | undefined;
  orientation?: Orientation | undefined;
}

/** Size and orientation exclude each other, and orientation requires a model whose sizes are known. */
export function inspectSize(options: SizeOptions, { id, family }: ResolvedModel): Problem[] {
  const { size: pixels, orientation: shape } = options;
  if (!shape) return [];
  if (pixels) return [{ field: 'orientation', message: 'size and orientation cannot be combined; set one of them' }];
  if (family?.orientations?.[shape]) return [];
  return [
    { field: 'orientation', message: `orientation is not supported for ${id}, whose sizes are unknown; set size` },
  ];
}

/** The size parameter, if the query sets a size or an orientation. */
export function toSize(options: SizeOptions, { family }: ResolvedModel): { size?: Size } {
  const { size: pixels, orientation: shape } = options;
  const value = shape ? family?.orientations?.[shape] : pixels;
  return value ? { size: value } : {};
}

/** Formats that the API does not stream. */
const UNSTREAMED = ['gif', 'svg'];

/** Partial images require a stream; otherwise the model and the format must be known to support one. */
export function whenStreamed(
  {
    partial_images: count,
    output_format: format,
  }: Pick<ImageGenerateParamsNonStreaming, 'partial_images' | 'output_format'>,
  { model, family }: ResolvedModel
): 'never' | 'live' | 'always' {
  if (count) return 'always';
  if (format && UNSTREAMED.includes(format)) return 'never';
  return model && family?.limits['partial_images'] !== false ? 'live' : 'never';
}

type ResponseFormat = NonNullable<ImageGenerateParamsNonStreaming['response_format']>;

/** Requests the image itself from models that would return a link by default, since links expire. */
export function toResponseFormat(
  format: ResponseFormat | null | undefined,
  { model, family }: ResolvedModel,
  output: Context['output']
): { response_format?: ResponseFormat } {
  const isSupported = model !== undefined && family?.limits['response_format'] !== false;
  const value = format ?? (isSupported && output === 'full' ? 'b64_json' : undefined);
  return value ? { response_format: value } : {};
}

/** The API's own response, without what the plugin added. */
export function toRaw({ response, raw }: ImagesResult): unknown {
  return raw ?? response;
}
