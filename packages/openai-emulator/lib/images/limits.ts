import { details } from '../drawing/picture';
import { ApiError, invalidValue } from '../http/api-error';
import { type JsonObject, textOf } from '../http/json';
import {
  checkChoice,
  checkNumber,
  checkText,
  isAbsent,
  refuseUnknownParameters,
  requireParameters,
} from '../parameters/checks';

type SizeRule = readonly string[] | 'any';

/** What a family of image models accepts. */
export interface ImageFamily {
  pattern: RegExp;
  parameters: string[];
  promptLength: number;
  images: number;
  sizes: SizeRule;
  qualities: string[];
  formats: string[];
  /** DALL-E answers with links or base64, as asked; GPT Image always with base64. */
  isGptImage: boolean;
  takesTransparency: boolean;
}

const shared = ['model', 'prompt', 'n', 'size', 'quality', 'user'];
const gptParameters = [
  ...shared,
  ...['background', 'moderation', 'output_compression', 'output_format', 'partial_images', 'stream'],
  ...['safety_identifier', 'complexity', 'frame_count', 'frame_duration_ms', 'svg'],
];

const firstGptImage: Omit<ImageFamily, 'pattern'> = {
  parameters: gptParameters,
  promptLength: 32_000,
  images: 10,
  sizes: ['1024x1024', '1024x1536', '1536x1024', 'auto'],
  qualities: ['low', 'medium', 'high', 'auto'],
  formats: ['png', 'jpeg', 'webp'],
  isGptImage: true,
  takesTransparency: true,
};

const families: ImageFamily[] = [
  {
    pattern: /^dall-e-2$/,
    parameters: [...shared, 'response_format'],
    promptLength: 1000,
    images: 10,
    sizes: ['256x256', '512x512', '1024x1024'],
    qualities: ['standard'],
    formats: ['png'],
    isGptImage: false,
    takesTransparency: false,
  },
  {
    pattern: /^dall-e-3$/,
    parameters: [...shared, 'response_format', 'style'],
    promptLength: 4000,
    images: 1,
    sizes: ['1024x1024', '1024x1792', '1792x1024'],
    qualities: ['standard', 'hd'],
    formats: ['png'],
    isGptImage: false,
    takesTransparency: false,
  },
  {
    ...firstGptImage,
    pattern: /^gpt-image-2\.[5-9]/,
    sizes: 'any',
    qualities: ['low', 'medium', 'high', 'xhigh', 'max', 'auto'],
    formats: ['png', 'jpeg', 'webp', 'gif', 'svg'],
  },
  { ...firstGptImage, pattern: /^gpt-image-2/, sizes: 'any', takesTransparency: false },
  { ...firstGptImage, pattern: /^(gpt-image|chatgpt-image)/ },
];

/** For the models of compatible servers, of which nothing is known. */
const anyFamily: ImageFamily = {
  pattern: /^/,
  parameters: [...new Set([...gptParameters, 'response_format', 'style'])],
  promptLength: 32_000,
  images: 10,
  sizes: 'any',
  qualities: ['low', 'medium', 'high', 'standard', 'hd', 'auto'],
  formats: ['png', 'jpeg', 'webp', 'gif', 'svg'],
  isGptImage: false,
  takesTransparency: true,
};

const smallestArea = 655_360;
const largestArea = 8_294_400;
const longestEdge = 3840;
const edgeStep = 16;
const widestRatio = 3;

export function familyOf(model: string): ImageFamily {
  return families.find(({ pattern }) => pattern.test(model)) ?? anyFamily;
}

export interface Size {
  width: number;
  height: number;
}

/** Reads "1536x864"; anything else, `auto` included, is the usual square. */
export function readSize(size: unknown): Size {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(textOf(size)) ?? [];
  return { width: Number(width ?? 1024), height: Number(height ?? 1024) };
}

function findSizeFault(size: string): string | undefined {
  if (!/^\d+x\d+$/.test(size)) return "Expected 'auto' or a size written as WIDTHxHEIGHT.";
  const { width, height } = readSize(size);
  if (width % edgeStep !== 0 || height % edgeStep !== 0) return `Width and height must be divisible by ${edgeStep}.`;
  if (Math.max(width, height) > longestEdge) return `Edges must not be longer than ${longestEdge} pixels.`;
  const area = width * height;
  if (area < smallestArea || area > largestArea) {
    return `The number of pixels must be between ${smallestArea} and ${largestArea}.`;
  }
  if (Math.max(width / height, height / width) > widestRatio)
    return `The aspect ratio must not exceed ${widestRatio}:1.`;
  return undefined;
}

