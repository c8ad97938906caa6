import type { ImageGenerateParamsNonStreaming } from 'openai/resources/images';
import type { ResolvedModel } from '../catalogue/models';
import type { Context } from '../operation';
import type { Option, Problem } from '../options/option';
import type { ImagesAnswer } from './image-result';

/** Which earlier image to go on from. */
export interface Earlier {
  previous_response_id?: string | undefined;
  /** Of an image generation call. */
  image_id?: string | undefined;
}

/** The options that image operations share. What each model takes of them stands in the catalogue. */

export const prompt = {
  description: 'Describe the picture in natural language, as you would to a person, not as a list of keywords.',
  examples: ['A watercolour of a lighthouse at dusk, seen from the sea'],
};

export const size: Option = {
  type: 'string',
  title: 'Size',
  description: 'Pixels. Give this or orientation.',
  examples: ['1024x1024'],
  trim: true,
};

export const orientation: Option = {
  type: 'string',
  title: 'Orientation',
  description: "The model's usual size of that shape, in place of size.",
  enum: ['landscape', 'portrait', 'square'],
};

export const quality: Option = {
  type: 'string',
  title: 'Quality',
  description: 'Higher is slower and costs more.',
  enum: ['auto', 'low', 'medium', 'high', 'xhigh', 'max', 'standard', 'hd'],
};

export const style: Option = {
  type: 'string',
  title: 'Style',
  description: 'vivid: dramatic. natural: closer to a photograph. DALL·E 3 only.',
  enum: ['vivid', 'natural'],
};

export const n: Option = {
  type: 'integer',
  title: 'Number of images',
  description: '1 to 10, each billed. DALL·E 3 makes 1.',
  examples: ['1'],
  minimum: 1,
  maximum: 10,
};

export const background: Option = {
  type: 'string',
  title: 'Background',
  description: 'transparent needs png or webp. Not for DALL·E.',
  enum: ['auto', 'opaque', 'transparent'],
};

export const output_format: Option = {
  type: 'string',
  title: 'Output format',
  description: 'jpeg and webp are smaller.',
  enum: ['png', 'jpeg', 'webp', 'gif', 'svg'],
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
  description: 'low filters less.',
  enum: ['auto', 'low'],
};

export const response_format: Option = {
  type: 'string',
  title: 'Response format',
  description: 'b64_json: the image itself. url: also a link, which dies within two hours. DALL·E only.',
  enum: ['b64_json', 'url'],
};

export const partial_images: Option = {
  type: 'integer',
  title: 'Partial images',
  description: '0 to 3 rougher versions that come before the final image; each costs 100 output tokens.',
  examples: ['0'],
  minimum: 0,
  maximum: 3,
};

export const complexity: Option = {
  type: 'string',
  title: 'Complexity',
  description: 'How much the picture is planned before it is drawn. GPT Image 2.6.',
  enum: ['low', 'medium', 'high'],
};

export const frame_count: Option = {
  type: 'integer',
  title: 'Frames',
  description: '2 to 16 pictures of an animated gif. GPT Image 2.6.',
  examples: ['9'],
  minimum: 2,
  maximum: 16,
};

export const frame_duration_ms: Option = {
  type: 'integer',
  title: 'Frame duration (ms)',
  description: 'Of each picture of an animated gif, rounded to 10. GPT Image 2.6.',
  examples: ['200'],
  minimum: 10,
  maximum: 655_350,
};

export const input_fidelity: Option = {
  type: 'string',
  title: 'Input fidelity',
  description: 'high keeps faces and details closer, and costs more.',
  enum: ['low', 'high'],
};

export const previous_response_id: Option = {
  type: 'string',
  trim: true,
  title: 'Previous response ID',
  description: 'Changes the image of an earlier answer, without handing it in again: its metadata.id.',
  examples: ['{{queries.image1.metadata.id}}'],
};

export const image_id: Option = {
  type: 'string',
  trim: true,
  title: 'Image ID',
  description: "Changes an earlier image by its id, without handing it in again: its answer's data.images[0].id.",
  examples: ['{{queries.image1.data.images[0].id}}'],
};

interface EditOptions extends Earlier {
  image?: unknown;
  mask?: unknown;
  markup?: unknown;
  moderation?: unknown;
  n?: number | null | undefined;
  output_format?: string | null | undefined;
}

/** An edit needs something to go on from, and an earlier image gives one image at a time. */
export function inspectEdit(options: EditOptions, { id, family }: ResolvedModel): Problem[] {
  const isRefining = Boolean(options.previous_response_id || options.image_id);
  if (options.mask && options.output_format === 'gif') {
    return [{ field: 'mask', message: 'mask is given, but output_format is "gif", which takes none', allowed: [''] }];
  }
  if (!options.image && !isRefining) {
    return [{ field: 'image', message: 'image is required, or previous_response_id or image_id of an earlier answer' }];
  }
  const rival = options.mask ? 'mask' : options.moderation ? 'moderation' : isRefining ? 'an earlier image' : undefined;
  if (options.markup && rival) {
    return [{ field: 'markup', message: `markup is given, but it does not go together with ${rival}`, allowed: [''] }];
  }
  const field = options.previous_response_id ? 'previous_response_id' : 'image_id';
  if (isRefining && family && !family.json_edits && !family.pattern) {
    const message = `${field} is given, but ${id} cannot go on from an earlier image; GPT Image models can`;
    return [{ field, message, allowed: ['a GPT Image model'] }];
  }
  if (!isRefining || (options.n ?? 1) === 1) return [];
  return [
    { field: 'n', message: `n is ${options.n}; an earlier image is changed into one image at a time`, allowed: [1] },
  ];
}

type Orientation = 'landscape' | 'portrait' | 'square';
type Size = NonNullable<ImageGenerateParamsNonStreaming['size']>;

/** Size, or the orientation that stands for one. */
export interface SizeOptions {
  size?: Size | null | undefined;
  orientation?: Orientation | undefined;
}

/** Size and orientation exclude each other, and an orientation needs a model whose sizes are known. */
export function inspectSize(
  { size: given, orientation: shape }: SizeOptions,
  { id, family }: ResolvedModel
): Problem[] {
  if (!shape) return [];
  if (given) return [{ field: 'orientation', message: 'orientation and size are both given; give one of them' }];
  if (family?.orientations?.[shape]) return [];
  return [
    { field: 'orientation', message: `orientation is "${shape}", but the sizes of ${id} are not known; give size` },
  ];
}

/** The size to send, where one was asked for. */
export function toSize({ size: given, orientation: shape }: SizeOptions, { family }: ResolvedModel): { size?: Size } {
  const meant = shape ? family?.orientations?.[shape] : given;
  return meant ? { size: meant } : {};
}

/** Formats that the API sends whole. */
const UNSTREAMED = ['gif', 'svg'];

/** Partial images come in a stream only; else the model and the format must be known to have one. */
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

/** Models that send links unless told otherwise are told, since the links die: the full output holds the image itself. */
export function toResponseFormat(
  given: ResponseFormat | null | undefined,
  { model, family }: ResolvedModel,
  output: Context['output']
): { response_format?: ResponseFormat } {
  const takesFormat = model !== undefined && family?.limits['response_format'] !== false;
  const meant = given ?? (takesFormat && output === 'full' ? 'b64_json' : undefined);
  return meant ? { response_format: meant } : {};
}

/** The API's own answer, without what was added to it here. */
export function toRaw({ downloads, partial_images, usages, turn, ...answer }: ImagesAnswer): object {
  return turn ?? answer;
}