function checkSize(body: JsonObject, { sizes, isGptImage }: ImageFamily): void {
  const size = body['size'];
  if (sizes !== 'any') checkChoice(body, 'size', sizes);
  else if (isGptImage && size !== undefined && size !== null && size !== 'auto') {
    const fault = findSizeFault(String(size));
    if (fault) throw invalidValue('size', `Invalid size '${String(size)}'. ${fault}`);
  }
}

/** What only one format has. */
function checkExtras(body: JsonObject, format: string): void {
  for (const [name, only] of Object.entries({ frame_count: 'gif', frame_duration_ms: 'gif', svg: 'svg' })) {
    if (isAbsent(body[name]) || format === only) continue;
    throw invalidValue(name, `'${name}' is only supported with output_format '${only}'.`);
  }
  checkNumber(body, 'frame_count', { minimum: 2, maximum: 16, integer: true });
  checkNumber(body, 'frame_duration_ms', { minimum: 1, maximum: 655_350, integer: true });
}

function checkFormat(body: JsonObject, { takesTransparency, formats }: ImageFamily): void {
  checkChoice(body, 'output_format', formats);
  const format = textOf(body['output_format']) || 'png';
  if (body['background'] === 'transparent') {
    if (!takesTransparency) throw invalidValue('background', 'Transparent background is not supported for this model.');
    if (format === 'jpeg') {
      throw invalidValue('background', 'Transparent background is not supported for the jpeg output format.');
    }
  }
  const compression = body['output_compression'];
  if (typeof compression === 'number' && compression < 100 && format !== 'jpeg' && format !== 'webp') {
    throw invalidValue(
      'output_compression',
      `Compression less than 100 is not supported for the ${format} output format.`
    );
  }
  checkExtras(body, format);
  if (format !== 'gif' && format !== 'svg') return;
  if (body['stream'] === true)
    throw invalidValue('stream', `Streaming is not supported for the ${format} output format.`);
  if (format === 'svg' && Number(body['n'] ?? 1) > 1) throw invalidValue('n', 'SVG generation requires n=1.');
}

/** The size of an edited picture for which none was asked: that of the given one, if the model can draw it. */
export function suggestSize({ sizes }: ImageFamily, { width, height }: Size): Size {
  const toStep = (edge: number) => Math.round(edge / edgeStep) * edgeStep;
  const size = `${toStep(width)}x${toStep(height)}`;
  const isOffered =
    sizes === 'any' ? findSizeFault(size) === undefined : [size, 'auto'].every(one => sizes.includes(one));
  return readSize(isOffered ? size : 'auto');
}

export function checkPrompt(body: JsonObject, { promptLength }: ImageFamily): void {
  requireParameters(body, ['prompt']);
  checkText(body, 'prompt', promptLength);
  if (body['prompt'] === '') {
    throw new ApiError("Invalid 'prompt': empty string.", { param: 'prompt', code: 'empty_string' });
  }
}

/** Refuses choices about the picture that the models of a family do not offer. */
export function checkImageOptions(body: JsonObject, family: ImageFamily): void {
  checkNumber(body, 'n', { minimum: 1, maximum: family.images, integer: true });
  checkNumber(body, 'partial_images', { minimum: 0, maximum: 3, integer: true });
  checkNumber(body, 'output_compression', { minimum: 0, maximum: 100, integer: true });
  checkSize(body, family);
  checkChoice(body, 'quality', family.qualities);
  checkChoice(body, 'style', ['vivid', 'natural']);
  checkChoice(body, 'background', ['transparent', 'opaque', 'auto']);
  checkChoice(body, 'moderation', ['low', 'auto']);
  checkChoice(body, 'complexity', details);
  checkChoice(body, 'response_format', ['url', 'b64_json']);
  checkFormat(body, family);
}

/** Refuses what the image API refuses, naming the parameter. */
export function checkImageGeneration(body: JsonObject, model: string): void {
  const family = familyOf(model);
  refuseUnknownParameters(body, family.parameters);
  checkPrompt(body, family);
  checkImageOptions(body, family);
}
